"""The mathematics of fitting the confidence models: listwise ranking, logistic regression, thresholds, reliability.

Knows matrices and labels; knows nothing of questions or files.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit, logsumexp

Matrix = NDArray[np.float64]
Vector = NDArray[np.float64]

_FLOOR = 1e-4  # the least probability of a right candidate, so that a hopeless question pulls no weight to infinity


@dataclass(frozen=True, slots=True)
class Bin:
    """One row of a reliability table: how many answers, how sure on average, how often right."""

    low: float
    n: int
    confidence: float
    right: float


def fit_ranking(questions: Sequence[tuple[Matrix, Vector]], prior: Vector, penalty: float) -> Vector:
    """Weights that put the right candidates first: maximise log Σ softmax · gain (ListNet's top one, Cao et al. 2007).

    Each question is its candidates' features (one row each) and their gains in 0–1, of which one at least is not 0.
    `penalty` holds the weights near `prior`: a Gaussian of variance 1 / penalty around it.
    """

    def loss(weights: Vector) -> tuple[float, Vector]:
        away = weights - prior
        total, gradient = 0.5 * penalty * float(away @ away), penalty * away
        for features, gains in questions:
            scores = features @ weights
            chances = np.exp(scores - logsumexp(scores))
            expected = float(chances @ gains) + _FLOOR
            total -= np.log(expected)
            gradient -= features.T @ (chances * (gains - chances @ gains)) / expected
        return total, gradient

    return np.asarray(minimize(loss, prior, jac=True, method="L-BFGS-B").x)


def fit_logistic(features: Matrix, labels: Vector, prior: Vector, penalty: float) -> tuple[float, Vector]:
    """Bias and weights of a logistic regression whose weights, but not the bias, are held near `prior`."""
    design = np.hstack([np.ones((len(features), 1)), features])

    def loss(weights: Vector) -> tuple[float, Vector]:
        scores = design @ weights
        away = np.concatenate([[0.0], weights[1:] - prior])
        total = float(np.logaddexp(0, scores).sum() - labels @ scores) + 0.5 * penalty * float(away @ away)
        return total, design.T @ (expit(scores) - labels) + penalty * away

    fitted = minimize(loss, np.concatenate([[0.0], prior]), jac=True, method="L-BFGS-B").x
    return float(fitted[0]), np.asarray(fitted[1:])


def reliability(confidence: Vector, right: Vector, bins: int = 10) -> list[Bin]:
    """How often answers of about the same confidence are right, in `bins` equal steps; empty steps are left out."""
    table = []
    steps = np.minimum((confidence * bins).astype(int), bins - 1)
    for step in range(bins):
        inside = steps == step
        if inside.any():
            n = int(inside.sum())
            table.append(Bin(step / bins, n, float(confidence[inside].mean()), float(right[inside].mean())))
    return table


def calibration_error(table: Sequence[Bin]) -> float:
    """Expected calibration error (Guo et al. 2017): the mean gap between sure and right, weighted by counts."""
    total = sum(row.n for row in table)
    return sum(row.n * abs(row.confidence - row.right) for row in table) / total if total else 0.0


def auc(scores: Vector, labels: Vector) -> float:
    """The chance that a right one scores above a wrong one (Hanley & McNeil 1982); ties count half."""
    positive, negative = scores[labels > 0.5], scores[labels <= 0.5]
    if not len(positive) or not len(negative):
        return 0.5
    above = (positive[:, None] > negative[None, :]).mean()
    return float(above + 0.5 * (positive[:, None] == negative[None, :]).mean())
