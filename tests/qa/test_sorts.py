"""The sort of thing that a question names, and the values that a sentence names so."""

from __future__ import annotations

import pytest

from qa.question import understand
from qa.sorts import of_sort

TALK = "Acara digelar di ruang RPP dengan mengambil tema Suara Muda dan memakai aplikasi bernama Sirekap."


@pytest.mark.parametrize(
    ("question", "value", "expected"),
    [
        ("Di ruang apa acara itu digelar?", "RPP", 1.0),
        ("Di ruang apa acara itu digelar?", "ruang RPP", 1.0),
        ("Di ruang apa acara itu digelar?", "Suara Muda", 0.0),
        ("Apa tema acara itu?", "Suara Muda", 1.0),
        ("Apa tema acara itu?", "RPP", 0.0),
        ("Which app did they use?", "Sirekap", 1.0),
        ("What was the theme of the event?", "Suara Muda", 1.0),
        ("What was the theme of the event?", "Sirekap", 0.0),
        ("Apa yang digelar di sana?", "RPP", 0.0),  # names no sort
    ],
)
def test_a_value_is_named_by_the_sort_of_thing_asked_for(question: str, value: str, expected: float) -> None:
    at = TALK.index(value)
    assert of_sort(understand(question), TALK, (at, at + len(value))) == expected
