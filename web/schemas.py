"""The shapes of requests at the HTTP edge. Knows nothing of what is done with them."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from index.types import Filters
from web.asking import MAX_QUESTION, Asked

ID_PATTERN = r"^[A-Za-z0-9_-]{0,64}$"
DATE_PATTERN = r"^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$"
# Told in the schema, but checked where questions are read, which says what to do.
A_WORD = r"[\p{L}\p{N}]"
MAX_BATCH = 50


class AskRequest(BaseModel):
    """A question, and where it may look for the answer."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"question": "Kapan pemungutan suara Pemilu 2024?", "language": "id"},
                {"question": "Who chaired it then?", "conversation_id": "training-1", "published_before": "2022-12-31"},
            ]
        },
    )

    question: str = Field(min_length=1, max_length=MAX_QUESTION, json_schema_extra={"pattern": A_WORD})
    conversation_id: str | None = Field(None, pattern=r"^[A-Za-z0-9_-]{1,64}$")
    language: str | None = Field(None, pattern=r"^[a-z]{2,3}$")
    composer: Literal["extractive", "llm"] | None = None
    published_after: str | None = Field(None, pattern=DATE_PATTERN)
    published_before: str | None = Field(None, pattern=DATE_PATTERN)
    office: str | None = Field(None, max_length=200)

    def asked(self) -> Asked:
        """The same, as the rest of the server knows it."""
        limits = (self.published_after, self.published_before, self.office)
        return Asked(
            self.question,
            self.conversation_id,
            self.language,
            self.composer,
            Filters(*limits) if any(limits) else None,
        )


class BatchRequest(BaseModel):
    """Several questions, answered in order."""

    model_config = ConfigDict(extra="forbid")

    questions: list[AskRequest] = Field(min_length=1, max_length=MAX_BATCH)


class BatchResponse(BaseModel):
    """An answer or an error for each question, in their order."""

    answers: list[AnswerBody | ErrorResponse]


class FeedbackRequest(BaseModel):
    """An opinion of one answer."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"answer_id": "01J…", "rating": "down", "comment": "Tanggalnya sudah diganti"}]
        },
    )

    answer_id: str = Field(min_length=1, max_length=80)
    rating: Literal["up", "down"]
    comment: str = Field("", max_length=2_000)


class FeedbackResponse(BaseModel):
    """The opinion is kept."""

    status: Literal["kept"] = "kept"


class ErrorBody(BaseModel):
    """Inside the one error shape."""

    code: str
    message: str
    hint: str


class ErrorResponse(BaseModel):
    """How every failure looks."""

    error: ErrorBody


class DatedValueBody(BaseModel):
    """A value with who said it when."""

    value: str
    as_of: str | None
    citation: CitationBody


class CitationBody(BaseModel):
    """A numbered, exact quotation: `article.text[start:end] == quote`."""

    number: int
    article_id: str
    title: str
    office: str | None
    source: str
    published: str | None
    quote: str
    start: int
    end: int


class PassageBody(BaseModel):
    """A passage that was read."""

    article_id: str
    title: str
    office: str | None
    source: str
    published: str | None
    start: int
    end: int
    text: str
    score: float


class AnswerBody(BaseModel):
    """An Answer."""

    model_config = ConfigDict(extra="allow")

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
    citations: list[CitationBody]
    superseded: list[DatedValueBody]
    conflicts: list[DatedValueBody]
    passages: list[PassageBody]
    composer: str
    generation: str
    notes: list[str]
    timings_ms: dict[str, float]


class QuoteBody(BaseModel):
    """The stretch of an article that was asked for."""

    start: int
    end: int
    text: str


class ArticleBody(BaseModel):
    """An article with its whole normalised text; `quote` only where one was asked for and stands there."""

    id: str
    source: str
    title: str
    text: str
    published: str | None
    office: str | None
    language: str
    author: str | None
    category: str | None
    event_date: str | None
    quote: QuoteBody | None = None


def failures(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """How an endpoint's failures are described: those that any may have, and these."""
    chosen = {401, 403, *statuses}
    return {
        status: {"model": ErrorResponse, "description": FAILURES[status]} for status in FAILURES if status in chosen
    }


FAILURES = {
    400: "The body is not text at all.",
    401: "Nobody is signed in, and no known API key came with the request.",
    403: "This person or key may not do that.",
    404: "There is no such thing here.",
    422: "The question or a field cannot be read.",
    429: "Too many questions; Retry-After says when to go on.",
    503: "No index yet, or too busy.",
}
