"""The fitting set is what its README says: answers stand in their pages, splits share nothing, no text is borrowed."""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "qa" / "fitting_set"
TYPES = {
    "date",
    "time",
    "person",
    "number",
    "money",
    "percent",
    "place",
    "office",
    "expansion",
    "regulation",
    "definition",
    "reason",
    "list",
    "span",
}
Row = dict[str, Any]


def rows(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def pages() -> dict[str, Row]:
    listed = rows(FOLDER / "pages.jsonl")
    by_id = {page["id"]: page for page in listed}
    assert len(by_id) == len(listed)
    return by_id


@pytest.fixture(scope="module")
def questions() -> list[Row]:
    return rows(FOLDER / "questions.jsonl")


def page_beside(question: Row) -> str:
    """The page a question was written beside: its id without the closing number."""
    return str(question["id"]).rpartition("-")[0]


def eight_word_runs(text: str) -> set[tuple[str, ...]]:
    found = re.findall(r"\w+", text.lower())
    return set(zip(*(found[start:] for start in range(8)), strict=False))


def test_ids_and_questions_are_unique(questions: list[Row]) -> None:
    for key in ("id", "question_id", "question_en"):
        assert [value for value, times in Counter(q[key] for q in questions).items() if times > 1] == []


def test_every_answer_stands_in_its_page(pages: dict[str, Row], questions: list[Row]) -> None:
    for question in questions:
        if question["answerable"]:
            assert question["answers_id"], question["id"]
            assert [a for a in question["answers_id"] if a not in pages[question["article"]]["text"]] == []
        else:
            assert (question["answers_id"], question["article"]) == ([], None), question["id"]


def test_both_languages_are_asked(questions: list[Row]) -> None:
    for question in questions:
        assert question["question_id"].strip().endswith("?") and question["question_en"].strip().endswith("?")
        assert question["question_id"] != question["question_en"]
        assert question["type"] in TYPES


def test_a_third_has_no_answer_in_each_split(questions: list[Row]) -> None:
    for split in ("fit", "choose"):
        answerable = [q["answerable"] for q in questions if q["split"] == split]
        assert 0.30 <= answerable.count(False) / len(answerable) <= 0.40


def test_splits_share_no_page(pages: dict[str, Row], questions: list[Row]) -> None:
    beside = {split: {page_beside(q) for q in questions if q["split"] == split} for split in ("fit", "choose")}
    assert beside["fit"] & beside["choose"] == set()
    assert beside["fit"] | beside["choose"] == set(pages)
    assert {q["split"] for q in questions} == {"fit", "choose"}


def test_no_passage_comes_from_the_bundled_articles(pages: dict[str, Row]) -> None:
    articles = sorted((ROOT / "corpus" / "articles").glob("*.md"))
    assert articles
    taken = set().union(*(eight_word_runs(path.read_text(encoding="utf-8")) for path in articles))
    assert [page["id"] for page in pages.values() if eight_word_runs(page["title"] + " " + page["text"]) & taken] == []


def test_no_question_is_asked_in_the_evaluation_sets(questions: list[Row]) -> None:
    asked = {
        str(row.get(key, "")).lower()
        for path in sorted((ROOT / "eval" / "sets").glob("*.jsonl"))
        for row in rows(path)
        for key in ("question_id", "question_en")
    }
    assert asked
    assert [q["id"] for q in questions for key in ("question_id", "question_en") if q[key].lower() in asked] == []
