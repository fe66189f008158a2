"""The fit's mathematics against textbook loops and known answers."""

from __future__ import annotations

import numpy as np
import pytest

from qa.confidence import Linear
from qa.fit import best_model
from qa.fitting import auc, calibration_error, fit_logistic, fit_ranking, reliability


def test_auc_is_the_share_of_pairs_in_order() -> None:
    random = np.random.default_rng(7)
    scores, labels = random.integers(0, 5, 60).astype(float), random.integers(0, 2, 60).astype(float)
    pairs = [(a, b) for a, x in zip(scores, labels, strict=True) for b, y in zip(scores, labels, strict=True) if x > y]
    assert auc(scores, labels) == pytest.approx(sum((a > b) + 0.5 * (a == b) for a, b in pairs) / len(pairs))


def test_logistic_regression_finds_the_odds_of_a_coin() -> None:
    labels = np.asarray([1.0] * 30 + [0.0] * 10)
    bias, weights = fit_logistic(np.zeros((40, 1)), labels, np.zeros(1), penalty=1.0)
    assert bias == pytest.approx(np.log(3), abs=1e-3)
    assert weights[0] == pytest.approx(0.0, abs=1e-6)


def test_ranking_learns_the_feature_that_tells_and_keeps_to_the_prior_otherwise() -> None:
    random = np.random.default_rng(3)
    questions = []
    for _ in range(40):
        features = random.normal(size=(6, 2))
        features[:, 1] = 0.0
        gains = (features[:, 0] == features[:, 0].max()).astype(float)
        questions.append((features, gains))
    weights = fit_ranking(questions, np.asarray([0.0, 0.7]), penalty=1.0)
    assert weights[0] > 1.0
    assert weights[1] == pytest.approx(0.7, abs=1e-6)


def test_reliability_counts_what_was_right_at_each_confidence() -> None:
    table = reliability(np.asarray([0.05, 0.95, 0.95, 1.0]), np.asarray([0.0, 1.0, 0.0, 1.0]))
    assert [(row.low, row.n) for row in table] == [(0.0, 1), (0.9, 3)]
    assert table[1].right == pytest.approx(2 / 3)
    assert calibration_error(table) == pytest.approx((0.05 + 3 * abs(2.9 / 3 - 2 / 3)) / 4)


def test_a_linear_model_is_a_sum() -> None:
    model = Linear(-1.0, {"a": 2.0, "b": -0.5})
    assert model.score({"a": 1.0, "b": 4.0, "c": 9.0}) == pytest.approx(-1.0)
    assert model.probability({"a": 0.5}) == pytest.approx(0.5)


@pytest.mark.parametrize(("worths", "stays", "chosen"), [
    ((10.0, 10.01, 9.0), True, 0),  # no better than by chance
    ((10.0, 10.2, 9.0), True, 1),
    ((10.0, 10.01, 9.0), False, 1),
])  # fmt: skip
def test_weights_stay_where_new_ones_are_hardly_better(worths: tuple[float, ...], stays: bool, chosen: int) -> None:
    models = [Linear(float(number), {}) for number in range(len(worths))]
    assert best_model(models, lambda model: worths[int(model.bias)], stays).bias == chosen
