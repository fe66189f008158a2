"""Which sentence proves the answer, and which words of it are the answer. Knows features, not wording.

Candidates are the reader's spans, every value of the kind that is asked for, and every sentence. `qa.features`
describes each by a few numbers, and `qa.confidence` weighs those.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from corpus.article import Article
from index.types import Hit, Span
from qa.answertypes import AnswerType
from qa.askwords import RANGE
from qa.candidate import Candidate
from qa.confidence import Confidence
from qa.eligibility import eligible
from qa.features import describe, describe_sentence
from qa.othertimes import of_latest_vote
from qa.pages import Lexicon, Page, pages_of
from qa.question import Query
from qa.reading import Reading, likeliest
from qa.values import Value

SPANS_PER_PASSAGE = 4
ALWAYS_WEIGHED = 3
# Of 1,353 questions that were answered rightly on the pages of part `choose`, one found its answer below this.
LEAST_ANSWERABLE = 0.1
# Where a post is told of the person, or one of the alternatives that were offered, nothing else answers.
_NOTHING_ELSE = frozenset({AnswerType.POST, AnswerType.CHOICE})
_NUMERAL = re.compile(r"(?:[IVX]+|\d{1,2})\b(?![.,:/]?\d)")
_NAME_BEFORE = re.compile(r"\b[A-ZÀ-Þ]\w{2,} \Z")
MAX_EVIDENCE = 3
LONGEST_SPAN_CHARS = 400
MUCH_ELSE_CHARS = 24
MOST_MARGIN = 5.0


def weigh(
    query: Query,
    hits: Sequence[Hit],
    readings: Sequence[Reading],
    articles: Mapping[str, Article],
    lexicon: Lexicon,
    confidence: Confidence,
    *,
    given: bool = False,
) -> list[Candidate]:
    """The eligible candidates of the passages that were read, best first; all of them if the asker gave the passage."""
    found: list[Candidate] = []
    rows = _promising(readings)
    hits, readings = [hits[row] for row in rows], [readings[row] for row in rows]
    for page in pages_of(query, hits, readings, articles, lexicon):
        around = page.around
        told = {sentence: describe_sentence(query, page, sentence) for sentence in page.sentences}
        terms = {sentence: (*page.spoken(sentence), around) for sentence in page.sentences}
        for sentence, span, value in _proposals(query, page, given=given):
            features = {**describe(query, page, sentence, span, value, told[sentence]), "given": float(given)}
            place = page.absolute(sentence), page.absolute(span) if span else None
            found.append(Candidate(page.hit, page.article, *place, value, features, *terms[sentence], 0.0, 0.0))
    if given:
        return ranked(found, confidence.of_given)
    found = of_latest_vote(query, [candidate for candidate in found if eligible(query, candidate)])
    if query.answer_type in _NOTHING_ELSE:
        kind = query.kinds[0]
        found = [one for one in found if one.value is not None and one.value.kind == kind] or found
    return ranked(found, confidence)


def _promising(readings: Sequence[Reading]) -> list[int]:
    """The passages worth weighing, in their order: the first, the likeliest few, and all that may hold an answer."""
    best = likeliest(readings, ALWAYS_WEIGHED)
    return [
        row for row, reading in enumerate(readings) if row == 0 or row in best or reading.answerable >= LEAST_ANSWERABLE
    ]


def ranked(candidates: Sequence[Candidate], confidence: Confidence) -> list[Candidate]:
    """Candidates scored, best first, each with its probability of being right.

    That depends on its `margin` too: how far its score is from the best one that gives another answer.
    """
    scored = [replace(candidate, score=confidence.rank.score(candidate.features)) for candidate in candidates]
    scored.sort(key=lambda candidate: candidate.key)
    trusted: list[Candidate] = []
    for candidate in scored:
        rival = next((other for other in scored if other is not candidate and not _same_answer(candidate, other)), None)
        margin = candidate.score - rival.score if rival else MOST_MARGIN
        features = {**candidate.features, "margin": max(-MOST_MARGIN, min(MOST_MARGIN, margin))}
        trusted.append(replace(candidate, features=features, trust=confidence.trust.probability(features)))
    return trusted


def _same_answer(one: Candidate, other: Candidate) -> bool:
    if one.value and other.value:
        return one.value.canonical == other.value.canonical
    if one.article.id == other.article.id and one.sentence == other.sentence:
        return True
    return one.text.lower() in other.text.lower() or other.text.lower() in one.text.lower()


def _proposals(query: Query, page: Page, *, given: bool = False) -> list[tuple[Span, Span | None, Value | None]]:
    """Sentences with or without a span, as offsets into the passage; each pair once.

    In a passage that the asker gave, the reader's words stay as they are: nothing is told of it but what it says.
    """
    proposals: dict[tuple[Span, Span | None], Value | None] = {}
    for read in page.reading.spans[:SPANS_PER_PASSAGE]:
        value = page.value_in((read.start, read.end), query.kinds)
        span = (read.start, read.end) if given else _snapped(page, (read.start, read.end), value, query)
        sentence = page.sentence_at(span[0])
        if sentence and span[1] <= sentence[1] and span[0] < span[1] <= span[0] + LONGEST_SPAN_CHARS:
            proposals.setdefault((sentence, span), value)
    for value in page.values:
        sentence = page.sentence_at(value.start)
        if sentence and value.kind in query.kinds[:1] and value.end <= sentence[1]:
            proposals.setdefault((sentence, (value.start, value.end)), value)
    for sentence in page.sentences:
        proposals.setdefault((sentence, None), None)
    return [(sentence, span, value) for (sentence, span), value in proposals.items()]


def _snapped(page: Page, span: Span, value: Value | None, query: Query) -> Span:
    """The value of the kind asked for instead of a span that cuts it or brings much else in."""
    if value is None or value.kind != query.kinds[0]:
        return span if query.strict else (_name_of_numeral(page.hit.chunk.text, span[0]), span[1])
    within = value.start <= span[0] and span[1] <= value.end
    is_range = "/" in value.canonical
    # "3 November" of "3 November 2023" is a cut date, "11 Desember 1911" of "11 Desember 1911 – 1989" a whole one.
    if within and (not is_range or RANGE.search(query.text)):
        return value.start, value.end
    if page.holds_value(span, value.kind):
        # "5 (lima)" of "episode ke 5 (lima)" is a number by itself, but not the one that the page gives.
        return (value.start, max(span[1], value.end)) if value.start < span[0] and value.kind == "number" else span
    cut = value.start < span[0] or value.end > span[1]
    return (value.start, value.end) if cut or span[1] - span[0] > value.end - value.start + MUCH_ELSE_CHARS else span


def _name_of_numeral(text: str, start: int) -> int:
    """Where a span that begins at `start` with a numeral begins with its name: "Komisi II, KPU dan Bawaslu"."""
    name = _NAME_BEFORE.search(text, 0, start) if _NUMERAL.match(text, start) else None
    return name.start() if name else start


def select(candidates: Sequence[Candidate], threshold: float) -> list[Candidate]:
    """The candidates worth telling, the best first; empty if not even that one is trusted.

    After the best come candidates from other sentences that stand close behind it; `arrange` decides what they mean.
    """
    if not candidates or candidates[0].trust < threshold:
        return []
    best = candidates[0]
    chosen = [best]
    for candidate in candidates[1:]:
        if all((candidate.article.id, candidate.sentence) != (other.article.id, other.sentence) for other in chosen):
            chosen.append(candidate)
    return chosen
