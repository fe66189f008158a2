"""Candidates made by hand: an article of one sentence each, its answer seen by the reader, everything spoken of."""

from __future__ import annotations

from corpus.article import Article
from index.types import Chunk, Hit
from qa.candidate import Candidate
from qa.values import find_values


def candidate(
    article_id: str,
    sentence: str,
    answer: str,
    kind: str,
    *,
    published: str | None = "2024-01-01",
    office: str | None = "KPU Kabupaten Kudus",
    title: str = "Berita",
    trust: float = 0.9,
    spoken: frozenset[str] = frozenset(),
) -> Candidate:
    """A candidate whose passage is the sentence and whose value is the one of `kind` that the answer holds."""
    article = Article(article_id, f"{article_id}.md", title, sentence, published, office)
    start = sentence.index(answer)
    span = (start, start + len(answer))
    inside = [
        value for value in find_values(sentence) if value.kind == kind and value.start < span[1] and value.end > span[0]
    ]
    hit = Hit(Chunk(article_id, 0, len(sentence), sentence, ((0, len(sentence)),)), 1.0)
    seen = {"top_span": 1.0, "answerable": 2.0}
    value = inside[0] if inside else None
    said = spoken, spoken, spoken
    return Candidate(hit, article, (0, len(sentence)), span, value, seen, *said, trust, trust)
