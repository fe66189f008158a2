"""English expressions that the articles have word for word stay as they are when a question is translated."""

from __future__ import annotations

from collections.abc import Sequence

from index.types import Chunk, Hit
from qa.borrowed import keeping_borrowed, with_borrowed_names, with_whole_names

TEXT = "KPU Kediri mengikuti program Knowledge Sharing seri 12 secara daring, ditutup dengan closing statement."


class _Vocabulary:
    def __init__(self, text: str) -> None:
        self.text = text
        self.searched: list[str] = []

    def has_word(self, word: str) -> bool:
        return word in self.text.lower().replace(".", " ").replace(",", " ").split()

    def search(self, question: str, language: str, k: int = 10) -> Sequence[Hit]:
        self.searched.append(question)
        return [Hit(Chunk("a", 0, len(self.text), self.text, ((0, len(self.text)),)), 1.0)]


def test_words_that_an_article_has_side_by_side_are_told_as_a_name() -> None:
    asked = "how many offices took part in the knowledge sharing programme?"
    assert with_borrowed_names(asked, _Vocabulary(TEXT)) == asked.replace("knowledge sharing", "Knowledge Sharing")


def test_words_that_stand_apart_or_nowhere_are_not() -> None:
    for asked in ("what did the sharing closing mean?", "which offices share their knowledge?", "when is the vote?"):
        assert with_borrowed_names(asked, _Vocabulary(TEXT)) == asked


def test_nothing_is_searched_for_where_no_two_words_are_known() -> None:
    known = _Vocabulary(TEXT)
    with_borrowed_names("Who chaired the meeting in Demak?", known)
    assert known.searched == []


def test_a_translation_is_given_the_question_so() -> None:
    translate = keeping_borrowed(lambda question: f"<{question}>", _Vocabulary(TEXT))
    assert translate("who gave the closing statement?") == "<who gave the Closing Statement?>"


def test_a_name_that_a_translation_took_apart_is_made_whole() -> None:
    question = "Which episode of KPU Kudus's Ngobar Semangat became a webinar?"
    told = with_whole_names(question, "episode mana dari Ngobar KPU Kudus yang menjadi webinar Semangat")
    assert told == "episode mana dari Ngobar Semangat KPU Kudus yang menjadi webinar"
    assert with_whole_names("Who is Siti Ulfaati?", "siapa Siti Ulfaati") == "siapa Siti Ulfaati"
