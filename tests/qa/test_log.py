"""The answer log: entries come back as given, survive crowds, and name what was withdrawn."""

from __future__ import annotations

import json
import multiprocessing
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.database import Database
from qa.log import AnswerLog, AnswerNotFound, differences, sources
from qa.types import Answer, Citation, DatedValue

CITATION = Citation(
    1, "salatiga", "CPNS Belajar", "KPU Kota Salatiga", "a.md", "2021-06-16", "Pada 28 Februari.", 3, 20
)
ANSWER = Answer(
    id="a1",
    question="kapan pemilu?",
    standalone_question="kapan pemilu?",
    language="id",
    text="14 Februari 2024 “…” [1]",
    short_answer="14 Februari 2024",
    as_of="2022-01-31",
    refused=False,
    reason=None,
    confidence=0.87,
    citations=(CITATION,),
    superseded=(DatedValue("28 Februari 2024", "2021-06-16", replace(CITATION, article_id="jateng")),),
    conflicts=(),
    passages=(),
    composer="extractive",
    generation="g1",
    timings_ms={"search": 3.0, "total": 12.5},
)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(f"sqlite:///{tmp_path / 'log.sqlite'}")
    yield opened
    opened.close()


def test_an_entry_is_the_answer_as_given(database: Database) -> None:
    log = AnswerLog(database)
    log.record(ANSWER, [0.25, 0.125])
    entry = log.get("a1")
    assert {name: entry[name] for name in ANSWER.to_json()} == json.loads(json.dumps(ANSWER.to_json()))
    assert entry["scores"] == [0.25, 0.125]
    assert entry["asked_at"].endswith("+00:00")


def test_storing_twice_changes_nothing(database: Database) -> None:
    log = AnswerLog(database)
    log.record(ANSWER)
    log.record(replace(ANSWER, text="something else"))
    assert log.get("a1")["text"] == ANSWER.text
    assert len(log.recent(5)) == 1


def test_an_unknown_id_is_named(database: Database) -> None:
    with pytest.raises(AnswerNotFound, match="'nothing'"):
        AnswerLog(database).get("nothing")


def test_recent_is_newest_first_and_bounded(database: Database) -> None:
    log = AnswerLog(database)
    for number in range(7):
        log.record(replace(ANSWER, id=f"a{number}", refused=number % 2 == 0))
    assert [entry["id"] for entry in log.recent(3)] == ["a6", "a5", "a4"]
    assert [entry["id"] for entry in log.unanswered(3)] == ["a6", "a4", "a2"]


def test_withdrawn_sources_are_named_on_reading(database: Database) -> None:
    AnswerLog(database).record(ANSWER)
    assert AnswerLog(database).get("a1")["withdrawn"] == []
    assert AnswerLog(database, lambda ids: [i for i in ids if i != "jateng"]).get("a1")["withdrawn"] == ["jateng"]
    assert sources(ANSWER.to_json()) == ["salatiga", "jateng"]


def test_days_are_counted(database: Database) -> None:
    log = AnswerLog(database)
    for number in range(4):
        log.record(replace(ANSWER, id=str(number), refused=number == 0))
    (day,) = log.per_day()
    assert (day["questions"], day["refused"], day["mean_ms"]) == (4, 1, 12.5)


def test_old_entries_can_be_forgotten(database: Database) -> None:
    log = AnswerLog(database)
    log.record(ANSWER)
    assert log.forget("2000-01-01") == 0
    assert log.forget("9999-01-01") == 1
    assert log.recent() == []


def test_a_replay_is_compared_byte_for_byte_but_id_and_timings(database: Database) -> None:
    log = AnswerLog(database)
    log.record(ANSWER)
    again = replace(ANSWER, id="a2", timings_ms={"total": 99.0})
    assert differences(log.get("a1"), again.to_json()) == []
    assert differences(log.get("a1"), replace(again, confidence=0.88, text="x").to_json()) == ["confidence", "text"]


def _write(url: str, writer: int, count: int) -> None:
    opened = Database(url)
    log = AnswerLog(opened)
    for number in range(count):
        log.record(replace(ANSWER, id=f"{writer}-{number}", text="x" * 5_000))
    opened.close()


def test_no_row_is_lost_among_concurrent_writers(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'log.sqlite'}"
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_write, args=(url, writer, 25)) for writer in range(4)]
    for process in writers:
        process.start()
    for process in writers:
        process.join(60)
    assert [process.exitcode for process in writers] == [0, 0, 0, 0]
    opened = Database(url)
    entries = AnswerLog(opened).recent(1000)
    opened.close()
    assert {entry["id"] for entry in entries} == {f"{w}-{n}" for w in range(4) for n in range(25)}
    assert all(entry["text"] == "x" * 5_000 for entry in entries)


def test_the_latest_are_found_through_the_index(database: Database) -> None:
    AnswerLog(database).record(ANSWER)
    with database.transaction() as connection:
        plan = connection.rows("EXPLAIN QUERY PLAN SELECT body FROM answers ORDER BY asked_at DESC, id DESC LIMIT 5")
    assert any("answers_by_time" in str(row["detail"]) for row in plan)
