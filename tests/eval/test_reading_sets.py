"""Reading files of both forms, and the scores that a known engine must get on them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from corpus.article import Article
from corpus.errors import BadQuestion, BadSet
from corpus.progress import Progress
from corpus.settings import Settings, read_settings
from eval import answers
from eval.answers import ReadingResult, run_answers
from eval.homes import GivenAsker
from eval.reading import read_reading_set
from qa.types import Answer
from tests.eval.fakes import BagOfWords

VOTE = "Pemungutan suara digelar 14 Februari 2024."
OFFICE = "Kantor pindah ke Cilacap."
LIST: list[dict[str, Any]] = [
    {
        "context": VOTE,
        "qas": [
            {"id": "q1", "question": "kapan pemungutan suara?", "answers": [{"text": "14 Februari 2024"}] * 2},
            {"id": "q2", "question": "xyz?", "is_impossible": True, "answers": []},
        ],
    },
    {"context": OFFICE, "qas": [{"id": "q3", "question": "kantor pindah kapan?", "is_impossible": True}]},
    {"context": VOTE, "qas": [{"id": "q4", "question": "suara digelar?", "answers": [{"text": "Februari 2024"}]}]},
]


@pytest.fixture(autouse=True)
def bag_of_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Answer through the fake; building a real home is another test's subject."""

    @contextmanager
    def engine(
        articles: Sequence[Article], settings: Settings, progress: Progress | None = None
    ) -> Iterator[GivenAsker]:
        yield BagOfWords(articles)

    monkeypatch.setattr(answers, "temporary_engine", engine)


def write(path: Path, data: Any) -> Path:
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


def bare(data: list[dict[str, Any]]) -> Any:
    return data


def squad(data: list[dict[str, Any]]) -> dict[str, Any]:
    return {"version": "v2.0", "data": [{"title": "Pemilihan_Umum", "paragraphs": data}]}


@pytest.mark.parametrize("form", [bare, squad])
def test_both_forms_give_one_passage_per_context(tmp_path: Path, form: Any) -> None:
    reading = read_reading_set(write(tmp_path / "set.json", form(LIST)))
    assert reading.passages == (VOTE, OFFICE)
    assert [(q.id, q.passage, q.golds) for q in reading.questions] == [
        ("q1", 0, ("14 Februari 2024",)),
        ("q2", 0, ()),
        ("q3", 1, ()),
        ("q4", 0, ("Februari 2024",)),
    ]


def test_titles_come_from_squad_articles(tmp_path: Path) -> None:
    assert read_reading_set(write(tmp_path / "set.json", squad(LIST))).titles == ("Pemilihan Umum",) * 2


@pytest.mark.parametrize("data", [{}, {"data": [{}]}, [{"context": "x"}], [], [{"context": "x", "qas": []}], 3])
def test_another_form_is_a_bad_set(tmp_path: Path, data: Any) -> None:
    with pytest.raises(BadSet, match=r"set\.json"):
        read_reading_set(write(tmp_path / "set.json", data))


def test_missing_and_broken_files_are_bad_sets(tmp_path: Path) -> None:
    (tmp_path / "broken.json").write_text("{", encoding="utf-8")
    for name in ("broken.json", "missing.json"):
        with pytest.raises(BadSet, match=name):
            read_reading_set(tmp_path / name)


def test_scores_of_a_known_engine(tmp_path: Path) -> None:
    # The fake says "2024" to q1 and q4 and "Cilacap" to q3, and refuses q2.
    got = run_answers(write(tmp_path / "set.json", LIST), "given", read_settings())
    assert got["mode"] == "given"
    assert got["has_answer"] == {
        "n": 2, "em": 0.0, "f1": pytest.approx((0.5 + 2 / 3) / 2, abs=1e-4), "answer_in_quote": 1.0, "answered": 1.0,
        "own_passage_cited": 1.0,
    }  # fmt: skip
    assert got["no_answer"] == {"n": 2, "refused": 0.5}
    assert got["f1_overall"] == pytest.approx((0.5 + 2 / 3 + 1 + 0) / 4, abs=1e-4)


def test_limit_spreads_over_the_file_and_progress_counts(tmp_path: Path) -> None:
    kept: list[ReadingResult] = []
    told: list[tuple[str, int, int]] = []
    run_answers(
        write(tmp_path / "set.json", LIST), "open", read_settings(), limit=2, keep=kept.append,
        progress=lambda *step: told.append(step),
    )  # fmt: skip
    assert [result.question.id for result in kept] == ["q1", "q3"]
    assert told == [("ask", 1, 2), ("ask", 2, 2)]


def test_a_set_without_unanswerables_rates_nothing_there(tmp_path: Path) -> None:
    got = run_answers(write(tmp_path / "set.json", LIST[2:]), "open", read_settings())
    assert got["no_answer"] == {"n": 0, "refused": None}


def test_a_question_that_cannot_be_read_counts_as_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Strict(BagOfWords):
        def ask_given(self, question: str, article: Article) -> Answer:
            if question == "":
                raise BadQuestion("empty")
            return super().ask_given(question, article)

    @contextmanager
    def engine(
        articles: Sequence[Article], settings: Settings, progress: Progress | None = None
    ) -> Iterator[GivenAsker]:
        yield Strict(articles)

    monkeypatch.setattr(answers, "temporary_engine", engine)
    rows = [
        {"context": VOTE, "qas": [{"question": "", "answers": [{"text": "2024"}]}, {"question": "", "answers": []}]}
    ]
    got = run_answers(write(tmp_path / "set.json", rows), "given", read_settings())
    assert got["has_answer"]["answered"] == 0.0
    assert got["no_answer"] == {"n": 1, "refused": 1.0}
