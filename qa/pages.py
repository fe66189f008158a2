"""Passages laid beside a question: every word compared once, the values that could answer, what is missing.

Knows words, values and constraints. Knows nothing of candidates, weights or answers.
"""

from __future__ import annotations

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
from qa.answertypes import AnswerType
from qa.choices import find_choices
from qa.constraints import lacks_part, missing_dates, missing_labels, missing_names
from qa.glossary import senses
from qa.happenings import is_happening
from qa.localities import missing_places, missing_regions
from qa.matching import Matcher, Strengths, terms_of
from qa.names import can_be_person
from qa.posts import find_posts_of, persons_asked
from qa.question import Query, Wording
from qa.reading import Reading
from qa.values import (
    FIGURES,
    Value,
    find_days,
    find_durations,
    find_expansions_of,
    find_figures,
    find_titles,
    find_values,
)

WRITTEN = 0.8  # a word counts as the question's own from this strength on
YEAR_DIGITS = 4
# The year in an event's name ("Pemilu Serentak Tahun 2024") dates nothing.
_EVENT_BEFORE = re.compile(
    r"(?:pemilu|pemilihan|pilkada|pilpres|pileg|pilgub|serentak|election|umum)(?:\s(?:serentak|umum))?(?:\stahun)?\s$",
    re.IGNORECASE,
)
SPOKEN = 0.6  # a term counts as spoken of from this strength on
HINTED = 0.5  # and from this one on as perhaps spoken of: a word of another language is seldom nearer


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

    `wording` is the question as it meets the passage; `rows[i]` is how well the i-th word matches each of its terms,
    `echoes[i]` whether one of them is written there, and `figures[i]` whether it is a figure; `by_title` is the best of
    the article's title and office, `context` that of the passage too, and `behind` how far its retrieval score is from
    the best one.
    """

    hit: Hit
    article: Article
    reading: Reading
    behind: float
    sentences: tuple[Span, ...]
    words: tuple[Word, ...]
    starts: NDArray[np.int64]
    values: tuple[Value, ...]
    wording: Wording
    matcher: Matcher
    rows: Strengths
    echoes: NDArray[np.bool_]
    figures: NDArray[np.bool_]
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

    def spoken(self, sentence: Span) -> tuple[frozenset[str], frozenset[str]]:
        """The terms that a sentence, or the article's title or office, speaks of, and those that it perhaps does."""
        best = np.maximum(self.strengths(*sentence), self.by_title)
        return self._from(SPOKEN, best), self._from(HINTED, best)

    @property
    def around(self) -> frozenset[str]:
        """The terms that the passage, or the article's title or office, perhaps speaks of."""
        return self._from(HINTED, self.context)

    def _from(self, least: float, best: Strengths) -> frozenset[str]:
        return frozenset(term.norm for term, s in zip(self.matcher.terms, best, strict=True) if s >= least)

    def strengths(self, start: int, end: int) -> Strengths:
        """The best match of every term among the words of [start, end)."""
        first, last = self.word_range(start, end)
        return best_of(self.rows[first:last])


def best_of(rows: Strengths) -> Strengths:
    """The best match of every term among some words."""
    best: Strengths = rows.max(axis=0, initial=0.0)
    return best


@lru_cache(maxsize=2048)
def _values(text: str, published: str | None, kinds: tuple[str, ...]) -> tuple[Value, ...]:
    """The values of those kinds, found without looking for much else."""
    find = find_days if kinds == ("date",) else find_figures if FIGURES.issuperset(kinds) else find_values
    found = find(text, PartialDate.from_iso(published) if published else None)
    return tuple(value for value in found if value.kind in kinds)


def _answers(query: Query, text: str, article: Article) -> tuple[Value, ...]:
    """The values of an article's passage that are of a kind asked for."""
    if query.answer_type is AnswerType.DURATION:
        return tuple(find_durations(text))
    if query.answer_type is AnswerType.EXPANSION:
        return tuple(find_expansions_of(query.acronym, text)) if query.acronym else ()
    if query.answer_type is AnswerType.POST:
        return tuple(find_posts_of(persons_asked(query.search), text))
    if query.answer_type is AnswerType.CHOICE:
        return tuple(
            Value("choice", *span, text[slice(*span)], asked) for span, asked in find_choices(query.offers, text)
        )
    if not query.kinds:
        return ()
    if query.answer_type is AnswerType.TITLE:
        titles = find_titles(text)
        return tuple(titles) or _values(text, article.published, ("quotation",))
    values = _values(text, article.published, query.kinds)
    if query.answer_type is AnswerType.DATE:
        return tuple(v for v in values if len(v.canonical) != YEAR_DIGITS or not _EVENT_BEFORE.search(text[: v.start]))
    if query.answer_type is AnswerType.PERSON:
        return tuple(
            value
            for value in values
            if value.kind == "person" or (can_be_person(value.text) and not is_happening(value.text, article.text))
        )
    return values


def pages_of(
    query: Query, hits: Sequence[Hit], readings: Sequence[Reading], articles: Mapping[str, Article], lexicon: Lexicon
) -> list[Page]:
    """Passages with every word compared to the question once."""
    cut = [tuple(words(hit.chunk.text)) for hit in hits]
    titles = [_heading(articles[hit.chunk.article_id]) for hit in hits]
    wordings = [query.wording(articles[hit.chunk.article_id].language) for hit in hits]
    matchers = {wording: _matcher(query, wording, lexicon) for wording in dict.fromkeys(wordings)}
    for wording, matcher in matchers.items():
        shown = (found for found, title, of in zip(cut, titles, wordings, strict=True) if of == wording
                 for found in (found, title))  # fmt: skip
        fresh = matcher.unknown([word.norm for found in shown for word in found])
        matcher.learn(fresh, lexicon.lookup(fresh))
    top = hits[0].score if hits else 0.0
    return [
        _page(query, hit, top, reading, articles[hit.chunk.article_id], found, title, wording, matchers[wording])
        for hit, reading, found, title, wording in zip(hits, readings, cut, titles, wordings, strict=True)
    ]


def _matcher(query: Query, wording: Wording, lexicon: Lexicon) -> Matcher:
    glosses = [senses(term) if wording.language == "en" else () for term in wording.terms]
    # An English word tells as much as the Indonesian one that it stands for: the corpus hardly has the word itself.
    weights = [lexicon.weight(gloss[0] if gloss else term) for term, gloss in zip(wording.terms, glosses, strict=True)]
    terms = terms_of(wording.text, wording.terms, query.names, weights, glosses)
    return Matcher(terms, lexicon.lookup([term.norm for term in terms]))


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
    wording: Wording,
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
        values=_answers(query, hit.chunk.text, article),
        wording=wording,
        matcher=matcher,
        rows=rows,
        echoes=rows.max(axis=1, initial=0.0) >= WRITTEN,
        figures=np.asarray([is_number(word.norm) for word in found], dtype=bool),
        by_title=by_title,
        context=context,
        missing={
            "missing_names": missing_names(query, article),
            "missing_dates": missing_dates(query, article),
            "missing_regions": missing_regions(query, article),
            "missing_places": missing_places(query, article),
            "missing_labels": float(missing_labels(query, article)),
            "lacks_part": float(lacks_part(query, article)),
            "missing_concepts": _missing_concepts(matcher, context),
        },
    )


def _missing_concepts(matcher: Matcher, context: Strengths) -> float:
    """The share of the question's events, roles, bodies and words of direction that passage and title do not name."""
    asked = {term.concept for term in matcher.terms if term.concept}
    told = {term.concept for term, s in zip(matcher.terms, context, strict=True) if term.concept and s >= WRITTEN}
    return len(asked - told) / len(asked) if asked else 0.0
