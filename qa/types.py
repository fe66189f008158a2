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
class Statement:
    """A value, since when it is said, and the number (from 1) of the evidence that says it.

    `value` is the article's own words; `shown` is the same value in the asker's language.
    """

    value: str
    shown: str
    as_of: str | None
    number: int


@dataclass(frozen=True, slots=True)
class Findings:
    """What the evidence adds up to, before it is put into words.

    `answer` is the value that holds (None where the question asks for no bare value), `superseded` the older, different
    ones, newest first, `conflicts` the ones that differ with neither newer nor more official.
    """

    answer: Statement | None
    as_of: str | None
    superseded: tuple[Statement, ...] = ()
    conflicts: tuple[Statement, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftSentence:
    """One sentence of an answer, its [n] marks included, and the numbers (from 1) of the evidence it cites."""

    text: str
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """A composed answer that nobody has checked yet."""

    sentences: tuple[DraftSentence, ...]
    composer: str = "extractive"
    notes: tuple[str, ...] = ()


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
