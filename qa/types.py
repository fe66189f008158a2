"""What an answer is made of. Knows nothing of how it is made or shown."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from corpus.article import Article


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier exchange of a conversation."""

    question: str
    standalone_question: str
    text: str
    short_answer: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """One sentence that may prove an answer: `article.text[start:end] == quote`.

    `span` is the answer inside the sentence, as offsets into the article's text, where one was found.
    `score` is the evidence's strength in 0–1.
    """

    article: Article
    start: int
    end: int
    quote: str
    score: float
    span: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """A numbered, exact quotation; its fields are those of INTERFACES' `citations`."""

    number: int
    article_id: str
    title: str
    office: str | None
    source: str
    published: str | None
    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class DatedValue:
    """A value with who said it when; the form of `superseded` and `conflicts` entries."""

    value: str
    as_of: str | None
    citation: Citation


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage that was read for the answer."""

    article_id: str
    title: str
    office: str | None
    source: str
    published: str | None
    start: int
    end: int
    text: str
    score: float


@dataclass(frozen=True, slots=True)
class Answer:
    """What is returned, logged and shown: the same object for the command line, `/ask` and the log."""

    id: str
    question: str
    standalone_question: str
    language: str
    text: str
    short_answer: str | None
    as_of: str | None
    refused: bool
    reason: str | None
    confidence: float
    citations: tuple[Citation, ...]
    superseded: tuple[DatedValue, ...]
    conflicts: tuple[DatedValue, ...]
    passages: tuple[Passage, ...]
    composer: str
    generation: str
    notes: tuple[str, ...] = ()
    timings_ms: dict[str, float] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """The object that programs get, ready for `json.dumps`."""
        return asdict(self)
