"""The term index: which words stand in which passages, in which order, scored with BM25 over sets of synonyms.

Knows nothing of languages or of how a set of synonyms was chosen. Scores follow Robertson & Zaragoza (2009) with
k1 = 1.2 and b = 0.75; a set of synonyms counts as one term with pooled frequency (Pirkola 1998).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.arrays import read_array, read_strings, write_array, write_strings
from index.strings import StringTable, by_bytes, pack

K1 = 1.2
B = 0.75
_SPARSE_BELOW = 8  # add up by sorting while values are fewer than passages / 8, in one array of sums beyond

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Synonyms:
    """One thing asked for: rows of the vocabulary that count as it, each with a weight in 0–1."""

    word: str
    rows: tuple[int, ...]
    weights: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Postings:
    """Passages (ascending) that hold a set of synonyms, with the pooled frequency.

    `spread` counts all the passages that hold it, also where only some of them are given here.
    """

    passages: Longs
    frequency: Floats
    spread: int


@dataclass(frozen=True, slots=True)
class TermIndex:
    """Arrays of the term index.

    `tokens[token_at[p]:token_at[p+1]]` are passage p's words in order, as vocabulary rows;
    `sentence_at[s]` is where sentence s begins in `tokens`. `passages[at[w]:at[w+1]]` and `counts[…]` are word w's
    postings, which also hold the article's title and the abbreviations that a passage spells out.
    `title_tokens[title_at[a]:title_at[a+1]]` are the words of article a's title.
    """

    vocabulary: StringTable
    tokens: Ints
    token_at: Longs
    sentence_at: Longs
    at: Longs
    passages: Ints
    counts: NDArray[np.uint16]
    title_tokens: Ints
    title_at: Longs

    @property
    def size(self) -> int:
        """How many passages there are."""
        return len(self.token_at) - 1

    @property
    def mean_length(self) -> float:
        """Words in an average passage."""
        return max(1.0, len(self.tokens) / max(1, self.size))

    def pool(self, synonyms: Synonyms, within: Longs | None = None) -> Postings:
        """A set's postings: weighted frequencies, added up; of `within` (ascending rows) only, where that is given."""
        parts = [slice(int(self.at[row]), int(self.at[row + 1])) for row in synonyms.rows]
        if not parts:
            return Postings(np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32), 0)
        found = [self._postings(part, within) for part in parts]
        passages = np.concatenate([passages for passages, _ in found])
        weighted = np.concatenate(
            [counts * np.float32(weight) for (_, counts), weight in zip(found, synonyms.weights, strict=True)]
        )
        if len(parts) == 1:
            return Postings(passages.astype(np.int64), weighted, parts[0].stop - parts[0].start)
        pooled = add_up(passages, weighted, self.size)
        spread = len(pooled[0]) if within is None else len(np.unique(np.concatenate([self.passages[p] for p in parts])))
        return Postings(*pooled, spread)

    def _postings(self, part: slice, within: Longs | None) -> tuple[NDArray[np.integer[Any]], NDArray[np.uint16]]:
        passages, counts = self.passages[part], self.counts[part]
        if within is None or not len(passages):
            return passages, counts
        place = np.minimum(np.searchsorted(passages, within), len(passages) - 1)
        here = passages[place] == within
        return within[here], counts[place[here]]

    def linear(self, asked: Sequence[Synonyms]) -> dict[int, float]:
        """Weights of words under which a sum of gains comes near BM25 over sets of synonyms, for a lookup elsewhere."""
        weights: dict[int, float] = {}
        for synonyms in asked:
            spread = sum(int(self.at[row + 1] - self.at[row]) for row in synonyms.rows)
            rarity = self.idf(min(spread, self.size))
            for row, weight in zip(synonyms.rows, synonyms.weights, strict=True):
                weights[row] = weights.get(row, 0.0) + rarity * weight
        return weights

    def gains(self, blocks: Iterable[tuple[int, int]]) -> Iterator[list[dict[int, float]]]:
        """For each block of passages (first, end): each one's words and their gains, sparse vectors to look up by."""
        order = np.argsort(self.passages, kind="stable")
        at = np.searchsorted(self.passages[order], np.arange(self.size + 1))
        for first, end in blocks:
            here = order[at[first] : at[end]]
            words = np.searchsorted(self.at, here, side="right") - 1
            gained = self.gain(self.passages[here], self.counts[here].astype(np.float32))
            found: list[dict[int, float]] = [{} for _ in range(first, end)]
            for passage, word, gain in zip(self.passages[here].tolist(), words.tolist(), gained.tolist(), strict=True):
                found[passage - first][word] = gain
            yield found

    def bm25(self, postings: Postings) -> Floats:
        """The BM25 score of each passage of `postings`."""
        return (self.idf(postings.spread) * self.gain(postings.passages, postings.frequency)).astype(np.float32)

    def gain(self, passages: NDArray[np.integer[Any]], frequency: NDArray[Any]) -> Floats:
        """What a word's frequency in passages is worth by BM25, before its rarity is counted in."""
        length = (self.token_at[passages + 1] - self.token_at[passages]).astype(np.float32)
        norm = K1 * (1 - B + B * length / self.mean_length)
        gained: Floats = frequency * (K1 + 1) / (frequency + norm)
        return gained

    def idf(self, passages_with: int) -> float:
        """The inverse document frequency of what stands in that many passages (Lucene's form, never negative)."""
        return float(np.log1p((self.size - passages_with + 0.5) / (passages_with + 0.5)))


def add_up(passages: NDArray[np.integer[Any]], values: Floats, size: int) -> tuple[Longs, Floats]:
    """The distinct passages, ascending, and the sum of each one's positive values; `size` is how many there are."""
    if len(passages) * _SPARSE_BELOW < size:
        found, place = np.unique(passages, return_inverse=True)
        return found.astype(np.int64), np.bincount(place, values).astype(np.float32)
    sums = np.bincount(passages, values, minlength=size).astype(np.float32)
    present = np.flatnonzero(sums)
    return present, sums[present]


def build_terms(
    sentences: Sequence[Sequence[str]],
    first_sentence: Longs,
    beside: Sequence[Sequence[str]],
    titles: Sequence[Sequence[str]],
) -> TermIndex:
    """Index sentences given as normalised words; `first_sentence` (passages + 1) says where each passage begins.

    `beside` are words to post with each passage that are not in its text; `titles` are each article's title.
    """
    vocabulary = sorted({word for group in (*sentences, *beside, *titles) for word in group}, key=by_bytes)
    row_of = {word: row for row, word in enumerate(vocabulary)}
    tokens, sentence_at = _flat(sentences, row_of)
    token_at = sentence_at[first_sentence]
    extra, extra_at = _flat(beside, row_of)
    title_tokens, title_at = _flat(titles, row_of)
    size = len(first_sentence) - 1
    passage_of = np.concatenate([np.repeat(np.arange(size), np.diff(at)) for at in (token_at, extra_at)])
    postings = postings_of(np.concatenate([tokens, extra]), passage_of, len(vocabulary), size)
    return TermIndex(StringTable(*pack(vocabulary)), tokens, token_at, sentence_at, *postings, title_tokens, title_at)


def postings_of(
    words: Ints, passages: Longs, vocabulary_size: int, size: int
) -> tuple[Longs, Ints, NDArray[np.uint16]]:
    """`at`, `passages` and `counts` of a term index, from one (word, passage) pair per occurrence."""
    unique, counts = np.unique(words.astype(np.int64) * max(1, size) + passages, return_counts=True)
    word, passage = np.divmod(unique, max(1, size))
    at = np.searchsorted(word, np.arange(vocabulary_size + 1)).astype(np.int64)
    return at, passage.astype(np.int32), np.minimum(counts, np.iinfo(np.uint16).max).astype(np.uint16)


def _flat(groups: Sequence[Sequence[str]], row_of: dict[str, int]) -> tuple[Ints, Longs]:
    at = np.zeros(len(groups) + 1, dtype=np.int64)
    np.cumsum([len(group) for group in groups], out=at[1:])
    return np.fromiter((row_of[word] for group in groups for word in group), dtype=np.int32, count=int(at[-1])), at


_ARRAYS = ("tokens", "token_at", "sentence_at", "at", "passages", "counts", "title_tokens", "title_at")


def save_terms(index: TermIndex, folder: Path) -> None:
    """Write the term index as arrays."""
    write_strings(folder, "vocabulary", list(index.vocabulary))
    for name in _ARRAYS:
        write_array(folder, f"terms_{name}", getattr(index, name))


def load_terms(folder: Path) -> TermIndex:
    """Memory-map the term index."""
    return TermIndex(read_strings(folder, "vocabulary"), *(read_array(folder, f"terms_{name}") for name in _ARRAYS))
