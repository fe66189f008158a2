"""Bring a generation into the engine where it will be looked up, before it is served. Knows nothing of searching."""

from __future__ import annotations

from corpus.home import Home
from corpus.progress import Progress
from index.arrays import read_array
from index.manifest import read_manifest
from index.terms import load_terms


def is_shared(index: str) -> bool:
    """Whether `TANYA_INDEX` names a server. A file of milvus-lite is loaded by the one process that serves from it."""
    kind, _, uri = index.partition(":")
    return kind == "milvus" and "://" in uri


def load_into(index: str, home: Home, name: str, progress: Progress | None = None) -> None:
    """Give the server that `index` names the passages that it lacks of a generation; one that was stopped goes on.

    Raises what `index.milvus.open_milvus` raises. With FAISS, or a file, there is nothing to do.
    """
    if not is_shared(index):
        return
    from index.milvus import open_milvus

    folder = home.index / name
    probes = int(read_manifest(folder).vectors["probes"])
    uri = index.partition(":")[2]
    open_milvus(uri, name, read_array(folder, "vectors"), load_terms(folder), probes, progress)
