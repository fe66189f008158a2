import json
from pathlib import Path

import ir_measures
import numpy as np
import pytest

from index.datasets import answerable, contexts, parallel
from index.fit import FEATURES, Case, cases_of, fit, loss_and_slope, ndcg_at_10, pool
from index.means import Means, means_from_json
from index.weights import fitted_weights

DATA = Path(__file__).parents[2].parent / "shared" / "data"


def _cases(count: int, seed: int = 5) -> list[Case]:
    """Candidates in which the second feature, and no other, tells the answer."""
    random = np.random.default_rng(seed)
    cases = []
    for _ in range(count):
        features = random.standard_normal((15, len(FEATURES)))
        answers = np.arange(15) == int(np.argmax(features[:, 1]))
        cases.append(Case(features, answers, np.arange(15, dtype=np.int32)))
    return cases


def test_the_slope_is_that_of_the_loss() -> None:
    cases, weights = _cases(4), np.linspace(-0.5, 0.5, len(FEATURES))
    _, slope = loss_and_slope(weights, cases, 0.1)
    for place in range(len(FEATURES)):
        step = np.zeros(len(FEATURES))
        step[place] = 1e-5
        above, below = (loss_and_slope(weights + sign * step, cases, 0.1)[0] for sign in (1, -1))
        assert slope[place] == pytest.approx((above - below) / 2e-5, abs=1e-6)


def test_the_fit_finds_the_feature_that_tells() -> None:
    weights = fit(_cases(40), 0.001)
    assert int(np.argmax(weights)) == 1
    assert ndcg_at_10(_cases(40, seed=6), weights) > 0.95


def test_ndcg_is_that_of_the_reference_scorer() -> None:
    cases, weights = _cases(25), np.linspace(-1, 1, len(FEATURES))
    qrels = {str(n): {str(int(np.flatnonzero(case.answers)[0])): 1} for n, case in enumerate(cases)}
    run = {str(n): {str(row): float(s) for row, s in enumerate(c.features @ weights)} for n, c in enumerate(cases)}
    expected = ir_measures.calc_aggregate([ir_measures.nDCG @ 10], qrels, run)[ir_measures.nDCG @ 10]
    assert ndcg_at_10(cases, weights) == pytest.approx(expected, abs=1e-6)


def test_the_shipped_weights_name_known_features() -> None:
    assert {relation: set(table) for relation, table in fitted_weights().items()} == {
        "same": set(FEATURES),
        "foreign": set(FEATURES),
    }


def test_means_survive_the_manifest_and_unknown_languages_get_the_average() -> None:
    means = Means(np.array([0.5, 0.0], np.float32), {"id": np.array([1, 0], np.float32), "en": np.zeros(2, np.float32)})
    again = means_from_json(json.loads(json.dumps(means.to_json())))
    row = np.array([[0.5, 2.0]], np.float32)
    assert again.centre_passages(row).tolist() == [[0.0, 1.0]]
    assert again.centre_questions(row, "de").tolist() == [[0.0, 1.0]]
    assert again.centre_questions(row, "en") == pytest.approx(row / np.linalg.norm(row))


@pytest.mark.slow
@pytest.mark.skipif(not DATA.is_dir(), reason="the public question sets are not here")
def test_parallel_questions_find_their_passage(tmp_path: Path) -> None:
    from corpus.home import Home

    pairs = parallel(DATA / "xquad_en_id" / "questions.jsonl")
    passages = list(dict.fromkeys(asked.passage for asked, _ in pairs))[:60]
    distractors = contexts(DATA / "idk_mrc" / "idk_mrc_valid.json")[:120]
    generation = pool([*passages, *distractors], Home(tmp_path))
    known = set(passages)
    for at, language in enumerate(("id", "en")):
        asked = [pair[at] for pair in pairs if pair[at].passage in known][::4]
        weights = np.asarray([fitted_weights()["same" if language == "id" else "foreign"][name] for name in FEATURES])
        assert ndcg_at_10(cases_of(generation, asked), weights) > (0.94, 0.92)[at]
    assert answerable(DATA / "idk_mrc" / "idk_mrc_valid.json")[0].passage in contexts(
        DATA / "idk_mrc" / "idk_mrc_valid.json"
    )
