"""What is known of each candidate passage for one question: one column per feature.

Knows nothing of weights or files. Late interaction is ColBERT's (Khattab & Zaharia 2020) over word vectors that each
word has alone, weighted by inverse document frequency.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.concepts import Concepts
from index.encoder import Matrix
from index.lexicon import Lexicon, shorten
from index.terms import Floats, Ints, Longs, Postings, Synonyms, TermIndex, add_up

Rows = NDArray[np.int64]
Half = NDArray[np.float16]


@dataclass(frozen=True, slots=True)
class TermScores:
    """BM25 over one list of synonym sets: passages (ascending) and scores."""

    passages: Rows
    scores: Floats

    def of(self, passages: Rows) -> Floats:
        """The scores of some passages, zero where nothing matched."""
        if not len(self.passages):
            return np.zeros(len(passages), dtype=np.float32)
        place = np.minimum(np.searchsorted(self.passages, passages), len(self.passages) - 1)
        return np.where(self.passages[place] == passages, self.scores[place], 0).astype(np.float32)

    def best(self, most: int) -> Rows:
        """The best passages by score then row, in no particular order."""
        if len(self.scores) <= most:
            return self.passages
        least = np.partition(self.scores, -most)[-most]
        passages, scores = self.passages[self.scores >= least], self.scores[self.scores >= least]
        return np.asarray(passages[np.lexsort((passages, -scores))[:most]], dtype=np.int64)


def term_scores(terms: TermIndex, asked: Sequence[Postings], allowed: Rows | None = None) -> TermScores:
    """BM25 added up over synonym sets; `allowed` (ascending) limits the passages."""
    if not asked:
        return TermScores(np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32))
    passages = np.concatenate([postings.passages for postings in asked])
    found, scores = add_up(passages, np.concatenate([terms.bm25(postings) for postings in asked]), terms.size)
    if allowed is not None:
        keep = np.isin(found, allowed, assume_unique=True)
        found, scores = found[keep], scores[keep]
    return TermScores(found, scores)


def best_sentence(query: Matrix, sentences: Half, at: Longs, passages: Rows) -> Floats:
    """Each passage's highest cosine with one of its sentences; rows `at[p]:at[p+1]` of `sentences` are passage p's."""
    scores = sentences[_expand(at, passages)].astype(np.float32) @ query
    return _segment_max(scores[:, None], at[passages + 1] - at[passages])[:, 0]


@dataclass(frozen=True, slots=True)
class Grid:
    """The words of the candidates, ready to be matched: `distinct[place]` are their tokens, then their titles' tokens.

    `passage_sizes` counts tokens per candidate, `sentence_sizes` per sentence, `sentences` sentences per candidate,
    `title_sizes` title tokens per candidate.
    """

    distinct: Ints
    place: Rows
    passage_sizes: Rows
    sentence_sizes: Rows
    sentences: Rows
    title_sizes: Rows

    def by_sentence(self, similarity: Floats, weights: Floats) -> tuple[Floats, Floats]:
        """MaxSim of whole passages and of their best sentences, from (distinct words × asked words) similarities.

        A word of the question that the title holds counts as said in the passage and in every sentence.
        """
        full = similarity[self.place]
        own = len(full) - int(self.title_sizes.sum())
        title = _segment_max(full[own:], self.title_sizes)
        sentence = np.maximum(_segment_max(full[:own], self.sentence_sizes), np.repeat(title, self.sentences, axis=0))
        best: Floats = _segment_max((sentence @ weights)[:, None], self.sentences)[:, 0]
        whole: Floats = _segment_max(sentence, self.sentences) @ weights
        return whole, best


def grid_of(terms: TermIndex, sentence_at: Longs, articles: Ints, passages: Rows) -> Grid:
    """Gather the candidates' words; `articles` are the candidates' article rows."""
    tokens = terms.tokens[_expand(terms.token_at, passages)]
    titles = terms.title_tokens[_expand(terms.title_at, articles)]
    distinct, place = np.unique(np.concatenate([tokens, titles]), return_inverse=True)
    sentences = _expand(sentence_at, passages)
    return Grid(
        distinct,
        place,
        terms.token_at[passages + 1] - terms.token_at[passages],
        terms.sentence_at[sentences + 1] - terms.sentence_at[sentences],
        sentence_at[passages + 1] - sentence_at[passages],
        terms.title_at[articles + 1] - terms.title_at[articles],
    )


def late_similarity(grid: Grid, concepts: Concepts, lexicon: Lexicon) -> Floats:
    """Cosines of the candidates' distinct words with the asked ones; a negative one counts as nothing."""
    words = lexicon.short[grid.distinct]
    return np.asarray(np.maximum(words @ shorten(concepts.vectors).T, 0), dtype=np.float32)


def synonym_similarity(grid: Grid, asked: Sequence[Synonyms]) -> Floats:
    """The weight of each of the candidates' distinct words in each set of synonyms."""
    table = np.zeros((len(grid.distinct), len(asked)), dtype=np.float32)
    for column, synonyms in enumerate(asked):
        rows = np.asarray(synonyms.rows, dtype=np.int32)
        place = np.searchsorted(grid.distinct, rows)
        here = (place < len(grid.distinct)) & (grid.distinct[np.minimum(place, len(grid.distinct) - 1)] == rows)
        table[place[here], column] = np.asarray(synonyms.weights, dtype=np.float32)[here]
    return table


def standardise(values: Floats) -> Floats:
    """Mean 0, deviation 1 over the candidates; a feature that tells nothing apart becomes 0."""
    spread = float(values.std())
    return ((values - values.mean()) / spread).astype(np.float32) if spread > 1e-6 else np.zeros_like(values)


def _expand(at: Longs, groups: Rows | Ints) -> Rows:
    """The positions of all members of some groups, group after group."""
    sizes = at[groups + 1] - at[groups]
    starts = np.cumsum(sizes) - sizes
    return np.asarray(np.repeat(at[groups] - starts, sizes) + np.arange(int(sizes.sum())), dtype=np.int64)


def _segment_max(values: Floats, sizes: Rows) -> Floats:
    """Column-wise maxima of consecutive segments of rows; zero for an empty segment."""
    out = np.zeros((len(sizes), values.shape[1]), dtype=np.float32)
    filled = sizes > 0
    if filled.any():
        out[filled] = np.maximum.reduceat(values, (np.cumsum(sizes) - sizes)[filled], axis=0)
    return out
