"""A vector for every single word, from the embedded encoder, kept between runs. Knows nothing of sentences or scores.

Each word is encoded alone and rounded to half precision, so a vector is the same whether it was just made, or read
from the cache or from a generation.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from threading import Lock
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.encoder import Encoder, Matrix

DIM = 512
_REMEMBERED = 50_000  # words kept in memory beside the stored ones: 50 MB at most
_FEW = 64  # words of a question or a passage, not of a corpus
_ASK = 500  # words per SQL statement

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
        self._known: dict[str, Half] = {}
        self._unsaved: set[str] = set()
        self._lock = Lock()

    def lookup(self, words: Sequence[str]) -> Matrix:
        """One row per word, in order: float32 of shape (len(words), 512)."""
        wanted = [word.lower() for word in words]
        if not wanted:
            return np.empty((0, DIM), dtype=np.float32)
        with self._lock:
            found = self._collect(dict.fromkeys(wanted))
        return np.stack([found[word] for word in wanted]).astype(np.float32)

    def save(self) -> None:
        """Write the words that were encoded since the last call to the cache."""
        with self._lock:
            fresh = [(word, self._known[word].tobytes()) for word in sorted(self._unsaved) if word in self._known]
            self._unsaved.clear()
        if self._file is None or not fresh:
            return
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self._file, timeout=30)) as connection, connection:
            connection.execute("CREATE TABLE IF NOT EXISTS words (word TEXT PRIMARY KEY, vector BLOB) WITHOUT ROWID")
            connection.executemany("INSERT OR REPLACE INTO words VALUES (?, ?)", fresh)

    def _collect(self, wanted: dict[str, None]) -> dict[str, Half]:
        found: dict[str, Half] = {}
        for word in wanted:
            vector = self._known.get(word)
            if vector is None and self._stored is not None:
                row = self._stored.find(word)
                vector = self._stored.vectors[row] if row is not None else None
            if vector is not None:
                found[word] = vector
        found.update(self._read([word for word in wanted if word not in found]))
        missing = [word for word in wanted if word not in found]
        if missing:
            found.update(zip(missing, self._encode(missing), strict=True))
            self._unsaved.update(missing)
        if len(self._known) + len(found) > _REMEMBERED:
            self._known.clear()
            self._unsaved.intersection_update(found)
        self._known.update(found)
        return found

    def _read(self, wanted: list[str]) -> dict[str, Half]:
        if self._file is None or not wanted or not self._file.exists():
            return {}
        found: dict[str, Half] = {}
        # Not read-only: a save that was killed leaves a journal, and only a writer may roll it back.
        with closing(sqlite3.connect(f"file:{self._file}?mode=rw", uri=True, timeout=30)) as connection:
            for at in range(0, len(wanted), _ASK):
                part = wanted[at : at + _ASK]
                marks = ",".join("?" * len(part))
                for word, blob in connection.execute(f"SELECT word, vector FROM words WHERE word IN ({marks})", part):
                    found[word] = np.frombuffer(blob, dtype=np.float16)
        return found

    def _encode(self, words: Sequence[str]) -> Half:
        if self._encoder is None:
            from index.encoders.use import shared_multilingual

            self._encoder = shared_multilingual()
        encode = self._encoder.encode_queries if len(words) <= _FEW else self._encoder.encode_passages
        return encode(words).astype(np.float16)
