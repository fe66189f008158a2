"""What a question wants counted."""

import pytest

from qa.counting import asked_unit


@pytest.mark.parametrize(
    ("question", "unit"),
    [
        ("Berapa kursi DPR yang diperebutkan?", "kursi"),
        ("Berapa perolehan suara partai itu?", "suara"),
        ("Jumlah seluruh pemilih berapa?", "pemilih"),
        ("How many DPR seats did the party win?", "seats"),
        ("How many polling stations opened?", "stations"),
        ("How many of the 2020 disputes came from Ngawi?", "disputes"),
        ("How many people work there?", "people"),
        ("What is the number of registered voters?", "voters"),
        ("Kapan pemungutan suara?", None),
    ],
)
def test_the_noun_that_is_asked_to_be_counted(question: str, unit: str | None) -> None:
    assert asked_unit(question) == unit
