"""Passages that say the same: one stands for all. Knows nothing of questions.

Two passages are near copies when their sets of words overlap by at least `LEAST_OVERLAP` (Jaccard; Broder 1997).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from index.features import Half
from index.terms import TermIndex

LEAST_OVERLAP = 0.85
_LEAST_COSINE = 0.9  # what the cheap look at the vectors lets through to the comparison of words


def representatives(ranked: Sequence[int], vectors: Half, terms: TermIndex, most: int) -> list[tuple[int, list[int]]]:
    """The first `most` passages of a ranking that are not copies of a better one, each with its copies, in order."""
    chosen: list[tuple[int, list[int]]] = []
    rows = np.empty((0, vectors.shape[1]), dtype=np.float32)
    for passage in ranked:
        vector = vectors[passage].astype(np.float32)
        close = np.flatnonzero(rows @ vector >= _LEAST_COSINE)
        copy_of = next((place for place in close if _overlap(terms, chosen[place][0], passage) >= LEAST_OVERLAP), None)
        if copy_of is not None:
            chosen[copy_of][1].append(passage)
        elif len(chosen) < most:
            chosen.append((passage, []))
            rows = np.vstack([rows, vector])
    return chosen


def _overlap(terms: TermIndex, left: int, right: int) -> float:
    a, b = (np.unique(terms.tokens[terms.token_at[row] : terms.token_at[row + 1]]) for row in (left, right))
    shared = len(np.intersect1d(a, b, assume_unique=True))
    return shared / max(1, len(a) + len(b) - shared)
