"""Sentences read once more, each by itself: how many, under which words, and what it does to their order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from qa.candidate import Candidate
from qa.confidence import Linear, load
from qa.question import translated, understand
from qa.rereading import LOOKED_AT, reread
from tests.qa.qafakes import candidate

HALL = "Rapat digelar di aula KPU Kudus."
INN = "Peserta menginap di Hotel Griptha."
CONFIDENCE = replace(
    load(),
    rank=Linear(0.0, {"alone": 1.0, "alone_span": 1.0}),
    trust=Linear(0.0, {"alone": 1.0}),
)


@dataclass(frozen=True)
class Span:
    """What the reader marks."""

    start: int
    end: int
    score: float


@dataclass(frozen=True)
class Reading:
    """What it makes of one sentence."""

    answerable: float
    spans: tuple[Span, ...] = ()
    first: None = None


@dataclass
class Reader:
    """Holds a sentence with "aula" likely to answer, and marks that word; keeps what it was asked."""

    asked: list[tuple[str, Sequence[str], Sequence[str]]] = field(default_factory=list)

    def read(
        self, question: str, passages: Sequence[str], leads: Sequence[str] = (), *, again: str = ""
    ) -> list[Reading]:
        """One reading for each."""
        self.asked.append((question, passages, leads))
        return [self._one(passage) for passage in passages]

    def _one(self, passage: str) -> Reading:
        at = passage.find("aula")
        return Reading(0.9, (Span(at, at + 4, -0.2),)) if at >= 0 else Reading(0.01)


def _pair() -> list[Candidate]:
    return [candidate("inn", INN, "Hotel Griptha", "place"), candidate("hall", HALL, "aula", "place")]


def test_a_sentence_that_answers_by_itself_comes_before_one_that_does_not() -> None:
    reader = Reader()
    first, second = reread(understand("Di mana rapat digelar?"), _pair(), reader, CONFIDENCE)
    assert (first.article.id, second.article.id) == ("hall", "inn")
    assert first.trust > 0.8 > 0.1 > second.trust
    assert first.features["alone_top"] == 1.0
    assert first.features["alone_span"] == -0.1
    assert second.features["alone_top"] == 0.0


def test_sentences_are_read_under_their_articles_head() -> None:
    reader = Reader()
    reread(understand("Di mana rapat digelar?"), _pair(), reader, CONFIDENCE)
    ((question, passages, leads),) = reader.asked
    assert question == "Di mana rapat digelar?"
    assert passages == [INN, HALL]
    assert all(lead.startswith("Berita. KPU Kabupaten Kudus.") for lead in leads)


def test_an_english_question_meets_indonesian_sentences_in_indonesian() -> None:
    reader = Reader()
    query = translated(understand("Where was the meeting held?", "en"), "di mana rapat digelar", "id")
    reread(query, _pair(), reader, CONFIDENCE)
    assert [question for question, _, _ in reader.asked] == ["di mana rapat digelar"]


def test_only_the_likeliest_sentences_are_read_and_each_once() -> None:
    reader = Reader()
    many = [candidate(f"a{n:02}", f"Rapat ke-{n} digelar di aula.", "aula", "place") for n in range(LOOKED_AT + 3)]
    twice = [one for candidate_ in many for one in (candidate_, replace(candidate_, span=None))]
    found = reread(understand("Di mana rapat digelar?"), twice, reader, CONFIDENCE)
    ((_, passages, _),) = reader.asked
    assert passages == [one.article.text for one in many[:LOOKED_AT]]
    assert len(found) == len(twice)
    unread = {one.article.id for one in many[LOOKED_AT:]}
    assert {one.article.id for one in found[-2 * len(unread) :]} == unread
    assert all(one.features["alone_top"] == 0.0 for one in found if one.article.id in unread)


def test_nothing_is_read_where_nothing_was_found() -> None:
    reader = Reader()
    assert reread(understand("Di mana rapat digelar?"), [], reader, CONFIDENCE) == []
    assert reader.asked == []
