"""Everything that the server keeps, kept in PostgreSQL: the statements are the same, the database is stricter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from corpus.crawl import Frontier
from corpus.database import Database
from qa.log import AnswerLog
from tests.postgres import running_postgres
from tests.qa.test_log import ANSWER
from web.conversations import Conversations
from web.errors import ConversationNotFound
from web.feedback import FeedbackStore
from web.insight import Unanswered, usage
from web.people import People
from web.sessions import Sessions

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def database() -> Iterator[Database]:
    with running_postgres() as url:
        opened = Database(url)
        yield opened
        opened.close()


def test_conversations(database: Database) -> None:
    kept = Conversations(database)
    kept.add("rina", "c1", ANSWER)
    kept.add("rina", "c1", replace(ANSWER, id="a2", question="100 % atau 50_50: 'kutip' dan :titik?"))
    assert [turn["id"] for turn in kept.turns("rina", "c1")] == ["a1", "a2"]
    assert [one.id for one in kept.recent("rina")] == ["c1"]
    assert [one.id for one in kept.recent("rina", containing="50_50: 'kutip' dan :titik")] == ["c1"]
    assert kept.recent("rina", containing="51_50") == []
    assert kept.recent("budi") == []
    found = kept.find_answer("a2", "budi")
    assert found is not None and (found.owner, found.answer["id"]) == ("rina", "a2")
    kept.rename("rina", "c1", "Jadwal")
    assert kept.get("rina", "c1").title == "Jadwal"
    kept.delete("rina", "c1")
    with pytest.raises(ConversationNotFound):
        kept.get("rina", "c1")


def test_feedback(database: Database) -> None:
    feedback = FeedbackStore(database)
    feedback.give("a1", "rina", "up", "bagus")
    feedback.give("a1", "rina", "down", "")
    assert [(rating.rating, rating.comment) for rating in feedback.recent()] == [("down", "bagus")]
    assert feedback.of("a1", "rina") == "down"
    assert feedback.of("a1", "budi") is None


def test_people_sessions_and_keys(database: Database) -> None:
    people, sessions = People(database), Sessions(database)
    people.add("rina", "rahasia-panjang", "editor")
    assert people.check("rina", "rahasia-panjang").name == "rina"
    token = sessions.begin("rina")
    assert sessions.name_of(token) == "rina"
    sessions.end(token)
    assert sessions.name_of(token) is None
    secret = sessions.make_key("rina", "skrip", ["ask"])
    key = sessions.key_of(secret)
    assert key is not None and key.scopes == ("ask",)
    sessions.revoke(key.id)
    assert sessions.key_of(secret) is None


def test_the_log_and_what_it_says_about_use(database: Database) -> None:
    log = AnswerLog(database)
    log.record(replace(ANSWER, id="l1"), [0.5])
    log.record(replace(ANSWER, id="l2", refused=True, question="apa?"))
    told = usage(database)
    assert (told.questions, told.refused, told.unanswered) == (2, 1, (Unanswered("apa?", 1),))
    assert log.per_day()[0]["questions"] == 2
    assert log.forget("9999-01-01") == 2


def test_a_crawl_goes_on(database: Database) -> None:
    frontier = Frontier(database)
    frontier.begin("https://kpu.example/")
    frontier.found("https://kpu.example/", ["https://kpu.example/a", "https://kpu.example/a?b=100%"])
    frontier.found("https://kpu.example/", ["https://kpu.example/a"])
    with database.transaction() as connection:
        assert connection.rows("SELECT url FROM crawl WHERE done = 0 ORDER BY position") == [
            {"url": "https://kpu.example/a"},
            {"url": "https://kpu.example/a?b=100%"},
        ]
