import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.abbreviations import spelt_out
from index.words import is_function_word, normalise, norms, stem, words


def test_words_keep_numbers_whole_and_point_into_the_text() -> None:
    text = "Pada Jum'at, 204.807.222 pemilih (51,5 %) di Île-de-France; pukul 09.30."
    found = words(text)
    assert [word.norm for word in found] == [
        "pada", "jumat", "204807222", "pemilih", "51.5", "di", "ile", "de", "france", "pukul", "09.30",
    ]  # fmt: skip
    assert all(text[word.start : word.end] == word.text for word in found)


@pytest.mark.parametrize(
    ("left", "right"), [("204.807.222", "204,807,222"), ("Jum'at", "Jum’at"), ("KPU's", "kpu"), ("1,5", "1.5")]
)
def test_spellings_of_one_word_share_their_norm(left: str, right: str) -> None:
    assert normalise(left) == normalise(right)


@settings(deadline=None)
@given(st.text())
def test_word_spans_are_exact_and_in_order(text: str) -> None:
    last = 0
    for word in words(text):
        assert last <= word.start < word.end
        assert text[word.start : word.end] == word.text
        last = word.end
    assert norms(text) == [word.norm for word in words(text) if word.norm]


def test_inflections_share_a_stem() -> None:
    assert stem("pemilihan") == stem("pemilihannya")
    assert stem("elections", "en") == stem("election", "en")
    assert stem("2024") == "2024"


def test_question_words_are_not_content() -> None:
    assert is_function_word("kapan", "id")
    assert is_function_word("when", "en")
    assert not is_function_word("kapan", "en")
    assert not is_function_word("pemilih", "id")


def test_abbreviations_go_both_ways() -> None:
    norms = [word.norm for word in words("Panitia Pemilihan Kecamatan dan tempat pemungutan suara")]
    assert spelt_out(norms) == ["ppk", "tps"]
    assert spelt_out(["polling", "station"]) == ["tps"]
