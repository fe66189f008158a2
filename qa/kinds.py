"""What kind of answer a question asks for when no pattern of its wording says so: a linear model over its words.

Weights stand in `kinds.json`, fitted by `python -m qa.kindfit`. Knows words and weights, no answers.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import pairwise

from index.words import is_number, words

OTHER = "other"
SURE = 0.75  # the probability from which the kind is believed


def likely_kind(question: str) -> str | None:
    """The kind of answer that the words of a question ask for; None where the model is not sure of one."""
    weights: dict[str, dict[str, float]] = _model()
    scores = {kind: sum(known.get(cue, 0.0) for cue in cues(question)) for kind, known in weights.items()}
    top = max(scores.values())
    total = sum(math.exp(score - top) for score in scores.values())
    kind = max(sorted(scores), key=lambda name: scores[name])
    return kind if kind != OTHER and 1 / total >= SURE else None


def cues(question: str) -> Iterator[str]:
    """What the model sees: single words and pairs of neighbours, figures made alike, with marks at either end."""
    norms = ["^", *("#" if is_number(word.norm) else word.norm for word in words(question)), "$"]
    yield ""
    yield from norms[1:-1]
    for one, other in pairwise(norms):
        yield f"{one} {other}"


@cache
def _model() -> dict[str, dict[str, float]]:
    stored: dict[str, dict[str, float]] = json.loads(files("qa").joinpath("kinds.json").read_text(encoding="utf-8"))
    return stored
