"""What counts as right where the weights of choosing are fitted."""

from __future__ import annotations

from dataclasses import replace

from corpus.article import Article
from qa.fitdata import Item, gain
from tests.qa.qafakes import candidate

VOTE = candidate("a", "Pemungutan suara digelar Rabu (14/2/2024).", "Rabu (14/2/2024)", "date")
QUESTION = Item("Kapan?", Article("a", "a", "A", VOTE.article.text), ("14/2/2024",))


def test_part_of_the_answer_is_worth_part_and_its_sentence_a_little() -> None:
    assert gain(VOTE, QUESTION) == 6 / 7
    assert gain(replace(VOTE, span=None), QUESTION) == 0.2
    assert gain(VOTE, replace(QUESTION, answers=("15/2/2024",))) == 0
    assert gain(VOTE, replace(QUESTION, answers=())) == 0


def test_another_article_is_right_where_it_says_the_same() -> None:
    elsewhere = replace(QUESTION, article=replace(QUESTION.article, id="b"))
    assert gain(VOTE, replace(elsewhere, answers=("14 Februari 2024",))) == 1
    assert gain(VOTE, replace(elsewhere, answers=("27 November 2024", "14 Februari 2023"))) == 0
    name = candidate("a", "Ketua ialah Sri Wahyuni, wakilnya 57.", "Sri Wahyuni", "person")
    assert gain(name, replace(elsewhere, answers=("Sri Wahyuni",))) == 1
    assert gain(replace(name, span=None), replace(elsewhere, answers=("Sri Wahyuni",))) == 0


def test_a_short_figure_may_stand_in_another_article_by_chance() -> None:
    figure = candidate("a", "Yang hadir 57 orang.", "57", "number")
    assert gain(figure, replace(QUESTION, answers=("57",), article=replace(QUESTION.article, id="b"))) == 0
