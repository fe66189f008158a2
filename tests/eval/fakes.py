"""Fakes for evaluation that obey the law: answers quote their article exactly, rankings follow shared words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.article import Article
from index.types import Chunk, Filters, Hit
from qa.types import Answer, Citation, Turn


def words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))


def answer_from(
    question: str,
    article: Article | None = None,
    short: str | None = None,
    *,
    confidence: float = 0.9,
    text: str | None = None,
    milliseconds: float = 1.0,
) -> Answer:
    """An answer that quotes the whole of `article`, or a refusal where there is none."""
    refused = article is None
    citations = () if article is None else (citation(article),)
    return Answer(
        id=f"answer to {question}",
        question=question,
        standalone_question=question,
        language="id",
        text=text if text is not None else ("Tidak ditemukan." if article is None else f"{article.text} [1]"),
        short_answer=short,
        as_of=None,
        refused=refused,
        reason="no_evidence" if refused else None,
        confidence=confidence,
        citations=citations,
        superseded=(),
        conflicts=(),
        passages=(),
        composer="extractive",
        generation="fake",
        timings_ms={"total": milliseconds},
    )


def citation(article: Article, number: int = 1) -> Citation:
    return Citation(
        number, article.id, article.title, article.office, article.source, article.published, article.text, 0,
        len(article.text),
    )  # fmt: skip


class BagOfWords:
    """Ranks articles by shared words; answers with the last word of the best, refuses where nothing is shared."""

    def __init__(self, articles: Sequence[Article]) -> None:
        self._articles = articles

    @property
    def language(self) -> str:
        return ""

    def search(self, question: str, language: str, k: int = 10, filters: Filters | None = None) -> list[Hit]:
        scored = [(len(words(question) & words(article.text)), article) for article in self._articles]
        ranked = sorted(scored, key=lambda pair: (-pair[0], pair[1].id))[:k]
        return [Hit(Chunk(a.id, 0, len(a.text), a.text, ((0, len(a.text)),)), float(score)) for score, a in ranked]

    def ask(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        filters: Filters | None = None,
        language: str | None = None,
    ) -> Answer:
        best = max(self._articles, key=lambda article: len(words(question) & words(article.text)))
        return self.ask_given(question, best)

    @property
    def generation(self) -> BagOfWords:
        return self

    def article(self, article_id: str) -> Article:
        return next(article for article in self._articles if article.id == article_id)

    def ask_given(self, question: str, article: Article) -> Answer:
        if not words(question) & words(article.text):
            return answer_from(question)
        return answer_from(question, article, article.text.split()[-1].rstrip("."))
