"""Blobs by key in an SQLite file that is only a cache: one that is damaged is begun anew. Knows nothing of vectors.

A checksum stands behind each blob, because SQLite notices damage to its own structure but not to what it stores.
"""

from __future__ import annotations

import logging
import sqlite3
import zlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path

LOGGER = logging.getLogger("tanya.index")
_SCHEMA = "CREATE TABLE IF NOT EXISTS blobs (key BLOB PRIMARY KEY, blob BLOB NOT NULL) WITHOUT ROWID"
_ASK = 500  # keys per SQL statement
_BUSY_S = 60
_SPOILT = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
# The file itself goes last: who opens it meanwhile must not find it without the journal that belongs to it.
_PARTS = ("-wal", "-shm", "-journal", "")


class BlobCache:
    """A cache file, opened when it is first used; call `close`. For one thread.

    A damaged file is deleted with one warning in the log, and a damaged blob is as good as none. Raises
    `sqlite3.OperationalError` for what else may go wrong: a full disk, a lock held too long.
    """

    def __init__(self, file: Path, *, wal: bool = False) -> None:
        self._file = file
        self._wal = wal
        self._connection: sqlite3.Connection | None = None

    def find(self, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        """The blobs of those keys that are there; never makes a file."""
        if not keys or not self._file.exists():
            return {}
        try:
            return self._select(keys)
        except sqlite3.DatabaseError as error:
            self._begin_anew(error)
            return {}

    def put(self, blobs: Mapping[bytes, bytes]) -> None:
        """Store them all or none, and wait until they are on the disk."""
        if not blobs:
            return
        self._file.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._insert(blobs)
        except sqlite3.DatabaseError as error:
            self._begin_anew(error)
            self._insert(blobs)

    def close(self) -> None:
        """Let go of the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _select(self, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        found: dict[bytes, bytes] = {}
        for at in range(0, len(keys), _ASK):
            part = keys[at : at + _ASK]
            marks = ",".join("?" * len(part))
            statement = f"SELECT key, blob FROM blobs WHERE key IN ({marks})"
            for key, sealed in self._opened().execute(statement, part):
                if _seal(sealed[:-4]) == sealed[-4:]:
                    found[key] = sealed[:-4]
        return found

    def _insert(self, blobs: Mapping[bytes, bytes]) -> None:
        rows = [(key, blob + _seal(blob)) for key, blob in blobs.items()]
        with self._opened() as connection:
            connection.executemany("INSERT OR REPLACE INTO blobs VALUES (?, ?)", rows)

    def _opened(self) -> sqlite3.Connection:
        if self._connection is None:
            # Never read-only: a writer that was killed leaves a journal, and only a writer may roll it back.
            self._connection = sqlite3.connect(self._file, timeout=_BUSY_S)
            if self._wal:
                self._connection.execute("PRAGMA journal_mode=WAL")
            self._connection.execute(_SCHEMA)
        return self._connection

    def _begin_anew(self, error: sqlite3.DatabaseError) -> None:
        """Delete the file if the error says that it is damaged; raises the error if it says anything else."""
        if getattr(error, "sqlite_errorcode", 0) & 0xFF not in _SPOILT:
            raise error
        self.close()
        _tell(self._file)
        # A home that may only be read is served without its cache.
        with suppress(OSError):
            for part in _PARTS:
                self._file.with_name(self._file.name + part).unlink(missing_ok=True)


@cache
def _tell(file: Path) -> None:
    LOGGER.warning("The cache %s was damaged and is begun anew; nothing else is lost.", file)


def _seal(blob: bytes) -> bytes:
    return zlib.crc32(blob).to_bytes(4, "big")
