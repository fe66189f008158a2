"""Nearest vectors through Milvus, for corpora that outgrow one machine's FAISS. The only owner of pymilvus.

A generation's passages are one collection, named after it, with passages' rows as keys. Knows nothing of texts.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from corpus.errors import NoIndex, SettingsError
from index.encoder import Matrix
from index.vectors import lists_for

_BLOCK = 2_000  # rows in one request: 4 MB, of the 64 MB that Milvus takes
_TIMEOUT_S = 30.0

Rows = NDArray[np.int64]
Half = NDArray[np.float16]


class MilvusVectors:
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
        within = "" if allowed is None else f"row in {allowed.tolist()}"
        # A filter thins every list, so all of them are probed to return full results.
        probes = self._probes if allowed is None else lists_for(self._size)
        params = {"nprobe": probes} if self._probes else {}
        with _reached():
            hits = self._client.search(
                self._collection, data=[query.tolist()], limit=k, filter=within, timeout=_TIMEOUT_S,
                search_params={"metric_type": "IP", "params": params}, consistency_level="Strong",
            )[0]  # fmt: skip
        rows = np.asarray([hit["row"] for hit in hits], dtype=np.int64)
        scores = np.asarray([hit["distance"] for hit in hits], dtype=np.float32)
        order = np.lexsort((rows, -scores))
        return rows[order], scores[order]


def open_milvus(uri: str, generation: str, vectors: Half, probes: int) -> MilvusVectors:
    """The collection of a generation; rows that it lacks are loaded first, so a load that was stopped goes on.

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
        collection = f"tanya_{generation}"
        if not client.has_collection(collection):
            _create(client, collection, vectors, probes)
        _fill(client, collection, vectors)
        client.load_collection(collection)
    return MilvusVectors(client, collection, len(vectors), probes)


def _create(client: Any, collection: str, vectors: Half, probes: int) -> None:
    from pymilvus import DataType

    schema = client.create_schema(auto_id=False, enable_dynamic_field=False)
    schema.add_field("row", DataType.INT64, is_primary=True)
    schema.add_field("vector", DataType.FLOAT_VECTOR, dim=vectors.shape[1])
    parameters = client.prepare_index_params()
    # Not Milvus's own choice, a graph that leaves out what it cannot reach.
    kind = (
        {"index_type": "IVF_FLAT", "params": {"nlist": lists_for(len(vectors))}} if probes else {"index_type": "FLAT"}
    )
    parameters.add_index("vector", metric_type="IP", **kind)
    client.create_collection(collection, schema=schema, index_params=parameters, consistency_level="Strong")


def _fill(client: Any, collection: str, vectors: Half) -> None:
    """Insert the blocks that are not there in full; inserting a row twice leaves it there once."""
    client.load_collection(collection)
    if _count(client, collection, 0, len(vectors)) == len(vectors):
        return
    for first in range(0, len(vectors), _BLOCK):
        block = vectors[first : first + _BLOCK].astype(np.float32)
        if _count(client, collection, first, first + len(block)) < len(block):
            rows = [{"row": first + at, "vector": vector} for at, vector in enumerate(block)]
            client.upsert(collection, rows)
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
