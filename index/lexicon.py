"""The corpus's vocabulary as a lexicon: word vectors, neighbours in meaning, and words that share a stem.

Knows nothing of passages or scores.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.arrays import read_array, write_array
from index.function_words import FUNCTION_WORDS, QUESTION_WORDS
from index.strings import StringTable
from index.vectors import VectorIndex, VectorReport, build_vectors, load_vectors
from index.words import is_number, stem
from index.wordvectors import WordVectors

_BLOCK = 10_000
_LEAST_LETTERS = 2
_FUNCTION = frozenset().union(*FUNCTION_WORDS.values(), *QUESTION_WORDS.values())

Half = NDArray[np.float16]
Ints = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The vocabulary, sorted; one vector per word; `content[i]` is the row of the i-th word that neighbours may name.

    `stem_order` lists rows grouped by stem and `stem_at` where each row's group begins and ends in it.
    """

    vocabulary: StringTable
    vectors: Half
    content: Ints
    nearest: VectorIndex
    stem_order: Ints
    stem_start: Ints
    stem_end: Ints

    def find(self, word: str) -> int | None:
        """The row of a word, or None."""
        return self.vocabulary.find(word)

    def same_stem(self, row: int) -> list[int]:
        """Rows of the words that share the stem of `row`, itself among them, ascending."""
        return [int(other) for other in self.stem_order[self.stem_start[row] : self.stem_end[row]]]

    def neighbours(self, vector: NDArray[np.float32], most: int) -> list[tuple[int, float]]:
        """The `most` content words nearest in meaning, as (row, cosine), best first."""
        places, scores = self.nearest.search(vector, most)
        return [(int(self.content[place]), float(score)) for place, score in zip(places, scores, strict=True)]


def build_lexicon(vocabulary: StringTable, word_vectors: WordVectors, folder: Path) -> VectorReport:
    """Encode the words that no build has met before, and write the lexicon's files."""
    words = list(vocabulary)
    vectors = _vectors(words, word_vectors)
    content = np.asarray([row for row, word in enumerate(words) if _has_meaning(word)], dtype=np.int32)
    index, report = build_vectors(vectors[content])
    write_array(folder, "word_vectors", vectors)
    write_array(folder, "word_content", content)
    for name, values in zip(("order", "start", "end"), _stem_groups(words), strict=True):
        write_array(folder, f"stem_{name}", values)
    index.save(folder / "words.faiss")
    return report


def load_lexicon(folder: Path, vocabulary: StringTable, probes: int) -> Lexicon:
    """Memory-map the lexicon."""
    return Lexicon(
        vocabulary,
        read_array(folder, "word_vectors"),
        read_array(folder, "word_content"),
        load_vectors(folder / "words.faiss", probes),
        *(read_array(folder, f"stem_{name}") for name in ("order", "start", "end")),
    )


def _vectors(words: Sequence[str], word_vectors: WordVectors) -> Half:
    vectors = np.empty((len(words), 512), dtype=np.float16)
    for at in range(0, len(words), _BLOCK):
        vectors[at : at + _BLOCK] = word_vectors.lookup(words[at : at + _BLOCK])
        word_vectors.save()
    return vectors


def _has_meaning(word: str) -> bool:
    return len(word) >= _LEAST_LETTERS and not is_number(word) and word not in _FUNCTION


def _stem_groups(words: Sequence[str]) -> tuple[Ints, Ints, Ints]:
    stems = [stem(word) for word in words]
    order = np.asarray(sorted(range(len(words)), key=lambda row: (stems[row], row)), dtype=np.int32)
    start = np.zeros(len(words), dtype=np.int32)
    end = np.zeros(len(words), dtype=np.int32)
    first = 0
    for at in range(1, len(order) + 1):
        if at == len(order) or stems[order[at]] != stems[order[first]]:
            start[order[first:at]], end[order[first:at]] = first, at
            first = at
    return order, start, end
