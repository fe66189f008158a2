"""Passages looked up in Milvus by vector and by words, where a corpus outgrows one machine. Only owner of pymilvus.

A generation's passages are one collection, named after it, with passages' rows as keys. Words are sparse vectors of
BM25 gains from the term index: Milvus's own full-text function would split words and count synonyms in other ways than
ranking does. Knows nothing of texts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from corpus.errors import NoIndex, SettingsError
from corpus.progress import Progress
from index.encoder import Matrix
from index.terms import TermIndex
from index.vectors import lists_for

_BLOCK = 2_000  # rows in one request: 4 MB, of the 64 MB that Milvus takes
_TIMEOUT_S = 30.0
_MOST_FOUND = 16_384  # more are not returned at once

Rows = NDArray[np.int64]
Half = NDArray[np.float16]


class MilvusPassages:
    """Inner-product search over one collection; safe to share between threads. `probes` 0 searches exactly."""

    def __init__(self, client: Any, collection: str, size: int, probes: int) -> None:
        self._client = client
        self._collection = collection
        self._size = size
        self._probes = probes

    def search(self, query: Matrix, k: int, allowed: Rows | None = None) -> tuple[Rows, Matrix]:
        """The up to `k` best rows for one query vector and their scores, best first, ties by row.

        `allowed` (row numbers) limits the search before ranking. Raises `NoIndex` where Milvus does not answer.
        """
        k = min(k, self._size if allowed is None else len(allowed))
        if k == 0:
            return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32)
        # A filter thins every list, so all of them are probed to return full results.
        probes = self._probes if allowed is None else lists_for(self._size)
        return self._found("vector", query.tolist(), k, allowed, {"nprobe": probes} if self._probes else {})

    def by_words(self, asked: Mapping[int, float], k: int, allowed: Rows | None = None) -> Rows:
        """The up to `k` rows with the greatest sums of gains, each word's times its weight in `asked`."""
        k = min(k, self._size if allowed is None else len(allowed), _MOST_FOUND)
        weights = {word: weight for word, weight in asked.items() if weight > 0}
        if k == 0 or not weights:
            return np.empty(0, dtype=np.int64)
        return self._found("words", weights, k, allowed, {})[0]

    def _found(
        self, field: str, query: Any, k: int, allowed: Rows | None, params: dict[str, int]
    ) -> tuple[Rows, Matrix]:
        with _reached():
            hits = self._client.search(
                self._collection, data=[query], anns_field=field, limit=k, timeout=_TIMEOUT_S,
                filter="" if allowed is None else f"row in {allowed.tolist()}",
                search_params={"metric_type": "IP", "params": params}, consistency_level="Strong",
            )[0]  # fmt: skip
        rows = np.asarray([hit["row"] for hit in hits], dtype=np.int64)
        scores = np.asarray([hit["distance"] for hit in hits], dtype=np.float32)
        order = np.lexsort((rows, -scores))
        return rows[order], scores[order]


def open_milvus(
    uri: str, generation: str, vectors: Half, terms: TermIndex, probes: int, progress: Progress | None = None
) -> MilvusPassages:
    """The collection of a generation; rows that it lacks are loaded first, so a load that was stopped goes on.
    `progress` gets ("milvus", rows, all).

    `uri` is an address (`http://USER:PASSWORD@HOST:19530`) or a file for milvus-lite, which one process at a time may
    open. `probes` is as measured for FAISS: 0 keeps the vectors flat, else they are in as many lists as there. Raises
    `SettingsError` without pymilvus, `NoIndex` where Milvus cannot be reached.
    """
    try:
        from pymilvus import MilvusClient
    except ImportError as error:
        raise SettingsError(
            "TANYA_INDEX asks for Milvus, but pymilvus is not installed.", "Install it: pip install 'tanya[milvus]'"
        ) from error
    with _reached():
        client = MilvusClient(timeout=_TIMEOUT_S, **_address(uri))
        collection = f"tanya_{generation}_words"  # collections without the ending hold vectors alone
        if not client.has_collection(collection):
            _create(client, collection, vectors, probes)
        _fill(client, collection, vectors, terms, progress)
        client.load_collection(collection)
    return MilvusPassages(client, collection, len(vectors), probes)


def _create(client: Any, collection: str, vectors: Half, probes: int) -> None:
    from pymilvus import DataType

    schema = client.create_schema(auto_id=False, enable_dynamic_field=False)
    schema.add_field("row", DataType.INT64, is_primary=True)
    schema.add_field("vector", DataType.FLOAT_VECTOR, dim=vectors.shape[1])
    schema.add_field("words", DataType.SPARSE_FLOAT_VECTOR)
    parameters = client.prepare_index_params()
    # Not Milvus's own choice, a graph that leaves out what it cannot reach.
    kind = (
        {"index_type": "IVF_FLAT", "params": {"nlist": lists_for(len(vectors))}} if probes else {"index_type": "FLAT"}
    )
    parameters.add_index("vector", metric_type="IP", **kind)
    parameters.add_index("words", index_type="SPARSE_INVERTED_INDEX", metric_type="IP")
    client.create_collection(collection, schema=schema, index_params=parameters, consistency_level="Strong")


def _fill(client: Any, collection: str, vectors: Half, terms: TermIndex, progress: Progress | None) -> None:
    """Insert the blocks that are not there in full; inserting a row twice leaves it there once."""
    client.load_collection(collection)
    size = len(vectors)
    if _count(client, collection, 0, size) == size:
        return
    blocks = [(first, min(first + _BLOCK, size)) for first in range(0, size, _BLOCK)]
    missing = [block for block in blocks if _count(client, collection, *block) < block[1] - block[0]]
    nothing = {len(terms.vocabulary): 1e-6}  # no sparse vector may be empty; no question asks for this word
    for (first, end), gains in zip(missing, terms.gains(missing), strict=True):
        dense = vectors[first:end].astype(np.float32)
        rows = [
            {"row": first + at, "vector": vector, "words": words or nothing}
            for at, (vector, words) in enumerate(zip(dense, gains, strict=True))
        ]
        client.upsert(collection, rows)
        if progress is not None:
            progress("milvus", end, size)
    client.flush(collection)


def _count(client: Any, collection: str, first: int, end: int) -> int:
    within = f"row >= {first} and row < {end}"
    found = client.query(collection, filter=within, output_fields=["count(*)"], consistency_level="Strong")
    return int(found[0]["count(*)"])


def _address(uri: str) -> dict[str, str]:
    parts = urlsplit(uri)
    if parts.username is None:
        return {"uri": uri}
    host = parts.netloc.rpartition("@")[2]
    return {"uri": parts._replace(netloc=host).geturl(), "token": f"{parts.username}:{parts.password or ''}"}


@contextmanager
def _reached() -> Iterator[None]:
    from pymilvus.exceptions import MilvusException

    try:
        yield
    except (MilvusException, OSError) as error:
        # The address may hold a password, so it is not repeated.
        raise NoIndex(
            f"The Milvus that TANYA_INDEX names does not answer ({type(error).__name__}).",
            "Start it or correct the address; TANYA_INDEX=faiss searches without it.",
        ) from error
