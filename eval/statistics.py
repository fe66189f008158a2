"""Intervals, tests and curves over judged questions, after Efron, McNemar and Guo et al. 2017. Knows numbers only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate
from math import ceil, comb

import numpy as np
from numpy.typing import NDArray

RESAMPLES = 2000
SEED = 20240214
Ratio = tuple[float, float]


def ratio(parts: Sequence[Ratio]) -> float | None:
    """Sum of the numerators over the sum of the denominators; None over nothing."""
    over, under = (sum(part[place] for part in parts) for place in (0, 1))
    return over / under if under else None


def bootstrap_interval(clusters: Sequence[Ratio], level: float = 0.95) -> tuple[float, float] | None:
    """The percentile bootstrap interval of a ratio of sums, drawing whole clusters (Efron 1979; fixed seed).

    A cluster is one item's numerator and denominator over all the languages it was asked in: those answers are not
    independent, so they are drawn together. None where nothing counts.
    """
    parts = np.asarray(clusters, dtype=np.float64).reshape(-1, 2)
    if not parts[:, 1].sum():
        return None
    draws = _draws(len(parts)) @ parts
    ratios = draws[draws[:, 1] > 0]
    ratios = ratios[:, 0] / ratios[:, 1]
    low, high = np.quantile(ratios, [(1 - level) / 2, (1 + level) / 2])
    return round(float(low), 4), round(float(high), 4)


def paired_difference(clusters: Sequence[tuple[float, float, float]], level: float = 0.95) -> tuple[float, float]:
    """The bootstrap interval of (sum of b − sum of a) / n, each cluster being (a's right, b's right, n)."""
    draws = _draws(len(clusters)) @ np.asarray(clusters, dtype=np.float64)
    differences = (draws[:, 1] - draws[:, 0]) / draws[:, 2]
    low, high = np.quantile(differences, [(1 - level) / 2, (1 + level) / 2])
    return round(float(low), 4), round(float(high), 4)


def _draws(n: int) -> NDArray[np.float64]:
    random = np.random.default_rng(SEED)
    return random.multinomial(n, np.full(n, 1 / n), size=RESAMPLES).astype(np.float64)


def mcnemar(lost: int, gained: int) -> float:
    """Two-sided exact p of McNemar's test: how likely flips this lopsided are if either way were as likely."""
    flips = lost + gained
    if not flips:
        return 1.0
    tail: float = sum(comb(flips, k) for k in range(min(lost, gained) + 1)) / 2**flips
    return min(1.0, 2 * tail)


def risk_coverage(confidence: Sequence[float], right: Sequence[bool], asked: int) -> list[dict[str, float]]:
    """The error rate among the most confident answers, for each share of the `asked` questions that they cover.

    El-Yaniv & Wiener 2010. Answers of equal confidence enter together; refusals are asked, but never covered.
    """
    order = sorted(range(len(confidence)), key=lambda at: (-confidence[at], at))
    wrong = list(accumulate(not right[at] for at in order))
    last_of_ties = [
        place
        for place, at in enumerate(order)
        if place + 1 == len(order) or confidence[order[place + 1]] != confidence[at]
    ]
    return [
        {
            "coverage": round((place + 1) / asked, 4),
            "risk": round(wrong[place] / (place + 1), 4),
            "confidence": round(confidence[order[place]], 4),
        }
        for place in last_of_ties
    ]


def calibration(confidence: Sequence[float], right: Sequence[bool], bins: int = 10) -> dict[str, object]:
    """Expected calibration error over equal-width bins (Guo et al. 2017), and the bins that hold anything."""
    held: dict[int, list[int]] = {}
    for at, value in enumerate(confidence):
        held.setdefault(min(int(value * bins), bins - 1), []).append(at)
    told: list[Mapping[str, float]] = []
    error = 0.0
    for _, members in sorted(held.items()):
        mean = sum(confidence[at] for at in members) / len(members)
        accuracy = sum(right[at] for at in members) / len(members)
        error += abs(mean - accuracy) * len(members) / len(confidence)
        told.append({"n": len(members), "confidence": round(mean, 4), "accuracy": round(accuracy, 4)})
    return {"ece": round(error, 4) if confidence else None, "bins": told}


def percentile(values: Sequence[float], share: float) -> float | None:
    """The nearest-rank percentile: a value that was really measured. None of nothing."""
    ranked = sorted(values)
    # The subtraction keeps a product such as 0.95 * 20 = 19.000000000000004 from being rounded up.
    return round(ranked[max(0, ceil(share * len(ranked) - 1e-9) - 1)], 3) if ranked else None
