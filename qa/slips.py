"""Words of a question that are slips of the pen, put right before it is read. Knows word lists, no meaning.

Only a word that nobody knows is touched: neither the corpus, nor the reader's word list, nor the glossary, nor the list
of regions has it or its stem. A name that the corpus lacks but for a letter is taken for the corpus's own, and whoever
asks is shown how the question was read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Protocol

from corpus.places import find_places
from index.spelling import LEAST_LETTERS, edit_distance
from index.words import is_function_in_either, stem
from qa.glossary import glosses, headwords, knows

_WORD = re.compile(rf"(?<![\w.@/-])[^\W\d_]{{{LEAST_LETTERS},}}(?![\w@/]|[.-]\w)")


class Spelt(Protocol):
    """The corpus's words."""

    def has_word(self, word: str) -> bool:
        """Whether a normalised word stands anywhere in the corpus."""
        ...

    def spelt_like(self, word: str) -> Sequence[str]:
        """The corpus's words that one which it lacks may be a slip for, the commonest first."""
        ...


def put_right(question: str, language: str, corpus: Spelt, read: Callable[[str], bool]) -> str:
    """The question with each unknown word that is a slip for a known one replaced by it.

    `read` says whether the reader knows a lower-cased word.
    """

    def mended(match: re.Match[str]) -> str:
        text = match.group()
        word = text.lower()
        if text.isupper() or _known(word, language, corpus, read):
            return text
        found = next(iter(corpus.spelt_like(word)), None) or (_english(word) if language == "en" else None)
        if found is None:
            return text
        return found.capitalize() if text[0].isupper() else found

    return _WORD.sub(mended, question)


def _known(word: str, language: str, corpus: Spelt, read: Callable[[str], bool]) -> bool:
    if is_function_in_either(word) or find_places(word.capitalize()):
        return True
    if language == "en" and knows(word):
        return True
    base = stem(word)
    return any(corpus.has_word(form) or read(form) or form in glosses() for form in (word, base))


@lru_cache(maxsize=1024)
def _english(word: str) -> str | None:
    """The glossary's English word that is one slip away, the shortest first."""
    near = (known for known in headwords() if abs(len(known) - len(word)) <= 1 and edit_distance(word, known, 1) == 1)
    return min(near, key=lambda known: (len(known), known), default=None)
