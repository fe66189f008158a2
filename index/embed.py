"""Vectors of passages and sentences, each encoded once in its life. Knows nothing of ranking.

A passage and its sentences go to the encoder in one call, so what they get depends on nothing but themselves; results
are kept in half precision under a hash of encoder and text.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.caches import BlobCache
from index.encoder import Encoder

Half = NDArray[np.float16]
_KEEP_EVERY = 200  # groups
_FILE = "embeddings.sqlite"


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
    with closing(BlobCache(cache / _FILE, wal=True)) as blobs:
        yield from _counted(_cached(blobs, encoder, groups), len(groups), progress)


def missing_groups(name: str, groups: Sequence[Sequence[str]], cache: Path) -> list[Sequence[str]]:
    """The groups whose vectors an encoder of that name has not left in the cache."""
    with closing(BlobCache(cache / _FILE, wal=True)) as blobs:
        return [group for group in groups if not blobs.find([_key(name, group)])]


def _cached(blobs: BlobCache, encoder: Encoder, groups: Sequence[Sequence[str]]) -> Iterator[Half]:
    fresh: dict[bytes, bytes] = {}
    try:
        for group in groups:
            key = _key(encoder.name, group)
            known = blobs.find([key]).get(key)
            if known is not None and len(known) == len(group) * encoder.dim * 2:
                yield np.frombuffer(known, dtype=np.float16).reshape(len(group), encoder.dim)
                continue
            vectors = _encode(encoder, group)
            fresh[key] = vectors.tobytes()
            if len(fresh) == _KEEP_EVERY:
                blobs.put(fresh)
                fresh = {}
            yield vectors
    finally:
        # Also when the build is interrupted: what has been encoded need not be encoded again.
        blobs.put(fresh)


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
