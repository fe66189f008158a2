"""How much of a question a stretch of text speaks of. Knows words, stems, concepts and word vectors, not answers.

A content word of the question counts as spoken of if the text has the word itself (1), another form of it or the
field's same concept in either language (0.95), a word that the glossary puts it into (0.9), a narrower concept (0.85),
or, for words that are neither names nor figures, a word that the embedded encoder puts near it, in any language (its
cosine). Names and figures count only when they are written.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.encoder import Matrix
from index.words import Word, is_number, stem, words
from qa.concepts import covers, mentions

Strengths = NDArray[np.float32]

SAME = 0.95
GLOSSED = 0.9
NARROWER = 0.85
NEAREST = 0.45  # below this cosine, neighbours of a word are chance (measured for retrieval's translated terms)
_UNMATCHED_KINDS = frozenset({"negation", "calendar"})


@dataclass(frozen=True, slots=True)
class Term:
    """A content word of the question; `exact` ones (names, figures) have no synonyms. `senses` are stems of glosses."""

    norm: str
    weight: float
    exact: bool
    concept: str | None
    senses: frozenset[str] = frozenset()


def terms_of(
    search: str,
    norms: Sequence[str],
    names: Sequence[str],
    weights: Sequence[float],
    senses: Sequence[Sequence[str]] = (),
) -> tuple[Term, ...]:
    """The content words `norms` of the question `search` with their weights, names, concepts and Indonesian senses."""
    named = {word.norm for name in names for word in words(name)}
    asked = words(search)
    concepts = {
        asked[at].norm: mention.concept
        for mention in mentions(asked)
        if mention.kind not in _UNMATCHED_KINDS
        for at in range(mention.first, mention.last)
    }
    found = []
    for norm, weight, glosses in zip(norms, weights, senses or [()] * len(norms), strict=True):
        exact = is_number(norm) or (norm in named and norm not in concepts)
        stems = frozenset(() if exact else map(stem, glosses))
        found.append(Term(norm, weight, exact, concepts.get(norm), stems))
    return tuple(found)


class Matcher:
    """Compares texts with one question's terms; each distinct word is compared once."""

    def __init__(self, terms: Sequence[Term], vectors: Matrix) -> None:
        """`vectors` are the unit word vectors of the terms, one row each."""
        self.terms = tuple(terms)
        self.weights = np.asarray([term.weight for term in terms], dtype=np.float32)
        self._vectors = vectors
        self._seen: dict[str, Strengths] = {}
        self._forms = [(term.norm, stem(term.norm)) for term in terms]

    def learn(self, norms: Sequence[str], vectors: Matrix) -> None:
        """Compare new words, given their unit vectors."""
        if not self.terms or not norms:
            return
        cosines = np.minimum(vectors @ self._vectors.T, SAME).astype(np.float32)
        cosines[cosines < NEAREST] = 0.0
        cosines[:, [term.exact for term in self.terms]] = 0.0
        for row, norm in enumerate(norms):
            self._seen[norm] = self._exactly(norm, cosines[row])

    def unknown(self, norms: Sequence[str]) -> list[str]:
        """Those of `norms` that were not compared yet, each once."""
        return [norm for norm in dict.fromkeys(norms) if norm not in self._seen]

    def rows(self, found: Sequence[Word]) -> Strengths:
        """One row per word: how well it matches each term. Every word must have been learnt."""
        table = np.zeros((len(found), len(self.terms)), dtype=np.float32)
        if not self.terms or not found:
            return table
        for row, word in enumerate(found):
            table[row] = self._seen[word.norm]
        for mention in mentions(found):
            for column, term in enumerate(self.terms):
                if term.concept is not None and covers(term.concept, frozenset((mention.concept,))):
                    strength = SAME if mention.concept == term.concept else NARROWER
                    part = table[mention.first : mention.last, column]
                    np.maximum(part, strength, out=part)
        return table

    def coverage(self, best: Strengths) -> float:
        """The weighted share of the terms that are spoken of; 1 for a question without content words."""
        total = float(self.weights.sum())
        return float(best @ self.weights) / total if total else 1.0

    def _exactly(self, norm: str, strengths: Strengths) -> Strengths:
        if is_number(norm):
            return np.asarray([float(norm == term.norm) for term in self.terms], dtype=np.float32)
        form = stem(norm)
        for column, (term, (asked, stemmed)) in enumerate(zip(self.terms, self._forms, strict=True)):
            if norm == asked:
                strengths[column] = 1.0
            elif form == stemmed and len(stemmed) > 2:
                strengths[column] = SAME
            elif form in term.senses:
                strengths[column] = max(strengths[column], GLOSSED)
            elif term.exact and len(norm) > 4 and nearly(norm, asked):
                strengths[column] = NARROWER
            elif is_number(asked):
                strengths[column] = 0.0
        return strengths


def nearly(one: str, other: str) -> bool:
    """Whether two words differ by one letter missing, added, changed, or swapped with its neighbour (Damerau 1964)."""
    if one == other or abs(len(one) - len(other)) > 1 or one[0] != other[0]:
        return False
    at = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    a, b = one[at:], other[at:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])
