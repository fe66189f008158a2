"""An English question as the translator sees it: its words, and what each may become. Knows no vectors or weights.

A word may be copied (names, figures) or become one of the words that the glossary has for it or for a phrase it
stands in; whatever else a translation needs comes from the network's own vocabulary.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qa.glossary import phrase_glosses

Floats = NDArray[np.float32]
MOST_WORDS = 40
MOST_CANDIDATES = 6  # the word itself and five glosses
_TOKEN = re.compile(r"\d+(?:[.,:/]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*|%")
_POSSESSIVE = re.compile(r"['’]s$")
_OF = "'s"
ASKING = frozenset(
    {
        *("who", "whom", "whose", "what", "which", "when", "where", "why", "how"),
        *("many", "much", "long", "often", "far", "old", "time", "name", "tell"),
    }
)
FEATURES = 6


@dataclass(frozen=True, slots=True)
class Source:
    """The words as written; `candidates[i]` are what word i may become, itself first."""

    words: tuple[str, ...]
    candidates: tuple[tuple[str, ...], ...]

    @property
    def features(self) -> Floats:
        """What can be said of a word by looking at it: (words, FEATURES)."""
        return np.array(
            [
                [
                    word[:1].isupper(),
                    word.isupper() and len(word) > 1,
                    word[0].isdigit(),
                    word.lower() in ASKING,
                    place == 0,
                    word == _OF,
                ]
                for place, word in enumerate(self.words)
            ],
            dtype=np.float32,
        )


def tokens(text: str) -> list[str]:
    """Words and figures in order; hyphens part words, and an English possessive stands alone."""
    found: list[str] = []
    for match in _TOKEN.finditer(text):
        word = _POSSESSIVE.sub("", match.group())
        found += [word, _OF] if word != match.group() else [word]
    return found


def source_of(question: str) -> Source:
    """The first words of an English question, with their candidates."""
    found = tokens(question)[:MOST_WORDS]
    return Source(tuple(found), _candidates(found))


def with_glosses(word: str) -> tuple[str, ...]:
    """A word that stands in no phrase, and what it may become."""
    return _candidates([word])[0]


def _candidates(found: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    candidates = [[word] for word in found]
    for start, length, gloss in phrase_glosses([word.lower() for word in found]):
        for word in gloss.split():
            for place in range(start, start + length):
                if word not in candidates[place] and len(candidates[place]) < MOST_CANDIDATES:
                    candidates[place].append(word)
    return tuple(tuple(words) for words in candidates)
