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
    return lambda question: with_whole_names(question, translate(with_borrowed_names(question, known)))


def with_whole_names(question: str, translation: str) -> str:
    """A translation with the names of several words that it took apart whole again: "Ngobar Semangat"."""
    told = translation.split()
    whole: set[int] = set()  # the places of names that stand whole, whose words are no other name's
    for name in (run.group().split() for run in _RUN.finditer(question)):
        lower = [word.lower() for word in told]
        parts = [part.lower() for part in name]
        runs = (list(range(at, at + len(parts))) for at in range(len(told)) if lower[at : at + len(parts)] == parts)
        places = next((run for run in runs if whole.isdisjoint(run)), None)
        if places is None:
            free = [[at for at, word in enumerate(lower) if word == part and at not in whole] for part in parts]
            if not all(free) or len(set(parts)) < len(parts):
                continue
            apart = {at[0] for at in free}
            first = sum(at not in apart for at in range(min(apart)))
            kept = [word for at, word in enumerate(told) if at not in apart]
            whole = {at - sum(gone < at for gone in apart) + len(name) * (at > min(apart)) for at in whole}
            told = [*kept[:first], *name, *kept[first:]]
            places = list(range(first, first + len(name)))
        whole.update(places)
    return " ".join(told)


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
