"""Judge a reader by SQuAD 2.0's rules (Rajpurkar et al. 2018), each question over its own passage. Training only."""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.sentences import sentence_spans
from qa.reader.data import Example
from qa.reader.reader import Reader, Reading

_ARTICLES = re.compile(r"\b(a|an|the)\b")
_SIGNS = set(string.punctuation)


@dataclass(frozen=True, slots=True)
class Figures:
    """Means over the answerable questions of a set, and how well "no answer" is told apart.

    `in_sentence`: some gold answer stands in the sentence of the best span. `auc`: of `answerable`; None if every
    question has an answer. `f1_at_half` is F1 on the answerable when as many refuse as half of the unanswerable do.
    """

    questions: int
    answerable: int
    em: float
    f1: float
    in_sentence: float
    auc: float | None
    f1_at_half: float | None
    brier: float


def read_all(reader: Reader, examples: Sequence[Example]) -> list[Reading]:
    """One reading per example."""
    return [reader.read(example.question, [example.context], [example.lead])[0] for example in examples]


def figures(examples: Sequence[Example], readings: Sequence[Reading]) -> Figures:
    """How the readings' best spans and probabilities compare with the gold answers."""
    has = np.array([bool(example.answers) for example in examples])
    told = np.array([reading.answerable for reading in readings])
    scored = [_score(e, r) for e, r in zip(examples, readings, strict=True) if e.answers]
    em, f1, in_sentence = np.array(scored, dtype=float).T
    unanswerable = told[~has]
    half = float(np.mean(f1 * (told[has] > np.median(unanswerable)))) if len(unanswerable) else None
    return Figures(
        questions=len(examples),
        answerable=int(has.sum()),
        em=float(em.mean()),
        f1=float(f1.mean()),
        in_sentence=float(in_sentence.mean()),
        auc=area_under_curve(told[has], unanswerable) if len(unanswerable) else None,
        f1_at_half=half,
        brier=float(np.mean((told - has) ** 2)),
    )


def normalise(answer: str) -> list[str]:
    """Lower case, without signs and English articles, as SQuAD's scorer does; the words."""
    bare = "".join(character for character in answer.lower() if character not in _SIGNS)
    return _ARTICLES.sub(" ", bare).split()


def token_f1(given: str, gold: str) -> float:
    """Harmonic mean of word precision and recall; two empty answers agree."""
    left, right = normalise(given), normalise(gold)
    if not left or not right:
        return float(left == right)
    shared = sum((Counter(left) & Counter(right)).values())
    return 2 * shared / (len(left) + len(right))


def area_under_curve(positive: NDArray[np.float64], negative: NDArray[np.float64]) -> float:
    """The chance that a positive scores above a negative, ties counted half (Mann & Whitney 1947)."""
    above = (positive[:, None] > negative[None]).mean()
    equal = (positive[:, None] == negative[None]).mean()
    return float(above + equal / 2)


def _score(example: Example, reading: Reading) -> tuple[float, float, float]:
    if not reading.spans:
        return 0.0, 0.0, 0.0
    best = reading.spans[0]
    given = example.context[best.start : best.end]
    em = max(float(normalise(given) == normalise(gold)) for gold in example.answers)
    f1 = max(token_f1(given, gold) for gold in example.answers)
    touched = [s for s in sentence_spans(example.context) if s[0] < best.end and best.start < s[1]]
    quote = example.context[touched[0][0] : touched[-1][1]] if touched else ""
    return em, f1, float(any(gold in quote for gold in example.answers))
