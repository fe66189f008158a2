"""A vector for every single word, from the embedded encoder, kept between runs. Knows nothing of sentences or scores.

A word's vector depends on no other word and is rounded to half precision, so it is the same whether it was just made,
or read from the cache or from a generation.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from threading import Lock
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.caches import BlobCache
from index.encoder import Encoder, Matrix

DIM = 512
_REMEMBERED = 50_000  # words kept in memory beside the stored ones: 50 MB
_ROOM = 1_000  # words that memory is taken for at first

Half = NDArray[np.float16]


class StoredVectors(Protocol):
    """A read-only table of words and vectors, such as a generation's vocabulary."""

    def find(self, word: str) -> int | None:
        """The row of `word`, or None."""
        ...

    @property
    def vectors(self) -> Half:
        """One half-precision row per word."""
        ...


class WordVectors:
    """Vectors of lower-cased words, 512 float32 numbers of norm 1 (to half precision), from `use-multilingual`.

    `cache` is a folder for `words.sqlite`; None keeps everything in memory. Nothing is written but by `save`, so
    asking never waits for a disk; look up at most 20,000 new words between saves. Safe to share between threads.
    """

    def __init__(
        self, cache: Path | None = None, encoder: Encoder | None = None, stored: StoredVectors | None = None
    ) -> None:
        self._file = cache / "words.sqlite" if cache is not None else None
        self._encoder = encoder
        self._stored = stored
        self._known: dict[str, int] = {}
        self._table: Half = np.empty((0, DIM), dtype=np.float16)
        self._unsaved: set[str] = set()
        self._lock = Lock()

    def lookup(self, words: Sequence[str]) -> Matrix:
        """One row per word, in order: float32 of shape (len(words), 512)."""
        wanted = [word.lower() for word in words]
        if not wanted:
            return np.empty((0, DIM), dtype=np.float32)
        with self._lock:
            self._learn(wanted)
            return self._table[[self._known[word] for word in wanted]].astype(np.float32)

    def save(self) -> None:
        """Write the words that were encoded since the last call to the cache."""
        with self._lock:
            fresh = {
                word.encode(): self._table[self._known[word]].tobytes()
                for word in sorted(self._unsaved)
                if word in self._known
            }
            self._unsaved.clear()
        if self._file is not None:
            with closing(BlobCache(self._file)) as blobs:
                blobs.put(fresh)

    def _learn(self, wanted: Sequence[str]) -> None:
        """Bring every wanted word into the table."""
        fresh = [word for word in dict.fromkeys(wanted) if word not in self._known]
        if len(self._known) + len(fresh) > _REMEMBERED:
            self._known.clear()
            fresh = list(dict.fromkeys(wanted))
            self._unsaved.intersection_update(fresh)
        if not fresh:
            return
        found: dict[str, Half] = {}
        if self._stored is not None:
            rows = {word: self._stored.find(word) for word in fresh}
            found = {word: self._stored.vectors[row] for word, row in rows.items() if row is not None}
        found.update(self._read([word for word in fresh if word not in found]))
        missing = [word for word in fresh if word not in found]
        if missing:
            found.update(zip(missing, self._encode(missing), strict=True))
            self._unsaved.update(missing)
        self._keep(found)

    def _keep(self, found: dict[str, Half]) -> None:
        filled = len(self._known)
        if filled + len(found) > len(self._table):
            rows = max(min(2 * len(self._table), _REMEMBERED), filled + len(found), _ROOM)
            grown = np.empty((rows, DIM), dtype=np.float16)
            grown[:filled] = self._table[:filled]
            self._table = grown
        for row, (word, vector) in enumerate(found.items(), filled):
            self._table[row] = vector
            self._known[word] = row

    def _read(self, wanted: list[str]) -> dict[str, Half]:
        if self._file is None:
            return {}
        with closing(BlobCache(self._file)) as blobs:
            found = blobs.find([word.encode() for word in wanted])
        return {key.decode(): np.frombuffer(blob, dtype=np.float16) for key, blob in found.items()}

    def _encode(self, words: Sequence[str]) -> Half:
        if self._encoder is None:
            from index.encoders.use import shared_multilingual

            self._encoder = shared_multilingual()
        return encode_each(self._encoder, words, many=self._stored is None).astype(np.float16)


def encode_each(encoder: Encoder, words: Sequence[str], many: bool) -> Matrix:
    """Rows that depend on nothing but each word: in one call where the encoder can promise that, else in one for each.

    The call is for the `many` of a corpus: it takes weights of its own, for which those of a question are too few.
    """
    together = getattr(encoder, "encode_words", None) if many else None
    if together is not None:
        return np.asarray(together(words), dtype=np.float32)
    return np.concatenate([encoder.encode_queries([word]) for word in words])
