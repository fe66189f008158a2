from pathlib import Path

import numpy as np
import pytest

from corpus.errors import BuildFailed, IndexDamaged
from index import vectors as module
from index.vectors import build_vectors, load_vectors, measure_recall, unit


def _rows(count: int, dim: int = 32, clusters: int = 40) -> np.ndarray:
    random = np.random.default_rng(7)
    centres = random.standard_normal((clusters, dim))
    noise = random.standard_normal((count, dim))
    return unit((centres[random.integers(clusters, size=count)] + 0.7 * noise).astype(np.float32)).astype(np.float16)


def test_exact_search_is_the_matrix_product() -> None:
    rows = _rows(500)
    index, report = build_vectors(rows)
    query = rows[17].astype(np.float32)
    expected = rows.astype(np.float32) @ query
    found, scores = index.search(query, 10)
    assert found.tolist() == np.argsort(-expected, kind="stable")[:10].tolist()
    assert scores == pytest.approx(expected[found], abs=1e-3)
    assert report.recall_at_10 == 1.0


def test_a_filter_works_before_ranking_and_fills_the_list() -> None:
    rows = _rows(500)
    index, _ = build_vectors(rows)
    query = rows[17].astype(np.float32)
    allowed = np.arange(3, 500, 50)
    found, _ = index.search(query, 10, allowed)
    expected = allowed[np.argsort(-(rows[allowed].astype(np.float32) @ query), kind="stable")]
    assert found.tolist() == expected.tolist()


def test_approximate_search_states_a_true_recall_and_filters_in_full(tmp_path: Path) -> None:
    rows = _rows(4000)
    index, report = build_vectors(rows, exact_up_to=1000)
    assert report.kind.startswith("IVF")
    assert report.recall_at_10 >= 0.95
    index.save(tmp_path / "x.faiss")
    loaded = load_vectors(tmp_path / "x.faiss", report.probes)
    assert measure_recall(loaded, rows) == report.recall_at_10
    allowed = np.arange(0, 4000, 400)
    assert sorted(loaded.search(rows[5].astype(np.float32), 10, allowed)[0].tolist()) == allowed.tolist()


def test_a_build_below_the_promised_recall_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LEAST_RECALL", 1.01)
    with pytest.raises(BuildFailed, match="finds only"):
        build_vectors(_rows(2000), exact_up_to=1000)


def test_no_vectors_find_nothing() -> None:
    index, _ = build_vectors(np.empty((0, 32), dtype=np.float16))
    assert index.search(np.ones(32, dtype=np.float32), 5)[0].tolist() == []


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "vectors.faiss"
    path.write_bytes(b"not an index")
    with pytest.raises(IndexDamaged, match=r"vectors\.faiss"):
        load_vectors(path, 0)
