"""Whole runs of a small set by a known engine: figures, saving, comparing, floors, and sets that are not sets."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from corpus.article import Article
from corpus.errors import BadSet
from corpus.home import Home
from corpus.progress import Progress
from corpus.settings import Settings, read_settings
from eval import run as running
from eval.compare import compare_runs
from eval.floors import BadFloor, BelowFloor, hold_floors, read_floors
from eval.history import NoRun, history, load_run, names, save_run
from eval.homes import Asker
from eval.run import run_set
from eval.sets import read_set
from tests.eval.fakes import BagOfWords

ARTICLES = [
    Article("vote", "vote.md", "Pemungutan suara", "Pemungutan suara digelar tahun 2024."),
    Article("chair", "chair.md", "Ketua", "Ketua KPU adalah Afifuddin."),
]
ROWS: list[dict[str, Any]] = [
    {
        "id": "year", "question_id": "kapan pemungutan suara?", "question_en": "which year suara?",
        "answers": {"id": ["2024"]}, "articles": ["vote"], "type": "date", "difficulty": "easy",
    },
    {
        "id": "chair", "question_id": "siapa ketua?", "answers": {"id": ["Hasyim"]}, "articles": ["chair"],
        "type": "person", "difficulty": "hard", "history": ["kapan suara?"], "tags": ["follow_up", "informal"],
    },
    {
        "id": "none", "question_id": "berapa gaji?", "question_en": "what salary?", "answers": {}, "articles": [],
        "type": "number", "difficulty": "medium", "unanswerable": True,
    },
    {
        "id": "own", "question_id": "di mana kantor?", "answers": {"id": ["Cilacap"]}, "articles": ["office"],
        "type": "place", "difficulty": "easy",
        "corpus": [{"id": "office", "title": "Kantor", "text": "Letak kantor: Cilacap.", "date": "2024-01-02"}],
    },
]  # fmt: skip


def write(path: Path, rows: Sequence[Any]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """A run over ROWS: items with a corpus of their own meet a fake over that, the others one over ARTICLES."""

    @contextmanager
    def engine(articles: Sequence[Article], settings: Settings, progress: Progress | None = None) -> Iterator[Asker]:
        yield BagOfWords(articles)

    monkeypatch.setattr(running, "temporary_engine", engine)
    return run_set(write(tmp_path / "small.jsonl", ROWS), read_settings(), engine=BagOfWords(ARTICLES))


def test_figures(small: dict[str, Any]) -> None:
    assert small["n"] == 6
    assert {(row["id"], row["language"]): row["why"] for row in small["rows"]} == {
        ("year", "id"): "right",
        ("year", "en"): "right",
        ("chair", "id"): "wrong_value",
        ("none", "id"): "right",
        ("none", "en"): "right",
        ("own", "id"): "right",
    }
    assert small["accuracy"] == pytest.approx(5 / 6, abs=1e-4)
    assert small["by_type"]["person"] == {"n": 1, "accuracy": 0.0}
    assert small["by_language"]["en"] == {"n": 2, "accuracy": 1.0}
    assert small["by_tag"] == {"follow_up": {"n": 1, "accuracy": 0.0}, "informal": {"n": 1, "accuracy": 0.0}}
    assert small["by_difficulty"]["hard"]["accuracy"] == 0.0
    assert (small["refusal_precision"], small["refusal_recall"]) == (1.0, 1.0)
    assert (small["citation_precision"], small["citation_recall"], small["quote_exactness"]) == (1.0, 1.0, 1.0)
    assert small["failures"] == {"wrong_value": 1}
    assert small["ci95"]["accuracy"][0] < small["accuracy"] < small["ci95"]["accuracy"][1]
    assert 0 <= small["p50_ms"] <= small["p95_ms"]


def test_follow_ups_meet_real_turns(tmp_path: Path) -> None:
    heard: list[tuple[str, list[str]]] = []

    class Listening(BagOfWords):
        def ask(self, question: str, **given: Any) -> Any:
            heard.append((question, [turn.text for turn in given.get("history", ())]))
            return super().ask(question, **given)

    run_set(write(tmp_path / "s.jsonl", ROWS[1:2]), read_settings(), engine=Listening(ARTICLES))
    assert heard == [("kapan suara?", []), ("siapa ketua?", [f"{ARTICLES[0].text} [1]"])]


def test_limit_and_languages(tmp_path: Path) -> None:
    path = write(tmp_path / "s.jsonl", ROWS[:3])
    run = run_set(path, read_settings(), engine=BagOfWords(ARTICLES), languages=("en",), limit=2)
    assert [(row["id"], row["language"]) for row in run["rows"]] == [("year", "en")]


def test_runs_are_saved_found_again_and_remembered(tmp_path: Path, small: dict[str, Any]) -> None:
    home = Home(tmp_path / "home")
    save_run(home, "first", small)
    path = save_run(home, "first", {**small, "accuracy": 1.0})
    assert load_run(home, "first") == json.loads(json.dumps({"name": "first", **small, "accuracy": 1.0}))
    assert load_run(home, str(path))["accuracy"] == 1.0
    assert names(home) == ["first"]
    assert [line["accuracy"] for line in history(home)] == [small["accuracy"], 1.0]
    with pytest.raises(NoRun, match="first"):
        load_run(home, "second")
    with pytest.raises(BadSet, match="cannot name"):
        save_run(home, "../out", small)


def test_comparison_finds_the_flips(small: dict[str, Any]) -> None:
    better = {**small, "rows": [{**row, "right": True} for row in small["rows"]]}
    got = compare_runs(small, better)
    assert [flip["id"] for flip in got["gained"]] == ["chair"]
    assert got["lost"] == []
    assert got["difference"] == pytest.approx(1 / 6, abs=1e-4)
    assert got["p"] == 1.0  # one flip either way is a coin's toss
    assert [flip["id"] for flip in compare_runs(better, small)["lost"]] == ["chair"]
    with pytest.raises(BadSet):
        compare_runs(small, {**small, "rows": []})


def test_floors(small: dict[str, Any]) -> None:
    hold_floors(small, read_floors("0.8"))
    hold_floors(small, read_floors("accuracy=0.8, refusal_recall=1"))
    with pytest.raises(BelowFloor, match=r"accuracy 0\.8333 < 0\.9"):
        hold_floors(small, read_floors("refusal_recall=1,accuracy=0.9"))
    for wrong in ("high", "speed=0.9", "90"):
        with pytest.raises(BadFloor):
            read_floors(wrong)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"question_id": "", "question_en": None}, "neither"),
        ({"difficulty": "tricky"}, "easy, medium, hard"),
        ({"unanswerable": True}, "has answers"),
        ({"answers": {}}, "no answers"),
        ({"articles": []}, "names no articles"),
        ({"answers": {"id": "2024"}}, "list of strings"),
        ({"kind": "x"}, "unknown keys: kind"),
        ({"corpus": [{"id": "other", "title": "t", "text": "x"}]}, "its own corpus lacks"),
    ],
)
def test_rows_that_make_no_sense_are_named(tmp_path: Path, change: dict[str, Any], told: str) -> None:
    path = write(tmp_path / "s.jsonl", [ROWS[2], {**ROWS[0], **change}])
    with pytest.raises(BadSet, match=rf"line 2: .*{told}"):
        read_set(path)


def test_files_that_are_no_sets_are_named(tmp_path: Path) -> None:
    (tmp_path / "empty.jsonl").write_text("\n", encoding="utf-8")
    (tmp_path / "broken.jsonl").write_text("{\n", encoding="utf-8")
    for name in ("empty.jsonl", "broken.jsonl", "missing.jsonl"):
        with pytest.raises(BadSet, match=name):
            read_set(tmp_path / name)
    with pytest.raises(BadSet, match="stands there twice"):
        read_set(write(tmp_path / "twice.jsonl", [ROWS[0], ROWS[0]]))
