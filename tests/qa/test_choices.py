"""Questions that offer their own answers."""

from __future__ import annotations

import pytest

from qa.answertypes import AnswerType
from qa.choices import find_choices, offered
from qa.question import understand


@pytest.mark.parametrize(
    ("question", "language", "alternatives"),
    [
        ("Was the briefing held in person or online?", "en", ["in person", "online"]),
        ("Bagaimana acara itu diikuti, tatap muka atau daring?", "id", ["tatap muka", "daring"]),
        ("Apakah rapat itu digelar secara luring atau daring?", "id", ["luring", "daring"]),
        ("Which came first, the DPS or the DPT?", "en", ["DPS", "DPT"]),
        ("Siapa yang menang, Budi Santoso atau Sri Wahyuni?", "id", ["Budi Santoso", "Sri Wahyuni"]),
        ("Kaus atau mug kampanye nilainya maksimal berapa?", "id", []),
        ("Petahana harus mundur atau tidak?", "id", []),
        ("Who chairs the regency or city KPU?", "en", []),
        ("Bolehkah pemilih membawa KTP atau paspor?", "id", []),
    ],
)
def test_what_a_question_offers(question: str, language: str, alternatives: list[str]) -> None:
    assert [asked for asked, _ in offered(question, language)] == alternatives
    assert (understand(question, language).answer_type is AnswerType.CHOICE) == bool(alternatives)


def test_an_alternative_is_found_in_the_words_of_the_page() -> None:
    text = "Kegiatan digelar secara daring, dan bukan lagi tatap muka."
    found = find_choices(offered("Was it held in person or online?", "en"), text)
    assert sorted((text[start:end], asked) for (start, end), asked in found) == [
        ("daring", "online"),
        ("tatap muka", "in person"),
    ]
    assert find_choices(offered("Was it held in person or online?", "en"), "Muka baru hadir.") == []
