"""Fit the confidence models: `python -m qa.fit --data DATA_DIR` (the folder that holds `idk_mrc/`).

Weights are fitted on idk_mrc train and the part `fit` of the office pages in `qa/fitting_set`; the scale of confidence
and the thresholds are chosen on idk_mrc valid and the part `choose`, none of which the reader has learnt from: of open
questions on the office pages, of given passages on idk_mrc. Writes `qa/confidence.json` and its report. Every step is
deterministic. Knows what counts as right; the mathematics is in `qa.fitting`.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qa.confidence import Confidence, Features, Linear, load
from qa.evidence import ranked
from qa.fitdata import RIGHT, Outcome, outcomes, page_outcomes
from qa.fitting import Matrix, Vector, auc, calibration_error, fit_logistic, fit_ranking, reliability
from qa.priors import RANK, TRUST

# Of a passage that the asker gave, the reader's own word; only its scale is fitted.
READERS_WORD = Linear(0.0, {"answerable": 1.0})
PENALTIES = (1.0, 5.0, 20.0, 80.0)
# The share of right answers that a threshold may lose. English answers are less sure, and unanswerable questions tempt
# more in it: with one share for both, half of those were answered.
LOST_SHARE = {"open": 0.015, "open foreign": 0.03}
CLEARLY = 0.005  # a smaller gain than this share, on so many questions, is chance
# Of a given passage, where the reader decides: the share of unanswerable questions to refuse.
REFUSED_SHARE = {"given": 0.52, "given foreign": 0.25}


def main() -> None:
    """Fit, choose, report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--passages", type=int, default=100, help="how many passages of train to use; of valid all")
    parser.add_argument("--home", type=Path, help="where to build the two indexes; a temporary folder if not given")
    args = parser.parse_args()
    with TemporaryDirectory() as scratch:
        home = args.home or Path(scratch)
        train = outcomes(args.data / "idk_mrc" / "idk_mrc_train.json", home / "train", args.passages)
        train += page_outcomes("fit", home / "pages-fit")
        valid = outcomes(args.data / "idk_mrc" / "idk_mrc_valid.json", home / "valid", sys.maxsize)
        valid += page_outcomes("choose", home / "pages-choose")
    fitted, report = fit(train, valid, load())
    folder = Path(__file__).parent
    folder.joinpath("confidence.json").write_text(json.dumps(fitted, indent=1) + "\n", encoding="utf-8")
    folder.joinpath("confidence.md").write_text(report, encoding="utf-8")
    print(report)


def fit(
    train: Sequence[Outcome], valid: Sequence[Outcome], before: Confidence | None = None
) -> tuple[dict[str, Any], str]:
    """The content of confidence.json, and the report. How far the fit may move is chosen on `valid`.

    The ranking weights of `before` stay where new ones are no better there: the reader knows our own pages better than
    others, and weights that lean on it more should be worth it.
    """
    ranks = [*([before.rank] if before else []), *(fitted_rank(train, penalty) for penalty in PENALTIES)]
    rank = best_model(ranks, lambda model: sum(best_of(outcome, model).gain for outcome in valid), before is not None)
    learnt, chosen = ([best_of(outcome, rank) for outcome in asked] for asked in (train, valid))
    shown = [best for best in learnt if not best.refused]
    asked_openly = [best for best in chosen if best.official and not best.refused]
    # Weights learn from every question; how sure to say one is, from such as people ask, not those made to be hard.
    plain = [best for best in asked_openly if not best.hard]
    trusts = [rescaled(fitted_trust(shown, penalty), plain) for penalty in PENALTIES]
    right = _right(asked_openly)
    trust = best_model(trusts, lambda model: auc(_sure(model, asked_openly), right), stays=False)
    given = rescaled(READERS_WORD, [best for best in chosen if best.given and not best.refused])
    sure = _sure(trust, chosen, given)
    thresholds, risk = choose(sure, chosen)
    named = {"rank": rank, "trust": trust, "given": given}
    models = {name: {"bias": model.bias, "weights": dict(model.weights)} for name, model in named.items()}
    fitted = {**models, "thresholds": thresholds, "risk": risk}
    return fitted, report(fitted, sure, len(learnt), chosen)


def best_model(models: Sequence[Linear], worth: Callable[[Linear], float], stays: bool) -> Linear:
    """The model of greatest worth; if the first one `stays`, it is left only for one worth clearly more."""
    worths = [worth(model) for model in models]
    if stays:
        worths[0] *= 1 + CLEARLY
    return models[int(np.argmax(worths))]


def fitted_rank(train: Sequence[Outcome], penalty: float) -> Linear:
    """The ranking model, held near its prior by `penalty`."""
    questions = [_listwise(outcome) for outcome in train if any(outcome.gains)]
    weights = fit_ranking(questions, np.asarray(list(RANK.values())), penalty)
    return Linear(0.0, _named(RANK, weights))


def fitted_trust(learnt: Sequence[Best], penalty: float) -> Linear:
    """The model of being right, held near its prior by `penalty`."""
    bias, weights = fit_logistic(_pointwise(learnt), _right(learnt), np.asarray(list(TRUST.values())), penalty)
    return Linear(bias, _named(TRUST, weights))


@dataclass(frozen=True, slots=True)
class Best:
    """The candidate that comes first for a question: its features and gain, and how the question was asked."""

    features: Features
    gain: float
    answerable: bool
    given: bool
    foreign: bool
    official: bool
    refused: bool
    hard: bool = False

    @property
    def right(self) -> bool:
        """Whether telling it would be right."""
        return self.answerable and self.gain >= RIGHT


def best_of(outcome: Outcome, rank: Linear) -> Best:
    """What `rank` puts first."""
    how = outcome.answerable, outcome.given, outcome.foreign, outcome.official
    if not outcome.candidates:
        return Best({}, 0.0, *how, refused=True, hard=outcome.hard)
    models = Confidence(rank, Linear(0.0, {}), READERS_WORD, {}, {})
    first = ranked(outcome.candidates, models.of_given if outcome.given else models)[0]
    gains = {candidate.place: gain for candidate, gain in zip(outcome.candidates, outcome.gains, strict=True)}
    return Best(first.features, gains[first.place], *how, refused=False, hard=outcome.hard)


def _listwise(outcome: Outcome) -> tuple[Matrix, Vector]:
    rows = [[candidate.features.get(name, 0.0) for name in RANK] for candidate in outcome.candidates]
    return np.asarray(rows), np.asarray(outcome.gains)


def _pointwise(chosen: Sequence[Best]) -> Matrix:
    return np.asarray([[best.features.get(name, 0.0) for name in TRUST] for best in chosen])


def _right(chosen: Sequence[Best]) -> Vector:
    return np.asarray([float(best.right) for best in chosen])


def _sure(trust: Linear, chosen: Sequence[Best], given: Linear | None = None) -> Vector:
    models = ((given if given and best.given else trust) for best in chosen)
    return np.asarray(
        [0.0 if b.refused else model.probability(b.features) for b, model in zip(chosen, models, strict=True)]
    )


def _named(names: Iterable[str], weights: Vector) -> dict[str, float]:
    return {name: round(float(weight), 4) for name, weight in zip(names, weights, strict=True)}


def rescaled(trust: Linear, chosen: Sequence[Best]) -> Linear:
    """The same model on the scale that questions unknown to the reader show (Platt 1999)."""
    scores = np.asarray([[trust.score(best.features)] for best in chosen])
    bias, slope = fit_logistic(scores, _right(chosen), np.ones(1), penalty=0.0)
    weights = {name: round(float(slope[0]) * weight, 4) for name, weight in trust.weights.items()}
    return Linear(round(bias + float(slope[0]) * trust.bias, 4), weights)


def choose(sure: Vector, chosen: Sequence[Best]) -> tuple[dict[str, float], dict[str, float]]:
    """For each way of asking, the threshold that loses or refuses its share; `sure` says how sure each answer is.

    `risk` is the share of the answers given at the threshold that are wrong.
    """
    thresholds, risk = {}, {}
    for way, share in {**LOST_SHARE, **REFUSED_SHARE}.items():
        some = asked(way, chosen)
        right, can = _right(chosen)[some], _answerable(chosen)[some]
        scale = np.sort(sure[some][~can if way in REFUSED_SHARE else right > 0])
        threshold = float(scale[int(share * len(scale))]) if len(scale) else 0.5
        told = right[sure[some] >= threshold]
        thresholds[way] = round(threshold, 4)
        risk[way] = round(1.0 - float(told.mean()), 4) if len(told) else 0.0
    return thresholds, risk


def asked(way: str, chosen: Sequence[Best]) -> NDArray[np.bool_]:
    """Which were asked in one of the ways: openly, of office pages, or given, of idk_mrc; "foreign" in English."""
    given, foreign = "given" in way, "foreign" in way
    return np.asarray([best.given == given and best.official != given and best.foreign == foreign for best in chosen])


def report(fitted: dict[str, Any], sure: Vector, learnt: int, chosen: Sequence[Best]) -> str:
    """The report in Markdown: what each model weighs, and how far its confidence can be believed."""
    lines = ["# Confidence: weights and reliability", "", (__doc__ or "").strip(), ""]
    lines += [f"Fitted on {learnt} askings of train, chosen on {len(chosen)} of valid.", ""]
    for way, threshold in fitted["thresholds"].items():
        some = asked(way, chosen)
        lines += _reliability_lines(way, threshold, sure[some], _right(chosen)[some], _answerable(chosen)[some])
    for name in ("rank", "trust", "given"):
        model = fitted[name]
        lines += [f"## Weights of `{name}` (bias {model['bias']})", "", "| feature | weight |", "|---|---|"]
        ordered = sorted(model["weights"].items(), key=lambda item: (-abs(item[1]), item[0]))
        lines += [*(f"| {feature} | {weight} |" for feature, weight in ordered), ""]
    return "\n".join(lines)


def _answerable(chosen: Sequence[Best]) -> NDArray[np.bool_]:
    return np.asarray([best.answerable for best in chosen])


def _reliability_lines(way: str, threshold: float, sure: Vector, right: Vector, can: NDArray[np.bool_]) -> list[str]:
    told, table = sure >= threshold, reliability(sure, right)
    return [
        f"## Asked {way} (threshold {threshold})",
        "",
        f"- answerable questions answered {told[can].mean():.3f}, of these rightly {right[can & told].mean():.3f}",
        f"- unanswerable questions refused {1 - told[~can].mean():.3f}",
        f"- AUC of right against wrong {auc(sure, right):.3f}; calibration error {calibration_error(table):.3f}",
        "",
        "| confidence from | askings | mean confidence | right |",
        "|---|---|---|---|",
        *(f"| {row.low:.1f} | {row.n} | {row.confidence:.3f} | {row.right:.3f} |" for row in table),
        "",
    ]


if __name__ == "__main__":
    main()
