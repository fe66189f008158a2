"""How much of a question a stretch of text speaks of. Knows words, stems, abbreviations and word vectors, not answers.

A content word of the question counts as spoken of if the text has the word itself (1), another form of it (0.95), the
field's abbreviation or full form (0.95), or, for words that are neither names nor figures, a word that the embedded
encoder puts near it, in any language (its cosine). Names and figures count only when they are written.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.abbreviations import spelt_out
from index.encoder import Matrix
from index.words import Word, is_number, stem, words
from qa.question import Query

Strengths = NDArray[np.float32]

SAME_STEM = 0.95
NEAREST = 0.45  # below this cosine, neighbours of a word are chance (measured for retrieval's translated terms)


@dataclass(frozen=True, slots=True)
class Term:
    """A content word of the question; `exact` ones (names, figures) have no synonyms."""

    norm: str
    stem: str
    weight: float
    exact: bool


def terms_of(query: Query, weights: Sequence[float]) -> tuple[Term, ...]:
    """The question's content words with their weights, one for each of `query.terms`."""
    named = {word.norm for name in query.names for word in words(name)}
    return tuple(
        Term(norm, stem(norm), weight, is_number(norm) or norm in named)
        for norm, weight in zip(query.terms, weights, strict=True)
    )


class Matcher:
    """Compares the words of texts with one question's terms; each distinct word is compared once."""

    def __init__(self, terms: Sequence[Term], vectors: Matrix) -> None:
        """`vectors` are the unit word vectors of the terms, one row each."""
        self.terms = tuple(terms)
        self.weights = np.asarray([term.weight for term in terms], dtype=np.float32)
        self._vectors = vectors
        self._seen: dict[str, Strengths] = {}

    def learn(self, norms: Sequence[str], vectors: Matrix) -> None:
        """Compare new words, given their vectors."""
        if not self.terms or not norms:
            return
        cosines = self._vectors @ vectors.T
        for column, norm in enumerate(norms):
            self._seen[norm] = np.asarray(
                [self._strength(row, term, norm, float(cosines[row, column])) for row, term in enumerate(self.terms)],
                dtype=np.float32,
            )

    def unknown(self, norms: Sequence[str]) -> list[str]:
        """Those of `norms` that were not compared yet, each once."""
        return [norm for norm in dict.fromkeys(norms) if norm not in self._seen]

    def match(self, norms: Sequence[str]) -> Strengths:
        """For every term, the best match among the words: 0–1."""
        best = np.zeros(len(self.terms), dtype=np.float32)
        for norm in (*norms, *spelt_out(norms)):
            known = self._seen.get(norm)
            if known is not None:
                np.maximum(best, known, out=best)
            else:
                best = np.maximum(best, [float(term.norm == norm) for term in self.terms])
        return best

    def coverage(self, best: Strengths) -> float:
        """The weighted share of the terms that are spoken of; 1 for a question without content words."""
        total = float(self.weights.sum())
        return float((best * self.weights).sum()) / total if total else 1.0

    @staticmethod
    def _strength(_row: int, term: Term, norm: str, cosine: float) -> float:
        if norm == term.norm:
            return 1.0
        if is_number(norm) or is_number(term.norm):
            return 0.0
        if stem(norm) == term.stem and len(term.stem) > 2:
            return SAME_STEM
        if term.exact:
            return 0.8 if len(norm) > 4 and _nearly(norm, term.norm) else 0.0
        return min(cosine, SAME_STEM) if cosine >= NEAREST else 0.0


def _nearly(one: str, other: str) -> bool:
    """Whether two spellings of a name differ in one letter ("Taufiq", "Taufik")."""
    if one[0] != other[0] or abs(len(one) - len(other)) > 1:
        return False
    at = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    a, b = one[at:], other[at:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:]


def norms_of(found: Sequence[Word]) -> list[str]:
    """The normalised forms of words."""
    return [word.norm for word in found]
