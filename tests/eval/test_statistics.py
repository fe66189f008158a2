"""Intervals, tests and curves against values from other implementations or worked out by hand."""

from __future__ import annotations

import pytest
from scipy.stats import binomtest

from eval.statistics import (
    bootstrap_interval,
    calibration,
    mcnemar,
    paired_difference,
    percentile,
    ratio,
    risk_coverage,
)


@pytest.mark.parametrize(("lost", "gained"), [(0, 0), (0, 1), (1, 5), (5, 1), (8, 8), (3, 20), (40, 60)])
def test_mcnemar_is_the_exact_binomial_test(lost: int, gained: int) -> None:
    expected = binomtest(lost, lost + gained).pvalue if lost + gained else 1.0
    assert mcnemar(lost, gained) == pytest.approx(expected)


def test_bootstrap_interval_is_close_to_the_normal_one_and_repeats_itself() -> None:
    clusters = [(1.0, 1.0)] * 160 + [(0.0, 1.0)] * 40
    low, high = bootstrap_interval(clusters) or (0, 0)
    half = 1.96 * (0.8 * 0.2 / 200) ** 0.5
    assert (low, high) == pytest.approx((0.8 - half, 0.8 + half), abs=0.01)
    assert bootstrap_interval(clusters) == (low, high)


def test_answers_of_one_item_are_drawn_together() -> None:
    apart = bootstrap_interval([(1.0, 1.0)] * 100 + [(0.0, 1.0)] * 100) or (0, 0)
    together = bootstrap_interval([(2.0, 2.0)] * 50 + [(0.0, 2.0)] * 50) or (0, 0)
    assert (together[1] - together[0]) / (apart[1] - apart[0]) == pytest.approx(2**0.5, rel=0.1)


def test_intervals_of_nothing_and_of_certainty() -> None:
    assert bootstrap_interval([]) is None
    assert bootstrap_interval([(0.0, 0.0)]) is None
    assert bootstrap_interval([(1.0, 1.0)] * 9) == (1.0, 1.0)
    assert ratio([]) is None
    assert ratio([(1, 2), (2, 2)]) == 0.75


def test_a_paired_difference_sees_through_what_both_share() -> None:
    same = paired_difference([(1.0, 1.0, 1.0)] * 50 + [(0.0, 0.0, 1.0)] * 50)
    assert same == (0.0, 0.0)
    low, high = paired_difference([(1.0, 1.0, 1.0)] * 80 + [(0.0, 1.0, 1.0)] * 20)
    assert 0.1 < low < 0.2 < high < 0.3


def test_risk_coverage_by_hand() -> None:
    curve = risk_coverage([0.5, 0.9, 0.5, 0.8], [False, True, True, False], asked=5)
    assert [(point["coverage"], point["risk"]) for point in curve] == [(0.2, 0.0), (0.4, 0.5), (0.8, 0.5)]
    assert risk_coverage([], [], asked=3) == []


def test_calibration_by_hand() -> None:
    told = calibration([0.95, 0.85, 0.82, 1.0], [True, True, False, True])
    # The bin of .8 holds .85 and .82 (mean .835, accuracy .5), that of .9 holds .95 and 1 (mean .975, accuracy 1).
    assert told["ece"] == pytest.approx(0.5 * 0.335 + 0.5 * 0.025, abs=1e-4)
    assert [(b["n"], b["accuracy"]) for b in told["bins"]] == [(2, 0.5), (2, 1.0)]  # type: ignore[attr-defined]
    assert calibration([], [])["ece"] is None


def test_percentiles_are_measured_values() -> None:
    values = [float(value) for value in range(1, 21)]
    assert percentile(values, 0.5) == 10.0
    assert percentile(values, 0.95) == 19.0
    assert percentile(values[:1], 0.95) == 1.0
    assert percentile([], 0.5) is None
