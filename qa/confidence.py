"""How sure to be: small linear models whose weights stand in a JSON file for anyone to read.

`rank` orders candidate answers; `trust` turns the best one's features into the probability that it is right, which is
compared with a threshold of stated risk; `given` does so for a passage that the asker gave. Fitted by `python -m
qa.fit`. Knows nothing of texts.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

Features = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Linear:
    """`bias + Σ weight · feature`; a feature that is absent counts 0."""

    bias: float
    weights: Mapping[str, float]

    def score(self, features: Features) -> float:
        """The sum, in log-odds."""
        return self.bias + sum(weight * features.get(name, 0.0) for name, weight in self.weights.items())

    def probability(self, features: Features) -> float:
        """The logistic of the sum."""
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, self.score(features)))))


@dataclass(frozen=True, slots=True)
class Confidence:
    """The models, and the probabilities below which a question is refused, by how passages were found.

    `open` is for passages that retrieval chose, `given` for a passage that the asker gave; with "foreign" behind it,
    for a question in another language than Indonesian. `risk` is the share of wrong answers among those given
    at that threshold, as measured when it was fitted.
    """

    rank: Linear
    trust: Linear
    given: Linear
    thresholds: Mapping[str, float]
    risk: Mapping[str, float]

    @property
    def of_given(self) -> Confidence:
        """The same for a passage that the asker gave: nothing was chosen among passages, so the reader decides."""
        return replace(self, rank=_READERS_SPAN, trust=self.given)

    def threshold(self, mode: str, *, foreign: bool) -> float:
        """The probability below which an answer is not given."""
        return self.thresholds[f"{mode} foreign" if foreign else mode]


# The reader's own order of spans.
_READERS_SPAN = Linear(0.0, {"top_span": 2.0, "span_score": 2.0, "listed": 1.0, "agree": 0.3, "no_span": -2.0})


@cache
def load() -> Confidence:
    """The fitted models that come with the program."""
    return parse(files("qa").joinpath("confidence.json").read_text(encoding="utf-8"))


def parse(text: str) -> Confidence:
    """Read the JSON that `qa.fit` writes."""
    data = json.loads(text)
    rank, trust, given = (Linear(data[name]["bias"], data[name]["weights"]) for name in ("rank", "trust", "given"))
    return Confidence(rank, trust, given, data["thresholds"], data["risk"])
