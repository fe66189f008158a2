"""Questions that a corpus can answer, made of its newest titles and tried before they are shown.

Knows how Indonesian asks for a day; nothing of pages. An article's title is mostly a clause, so "Kapan" before it asks
when that happened; only a question that the engine answers with a value from that very article is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from corpus.article import Article
from qa.types import Answer

TRIED = 12
SURE = 0.5
LONGEST = 90
# Marks of titles that are no single clause.
BROKEN = frozenset(':;?!|"“”()')

Ask = Callable[[str], Answer]


def suggest(articles: Iterable[Article], ask: Ask, number: int) -> tuple[str, ...]:
    """Up to `number` questions about the newest articles, each answered when tried."""
    newest = sorted(articles, key=lambda article: (article.published or "", article.id), reverse=True)
    asked = [(article, question) for article in newest if (question := _question(article)) is not None]
    return tuple(_answered(asked[:TRIED], ask, number))


def _question(article: Article) -> str | None:
    title = " ".join(article.title.split()).rstrip(". ")
    if article.language != "id" or not title or len(title) > LONGEST or BROKEN & set(title):
        return None
    return f"Kapan {title}?"


def _answered(asked: Iterable[tuple[Article, str]], ask: Ask, number: int) -> Iterator[str]:
    for article, question in asked:
        if number == 0:
            return
        answer = ask(question)
        if _is_sure(answer, article):
            number -= 1
            yield question


def _is_sure(answer: Answer, article: Article) -> bool:
    if answer.refused or not answer.short_answer or answer.conflicts or answer.confidence < SURE:
        return False
    return answer.citations[0].article_id == article.id
