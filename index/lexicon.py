"""The corpus's vocabulary as a lexicon: word vectors, neighbours in meaning, stems, spelling.

Knows nothing of passages or scores.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.arrays import read_array, write_array
from index.encoder import Matrix
from index.function_words import FUNCTION_WORDS, QUESTION_WORDS
from index.spelling import Spelling, build_spelling, load_spelling
from index.strings import StringTable
from index.vectors import VectorIndex, VectorReport, build_vectors, load_vectors, unit
from index.words import is_number, stem
from index.wordvectors import WordVectors

SHORT = 128
_BLOCK = 10_000
_LEAST_LETTERS = 2
_KEPT = 4_000  # words whose neighbours are kept: 4 MB
_RESCORED = 4  # times as many neighbours are taken from the short vectors as are kept by the whole ones
_FUNCTION = frozenset[str]().union(*FUNCTION_WORDS.values(), *QUESTION_WORDS.values())

Half = NDArray[np.float16]
Ints = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The vocabulary, sorted; one vector per word, whole and short; row `content[i]` is the i-th that neighbours name.

    `stem_order` lists rows grouped by stem; `stem_start` and `stem_end` say where each row's group is in it.
    """

    vocabulary: StringTable
    vectors: Half
    short: Matrix
    content: Ints
    nearest: VectorIndex
    stem_order: Ints
    stem_start: Ints
    stem_end: Ints
    spelling: Spelling
    _met: dict[tuple[str, int], tuple[tuple[int, float], ...]] = field(default_factory=dict, repr=False)

    def find(self, word: str) -> int | None:
        """The row of a word, or None."""
        return self.vocabulary.find(word)

    def same_stem(self, row: int) -> list[int]:
        """Rows of the words that share the stem of `row`, itself among them, ascending."""
        return [int(other) for other in self.stem_order[self.stem_start[row] : self.stem_end[row]]]

    def spelt_like(self, word: str) -> list[int]:
        """Rows of the words that `word` may be a slip for, ascending."""
        return self.spelling.closest(word, self.vocabulary)

    def neighbours(self, word: str, vector: Matrix, most: int) -> Sequence[tuple[int, float]]:
        """The `most` content words nearest in meaning to a word of that vector, as (row, cosine), best first.

        Questions share most of their words, so those of some words asked of lately are kept.
        """
        found = self._met.get((word, most))
        if found is None:
            found = tuple(self._nearest_to(vector, most))
            if len(self._met) >= _KEPT:
                self._met.clear()
            self._met[word, most] = found
        return found

    def _nearest_to(self, vector: Matrix, most: int) -> list[tuple[int, float]]:
        places, _ = self.nearest.search(shorten(vector[None])[0], most * _RESCORED)
        rows = self.content[places]
        cosines = self.vectors[rows].astype(np.float32) @ vector
        order = np.lexsort((rows, -cosines))[:most]
        return [(int(rows[place]), float(cosines[place])) for place in order]


def shorten(vectors: Matrix) -> Matrix:
    """The first principal components of word vectors, as unit rows of length `SHORT`.

    The basis was fitted on a training vocabulary (`python -m index.basis --data DATA_DIR`); it also takes off the
    words' common mean.
    """
    basis = _basis()
    return unit((vectors - basis[0]) @ basis[1:].T)


def build_lexicon(vocabulary: StringTable, word_vectors: WordVectors, folder: Path) -> VectorReport:
    """Encode the words that no build has met before, and write the lexicon's files."""
    words = list(vocabulary)
    vectors = _vectors(words, word_vectors)
    short = np.concatenate([np.empty((0, SHORT), np.float32), *_blocks(vectors)])
    content = [row for row, word in enumerate(words) if has_meaning(word)]
    index, report = build_vectors(short[content].astype(np.float16))
    write_array(folder, "word_vectors", vectors)
    write_array(folder, "word_short", short)
    write_array(folder, "word_content", np.asarray(content, dtype=np.int32))
    for name, values in zip(("order", "start", "end"), _stem_groups(words), strict=True):
        write_array(folder, f"stem_{name}", values)
    build_spelling(words, content, folder)
    index.save(folder / "words.faiss")
    return report


def load_lexicon(folder: Path, vocabulary: StringTable, probes: int) -> Lexicon:
    """Memory-map the lexicon."""
    return Lexicon(
        vocabulary,
        vectors=read_array(folder, "word_vectors"),
        short=read_array(folder, "word_short"),
        content=read_array(folder, "word_content"),
        nearest=load_vectors(folder / "words.faiss", probes),
        stem_order=read_array(folder, "stem_order"),
        stem_start=read_array(folder, "stem_start"),
        stem_end=read_array(folder, "stem_end"),
        spelling=load_spelling(folder),
    )


@cache
def _basis() -> Matrix:
    """The words' mean, then `SHORT` directions, as rows."""
    with files("index").joinpath("word_basis.npy").open("rb") as file:
        return np.asarray(np.load(file, allow_pickle=False), dtype=np.float32)


def _blocks(vectors: Half) -> list[Matrix]:
    return [shorten(vectors[at : at + _BLOCK].astype(np.float32)) for at in range(0, len(vectors), _BLOCK)]


def _vectors(words: Sequence[str], word_vectors: WordVectors) -> Half:
    vectors = np.empty((len(words), 512), dtype=np.float16)
    for at in range(0, len(words), _BLOCK):
        vectors[at : at + _BLOCK] = word_vectors.lookup(words[at : at + _BLOCK])
        word_vectors.save()
    return vectors


def has_meaning(word: str) -> bool:
    """Whether a normalised word is one that meaning is looked for in: no number, function or question word."""
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
