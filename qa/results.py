"""The Answer object, put together from what the steps found. Knows what each field means, not how it was found."""

from __future__ import annotations

import time
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.article import Article
from index.types import Hit
from index.words import words
from qa.answertypes import AnswerType
from qa.candidate import Candidate
from qa.constraints import spoken_words, whole
from qa.draft import Verified, with_marks
from qa.question import Query
from qa.timeline import Timeline
from qa.types import Answer, Citation, DatedValue, Draft, Evidence, Passage, Statement
from qa.verify import supports
from qa.wording import refusal, say

NEAREST_NAMED = 2


@dataclass(frozen=True, slots=True)
class Found:
    """What retrieval found for a question, as it was asked and as it was understood."""

    question: str
    query: Query
    hits: tuple[Hit, ...]
    articles: Mapping[str, Article]

    @property
    def passages(self) -> tuple[Passage, ...]:
        """The passages, as an answer lists them."""
        return tuple(_passage(hit, self.articles[hit.chunk.article_id]) for hit in self.hits)


@dataclass(frozen=True, slots=True)
class Made:
    """What was found, what was made of it, and by whom."""

    found: Found
    candidates: tuple[Candidate, ...]
    composer: str
    generation: str


class Stopwatch:
    """Milliseconds per step since it was made."""

    def __init__(self) -> None:
        self._start = self._last = time.perf_counter()
        self._laps: dict[str, float] = {}

    def lap(self, step: str) -> None:
        """The time since the last lap belongs to `step`."""
        now = time.perf_counter()
        self._laps[step] = round((now - self._last) * 1000, 2)
        self._last = now

    def laps(self) -> dict[str, float]:
        """Every lap, and their total until now."""
        return {**self._laps, "total": round((time.perf_counter() - self._start) * 1000, 2)}


def answered(made: Made, timeline: Timeline, draft: Draft, verified: Verified) -> Answer:
    """An answer of the sentences that passed the gate; citations are those that it cites, renumbered from 1."""
    query, findings = made.found.query, timeline.findings
    order = {number: position for position, number in enumerate(verified.numbers, 1)}
    citations = {number: cite(timeline.evidence[number - 1], position) for number, position in order.items()}
    short = findings.answer.shown if findings.answer and findings.answer.number in order else ""
    supported = bool(short) and supports(short, verified.numbers, timeline.evidence)
    return _answer(
        made,
        text=renumbered(verified.text, order),
        short_answer=short if supported else None,
        as_of=findings.as_of,
        confidence=round(made.candidates[0].trust if not timeline.evidence else timeline.evidence[0].score, 4),
        citations=tuple(citations.values()),
        superseded=_dated(findings.superseded, citations),
        conflicts=_dated(findings.conflicts, citations),
        composer=draft.composer,
        notes=draft.notes,
        language=query.frame,
    )


def refused(made: Made, reason: str) -> Answer:
    """A refusal that names the nearest articles and says how to ask instead."""
    query = made.found.query
    nearest = list(dict.fromkeys(hit.chunk.article_id for hit in made.found.hits))[:NEAREST_NAMED]
    articles = [made.found.articles[article_id] for article_id in nearest]
    told = [(article.title, article.office, article.published) for article in articles]
    return _answer(
        made,
        text=refusal(told, _unknown_names(query, made.found.articles), query.frame),
        refused=True,
        reason=reason if articles else "no_evidence",
        confidence=round(max((candidate.trust for candidate in made.candidates), default=0.0), 4),
        composer=made.composer,
        language=query.frame,
    )


def declined(question: str, language: str, composer: str, generation: str) -> Answer:
    """A refusal of what cannot be read as a question; nothing was searched."""
    query = Query(question, question, question, language, AnswerType.SPAN)
    made = Made(Found(question, query, (), {}), (), composer, generation)
    text = say("unreadable", query.frame)
    return _answer(
        made, text=text, refused=True, reason="bad_question", confidence=0.0, composer=composer, language=query.frame
    )


def _unknown_names(query: Query, articles: Mapping[str, Article]) -> Sequence[str]:
    """The question's names of which no article has every word: "KPU Demak" stands in "KPU Kabupaten Demak"."""
    spoken = [spoken_words(whole(article)) for article in articles.values()]
    return [name for name in query.names if not any({word.norm for word in words(name)} <= known for known in spoken)]


def _answer(
    made: Made,
    *,
    text: str,
    language: str,
    composer: str,
    confidence: float,
    short_answer: str | None = None,
    as_of: str | None = None,
    refused: bool = False,
    reason: str | None = None,
    citations: tuple[Citation, ...] = (),
    superseded: tuple[DatedValue, ...] = (),
    conflicts: tuple[DatedValue, ...] = (),
    notes: tuple[str, ...] = (),
) -> Answer:
    return Answer(
        id=uuid.uuid4().hex,
        question=made.found.question,
        standalone_question=made.found.query.text,
        language=language,
        text=text,
        short_answer=short_answer,
        as_of=as_of,
        refused=refused,
        reason=reason,
        confidence=confidence,
        citations=citations,
        superseded=superseded,
        conflicts=conflicts,
        passages=made.found.passages,
        composer=composer,
        generation=made.generation,
        notes=notes,
    )


def cite(evidence: Evidence, number: int) -> Citation:
    """Evidence as a numbered citation; checks that it is a true quotation."""
    article = evidence.article
    if article.text[evidence.start : evidence.end] != evidence.quote:
        raise ValueError(f"not a quotation of {article.id}: {evidence.quote[:60]!r}")
    return Citation(
        number,
        article.id,
        article.title,
        article.office,
        article.source,
        article.published,
        evidence.quote,
        evidence.start,
        evidence.end,
    )


def renumbered(text: str, order: Mapping[int, int]) -> str:
    """The text with its marks numbered in the order of first mention; "[2, 3]" becomes two marks."""
    return with_marks(text, lambda number: f"[{order[number]}]" if number in order else "")


def _dated(statements: Sequence[Statement], citations: Mapping[int, Citation]) -> tuple[DatedValue, ...]:
    return tuple(
        DatedValue(one.shown, one.as_of, citations[one.number]) for one in statements if one.number in citations
    )


def _passage(hit: Hit, article: Article) -> Passage:
    chunk = hit.chunk
    return Passage(
        article.id,
        article.title,
        article.office,
        article.source,
        article.published,
        chunk.start,
        chunk.end,
        chunk.text,
        round(hit.score, 6),
    )
