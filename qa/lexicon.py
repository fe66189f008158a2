"""What is known of single words: their vectors, and how much each tells. Knows nothing of questions."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from index.encoder import Matrix
from index.wordvectors import WordVectors


class WordLexicon:
    """Word vectors of a generation with its word weights; without weights every word tells the same."""

    def __init__(self, vectors: WordVectors, weight: Callable[[str], float] | None = None) -> None:
        self._vectors = vectors
        self._weight = weight

    def lookup(self, words: Sequence[str]) -> Matrix:
        """Unit word vectors, one row each."""
        return self._vectors.lookup(words)

    def weight(self, word: str) -> float:
        """How much a normalised word tells."""
        return self._weight(word) if self._weight else 1.0
