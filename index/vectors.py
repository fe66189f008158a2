"""Nearest vectors through FAISS: exact while that is fast, inverted lists beyond, with the recall measured.

Knows nothing of texts. The only owner of FAISS.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.errors import BuildFailed
from index.arrays import damaged, sync_file
from index.encoder import Matrix

EXACT_UP_TO = 100_000
LEAST_RECALL = 0.95
_FEWEST_PROBES = 16
_SAMPLE = 200
_NEAREST = 10
_TRAIN_PER_LIST = 40
_ROUNDS = 10  # of k-means; more gain nothing that recall shows
_BLOCK = 50_000
_SEED = 20240214

Rows = NDArray[np.int64]
Half = NDArray[np.float16]


@dataclass(frozen=True, slots=True)
class VectorReport:
    """How vectors are searched: FAISS's factory string, lists probed, measured recall@10 against exact search."""

    kind: str
    probes: int
    recall_at_10: float


class Nearest(Protocol):
    """Where the nearest passages are looked up: FAISS's file, or Milvus."""

    def search(self, query: Matrix, k: int, allowed: Rows | None = None) -> tuple[Rows, Matrix]:
        """The up to `k` best rows for one query vector and their inner products, best first, ties by row."""
        ...


class VectorIndex:
    """Inner-product search over half-precision unit rows."""

    def __init__(self, index: Any, probes: int) -> None:
        self._index = index
        self._probes = probes

    def search(self, query: Matrix, k: int, allowed: Rows | None = None) -> tuple[Rows, Matrix]:
        """The up to `k` best rows for one query vector and their scores, best first, ties by row.

        `allowed` (sorted row numbers) limits the search before ranking.
        """
        import faiss

        k = min(k, self._index.ntotal if allowed is None else len(allowed))
        if k == 0:
            return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32)
        selector: Any = None
        if allowed is not None:
            selector = faiss.IDSelectorBitmap(_bitmap(allowed, self._index.ntotal))  # type: ignore[call-arg, arg-type]
        if self._probes:
            # A filter thins every list, so the whole index is probed to return full results.
            probes = self._index.nlist if selector is not None else self._probes
            parameters: Any = faiss.SearchParametersIVF(nprobe=probes, sel=selector)  # type: ignore[call-arg]
        else:
            parameters = faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]
        scores, rows = self._index.search(query.reshape(1, -1), k, params=parameters)
        found = rows[0] >= 0
        order = np.lexsort((rows[0][found], -scores[0][found]))
        return rows[0][found][order], scores[0][found][order]

    def save(self, path: Path) -> None:
        """Write FAISS's own file and wait until it is on the disk; raises `OSError`."""
        import faiss

        try:
            faiss.write_index(self._index, str(path))
        except RuntimeError as error:
            raise OSError(f"{path.name} could not be written in full") from error
        sync_file(path)


def load_vectors(path: Path, probes: int) -> VectorIndex:
    """Open a FAISS file, memory-mapped; raises `IndexDamaged`."""
    import faiss

    try:
        return VectorIndex(faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC), probes)
    except RuntimeError as error:
        raise damaged(path, "cannot be read") from error


def build_vectors(vectors: Half, exact_up_to: int = EXACT_UP_TO) -> tuple[VectorIndex, VectorReport]:
    """Index the rows; above `exact_up_to` approximately, probing as many lists as recall@10 ≥ 0.95 takes.

    Raises `BuildFailed` when even a search of all lists stays below that.
    """
    count = len(vectors)
    if count <= exact_up_to:
        index = _filled("SQfp16", vectors)
        return VectorIndex(index, 0), VectorReport("SQfp16", 0, 1.0)
    lists = lists_for(count)
    kind = f"IVF{lists},SQfp16"
    index = _filled(kind, vectors)
    sample = _disturbed_sample(vectors)
    exact = _exact_top(sample, vectors, _NEAREST)
    for probes in _widening(lists):
        probed = VectorIndex(index, probes)
        recall = _recall(probed, sample, exact)
        if recall >= LEAST_RECALL:
            return probed, VectorReport(kind, probes, recall)
    raise BuildFailed(
        f"The approximate index finds only {recall:.1%} of the ten nearest passages.",
        "Nothing was published; what was served is still served. Report this corpus with the figure above.",
    )


def lists_for(count: int) -> int:
    """How many inverted lists that many vectors are sorted into: a power of two near twice the root."""
    return int(2 ** np.round(np.log2(2 * np.sqrt(count))))


def measure_recall(index: Nearest, vectors: Half) -> float:
    """The share of the exact ten nearest that the index finds, for a fixed sample of slightly disturbed rows."""
    sample = _disturbed_sample(vectors)
    return _recall(index, sample, _exact_top(sample, vectors, _NEAREST))


def unit(rows: Matrix) -> Matrix:
    """Rows scaled to norm 1; a zero row stays zero."""
    norms = np.linalg.norm(rows, axis=-1, keepdims=True)
    return (rows / np.where(norms == 0, 1, norms)).astype(np.float32)


def _widening(lists: int) -> Iterator[int]:
    """Twice as many lists each time, all of them at last: hard vectors make search slower, never a build fail."""
    probes = _FEWEST_PROBES
    while probes < lists:
        yield probes
        probes *= 2
    yield lists


def _disturbed_sample(vectors: Half) -> Matrix:
    random = np.random.default_rng(_SEED)
    rows = random.choice(len(vectors), size=min(_SAMPLE, len(vectors)), replace=False)
    noise = random.standard_normal((len(rows), vectors.shape[1])).astype(np.float32) / np.sqrt(vectors.shape[1])
    return unit(vectors[np.sort(rows)].astype(np.float32) + 0.7 * noise)


def _recall(index: Nearest, queries: Matrix, exact: Rows) -> float:
    k = exact.shape[1]
    hits = sum(len(np.intersect1d(index.search(query, k)[0], best)) for query, best in zip(queries, exact, strict=True))
    return float(hits / exact.size)


def _bitmap(rows: Rows, size: int) -> NDArray[np.uint8]:
    chosen = np.zeros(size, dtype=bool)
    chosen[rows] = True
    return np.packbits(chosen, bitorder="little")


def _exact_top(queries: Matrix, vectors: Half, k: int) -> Rows:
    scores = np.empty((len(queries), 0), dtype=np.float32)
    rows = np.empty((len(queries), 0), dtype=np.int64)
    for at in range(0, len(vectors), _BLOCK):
        block = queries @ vectors[at : at + _BLOCK].astype(np.float32).T
        scores = np.hstack([scores, block])
        rows = np.hstack([rows, np.broadcast_to(np.arange(at, at + block.shape[1]), block.shape)])
        keep = np.argpartition(-scores, min(k, scores.shape[1]) - 1, axis=1)[:, :k]
        scores, rows = np.take_along_axis(scores, keep, 1), np.take_along_axis(rows, keep, 1)
    return rows


def _filled(kind: str, vectors: Half) -> Any:
    import faiss

    index = faiss.index_factory(vectors.shape[1], kind, faiss.METRIC_INNER_PRODUCT)
    if not index.is_trained:
        if hasattr(index, "cp"):
            index.cp.niter = _ROUNDS
        wanted = min(len(vectors), max(256, _TRAIN_PER_LIST * getattr(index, "nlist", 1)))
        rows = np.sort(np.random.default_rng(_SEED).choice(len(vectors), size=wanted, replace=False))
        index.train(vectors[rows].astype(np.float32) if len(rows) else np.zeros((1, vectors.shape[1]), np.float32))
    for at in range(0, len(vectors), _BLOCK):
        index.add(vectors[at : at + _BLOCK].astype(np.float32))
    return index
