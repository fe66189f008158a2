"""Fit the weights of fusion on public question sets: `python -m index.fit --data DATA_DIR > index/weights.json`.

Knows nothing of how features are made. A passage's score is a weighted sum of its standardised features; the weights
minimise the listwise softmax loss of the answering article among the candidates (Cao et al. 2007, ListNet's top one).
Training sets fit, validation sets choose the strength of regularisation; the report has both.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.article import Article
from corpus.home import Home
from index.build import build
from index.datasets import Asked, answerable, contexts, parallel
from index.encoder import open_encoder
from index.generation import Generation, load
from index.threads import one_thread
from index.weights import FOREIGN, SAME

FEATURES = ("dense", "sentence", "exact", "translated", "names", "late", "late_sentence", "sentence_terms")
_STRENGTHS = (0.001, 0.003, 0.01, 0.03, 0.1)
_TRAIN_PASSAGES = 1500
_TRAIN_QUESTIONS = 800

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Case:
    """One question's candidates: features (candidates × features), which answer it, and whose article each is."""

    features: Floats
    answers: NDArray[np.bool_]
    articles: NDArray[np.int32]


def loss_and_slope(weights: Floats, cases: Sequence[Case], strength: float) -> tuple[float, Floats]:
    """The mean negative log share of the softmax that falls on answering passages, plus an L2 penalty; its gradient."""
    loss, slope = 0.0, np.zeros_like(weights)
    for case in cases:
        scores = case.features @ weights
        share = np.exp(scores - scores.max())
        share /= share.sum()
        right = share * case.answers
        hit = max(float(right.sum()), 1e-12)
        loss -= float(np.log(hit))
        slope += case.features.T @ (share - right / hit)
    count = max(1, len(cases))
    return loss / count + strength * float(weights @ weights), slope / count + 2 * strength * weights


def fit(cases: Iterable[Case], strength: float) -> Floats:
    """The weights of least loss over the cases that have something to tell apart."""
    from scipy.optimize import minimize

    useful = [case for case in cases if case.answers.any() and not case.answers.all()]
    start = np.full(len(FEATURES), 0.3)
    found = minimize(loss_and_slope, start, args=(useful, strength), jac=True, method="L-BFGS-B")
    return np.asarray(found.x, dtype=np.float64)


def ndcg_at_10(cases: Sequence[Case], weights: Floats) -> float:
    """Mean nDCG@10 of the one answering article, articles ranked by their best passage; 0 where it is no candidate."""
    gains = [_gain(case, case.features @ weights) for case in cases]
    return float(np.mean(gains)) if gains else 0.0


def _gain(case: Case, scores: Floats) -> float:
    if not case.answers.any():
        return 0.0
    better = scores > scores[case.answers].max()
    rank = len(np.unique(case.articles[better & ~case.answers]))
    return float(1 / np.log2(rank + 2)) if rank < 10 else 0.0


def cases_of(generation: Generation, asked: Sequence[Asked]) -> list[Case]:
    """Rank each question's candidates and mark those of its article."""
    return [_case(generation, one) for one in asked]


def _case(generation: Generation, one: Asked) -> Case:
    with one_thread():
        passages, features = generation.ranking.features(
            one.question, one.language, generation.encoder, generation.word_vectors
        )
    none = np.zeros(len(passages), dtype=np.float32)
    table = np.stack([features.get(name, none) for name in FEATURES], axis=1).astype(np.float64)
    ids = [generation.chunk(int(row)).article_id for row in passages]
    answers = np.asarray([article_id == _id(one.passage) for article_id in ids], dtype=bool)
    return Case(table, answers, generation.ranking.article_of[passages])


def _id(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def pool(texts: Iterable[str], home: Home) -> Generation:
    """An index in which each distinct text is an article without a title."""
    encoder = open_encoder("use-multilingual")
    build(home, [Article(_id(text), "", "", text) for text in dict.fromkeys(texts)], encoder)
    return load(home, encoder)


def fit_all(data: Path, folder: Path) -> dict[str, Any]:
    """Weights for both relations and the report of the fit, ready for `weights.json`."""
    pairs = parallel(data / "xquad_en_id" / "questions.jsonl")
    held_out = [asked.passage for pair in pairs for asked in pair]
    valid = contexts(data / "idk_mrc" / "idk_mrc_valid.json")
    unseen = {*held_out, *valid}
    train = [text for text in contexts(data / "idk_mrc" / "idk_mrc_train.json") if text not in unseen]
    train = train[:_TRAIN_PASSAGES]
    known = set(train)
    asked = [one for one in answerable(data / "idk_mrc" / "idk_mrc_train.json") if one.passage in known]

    learning = pool(train, Home(folder / "train"))
    choosing = pool([*held_out, *valid], Home(folder / "valid"))
    sets = {
        "idk_train": cases_of(learning, asked[:: max(1, len(asked) // _TRAIN_QUESTIONS)]),
        "idk_valid": cases_of(choosing, answerable(data / "idk_mrc" / "idk_mrc_valid.json")),
        **{
            f"xquad_{language}_{half}": cases_of(choosing, [p[at] for p in pairs if _half(p[at].passage) == half])
            for at, language in enumerate(("id", "en"))
            for half in ("fit", "choose")
        },
    }
    same, same_report = _choose(sets, ("idk_train", "xquad_id_fit"), ("idk_valid", "xquad_id_choose"))
    foreign, foreign_report = _choose(sets, ("xquad_en_fit",), ("xquad_en_choose",))
    return {
        "weights": {SAME: same, FOREIGN: foreign},
        "report": {SAME: same_report, FOREIGN: foreign_report, "questions": {k: len(v) for k, v in sets.items()}},
    }


def _half(passage: str) -> str:
    """Which half of the parallel passages a passage belongs to: one fits, the other chooses."""
    return "fit" if int(_id(passage), 16) % 2 == 0 else "choose"


def _choose(
    sets: dict[str, list[Case]], to_fit: Sequence[str], to_choose: Sequence[str]
) -> tuple[dict[str, float], dict[str, Any]]:
    training = [case for name in to_fit for case in sets[name]]
    fitted = {strength: fit(training, strength) for strength in _STRENGTHS}
    quality = {
        strength: float(np.mean([ndcg_at_10(sets[name], weights) for name in to_choose]))
        for strength, weights in fitted.items()
    }
    best = max(_STRENGTHS, key=lambda strength: (quality[strength], strength))
    weights = fitted[best]
    ndcg = {name: round(ndcg_at_10(sets[name], weights), 4) for name in (*to_fit, *to_choose)}
    table = {name: round(float(value), 3) for name, value in zip(FEATURES, weights, strict=True)}
    return table, {"strength": best, "ndcg@10": ndcg}


def main() -> None:
    """Fit and print the JSON of `index/weights.json`."""
    parser = argparse.ArgumentParser(description="Fit the weights of fusion; write the output to index/weights.json.")
    parser.add_argument("--data", type=Path, required=True, help="folder with idk_mrc/ and xquad_en_id/")
    parser.add_argument("--work", type=Path, help="folder for the indexes that are fitted on; kept for the next time")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        print(json.dumps(fit_all(arguments.data, arguments.work or Path(scratch)), indent=1))


if __name__ == "__main__":
    main()
