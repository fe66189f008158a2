"""What a question asks for, as sets of corpus words. Knows nothing of passages or scores.

Two views of the same question: the words themselves with their inflections (`exact`), and each word with the corpus
words nearest in meaning (`translated`), which crosses languages without a dictionary.
"""

from __future__ import annotations

from dataclasses import dataclass

from index.abbreviations import spelt_out
from index.lexicon import Lexicon
from index.terms import Synonyms
from index.words import is_function_word, is_number, words
from index.wordvectors import WordVectors

LEAST_COSINE = 0.45
SHARE_OF_BEST = 0.8
MOST_NEIGHBOURS = 8
STEM_WEIGHT = 0.9


@dataclass(frozen=True, slots=True)
class Concepts:
    """The content words of a question as synonym sets; both lists follow the question's order."""

    exact: tuple[Synonyms, ...]
    translated: tuple[Synonyms, ...]


def concepts_of(question: str, language: str, lexicon: Lexicon, word_vectors: WordVectors) -> Concepts:
    """Read a question against the corpus's vocabulary."""
    norms = content_words(question, language)
    exact = tuple(_exact(word, lexicon) for word in norms)
    vectors = word_vectors.lookup(norms)
    translated = tuple(
        _translated(known, lexicon.neighbours(vector, MOST_NEIGHBOURS))
        for known, vector in zip(exact, vectors, strict=True)
    )
    return Concepts(tuple(known for known in exact if known.rows), tuple(known for known in translated if known.rows))


def content_words(question: str, language: str) -> list[str]:
    """The question's words that may be matched, normalised, each once, and the abbreviations of what it spells out."""
    norms = [word.norm for word in words(question)]
    content = [norm for norm in norms if norm and not is_function_word(norm, language)]
    return list(dict.fromkeys([*content, *spelt_out(norms)]))


def _exact(word: str, lexicon: Lexicon) -> Synonyms:
    row = lexicon.find(word)
    if row is None:
        return Synonyms(word, (), ())
    rows = [row] if is_number(word) else lexicon.same_stem(row)
    return Synonyms(word, tuple(rows), tuple(1.0 if other == row else STEM_WEIGHT for other in rows))


def _translated(exact: Synonyms, neighbours: list[tuple[int, float]]) -> Synonyms:
    if is_number(exact.word) or not neighbours:
        return exact
    best = 1.0 if exact.rows else neighbours[0][1]
    weights = dict(zip(exact.rows, exact.weights, strict=True))
    for row, cosine in neighbours:
        if cosine >= max(LEAST_COSINE, SHARE_OF_BEST * best):
            weights[row] = max(cosine, weights.get(row, 0.0))
    rows = sorted(weights)
    return Synonyms(exact.word, tuple(rows), tuple(weights[row] for row in rows))
