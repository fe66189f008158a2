"""What retrieval hands on: chunks, hits, filters. Knows nothing of how they are found."""

from __future__ import annotations

from dataclasses import dataclass

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Chunk:
    """A passage of whole sentences: `article.text[start:end] == text`, always.

    `sentences` are spans into the article's text (not into `text`), in order, each inside [start, end).
    """

    article_id: str
    start: int
    end: int
    text: str
    sentences: tuple[Span, ...]

    @property
    def id(self) -> str:
        """Stable name of the passage within its article's version; ties in rankings break by it."""
        return f"{self.article_id}:{self.start:08d}"


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found, best first by (-score, chunk.id).

    `dense` and `terms` are the standardised scores that were fused into `score`; `similar` names the chunk ids of near
    copies that this hit stands for.
    """

    chunk: Chunk
    score: float
    dense: float = 0.0
    terms: float = 0.0
    found_by: tuple[str, ...] = ()
    similar: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Filters:
    """Limits applied before ranking. Dates are ISO, inclusive; an article without a date fails any date limit."""

    published_after: str | None = None
    published_before: str | None = None
    office: str | None = None
