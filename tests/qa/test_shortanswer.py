"""The bare value of a dated range: both days, or the end that was asked for."""

from dataclasses import replace
from datetime import date

import pytest

from corpus.article import Article
from corpus.partial import PartialDate
from index.types import Chunk, Hit
from qa.candidate import Candidate
from qa.question import understand
from qa.shortanswer import short_answer
from qa.values import find_values

TEXT = "Masa pendaftaran berlangsung 19 Februari 2021 sampai 5 Maret 2021."
ARTICLE = Article("a", "a.md", "Pendaftaran", TEXT, date(2021, 2, 1).isoformat(), "KPU Kota Salatiga")


def asked(question: str) -> str | None:
    value = next(v for v in find_values(TEXT) if "/" in v.canonical)
    span = value.start, value.end
    hit = Hit(Chunk("a", 0, len(TEXT), TEXT, ((0, len(TEXT)),)), 0.0)
    said: frozenset[str] = frozenset()
    candidate = Candidate(hit, ARTICLE, (0, len(TEXT)), span, value, {}, said, said, said, 0.0, 1.0)
    return short_answer(understand(question), candidate)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Kapan pendaftaran berlangsung?", "19 Februari 2021 sampai 5 Maret 2021"),
        ("Kapan pendaftaran dibuka?", "19 Februari 2021 sampai 5 Maret 2021"),
        ("Dari tanggal berapa sampai tanggal berapa pendaftaran?", "19 Februari 2021 sampai 5 Maret 2021"),
        ("Sampai kapan pendaftaran?", "5 Maret 2021"),
        ("Kapan pendaftaran ditutup?", "5 Maret 2021"),
        ("Kapan masa pendaftaran berakhir?", "5 Maret 2021"),
        ("Sejak kapan orang bisa mendaftar?", "19 Februari 2021"),
        ("Kapan pendaftaran dimulai?", "19 Februari 2021"),
        ("Until when can one register?", "5 March 2021"),
        ("When does registration end?", "5 March 2021"),
        ("When did registration start?", "19 February 2021"),
        ("When is registration?", "19 February 2021 to 5 March 2021"),
    ],
)
def test_the_end_that_is_asked_for_is_told(question: str, expected: str) -> None:
    assert asked(question) == expected


@pytest.mark.parametrize(
    ("text", "words", "question", "expected"),
    [
        ("Rapat digelar kemarin di Kudus.", "kemarin", "Kapan rapat digelar?", "15 Juni 2021"),
        ("Rapat digelar kemarin di Kudus.", "kemarin", "When was the meeting held?", "15 June 2021"),
        ("Rapat digelar Rabu (16/6) di Kudus.", "16/6", "Tahun berapa rapat digelar?", "2021"),
    ],
)
def test_a_day_told_by_the_day_of_writing_is_told_whole(text: str, words: str, question: str, expected: str) -> None:
    article = replace(ARTICLE, text=text, published="2021-06-16")
    value = next(v for v in find_values(text, PartialDate(2021, 6, 16)) if v.kind == "date")
    start = text.index(words)
    hit = Hit(Chunk("a", 0, len(text), text, ((0, len(text)),)), 0.0)
    said: frozenset[str] = frozenset()
    span = start, start + len(words)
    candidate = Candidate(hit, article, (0, len(text)), span, value, {}, said, said, said, 0.0, 1.0)
    assert short_answer(understand(question), candidate) == expected
