"""What is known of each candidate passage for one question: one standardised column per feature.

Knows nothing of weights.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.concepts import Concepts
from index.encoder import Matrix
from index.terms import Floats, Postings, Synonyms, TermIndex

Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class TermScores:
    """BM25 over one list of synonym sets: passages (ascending) and scores."""

    passages: Rows
    scores: Floats

    def of(self, passages: Rows) -> Floats:
        """The scores of some passages, zero where nothing matched."""
        return look_up(self.passages, self.scores, passages)

    def best(self, most: int) -> Rows:
        """The best passages, by score then row."""
        order = np.lexsort((self.passages, -self.scores))[:most]
        return self.passages[order]


def term_scores(terms: TermIndex, asked: Sequence[Synonyms], allowed: Rows | None) -> TermScores:
    """BM25 added up over synonym sets; `allowed` (ascending) limits the passages."""
    parts = [(postings.passages, terms.bm25(postings)) for postings in (terms.pool(one) for one in asked)]
    if not parts:
        return TermScores(np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32))
    passages = np.concatenate([part[0] for part in parts])
    found, place = np.unique(passages, return_inverse=True)
    scores = np.bincount(place, np.concatenate([part[1] for part in parts])).astype(np.float32)
    if allowed is not None:
        keep = np.isin(found, allowed, assume_unique=True)
        found, scores = found[keep], scores[keep]
    return TermScores(found, scores)


def look_up(keys: Rows, values: Floats, wanted: Rows) -> Floats:
    """`values` at the places where ascending `keys` hold `wanted`, zero elsewhere."""
    if not len(keys):
        return np.zeros(len(wanted), dtype=np.float32)
    place = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.where(keys[place] == wanted, values[place], 0).astype(np.float32)


def best_sentence(query: Matrix, sentences: NDArray[np.float16], at: Rows, passages: Rows) -> Floats:
    """Each passage's highest cosine with one of its sentences; rows `at[p]:at[p+1]` of `sentences` are passage p's."""
    counts = at[passages + 1] - at[passages]
    starts = np.cumsum(counts) - counts
    rows = np.repeat(at[passages] - starts, counts) + np.arange(int(counts.sum()))
    scores = sentences[rows].astype(np.float32) @ query
    return np.asarray(np.maximum.reduceat(scores, starts), dtype=np.float32)


def standardise(values: Floats) -> Floats:
    """Mean 0, deviation 1 over the candidates; a feature that tells nothing apart becomes 0."""
    spread = float(values.std())
    return ((values - values.mean()) / spread).astype(np.float32) if spread > 1e-6 else np.zeros_like(values)


__all__ = ["Concepts", "Postings", "TermScores", "best_sentence", "look_up", "standardise", "term_scores"]
