"""Vectors of passages and sentences, each encoded once in its life. Knows nothing of ranking.

A passage and its sentences go to the encoder in one call, so what they get depends on nothing but themselves; results
are kept in half precision under a hash of encoder and text.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.encoder import Encoder

Half = NDArray[np.float16]
_COMMIT_EVERY = 200
_SCHEMA = "CREATE TABLE IF NOT EXISTS embeddings (key BLOB PRIMARY KEY, vectors BLOB NOT NULL) WITHOUT ROWID"


def embed_groups(
    encoder: Encoder,
    groups: Sequence[Sequence[str]],
    cache: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Iterator[Half]:
    """For each group of texts a float16 array (len(group), dim) of the encoder's own unit rows, in order.

    `cache` is a folder for `embeddings.sqlite`; only groups that are not in it are encoded.
    """
    if cache is None:
        yield from _counted(_encode_all(encoder, groups), len(groups), progress)
        return
    cache.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(cache / "embeddings.sqlite", timeout=60)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute(_SCHEMA)
        yield from _counted(_cached(connection, encoder, groups), len(groups), progress)


def missing_groups(name: str, groups: Sequence[Sequence[str]], cache: Path) -> list[Sequence[str]]:
    """The groups whose vectors an encoder of that name has not left in the cache."""
    if not (cache / "embeddings.sqlite").exists():
        return list(groups)
    with closing(sqlite3.connect(cache / "embeddings.sqlite", timeout=60)) as connection:
        connection.execute(_SCHEMA)
        known = "SELECT 1 FROM embeddings WHERE key = ?"
        return [group for group in groups if connection.execute(known, (_key(name, group),)).fetchone() is None]


def _cached(connection: sqlite3.Connection, encoder: Encoder, groups: Sequence[Sequence[str]]) -> Iterator[Half]:
    fresh = 0
    try:
        for group in groups:
            key = _key(encoder.name, group)
            row = connection.execute("SELECT vectors FROM embeddings WHERE key = ?", (key,)).fetchone()
            if row is not None and len(row[0]) == len(group) * encoder.dim * 2:
                yield np.frombuffer(row[0], dtype=np.float16).reshape(len(group), encoder.dim)
                continue
            vectors = _encode(encoder, group)
            connection.execute("INSERT OR REPLACE INTO embeddings VALUES (?, ?)", (key, vectors.tobytes()))
            fresh += 1
            if fresh % _COMMIT_EVERY == 0:
                connection.commit()
            yield vectors
    finally:
        # Also when the build is interrupted: what has been encoded need not be encoded again.
        connection.commit()


def _encode_all(encoder: Encoder, groups: Sequence[Sequence[str]]) -> Iterator[Half]:
    return (_encode(encoder, group) for group in groups)


def _encode(encoder: Encoder, group: Sequence[str]) -> Half:
    return encoder.encode_passages(group).astype(np.float16)


def _key(name: str, group: Sequence[str]) -> bytes:
    digest = hashlib.sha256(name.encode())
    for text in group:
        digest.update(b"\0")
        digest.update(text.encode())
    return digest.digest()


def _counted(vectors: Iterator[Half], total: int, progress: Callable[[int, int], None] | None) -> Iterator[Half]:
    for done, found in enumerate(vectors, start=1):
        if progress is not None:
            progress(done, total)
        yield found
