"""An English question is searched in both wordings, and the hits are merged."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from index.types import Chunk, Filters, Hit
from qa.searching import find


def hit(name: str, score: float, similar: tuple[str, ...] = ()) -> Hit:
    return Hit(Chunk(name, 0, 1, "x", ((0, 1),)), score, similar=similar)


class Index:
    def __init__(self, language: str = "id") -> None:
        self.language = language
        self.asked: list[tuple[str, str, int]] = []

    def search(self, question: str, language: str, k: int = 10, filters: Filters | None = None) -> Sequence[Hit]:
        self.asked.append((question, language, k))
        if language == "en":
            return [hit("a", 3.0), hit("b", 1.0)][:k]
        return [hit("b", 4.0), hit("c", 2.0)][:k]


def test_an_english_question_is_asked_twice_and_the_scores_are_averaged() -> None:
    index = Index()
    found = find(index, "Who chairs the KPU?", "en", 2)
    assert index.asked == [("Who chairs the KPU?", "en", 4), ("siapa ketua KPU", "id", 4)]
    # "a" has the lowest score of the search that did not find it: (3 + 2) / 2, as "b" has (1 + 4) / 2; "c" has less.
    assert [(one.chunk.article_id, one.score) for one in found] == [("a", 2.5), ("b", 2.5)]
    assert [one.chunk.article_id for one in find(index, "Who chairs the KPU?", "en", 9)] == ["a", "b", "c"]


@pytest.mark.parametrize(("language", "corpus"), [("id", "id"), ("en", "en"), ("jv", "id")])
def test_other_questions_are_asked_once(language: str, corpus: str) -> None:
    index = Index(corpus)
    find(index, "Siapa ketua?", language, 2)
    assert index.asked == [("Siapa ketua?", language, 2)]


def test_a_near_copy_of_a_better_hit_takes_no_place() -> None:
    class Copies(Index):
        def search(self, question: str, language: str, k: int = 10, filters: Filters | None = None) -> Sequence[Hit]:
            copy = hit("b", 2.0)
            return [hit("a", 3.0, (copy.chunk.id,))] if language == "en" else [copy]

    assert [one.chunk.article_id for one in find(Copies(), "Who?", "en")] == ["a"]


def test_a_translation_takes_the_place_of_the_glossary() -> None:
    index = Index()
    find(index, "Who chairs the KPU?", "en", 2, translation="siapa yang memimpin KPU")
    assert index.asked == [("Who chairs the KPU?", "en", 4), ("siapa yang memimpin KPU", "id", 4)]
