"""A candidate answer in numbers: what the confidence model sees of it. Knows nothing of weights.

All features lie roughly between -5 and 5, so that the weights can be compared by eye.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

import numpy as np

from corpus.article import Article
from corpus.dates import PartialDate
from index.encoder import Matrix
from index.types import Hit, Span
from index.words import Word, words
from qa.matching import Matcher, Strengths, norms_of, terms_of
from qa.namewords import INSTITUTION_WORDS
from qa.question import AnswerType, Query
from qa.reading import Reading
from qa.values import Value, find_values

NO_SPAN_SCORE = -8.0
NEAR_WORDS = 8
SPOKEN = 0.6  # a term counts as spoken of from this strength on
WRITTEN = 0.8  # a name counts as written from this strength on


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
    """A passage as evidence sees it; all offsets are into the passage's text."""

    hit: Hit
    article: Article
    reading: Reading
    rank: int
    sentences: tuple[Span, ...]
    words: tuple[Word, ...]
    values: tuple[Value, ...]
    matcher: Matcher
    by_word: tuple[Strengths, ...]
    context: Strengths
    spoken: frozenset[str]
    missing_names: float
    missing_dates: float
    title_cover: float
    lead: float

    def absolute(self, span: Span) -> Span:
        """Offsets into the article's text."""
        return span[0] + self.hit.chunk.start, span[1] + self.hit.chunk.start

    def sentence_at(self, at: int) -> Span | None:
        """The sentence that holds an offset."""
        return next((span for span in self.sentences if span[0] <= at < span[1]), None)

    def value_in(self, span: Span, kinds: Sequence[str]) -> Value | None:
        """The first value of the best kind that overlaps a span."""
        overlapping = [value for value in self.values if value.start < span[1] and value.end > span[0]]
        return min(
            (value for value in overlapping if value.kind in kinds),
            key=lambda value: (kinds.index(value.kind), value.start),
            default=None,
        )

    def strengths(self, start: int, end: int) -> Strengths:
        """The best match of every term among the words of [start, end)."""
        inside = [
            strength for word, strength in zip(self.words, self.by_word, strict=True) if start <= word.start < end
        ]
        return np.max(inside, axis=0) if inside else np.zeros(len(self.matcher.terms), dtype=np.float32)


@lru_cache(maxsize=2048)
def _values(text: str, published: str | None) -> tuple[Value, ...]:
    return tuple(find_values(text, PartialDate.from_iso(published) if published else None))


@lru_cache(maxsize=1024)
def _article_norms(text: str) -> frozenset[str]:
    return frozenset(word.norm for word in words(text))


def pages_of(
    query: Query, hits: Sequence[Hit], readings: Sequence[Reading], articles: Mapping[str, Article], lexicon: Lexicon
) -> list[Page]:
    """Passages with every word compared to the question once."""
    terms = terms_of(query, [lexicon.weight(term) for term in query.terms])
    matcher = Matcher(terms, lexicon.lookup([term.norm for term in terms]))
    cut = [words(hit.chunk.text) for hit in hits]
    titles = [
        norms_of(words(f"{articles[hit.chunk.article_id].title} {articles[hit.chunk.article_id].office or ''}"))
        for hit in hits
    ]
    fresh = matcher.unknown([norm for found in (*map(norms_of, cut), *titles) for norm in found])
    matcher.learn(fresh, lexicon.lookup(fresh))
    top = hits[0].score if hits else 0.0
    return [
        _page(query, rank, hit, reading, articles[hit.chunk.article_id], tuple(found), title, matcher, top)
        for rank, (hit, reading, found, title) in enumerate(zip(hits, readings, cut, titles, strict=True))
    ]


def _page(
    query: Query,
    rank: int,
    hit: Hit,
    reading: Reading,
    article: Article,
    found: tuple[Word, ...],
    title: Sequence[str],
    matcher: Matcher,
    top: float,
) -> Page:
    offset = hit.chunk.start
    norms = norms_of(found)
    by_title = matcher.match(title)
    context = np.maximum(matcher.match(norms), by_title)
    published = article.published
    values = _values(hit.chunk.text, published) if query.kinds or query.dates else ()
    return Page(
        hit=hit,
        article=article,
        reading=reading,
        rank=rank,
        sentences=tuple((start - offset, end - offset) for start, end in hit.chunk.sentences),
        words=found,
        values=values,
        matcher=matcher,
        by_word=tuple(matcher.match([norm]) for norm in norms),
        context=context,
        spoken=frozenset(
            term.norm for term, strength in zip(matcher.terms, context, strict=True) if strength >= SPOKEN
        ),
        missing_names=_missing_names(query, matcher, context, article),
        missing_dates=_missing_dates(query, values, article),
        title_cover=matcher.coverage(by_title),
        lead=top,
    )


def _missing_names(query: Query, matcher: Matcher, context: Strengths, article: Article) -> float:
    """The share of the question's names of which some own word is nowhere in the article."""
    if not query.names:
        return 0.0
    strengths = {term.norm: float(strength) for term, strength in zip(matcher.terms, context, strict=True)}
    missing = 0
    for name in query.names:
        own = [word.norm for word in words(name) if word.norm not in INSTITUTION_WORDS]
        lacking = [norm for norm in own if strengths.get(norm, 1.0) < WRITTEN]
        if lacking and not set(lacking) <= _article_norms(article.text):
            missing += 1
    return missing / len(query.names)


def _missing_dates(query: Query, values: Sequence[Value], article: Article) -> float:
    """The share of the question's dates that neither the passage nor the article's text or date speaks of."""
    years = {date.year for date in query.dates if date.year}
    if not years:
        return 0.0
    published = {iso[:4] for iso in (article.published, article.event_date) if iso}
    spoken = _article_norms(f"{article.title} {article.text}") | published
    return sum(str(year) not in spoken for year in years) / len(years)


def describe(query: Query, page: Page, sentence: Span, span: Span | None, value: Value | None) -> dict[str, float]:
    """The features of one candidate."""
    matcher = page.matcher
    in_sentence = page.strengths(*sentence)
    score, is_top = _span_score(page, span)
    agree = _agreement(query, page, span, value)
    near, answer_words, echo = _around(page, sentence, span)
    return {
        "span_score": score / 2.0,
        "no_span": float(span is None),
        "top_span": float(is_top),
        "answerable": _log_odds(page.reading.answerable),
        "retrieval": page.hit.score,
        "behind": page.lead - page.hit.score,
        "cover_sentence": matcher.coverage(in_sentence),
        "cover_near": near,
        "cover_context": matcher.coverage(page.context),
        "cover_title": page.title_cover,
        "weakest": float(page.context.min()) if len(page.context) else 1.0,
        "agree": agree,
        "disagree": float(bool(query.kinds) and agree == 0.0),
        "echo": echo,
        "missing_names": page.missing_names,
        "missing_dates": page.missing_dates,
        "unit": _unit(query, page, span),
        "answer_words": answer_words,
        "foreign": float(query.language not in ("id", "jv", "su")),
        "typed": float(bool(query.kinds)),
        "why": float(query.answer_type is AnswerType.REASON),
    }


def _log_odds(probability: float) -> float:
    bounded = min(0.995, max(0.005, probability))
    return math.log(bounded / (1 - bounded))


def _span_score(page: Page, span: Span | None) -> tuple[float, bool]:
    """The reader's score of the best span it saw there, and whether that is its best of the passage."""
    if span is None or not page.reading.spans:
        return NO_SPAN_SCORE, False
    best = page.reading.spans[0]
    overlapping = [read for read in page.reading.spans if read.start < span[1] and read.end > span[0]]
    if not overlapping:
        return NO_SPAN_SCORE, False
    score = max(read.score for read in overlapping)
    return max(NO_SPAN_SCORE, score), best.start < span[1] and best.end > span[0]


def _agreement(query: Query, page: Page, span: Span | None, value: Value | None) -> float:
    """1 if the span is of the kind asked for, less for the next kinds, less if it only stands in the sentence."""
    if not query.kinds or span is None:
        return 0.0
    if value is None or value.kind not in query.kinds:
        return 0.0
    return 1.0 / (1 + query.kinds.index(value.kind))


def _around(page: Page, sentence: Span, span: Span | None) -> tuple[float, float, float]:
    """Coverage by the words around a span; how many words it has; the share of them that the question says itself."""
    if span is None:
        return page.matcher.coverage(page.strengths(*sentence)), 0.0, 0.0
    inside = [i for i, word in enumerate(page.words) if span[0] <= word.start < span[1]]
    if not inside:
        return 0.0, 0.0, 0.0
    low, high = max(0, inside[0] - NEAR_WORDS), min(len(page.words), inside[-1] + 1 + NEAR_WORDS)
    around = [
        page.by_word[i]
        for i in range(low, high)
        if i not in inside and sentence[0] <= page.words[i].start < sentence[1]
    ]
    near = page.matcher.coverage(np.max(around, axis=0)) if around else 0.0
    echoed = sum(float(page.by_word[i].max(initial=0.0)) >= WRITTEN for i in inside) / len(inside)
    return near, min(20.0, float(len(inside))), echoed


def _unit(query: Query, page: Page, span: Span | None) -> float:
    """How well the words right after a number say what is counted."""
    if query.unit is None or span is None:
        return 0.0
    row = next((i for i, term in enumerate(page.matcher.terms) if term.norm == query.unit), None)
    after = [
        strength
        for word, strength in zip(page.words, page.by_word, strict=True)
        if span[0] <= word.start < span[1] + 40
    ]
    return max((float(strength[row]) for strength in after), default=0.0) if row is not None else 0.0
