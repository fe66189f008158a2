"""Ranking metrics against values worked out by hand, and the ranking of a BEIR folder by a known searcher."""

from __future__ import annotations

import json
from math import log2
from pathlib import Path
from typing import Any

import pytest

from corpus.errors import BadSet
from eval.beir import read_task
from eval.metrics import ranking_scores
from eval.retrieval import as_asked, rank_documents
from index.types import Chunk, Hit
from tests.eval.fakes import BagOfWords

DOCUMENTS = [
    {"_id": "rubah/1", "title": "Rubah", "text": "Rubah cokelat melompati anjing malas."},
    {"_id": "7", "title": "Pajak", "text": "Laporan pajak diserahkan setiap tahun."},
    {"_id": "kosong", "title": "Judul saja", "text": ""},
    {"_id": "hampa", "title": "", "text": "  "},
]


def folder(at: Path, **changes: list[Any]) -> Path:
    files: dict[str, list[Any]] = {
        "corpus.jsonl": DOCUMENTS,
        "queries.jsonl": [{"_id": "q1", "text": "anjing malas"}, {"_id": "q2", "text": "laporan pajak"}],
    } | changes
    for name, rows in files.items():
        (at / name).write_text("\n".join(json.dumps(row) for row in rows) + "\n", encoding="utf-8")
    (at / "qrels").mkdir()
    (at / "qrels" / "test.tsv").write_text(
        "query-id\tcorpus-id\tscore\nq1\trubah/1\t1\nq2\t7\t1\nq2\trubah/1\t0\n", encoding="utf-8"
    )
    return at


def test_scores_by_hand() -> None:
    judged = {"q1": {"a": 1, "b": 1}, "q2": {"c": 1}, "q3": {"d": 1}}
    ranked = {"q1": ["a", "x", "b"], "q2": ["x", "y", "z", "c"]}
    got = ranking_scores(judged, ranked)
    ndcg_q1 = (1 + 1 / log2(4)) / (1 + 1 / log2(3))
    assert got["ndcg@10"] == pytest.approx((ndcg_q1 + 1 / log2(5) + 0) / 3, abs=1e-4)
    assert got["recall@1"] == pytest.approx((0.5 + 0 + 0) / 3, abs=1e-4)
    assert got["recall@10"] == pytest.approx((1 + 1 + 0) / 3, abs=1e-4)
    assert got["mrr@10"] == pytest.approx((1 + 0.25 + 0) / 3, abs=1e-4)


def test_the_order_given_is_the_order_scored() -> None:
    # trec_eval would put equal scores in its own order; eleven documents also show that nothing counts past ten.
    ranked = {"q": [*"klmnopqrst", "a"]}
    assert ranking_scores({"q": {"a": 1}}, ranked)["recall@10"] == 0.0
    assert ranking_scores({"q": {"k": 1}}, ranked)["recall@1"] == 1.0


def test_a_folder_is_read_with_its_ids_and_blanks(tmp_path: Path) -> None:
    task = read_task(folder(tmp_path))
    assert [article.id for article in task.articles] == ["rubah/1", "7", "kosong"]
    assert task.articles[2].text == "Judul saja"
    assert task.blank == 1
    assert task.judged == {"q1": {"rubah/1": 1}, "q2": {"7": 1, "rubah/1": 0}}


def test_queries_find_their_documents(tmp_path: Path) -> None:
    task = read_task(folder(tmp_path))
    ranked = rank_documents(task, BagOfWords(task.articles), lambda text: (text, "id"))
    assert ranked["q1"][0] == "rubah/1"
    assert ranked["q2"][0] == "7"
    assert ranking_scores(task.judged, ranked)["recall@1"] == 1.0


def chunk(article: str, start: int) -> Chunk:
    return Chunk(article, start, start + 1, "x", ((start, start + 1),))


def test_a_long_document_does_not_crowd_out_the_others(tmp_path: Path) -> None:
    class Crowded:
        language = "id"

        def search(self, question: str, language: str, k: int = 10, filters: object = None) -> list[Hit]:
            hits = [Hit(chunk("long", at), 100.0 - at) for at in range(60)]
            hits += [Hit(chunk(f"d{at}", 0), 30.0 - at, similar=(f"copy:{at}:00000000",)) for at in range(20)]
            return hits[:k]

    ranked = rank_documents(read_task(folder(tmp_path)), Crowded(), lambda text: (text, "id"))
    expected = ["long"] + [name for at in range(5) for name in (f"d{at}", f"copy:{at}")]
    assert ranked["q1"] == expected[:10]


@pytest.mark.parametrize(
    ("name", "rows", "told"),
    [
        ("corpus.jsonl", [{"title": "no id"}], "corpus.jsonl, line 1"),
        ("corpus.jsonl", [DOCUMENTS[0], DOCUMENTS[0]], "stands there twice"),
        ("queries.jsonl", [{"_id": "q1", "text": "x"}], "q2"),
        ("corpus.jsonl", [], "no documents"),
    ],
)
def test_bad_folders_are_named(tmp_path: Path, name: str, rows: list[Any], told: str) -> None:
    with pytest.raises(BadSet, match=told):
        read_task(folder(tmp_path, **{name: rows}))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadSet, match=r"corpus\.jsonl"):
        read_task(tmp_path)


def test_a_query_is_read_as_a_question_would_be(tmp_path: Path) -> None:
    assert as_asked("Who was the fox jumping over?") == ("Who was the fox jumping over?", "en")
    assert as_asked("Kapan laporan pajak diserahkan?") == ("Kapan laporan pajak diserahkan?", "id")
    assert as_asked(" ?! ") is None
    assert as_asked("kapan " * 1000) is not None
    task = read_task(folder(tmp_path))
    assert rank_documents(task, BagOfWords(task.articles), lambda text: None) == {"q1": [], "q2": []}
