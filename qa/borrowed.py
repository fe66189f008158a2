"""English expressions that Indonesian articles use as they are ("knowledge sharing"): a translation has to keep them.

Knows the index and the words; knows nothing of how a question is translated.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Protocol

from index.types import Hit
from index.words import is_function_in_either, words

# A name of several words. What follows a possessive is another one's: "KPU Kudus's | Ngobar Semangat".
_RUN = re.compile(r"(?<!\w)[A-ZÀ-Þ][\w-]*(?: [A-ZÀ-Þ][\w-]*)+(?!\w)")
# Without a region's name it is the whole country's, which articles call by this name.
_NATIONAL = re.compile(
    r"\b(?:national|central) (?:general )?(?:elections? commission|KPU)\b"
    r"|\bIndonesia['’]s (?:general )?elections? commission\b",
    re.IGNORECASE,
)
_LOOKED_AT = 5  # passages


class Vocabulary(Protocol):
    """What knows the articles' words."""

    def has_word(self, word: str) -> bool:
        """Whether an article has that lower-cased word."""
        ...

    def search(self, question: str, language: str, k: int = 10) -> Sequence[Hit]:
        """Passages, best first."""
        ...


def keeping_borrowed(translate: Callable[[str], str], known: Vocabulary) -> Callable[[str], str]:
    """`translate`, with expressions of the question that the articles have word for word left as they are."""

    def keeping(question: str) -> str:
        named = _NATIONAL.sub("KPU RI", question)
        return with_whole_names(named, translate(with_borrowed_names(named, known)))

    return keeping


def with_whole_names(question: str, translation: str) -> str:
    """A translation with the names of several words that it took apart whole again: "Ngobar Semangat"."""
    for run in _RUN.finditer(question):
        name = run.group().split()
        told = translation.split()
        places = [next((at for at, word in enumerate(told) if word.lower() == part.lower()), -1) for part in name]
        apart = -1 not in places and places != list(range(places[0], places[0] + len(name)))
        if apart and len(set(places)) == len(name):
            kept = [word for at, word in enumerate(told) if at not in places or at == min(places)]
            first = kept.index(told[min(places)])
            translation = " ".join([*kept[:first], *name, *kept[first + 1 :]])
    return translation


def with_borrowed_names(question: str, known: Vocabulary) -> str:
    """The question with such expressions in capitals, as names have, which a translation keeps."""
    found = words(question)
    plain = [word.text.islower() and word.norm.isalpha() and not is_function_in_either(word.norm) for word in found]
    told = [is_plain and known.has_word(word.norm) for word, is_plain in zip(found, plain, strict=True)]
    capital: set[int] = set()
    for at, (one, two) in enumerate(pairwise(found)):
        phrase = question[one.start : two.end]
        if told[at] and told[at + 1] and phrase.split() == [one.text, two.text] and _stands(phrase, known):
            capital |= {one.start, two.start}
    return "".join(letter.upper() if at in capital else letter for at, letter in enumerate(question))


def _stands(phrase: str, known: Vocabulary) -> bool:
    """Whether an article has the words one after the other; those with all its words come first."""
    return any(phrase in hit.chunk.text.lower() for hit in known.search(phrase, "en", _LOOKED_AT))
