"""How values look in each language, by hand."""

from __future__ import annotations

import pytest

from corpus.partial import PartialDate
from qa.values import find_values
from qa.wording import FRAMES, refusal, show_date, show_value


@pytest.mark.parametrize(
    ("when", "indonesian", "english"),
    [
        (PartialDate(2021, 6, 16), "16 Juni 2021", "16 June 2021"),
        (PartialDate(2021, 6), "Juni 2021", "June 2021"),
        (PartialDate(2021), "2021", "2021"),
        (PartialDate(None, 8, 24), "24 Agustus", "24 August"),
    ],
)
def test_a_date_is_shown_with_what_is_known(when: PartialDate, indonesian: str, english: str) -> None:
    assert (show_date(when, "id"), show_date(when, "en")) == (indonesian, english)


@pytest.mark.parametrize(
    ("text", "indonesian", "english"),
    [
        ("204.807.222", "204.807.222", "204,807,222"),
        ("58,59 persen", "58,59 persen", "58.59%"),
        ("Rp 29.286.275.000", "Rp 29.286.275.000", "IDR 29,286,275,000"),
        ("dua puluh lima", "dua puluh lima", "25"),
        ("pukul 09.30 WIB", "09.30 WIB", "09:30 WIB"),
        ("25 September–23 November 2024", "25 September 2024 sampai 23 November 2024",
         "25 September 2024 to 23 November 2024"),
    ],
)  # fmt: skip
def test_a_value_is_shown_in_the_language_of_the_asker(text: str, indonesian: str, english: str) -> None:
    value = next(value for value in find_values(text) if value.text == text)
    assert (show_value(value, "id"), show_value(value, "en")) == (indonesian, english)


def test_both_languages_have_the_same_frames() -> None:
    assert FRAMES["id"].keys() == FRAMES["en"].keys()


def test_a_refusal_names_the_nearest_articles() -> None:
    text = refusal([("Rapat Pleno", "KPU Kudus", "2021-05-25"), ("Bimtek", None, None)], [], "id")
    assert "“Rapat Pleno” (KPU Kudus, 25 Mei 2021) dan “Bimtek”" in text
    assert "“Rapat Pleno” (KPU Kudus, 25 May 2021)" in refusal([("Rapat Pleno", "KPU Kudus", "2021-05-25")], [], "en")
