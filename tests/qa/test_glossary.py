from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.words import words
from qa import glossary
from qa.glossary import in_indonesian, phrase_glosses

TABLE = Path(__file__).parent.parent.parent / "qa" / "glossary.csv"


@pytest.mark.parametrize(
    ("english", "indonesian"),
    [
        ("Who chairs the Central Java provincial commission?", "siapa ketua jawa tengah provinsi komisi"),
        ("When is the regional election?", "kapan pilkada"),
        ("How many polling stations were there in Jepara?", "berapa tps di Jepara"),
        ("What does PPK stand for?", "apa PPK kepanjangan"),
        ("At what time did the meeting end?", "pukul berapa rapat akhir"),
        ("Which cities did Dewi's delegation visit?", "kota mana Dewi rombongan mengunjungi"),
        ("Why was the vote not postponed before 2020?", "mengapa pemungutan suara tidak ditunda sebelum 2020"),
    ],
)
def test_common_words_become_indonesian_and_names_stay(english: str, indonesian: str) -> None:
    assert in_indonesian(english) == indonesian


def test_a_name_that_looks_like_a_word_is_left_alone() -> None:
    assert "Reading" in in_indonesian("Where was Mark Reading born?").split()


@given(st.text(max_size=200))
def test_any_text_is_taken(text: str) -> None:
    assert "  " not in in_indonesian(text)


def test_the_table_is_sorted_and_says_each_phrase_once() -> None:
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    phrases = [row["english"] for row in rows]
    assert phrases == sorted(set(phrases))
    assert all(row["indonesian"] and phrase == phrase.lower() for row, phrase in zip(rows, phrases, strict=True))


def test_every_entry_can_be_met_in_a_question() -> None:
    for phrase in glossary._entries():
        assert tuple(word.norm for word in words(" ".join(phrase))) == phrase
        assert len(phrase) <= glossary._LONGEST


@pytest.mark.parametrize(
    ("question", "worded"),
    [
        ("How many voters are there in South Tangerang?", "Tangerang selatan"),
        ("Who chairs KPU East Luwu's committee?", "Luwu timur"),
        ("How many voters are there in West Nusa Tenggara?", "nusa tenggara barat"),
        ("How many re-votes were held in the sub-district?", "kecamatan"),
        ("Where did KPU Bone meet?", "KPU Bone"),
    ],
)
def test_names_and_hyphenated_words_are_put_as_pages_have_them(question: str, worded: str) -> None:
    assert worded in in_indonesian(question)


def test_entries_are_found_at_each_word_the_longest_first() -> None:
    found = list(phrase_glosses(["which", "polling", "stations", "in", "demak"]))
    assert (1, 2, "tps") in found
    assert [length for start, length, _ in found if start == 1] == sorted(
        (length for start, length, _ in found if start == 1), reverse=True
    )
    assert not [start for start, length, _ in found if length == 1 and start in (0, 3, 4)]
