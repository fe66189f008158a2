"""Words of a vocabulary that are spelt like a given one. Knows nothing of meaning.

Candidates share the most letter trigrams; among them the edit distance decides (Damerau 1964: one letter more, less,
other, or two exchanged).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.arrays import read_array, read_strings, write_array, write_strings
from index.strings import StringTable, by_bytes

LEAST_LETTERS = 5
_TWO_SLIPS_FROM = 9  # letters; a shorter word with two slips is another word
_CANDIDATES = 30

Ints = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Spelling:
    """Trigrams (sorted) and the vocabulary rows that hold each: `rows[at[t]:at[t+1]]`."""

    trigrams: StringTable
    at: NDArray[np.int64]
    rows: Ints

    def closest(self, word: str, vocabulary: StringTable) -> list[int]:
        """Rows of the vocabulary's words at the smallest edit distance, if that is small enough for a slip."""
        if len(word) < LEAST_LETTERS or not word.isalpha():
            return []
        limit = 2 if len(word) >= _TWO_SLIPS_FROM else 1
        distances = {row: edit_distance(word, vocabulary[row], limit) for row in self._candidates(word)}
        best = min(distances.values(), default=limit + 1)
        return sorted(row for row, distance in distances.items() if distance == best <= limit)

    def _candidates(self, word: str) -> list[int]:
        found = [self.trigrams.find(trigram) for trigram in _trigrams(word)]
        parts = [self.rows[int(self.at[row]) : int(self.at[row + 1])] for row in found if row is not None]
        if not parts:
            return []
        rows, shared = np.unique(np.concatenate(parts), return_counts=True)
        order = np.lexsort((rows, -shared))[:_CANDIDATES]
        return [int(row) for row in rows[order]]


def edit_distance(left: str, right: str, limit: int) -> int:
    """The edit distance with transpositions of neighbours, or `limit` + 1 when it is larger than `limit`."""
    if abs(len(left) - len(right)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, start=1):
        earlier, before, row = before, row, [i]
        for j, b in enumerate(right, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
    return min(row[-1], limit + 1)


def build_spelling(words: Sequence[str], rows: Sequence[int], folder: Path) -> None:
    """Write the trigram lists of some rows of a vocabulary."""
    pairs = sorted((by_bytes(trigram), row) for row in rows for trigram in _trigrams(words[row]))
    trigrams = sorted({trigram for trigram, _ in pairs})
    place = {trigram: number for number, trigram in enumerate(trigrams)}
    counts = np.bincount([place[trigram] for trigram, _ in pairs], minlength=len(trigrams))
    write_strings(folder, "trigrams", [trigram.decode() for trigram in trigrams])
    write_array(folder, "trigram_at", np.concatenate([[0], np.cumsum(counts)]).astype(np.int64))
    write_array(folder, "trigram_rows", np.asarray([row for _, row in pairs], dtype=np.int32))


def load_spelling(folder: Path) -> Spelling:
    """Memory-map the trigram lists."""
    return Spelling(
        read_strings(folder, "trigrams"), read_array(folder, "trigram_at"), read_array(folder, "trigram_rows")
    )


def _trigrams(word: str) -> set[str]:
    padded = f"^{word}$"
    return {padded[at : at + 3] for at in range(len(padded) - 2)}
