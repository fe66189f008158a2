import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from corpus.article import Article
from corpus.errors import NoIndex, SettingsError
from corpus.home import Home
from index.build import build
from index.generation import load
from index.milvus import _address
from tests.faults.encoder import WordHashing

installed = pytest.mark.skipif(
    not (find_spec("pymilvus") and find_spec("milvus_lite")), reason="pymilvus or milvus-lite is not installed"
)


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    place = tmp_path_factory.mktemp("milvus")
    command = [sys.executable, "-m", "tests.index.milvus_process", str(place)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=Path(__file__).parents[2], timeout=300)
    assert done.returncode == 0, done.stderr[-3000:]
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


@installed
def test_milvus_gives_the_same_hits_as_faiss_with_and_without_filters(compared: dict[str, Any]) -> None:
    assert compared["milvus"] == compared["faiss"]
    assert [len(hits) for name, hits in compared["milvus"].items() if name.endswith(" all")] == [12, 12, 12]
    assert [hits for name, hits in compared["milvus"].items() if name.endswith(" none")] == [[], [], []]
    assert compared["offices"] == ["KPU Sikka"]


@installed
def test_its_nearest_are_the_matrix_product_s(compared: dict[str, Any]) -> None:
    products = np.asarray(compared["products"])
    assert compared["scores"] == pytest.approx(products[compared["rows"]], abs=1e-4)
    assert sorted(compared["scores"], reverse=True) == pytest.approx(sorted(products[::3], reverse=True)[:20], abs=1e-4)


@installed
def test_inverted_lists_keep_the_recall_and_filters_return_full_lists(compared: dict[str, Any]) -> None:
    assert compared["kind"].startswith("IVF")
    assert compared["recall"] >= 0.95
    assert compared["filtered"] == list(range(0, 3000, 300))


@installed
def test_words_looked_up_there_are_the_best_by_bm25_over_synonyms(compared: dict[str, Any]) -> None:
    assert len(compared["words"]) == 150
    assert compared["looked up"] == compared["words"]
    assert compared["same scores"]
    assert compared["no words"] == []
    assert 0 < len(compared["words in office"]) <= 10
    assert set(compared["words in office"]) <= set(range(1, 3000, 300))


@installed
def test_a_load_that_was_stopped_goes_on(compared: dict[str, Any]) -> None:
    assert compared["stopped"] == 100


@installed
def test_a_milvus_that_is_not_there_is_told_without_its_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.milvus._TIMEOUT_S", 1.0)
    with pytest.raises(NoIndex, match="does not answer") as told:
        load(_home(tmp_path), WordHashing(), "milvus:http://petugas:rahasia@127.0.0.1:9")
    assert "rahasia" not in str(told.value)


@pytest.mark.skipif(find_spec("pymilvus") is not None, reason="pymilvus is installed")
def test_a_missing_pymilvus_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="pymilvus is not installed"):
        load(_home(tmp_path), WordHashing(), f"milvus:{tmp_path / 'x.db'}")


@pytest.mark.parametrize("index", ["", "milvus", "milvus:", "qdrant:http://petugas:rahasia@127.0.0.1"])
def test_an_unknown_index_is_told_without_repeating_it(index: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="TANYA_INDEX") as told:
        load(_home(tmp_path), WordHashing(), index)
    assert "rahasia" not in str(told.value)


@pytest.mark.parametrize(
    ("uri", "given"),
    [
        ("vectors.db", {"uri": "vectors.db"}),
        ("http://h:19530", {"uri": "http://h:19530"}),
        ("http://a:b@h:19530/db", {"uri": "http://h:19530/db", "token": "a:b"}),
    ],
)
def test_a_name_and_password_leave_the_address(uri: str, given: dict[str, str]) -> None:
    assert _address(uri) == given


def _home(place: Path) -> Home:
    home = Home(place / "home")
    build(home, [Article("a", "a.md", "Kabar", "Rapat pleno digelar di Jakarta.")], WordHashing())
    return home
