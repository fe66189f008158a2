"""How a question is put to the index: as it was asked and, an English one, in Indonesian words as well.

The encoder brings the languages near each other, Indonesian words meet those of the articles exactly, and the two find
different passages: the mean of both scores found more than either did (docs/retrieval.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from index.types import Filters, Hit
from qa.glossary import in_indonesian

DEEPER = 2  # of each search so many times the hits that are wanted: what one ranks low the other may rank high


class Searched(Protocol):
    """What is searched."""

    @property
    def language(self) -> str:
        """The language of most of its articles."""
        ...

    def search(self, question: str, language: str, k: int = 10, filters: Filters | None = None) -> Sequence[Hit]:
        """Passages, best first."""
        ...


def find(
    searched: Searched,
    question: str,
    language: str,
    k: int = 10,
    filters: Filters | None = None,
    *,
    translation: str | None = None,
) -> Sequence[Hit]:
    """The best `k` passages for a question of that language, best first.

    `translation` is the question in Indonesian; without one the glossary puts it into Indonesian word by word.
    """
    if language != "en" or searched.language != "id":
        return searched.search(question, language, k, filters)
    asked = searched.search(question, language, DEEPER * k, filters)
    worded = searched.search(translation or in_indonesian(question), "id", DEEPER * k, filters)
    return _merged(asked, worded)[:k]


def _merged(one: Sequence[Hit], other: Sequence[Hit]) -> list[Hit]:
    """Every hit of both with its mean score; what only one found has the lowest score of the other."""
    scores = [{hit.chunk.id: hit.score for hit in hits} for hits in (one, other)]
    lowest = [min(told.values(), default=0.0) for told in scores]
    hits = {hit.chunk.id: hit for hit in (*other, *one)}
    mean = {
        name: round(sum(told.get(name, low) for told, low in zip(scores, lowest, strict=True)) / 2, 5) for name in hits
    }
    merged: list[Hit] = []
    copies: set[str] = set()
    for name in sorted(hits, key=lambda name: (-mean[name], name)):
        if name not in copies:
            copies.update(hits[name].similar)
            merged.append(replace(hits[name], score=mean[name]))
    return merged
