"""A candidate answer in numbers: what the confidence model sees of it. Knows nothing of weights.

All features lie roughly between -5 and 5, so that the weights can be compared by eye.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.article import Article
from corpus.partial import PartialDate
from index.encoder import Matrix
from index.types import Hit, Span
from index.words import Word, is_number, words
from qa.constraints import (
    asks_role,
    elsewhere,
    missing_dates,
    missing_names,
    missing_regions,
    missing_roles,
    other_office,
)
from qa.matching import Matcher, Strengths, terms_of
from qa.names import can_be_person
from qa.question import AnswerType, Query
from qa.reading import Reading
from qa.values import Value, find_durations, find_expansions_of, find_titles, find_values

NO_SPAN_SCORE = -8.0
UNLISTED = 1.0
NEAR_WORDS = 6
YEAR_DIGITS = 4
WRITTEN = 0.8  # a word counts as the question's own from this strength on
SPOKEN = 0.6  # a term counts as spoken of from this strength on
_CAUSE = re.compile(
    r"\b(?:karena|sebab|disebabkan|akibat|lantaran|agar|supaya|sehingga|demi|because|due to|since|so that)\b",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"[^()\n]{0,12}\(([^()]+)\)")


class Lexicon(Protocol):
    """What is known of single words."""

    def lookup(self, words: Sequence[str]) -> Matrix:
        """Unit word vectors, one row each."""
        ...

    def weight(self, word: str) -> float:
        """How much a normalised word tells, such as its inverse document frequency."""
        ...


@dataclass(frozen=True, slots=True)
class Page:
    """A passage as evidence sees it; all offsets are into the passage's text.

    `rows[i]` is how well the i-th word matches each term; `by_title` is the best of the article's title and office,
    `context` that of the passage too, and `behind` how far its retrieval score is from the best one.
    """

    hit: Hit
    article: Article
    reading: Reading
    behind: float
    sentences: tuple[Span, ...]
    words: tuple[Word, ...]
    starts: NDArray[np.int64]
    values: tuple[Value, ...]
    matcher: Matcher
    rows: Strengths
    by_title: Strengths
    context: Strengths
    missing: Mapping[str, float]

    def absolute(self, span: Span) -> Span:
        """Offsets into the article's text."""
        return span[0] + self.hit.chunk.start, span[1] + self.hit.chunk.start

    def sentence_at(self, at: int) -> Span | None:
        """The sentence that holds an offset."""
        return next((span for span in self.sentences if span[0] <= at < span[1]), None)

    def value_in(self, span: Span, kinds: Sequence[str]) -> Value | None:
        """The first value of the best kind that overlaps a span."""
        inside = [v for v in self.values if v.kind in kinds and v.start < span[1] and v.end > span[0]]
        return min(inside, key=lambda value: (kinds.index(value.kind), value.start), default=None)

    def holds_value(self, span: Span, kind: str) -> bool:
        """Whether a span is, from end to end, a value by itself: "11 Desember 1911" in "11 Desember 1911 – 1989"."""
        inside = find_values(self.hit.chunk.text[span[0] : span[1]])
        return any(v.kind == kind and v.start == 0 and v.end == span[1] - span[0] for v in inside)

    def word_range(self, start: int, end: int) -> tuple[int, int]:
        """The words that begin in [start, end), as a half-open range."""
        first, last = np.searchsorted(self.starts, (start, end))
        return int(first), int(last)

    def spoken(self, sentence: Span) -> frozenset[str]:
        """The terms that a sentence, or the article's title or office, speaks of."""
        best = np.maximum(self.strengths(*sentence), self.by_title)
        return frozenset(term.norm for term, s in zip(self.matcher.terms, best, strict=True) if s >= SPOKEN)

    @property
    def around(self) -> frozenset[str]:
        """The terms that the passage, or the article's title or office, speaks of."""
        return frozenset(term.norm for term, s in zip(self.matcher.terms, self.context, strict=True) if s >= SPOKEN)

    def strengths(self, start: int, end: int) -> Strengths:
        """The best match of every term among the words of [start, end)."""
        first, last = self.word_range(start, end)
        return best_of(self.rows[first:last])


def best_of(rows: Strengths) -> Strengths:
    """The best match of every term among some words."""
    best: Strengths = rows.max(axis=0, initial=0.0)
    return best


@lru_cache(maxsize=2048)
def _values(text: str, published: str | None) -> tuple[Value, ...]:
    return tuple(find_values(text, PartialDate.from_iso(published) if published else None))


def _answers(query: Query, text: str, published: str | None) -> tuple[Value, ...]:
    """The values of a passage that are of a kind asked for."""
    if query.answer_type is AnswerType.DURATION:
        return tuple(find_durations(text))
    if query.answer_type is AnswerType.EXPANSION:
        return tuple(find_expansions_of(query.acronym, text)) if query.acronym else ()
    if not query.kinds:
        return ()
    if query.answer_type is AnswerType.TITLE:
        titles = find_titles(text)
        return tuple(titles) or tuple(value for value in _values(text, published) if value.kind == "quotation")
    values = (value for value in _values(text, published) if value.kind in query.kinds)
    if query.answer_type is AnswerType.PERSON:
        return tuple(value for value in values if value.kind == "person" or can_be_person(value.text))
    return tuple(values)


def pages_of(
    query: Query, hits: Sequence[Hit], readings: Sequence[Reading], articles: Mapping[str, Article], lexicon: Lexicon
) -> list[Page]:
    """Passages with every word compared to the question once."""
    terms = terms_of(query.core, query.terms, query.names, [lexicon.weight(term) for term in query.terms])
    matcher = Matcher(terms, lexicon.lookup([term.norm for term in terms]))
    cut = [tuple(words(hit.chunk.text)) for hit in hits]
    titles = [_heading(articles[hit.chunk.article_id]) for hit in hits]
    fresh = matcher.unknown([word.norm for found in (*cut, *titles) for word in found])
    matcher.learn(fresh, lexicon.lookup(fresh))
    top = hits[0].score if hits else 0.0
    return [
        _page(query, hit, top, reading, articles[hit.chunk.article_id], found, title, matcher)
        for hit, reading, found, title in zip(hits, readings, cut, titles, strict=True)
    ]


def _heading(article: Article) -> tuple[Word, ...]:
    return tuple(words(f"{article.title} {article.office or ''}"))


def _page(
    query: Query,
    hit: Hit,
    top: float,
    reading: Reading,
    article: Article,
    found: tuple[Word, ...],
    title: Sequence[Word],
    matcher: Matcher,
) -> Page:
    offset = hit.chunk.start
    rows, by_title = matcher.rows(found), best_of(matcher.rows(title))
    context = np.maximum(best_of(rows), by_title)
    return Page(
        hit=hit,
        article=article,
        reading=reading,
        behind=top - hit.score,
        sentences=tuple((start - offset, end - offset) for start, end in hit.chunk.sentences),
        words=found,
        starts=np.asarray([word.start for word in found], dtype=np.int64),
        values=_answers(query, hit.chunk.text, article.published),
        matcher=matcher,
        rows=rows,
        by_title=by_title,
        context=context,
        missing={
            "missing_names": missing_names(query, article),
            "missing_dates": missing_dates(query, article),
            "missing_regions": missing_regions(query, article),
            "missing_concepts": _missing_concepts(matcher, context),
        },
    )


def _missing_concepts(matcher: Matcher, context: Strengths) -> float:
    """The share of the question's events, roles, bodies and words of direction that passage and title do not name."""
    asked = {term.concept for term in matcher.terms if term.concept}
    told = {term.concept for term, s in zip(matcher.terms, context, strict=True) if term.concept and s >= WRITTEN}
    return len(asked - told) / len(asked) if asked else 0.0


def describe(query: Query, page: Page, sentence: Span, span: Span | None, value: Value | None) -> dict[str, float]:
    """The features of one candidate."""
    matcher = page.matcher
    in_sentence = page.strengths(*sentence)
    score, is_top = _span_score(page, span)
    agree = _agreement(query, span, value)
    near, answer_words, echo = _around(page, sentence, span)
    said = page.hit.chunk.text[sentence[0] : sentence[1]]
    return {
        "span_score": score / 2.0,
        "foreign_span": score / 2.0 if _foreign(query) else 0.0,
        "no_span": float(span is None),
        "top_span": float(is_top),
        "listed": float(span is not None and any((read.start, read.end) == span for read in page.reading.spans)),
        "answerable": _log_odds(page.reading.answerable),
        "retrieval": page.hit.score,
        "behind": page.behind,
        "cover_sentence": matcher.coverage(in_sentence),
        "cover_near": near,
        "cover_context": matcher.coverage(page.context),
        "cover_title": matcher.coverage(page.by_title),
        "weakest": float(page.context.min(initial=1.0)),
        "agree": agree,
        "disagree": float(bool(query.kinds) and agree == 0.0),
        "echo": echo,
        "elsewhere": float(elsewhere(query, said) or (span is not None and _from_elsewhere(query, page, span))),
        "missing_roles": missing_roles(query, said),
        "other_office": float(other_office(query, said)),
        "unit": _unit(query, page, span),
        "uncounted": float(_uncounted(query, page, sentence)),
        "asks_role": float(asks_role(query)),
        "answer_words": answer_words / 10.0,
        "foreign": float(_foreign(query)),
        "typed": float(bool(query.kinds)),
        "strict": float(query.strict) * agree,
        "because": float(query.answer_type is AnswerType.REASON and _CAUSE.search(said) is not None),
        "why": float(query.answer_type is AnswerType.REASON),
        **page.missing,
    }


def _from_elsewhere(query: Query, page: Page, span: Span) -> bool:
    """Whether the brackets right after a span say that it belongs to another region: "Sari Utami (KPU Kota Blitar)"."""
    brackets = _BRACKETS.match(page.hit.chunk.text, span[1])
    return brackets is not None and elsewhere(query, brackets[1])


def _foreign(query: Query) -> bool:
    return query.frame != "id"


def _log_odds(probability: float) -> float:
    bounded = min(0.995, max(0.005, probability))
    return math.log(bounded / (1 - bounded))


def _span_score(page: Page, span: Span | None) -> tuple[float, bool]:
    """The reader's score of the best span it saw there, and whether that is its best of the passage.

    What it did not list scores a little less than the last that it did.
    """
    if span is None or not page.reading.spans:
        return NO_SPAN_SCORE, False
    best = page.reading.spans[0]
    overlapping = [read.score for read in page.reading.spans if read.start < span[1] and read.end > span[0]]
    score = max(overlapping) if overlapping else min(read.score for read in page.reading.spans) - UNLISTED
    return max(NO_SPAN_SCORE, score), best.start < span[1] and best.end > span[0]


def _agreement(query: Query, span: Span | None, value: Value | None) -> float:
    """1 if the span holds a value of the kind asked for, less for the next kinds, 0 if it holds none."""
    if span is None or value is None or value.kind not in query.kinds:
        return 0.0
    if value.kind == "date" and not value.canonical[:1].isdigit() and not value.canonical.startswith("--"):
        return 0.5  # "25 bulan sebelum pemungutan suara" dates less than a date does
    if value.kind == "date" and len(value.canonical) == YEAR_DIGITS and query.precision != "year":
        return 0.7  # and a bare year less than a day
    return 1.0 / (1 + query.kinds.index(value.kind))


def _around(page: Page, sentence: Span, span: Span | None) -> tuple[float, float, float]:
    """How near the question's words stand; how many words the span has; the share of them that the question says.

    A term counts the less the farther its nearest match in the sentence stands, by a factor e for every NEAR_WORDS.
    """
    if span is None:
        return page.matcher.coverage(page.strengths(*sentence)) / 2, 0.0, 0.0
    first, last = page.word_range(*span)
    begin, end = page.word_range(*sentence)
    places = np.arange(begin, end)
    distance = np.where(places < first, first - places, places - last + 1).clip(min=0)
    fading = np.where((places >= first) & (places < last), 0.0, np.exp(-(distance - 1) / NEAR_WORDS)).astype(np.float32)
    near = page.matcher.coverage(best_of(page.rows[begin:end] * fading[:, None]))
    # The year of a date is often the question's own, and says nothing against it.
    own = [i for i in range(first, last) if not is_number(page.words[i].norm)]
    echo = float((page.rows[own].max(axis=1, initial=0.0) >= WRITTEN).mean()) if own else 0.0
    return near, min(20.0, float(last - first)), echo


def _uncounted(query: Query, page: Page, sentence: Span) -> bool:
    """Whether a thing of the field is to be counted ("pemilih", "TPS") that a sentence does not speak of."""
    terms = page.matcher.terms
    column = next((i for i, term in enumerate(terms) if term.norm == query.unit and term.concept), None)
    return column is not None and float(page.strengths(*sentence)[column]) < WRITTEN


def _unit(query: Query, page: Page, span: Span | None) -> float:
    """How well the words at and right after a number say what is counted."""
    column = next((i for i, term in enumerate(page.matcher.terms) if term.norm == query.unit), None)
    if column is None or span is None:
        return 0.0
    first, last = page.word_range(*span)
    return float(page.rows[first : last + 4, column].max(initial=0.0))
