"""SQuAD 2.0's exact match and F1 (Rajpurkar et al. 2018). Knows strings only: nothing of engines, passages or files."""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Sequence

PUNCTUATION = str.maketrans("", "", string.punctuation)
ENGLISH_ARTICLE = re.compile(r"\b(?:a|an|the)\b")


def normalise(text: str) -> str:
    """The form in which the official scorer compares answers.

    Lower case, ASCII punctuation deleted (not replaced), English articles gone, runs of white space made one space.
    """
    bare = text.lower().translate(PUNCTUATION)
    return " ".join(ENGLISH_ARTICLE.sub(" ", bare).split())


def exact_match(prediction: str, golds: Sequence[str]) -> float:
    """1.0 if the prediction equals some gold answer once both are normalised, else 0.0. No golds: it must be empty."""
    said = normalise(prediction)
    return float(any(said == normalise(gold) for gold in _judged(golds)))


def f1(prediction: str, golds: Sequence[str]) -> float:
    """The best token F1 over the gold answers; where either side has no tokens, 1.0 only if both have none."""
    return max(_token_f1(normalise(prediction).split(), normalise(gold).split()) for gold in _judged(golds))


def _judged(golds: Sequence[str]) -> Sequence[str]:
    # The official scorer ignores golds that normalise to nothing, and stands an empty one in where none is left.
    return [gold for gold in golds if normalise(gold)] or [""]


def _token_f1(said: list[str], gold: list[str]) -> float:
    if not said or not gold:
        return float(said == gold)
    shared = sum((Counter(said) & Counter(gold)).values())
    return 2 * shared / (len(said) + len(gold))
