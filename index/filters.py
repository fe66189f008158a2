"""Which articles a search may look at, decided before anything is ranked. Knows nothing of scores.

A date known only to its month or year stands for all its days: it passes a limit that any of them passes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.article import Article
from index.arrays import read_array, read_strings, write_array, write_strings
from index.strings import StringTable
from index.types import Filters
from index.words import words

_UNDATED = 0


@dataclass(frozen=True, slots=True)
class Shelf:
    """For each article its first and last possible day (as 20240214, 0 if undated) and the row of its office."""

    days: NDArray[np.int32]
    office: NDArray[np.int32]
    offices: StringTable

    def allowed(self, filters: Filters) -> NDArray[np.bool_]:
        """One entry per article."""
        keep = np.ones(len(self.office), dtype=bool)
        first, last = self.days[:, 0], self.days[:, 1]
        if filters.published_after:
            keep &= (first != _UNDATED) & (last >= _days(filters.published_after)[0])
        if filters.published_before:
            keep &= (first != _UNDATED) & (first <= _days(filters.published_before)[1])
        if filters.office:
            keep &= np.asarray([_holds(office, filters.office) for office in self.offices], dtype=bool)[self.office]
        return keep


def save_shelf(articles: Sequence[Article], folder: Path) -> None:
    """Write what filters ask about."""
    offices = sorted({article.office or "" for article in articles})
    row = {office: number for number, office in enumerate(offices)}
    days = [_days(article.published) for article in articles]
    write_array(folder, "shelf_days", np.asarray(days, dtype=np.int32).reshape(-1, 2))
    write_array(folder, "shelf_office", np.asarray([row[article.office or ""] for article in articles], dtype=np.int32))
    write_strings(folder, "offices", offices)


def load_shelf(folder: Path) -> Shelf:
    """Memory-map it."""
    return Shelf(read_array(folder, "shelf_days"), read_array(folder, "shelf_office"), read_strings(folder, "offices"))


def _days(published: str | None) -> tuple[int, int]:
    """The first and last day that an ISO date of any precision can mean."""
    parts = (published or "").split("T")[0].split("-")
    if not parts[0].isdigit():
        return _UNDATED, _UNDATED
    known = [int(part) for part in parts if part.isdigit()]
    first = known + [1] * (3 - len(known))
    last = known + [12, 31][len(known) - 3 :] if len(known) < 3 else known
    return _number(first), _number(last)


def _number(day: Sequence[int]) -> int:
    return day[0] * 10_000 + day[1] * 100 + day[2]


def _holds(office: str, wanted: str) -> bool:
    """Whether every word of the wanted office stands in the office's name ("KPU Salatiga" in "KPU Kota Salatiga")."""
    return {word.norm for word in words(wanted)} <= {word.norm for word in words(office)}
