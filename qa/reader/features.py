"""Turn a question and a passage into the numbers that the reader's network takes in.

Words, their offsets and what can be said of a word by looking at it. Matching a passage's words with a question's is
the network's own first step, so that training and answering cannot differ. Knows no vectors and no weights.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.words import stem
from qa.reader.lexicon import ABBREVIATIONS, FOCUS_TYPES, MONTHS, NUMERALS, QUESTION_TYPES, UNITS, WEEKDAYS

Floats = NDArray[np.float32]

# A number keeps its separators, letters end where digits begin ("Rp300.000", "Seri12"), each other sign stands alone.
_TOKEN = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d]+|[^\w\s]")
_YEAR = re.compile(r"1[0-9]{3}|20[0-9]{2}")
_LONG_NUMBER = re.compile(r"\d+(?:[.,:]\d+)+|\d{5,}")
_STOPS = frozenset(".?!…")
MAX_SENTENCES = 32

PASSAGE_FEATURES = (
    "idf",
    "initial_capital",
    "all_capitals",
    "digit",
    "year",
    "month",
    "weekday",
    "numeral",
    "unit",
    "punctuation",
    "full_stop",
    "comma",
    "bracket",
    "quotation",
    "sentence_first",
    "in_brackets",
)
QUESTION_FEATURES = ("idf", *QUESTION_TYPES, *FOCUS_TYPES, "digit", "punctuation", "first", "after_question_word")


class Token(NamedTuple):
    """A word, number or sign: `source[start:end] == text`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class PassageInput:
    """A passage of n tokens: lower-cased words, their stems, features (n, len(PASSAGE_FEATURES)), sentence numbers."""

    tokens: tuple[Token, ...]
    words: tuple[str, ...]
    stems: tuple[str, ...]
    features: Floats
    sentences: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class QuestionInput:
    """A question of n words, without its question mark: words, stems, features (n, len(QUESTION_FEATURES))."""

    words: tuple[str, ...]
    stems: tuple[str, ...]
    features: Floats


class WordWeights:
    """Inverse document frequencies scaled to 0–1; a word that the fitted list lacks counts as the rarest."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        self._weights = weights

    def __call__(self, word: str) -> float:
        """The weight of a lower-cased word; signs weigh nothing."""
        if not word[0].isalnum():
            return 0.0
        return self._weights.get(word, 1.0)

    def lists(self, word: str) -> bool:
        """Whether the fitted list has a lower-cased word."""
        return word in self._weights


def tokenise(text: str) -> list[Token]:
    """The words, numbers and signs of `text`, in order; everything but blanks belongs to one."""
    return [Token(match.start(), match.end(), match.group()) for match in _TOKEN.finditer(text)]


def passage_input(passage: str, weight: WordWeights) -> PassageInput:
    """Everything the network needs to know of a passage but the vectors of its words."""
    tokens = tokenise(passage)
    words = tuple(token.text.lower() for token in tokens)
    sentences = _sentence_numbers(tokens)
    features: list[tuple[float, ...]] = []
    depth, before = 0, -1
    for (_, _, text), word, sentence in zip(tokens, words, sentences, strict=True):
        first = sentence != before
        depth = 1 if text in "([" else 0 if first else depth
        features.append(_passage_row(text, word, weight(word), first, depth))
        depth, before = 0 if text in ")]" else depth, sentence
    return PassageInput(
        tuple(tokens),
        words,
        stems(words),
        np.asarray(features, dtype=np.float32).reshape(len(tokens), len(PASSAGE_FEATURES)),
        np.minimum(np.asarray(sentences, dtype=np.int64), MAX_SENTENCES - 1),
    )


def question_input(text: str, weight: WordWeights) -> QuestionInput:
    """Everything the network needs to know of a question but the vectors of its words."""
    words = tuple(token.text.lower() for token in tokenise(text) if token.text not in "?!.") or ("?",)
    return QuestionInput(words, stems(words), question_features(words, weight))


def encoded_as(word: str) -> str:
    """The word whose vector stands for a lower-cased word: its own, but "3.000" for "3.912".

    Nearly every long number stands in one article only. Its first digit and its form say what a reader can make of it,
    and so few of them are known after a question or two, where each number would have to be encoded anew.
    """
    return word[0] + re.sub(r"\d", "0", word[1:]) if _LONG_NUMBER.fullmatch(word) else word


def stems(words: Sequence[str]) -> tuple[str, ...]:
    """The Indonesian stem of each word; numbers and signs are their own."""
    return tuple(stem(word) for word in words)


def question_features(words: Sequence[str], weight: WordWeights) -> Floats:
    """Rows of QUESTION_FEATURES, one for each lower-cased word."""
    asked = [any(word in group for group in QUESTION_TYPES.values()) for word in words]
    rows = np.zeros((len(words), len(QUESTION_FEATURES)), dtype=np.float32)
    for at, word in enumerate(words):
        rows[at] = (
            weight(word),
            *(word in group for group in QUESTION_TYPES.values()),
            *(word in group for group in FOCUS_TYPES.values()),
            word[0].isdigit(),
            not word[0].isalnum(),
            at == 0,
            at > 0 and asked[at - 1],
        )
    return rows


@lru_cache(maxsize=50_000)
def _passage_row(text: str, word: str, idf: float, first: bool, depth: int) -> tuple[float, ...]:
    letters = text[0].isalpha()
    return (
        idf,
        letters and text[0].isupper(),
        letters and len(text) > 1 and text.isupper(),
        text[0].isdigit(),
        _YEAR.fullmatch(text) is not None,
        word in MONTHS,
        word in WEEKDAYS,
        word in NUMERALS,
        word in UNITS,
        not text[0].isalnum(),
        text in _STOPS,
        text in ",;:",
        text in "()[]{}",
        text in "\"'“”‘’«»",
        first,
        depth,
    )


def _sentence_numbers(tokens: Sequence[Token]) -> list[int]:
    numbers = [0] * len(tokens)
    current = 0
    for at in range(1, len(tokens)):
        stop = tokens[at - 1]
        if stop.text in _STOPS and tokens[at].start > stop.end and not tokens[at].text[0].islower():
            current += at < 2 or tokens[at - 2].text.lower() not in ABBREVIATIONS
        numbers[at] = current
    return numbers
