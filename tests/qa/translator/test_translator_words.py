"""The committed translator: says more of a question's twin than word by word, and loses no name or figure."""

from __future__ import annotations

import re

import pytest

from index.wordvectors import WordVectors
from qa.glossary import in_indonesian
from qa.translator import Translator
from qa.translator.data import asked_pairs, unseen_pairs
from qa.translator.measure import likeness


@pytest.fixture(scope="module")
def translator() -> Translator:
    return Translator(WordVectors())


def test_it_says_more_of_unseen_twins_than_word_by_word(translator: Translator) -> None:
    pairs = list(unseen_pairs())[::3]
    learned, word_by_word = likeness(pairs, translator.translate), likeness(pairs, in_indonesian)
    assert len(pairs) > 200
    assert learned.f1 > word_by_word.f1 + 0.05


def test_names_and_figures_stay(translator: Translator) -> None:
    for pair in list(asked_pairs("choose"))[::40]:
        told = translator.translate(pair.english)
        for figure in re.findall(r"\b\d[\d.,]*\d\b", pair.english):
            assert figure in told


@pytest.mark.parametrize("question", ["", "?!", "Demak", "x" * 300, "who " * 60, "¿Quién?", "Siapa ketua KPU Demak?"])
def test_any_question_gets_an_answer(translator: Translator, question: str) -> None:
    assert isinstance(translator.translate(question), str)


def test_the_same_question_gives_the_same_words(translator: Translator) -> None:
    question = "Who moderated the discussion on the code of ethics in Wonosobo?"
    told = translator.translate(question)
    assert told == Translator(WordVectors()).translate(question)
    assert "Wonosobo" in told
