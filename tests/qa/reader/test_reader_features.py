from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.reader.features import (
    PASSAGE_FEATURES,
    QUESTION_FEATURES,
    WordWeights,
    encoded_as,
    passage_input,
    question_input,
    tokenise,
)

WEIGHT = WordWeights({"di": 0.1, "pada": 0.2})


def _named(text: str, word: str) -> set[str]:
    made = passage_input(text, WEIGHT)
    row = made.features[[token.text for token in made.tokens].index(word)]
    return {name for name, value in zip(PASSAGE_FEATURES, row, strict=True) if value and name != "idf"}


def test_numbers_keep_their_separators_and_signs_stand_alone() -> None:
    text = "KPU (2021): 204.807.222 pemilih, pukul 09.30, kpu.go.id, 95,5%"
    assert [token.text for token in tokenise(text)] == [
        "KPU", "(", "2021", ")", ":", "204.807.222", "pemilih", ",", "pukul", "09.30", ",",
        "kpu", ".", "go", ".", "id", ",", "95,5", "%",
    ]  # fmt: skip


@given(st.text(max_size=200))
def test_tokens_are_exact_ordered_and_leave_out_only_blanks(text: str) -> None:
    tokens = tokenise(text)
    assert all(text[token.start : token.end] == token.text for token in tokens)
    assert all(a.end <= b.start for a, b in pairwise(tokens))
    assert "".join(token.text for token in tokens) == "".join(text.split())


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("KPU", {"initial_capital", "all_capitals", "sentence_first"}),
        ("Jawa", {"initial_capital", "in_brackets"}),
        ("1.234.567", {"digit"}),
        ("2021", {"digit", "year"}),
        ("Juni", {"initial_capital", "month"}),
        ("Rabu", {"initial_capital", "weekday"}),
        ("dua", {"numeral"}),
        ("orang", {"unit"}),
        (",", {"punctuation", "comma"}),
        ("(", {"punctuation", "bracket", "in_brackets"}),
        ("Rapat", {"initial_capital", "sentence_first"}),
        ("digelar", set()),
    ],
)
def test_what_a_word_looks_like(word: str, expected: set[str]) -> None:
    text = "KPU Kab. Kediri (Jawa Timur) menetapkan 1.234.567 orang. Rapat digelar dua kali, Rabu 16 Juni 2021."
    assert _named(text, word) == expected


def test_sentences_end_at_stops_but_not_after_abbreviations() -> None:
    made = passage_input("Kata Dr. Rahma di Kab. Kediri. Rapat usai! 12 orang hadir. dan pulang.", WEIGHT)
    firsts = [made.tokens[0].text] + [
        made.tokens[at].text for at in range(1, len(made.tokens)) if made.sentences[at] > made.sentences[at - 1]
    ]
    assert firsts == ["Kata", "Rapat", "12"]


def test_idf_comes_from_the_list_and_unlisted_words_count_as_rarest() -> None:
    made = passage_input("di Kediri.", WEIGHT)
    assert made.features[:, PASSAGE_FEATURES.index("idf")] == pytest.approx([0.1, 1.0, 0.0])


def test_a_question_loses_its_mark_and_names_its_types() -> None:
    made = question_input("Tahun berapa KPU dibentuk?", WEIGHT)
    assert made.words == ("tahun", "berapa", "kpu", "dibentuk")
    assert made.stems == ("tahun", "apa", "kpu", "bentuk")
    rows = [{n for n, v in zip(QUESTION_FEATURES, row, strict=True) if v and n != "idf"} for row in made.features]
    assert rows == [{"time", "first"}, {"count"}, {"after_question_word"}, set()]


@pytest.mark.parametrize(
    ("indonesian", "english"), [("kapan", "when"), ("siapa", "who"), ("berapa", "many"), ("mengapa", "why")]
)
def test_question_words_mean_the_same_in_both_languages(indonesian: str, english: str) -> None:
    types = slice(1, QUESTION_FEATURES.index("time"))
    left, right = question_input(indonesian, WEIGHT), question_input(english, WEIGHT)
    assert left.features[0, types].sum() == 1
    assert np.array_equal(left.features[0, types], right.features[0, types])


def test_a_blank_question_is_still_one_word() -> None:
    assert question_input("  ?", WEIGHT).words == ("?",)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("3.912", "3.000"),
        ("204.807.222", "200.000.000"),
        ("58,59", "50,00"),
        ("09.30", "00.00"),
        ("204807222", "200000000"),
        ("2024", "2024"),
        ("kpu", "kpu"),
        ("?", "?"),
    ],
)
def test_a_long_number_is_encoded_by_its_form(word: str, expected: str) -> None:
    assert encoded_as(word) == expected
    assert encoded_as(expected) == expected
