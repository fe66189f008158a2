"""An English question in words, and what each may become."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qa.translator.source import FEATURES, MOST_CANDIDATES, MOST_WORDS, source_of, tokens


def test_names_figures_and_possessives_are_words_of_their_own() -> None:
    assert tokens("What did KPU Kudus's Ar-Raniry team pay, Rp1.250.000 or 12%?") == [
        "What", "did", "KPU", "Kudus", "'s", "Ar", "Raniry", "team", "pay", "Rp", "1.250.000", "or", "12", "%",
    ]  # fmt: skip


def test_a_word_may_become_itself_and_what_the_glossary_has_for_it_and_its_phrase() -> None:
    source = source_of("Which polling stations opened in Demak?")
    told = dict(zip(source.words, source.candidates, strict=True))
    assert told["Demak"] == ("Demak",)
    assert told["polling"][0] == "polling"
    assert "tps" in told["polling"] and "tps" in told["stations"]
    assert told["Which"] == ("Which",)


@given(st.text(max_size=300))
def test_any_text_becomes_words_with_features(text: str) -> None:
    source = source_of(text)
    assert len(source.words) == len(source.candidates) <= MOST_WORDS
    assert all(words[0] == word for word, words in zip(source.words, source.candidates, strict=True))
    assert all(1 <= len(words) <= MOST_CANDIDATES for words in source.candidates)
    if source.words:
        assert source.features.shape == (len(source.words), FEATURES)
