"""Words of a question that are slips of the pen, put right before it is read. Knows word lists, no meaning.

Only a word that nobody knows is touched: neither the corpus, nor the reader's word list, nor the glossary, nor the list
of regions has it or its stem. A name that the corpus lacks but for a letter is taken for the corpus's own, and whoever
asks is shown how the question was read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from string import ascii_lowercase
from typing import Protocol

from corpus.places import find_places
from index.spelling import LEAST_LETTERS
from index.words import is_function_in_either, stem
from qa.glossary import glosses, knows

_ALIKE = ("aeiouy", "ckqs", "sz", "fv", "gj", "bp", "dt", "mn")
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
        near = [*corpus.spelt_like(word)][:1]
        if language == "en":
            near.insert(0 if text == word else 1, _english(word) or "")
        found = next(filter(None, near), None)
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
    """The glossary's English word, inflected or not, that is one slip away.

    Its first letter is kept, since slips there are rare. A letter left out is likelier than two exchanged or one too
    many; another letter is believed only where the two sound alike: "print" is no slip for "point".
    """
    places = range(1, len(word) + 1)
    ways = (
        (word[:at] + letter + word[at:] for at in places for letter in ascii_lowercase),
        (word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :] for at in places[:-2]),
        (word[:at] + word[at + 1 :] for at in places[:-1]),
        (word[:at] + letter + word[at + 1 :] for at in places[:-1] for letter in _alike(word[at])),
    )
    return next((form for way in ways for form in sorted(way) if knows(form)), None)


def _alike(letter: str) -> str:
    return "".join(group for group in _ALIKE if letter in group)
