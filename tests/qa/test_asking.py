"""Questions put more plainly before passages are read for them."""

from __future__ import annotations

import pytest

from qa.asking import plainly_asked
from qa.question import understand, understood


@pytest.mark.parametrize(
    ("question", "plainly"),
    [
        ("Siapa nama ketua KPU Kabupaten Kudus?", "Siapa ketua KPU Kabupaten Kudus?"),
        ("Nama ketua KPU Kudus siapa?", "Siapa ketua KPU Kudus?"),
        ("Apa nama lengkap ketua KPU Kudus?", "Siapa ketua KPU Kudus?"),
        ("Sebutkan nama moderatornya", "Siapa moderatornya"),
        ("Nama sekretaris KPU Kudus?", "Siapa sekretaris KPU Kudus?"),
        ("What is the name of the Ende KPU secretary?", "Who is the Ende KPU secretary?"),
        ("What is the chair of KPU Kudus called?", "Who is the chair of KPU Kudus?"),
        ("Apa nama acara rutin KPU Kudus?", None),
        ("Apa nama forum anggota KPU Kudus?", None),
        ("What is the name of the event that the chair opened?", None),
        ("Siapa ketua KPU Kudus?", None),
    ],
)
def test_a_name_of_whoever_holds_a_post_is_asked_for_by_the_post(question: str, plainly: str | None) -> None:
    assert plainly_asked(question) == (plainly or question)


def test_what_letters_stand_for_is_asked_in_one_way_in_the_articles_language() -> None:
    query = understood("LPPDK stands for?", "en", lambda _question: "apa kepanjangan")
    assert query.translated_core == "apa kepanjangan LPPDK?"


@pytest.mark.parametrize(
    ("question", "about", "period"),
    [
        ("siapa ketua KPU RI awal 2023?", None, "2023"),
        ("who was KPU chair back in early 2023?", None, "2023"),
        ("How many had no ID just before the 2024 election?", None, None),
        ("Who was chair before 2024?", "2023", None),
        ("Berapa target kehilangan air akhir 2024?", None, None),
    ],
)
def test_when_it_held_is_a_time_and_no_election(question: str, about: str | None, period: str | None) -> None:
    query = understand(question)
    assert (query.about and query.about.iso, query.period and query.period.iso) == (about, period)


@pytest.mark.parametrize(
    "question",
    [
        "Nomor keppres pemberhentian Hasyim berapa?",
        "What is the number of the presidential decree that dismissed Hasyim?",
    ],
)
def test_the_number_of_a_legal_text_is_its_name(question: str) -> None:
    assert understand(question).answer_type == "regulation"
