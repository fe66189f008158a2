"""A candidate answer in numbers: what the confidence model sees of it. Knows nothing of weights.

All features lie roughly between -5 and 5, so that the weights can be compared by eye.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np

from index.types import Span
from qa.answertypes import AnswerType
from qa.bearing import is_replaced, of_election, of_label, of_region, of_state, of_year, other_end
from qa.constraints import bound_away, counts, missing_events, missing_here, other_election
from qa.elections import another_round, other_event
from qa.holders import holds
from qa.localities import elsewhere
from qa.matching import Strengths
from qa.names import people_in
from qa.pages import Page, best_of
from qa.question import Query
from qa.roles import (
    asked_roles,
    asks_role,
    lesser_role,
    missing_holder,
    missing_roles,
    narrower_office,
    other_office,
    other_territory,
)
from qa.values import Value

_OF_THINGS = frozenset({AnswerType.SPAN, AnswerType.LIST, AnswerType.TITLE, AnswerType.REASON, AnswerType.MANNER})
NO_SPAN_SCORE = -8.0
UNLISTED = 1.0
NEAR_WORDS = 6
YEAR_DIGITS = 4
_BEING = r"\b(?:adalah|merupakan|ialah|yaitu|yakni|is an?|are)\b"
_CAUSE = re.compile(
    r"\b(?:karena|sebab|disebabkan|akibat|lantaran|agar|supaya|sehingga|demi|because|due to|since|so that)\b",
    re.IGNORECASE,
)
_DEEDS = {
    "id": re.compile(r"(?:di(?!nas|rek)|me(?!nteri|dia)[mn]?[gy]?|ter(?!tinggi|rendah))[a-z]{3,}"),
    "en": re.compile(r"[a-z]{3,}(?:ed|ing)"),
}
_LISTING = re.compile(r"[,;/&]|\b(?:dan|serta|maupun|and|as well as)\b")
_ASKS_THING = re.compile(r"\b(?:apa|apakah|what|which)\b", re.IGNORECASE)
_BRACKETS = re.compile(r"[^()\n]{0,12}\(([^()]+)\)")


def describe(
    query: Query, page: Page, sentence: Span, span: Span | None, value: Value | None, told: Mapping[str, float]
) -> dict[str, float]:
    """The features of one candidate; `told` are those of its sentence, by `describe_sentence`."""
    score, is_top = _span_score(page, span)
    agree = _agreement(query, span, value)
    near, answer_words, echo = _around(page, sentence, span)
    said = page.hit.chunk.text[sentence[0] : sentence[1]]
    place = (span[0] - sentence[0], span[1] - sentence[0]) if span else None
    return {
        **told,
        "span_score": score / 2.0,
        "foreign_span": score / 2.0 if _foreign(query) else 0.0,
        "no_span": float(span is None),
        "top_span": float(is_top),
        "listed": float(span is not None and any((read.start, read.end) == span for read in page.reading.spans)),
        "cover_near": near,
        "agree": agree,
        "disagree": float(bool(query.kinds) and agree == 0.0),
        "echo": echo,
        "elsewhere": float(told["elsewhere"] or (span is not None and _from_elsewhere(query, page, span))),
        "bound_away": bound_away(query, said, place[0]) if place else 0.0,
        "of_label": of_label(query, said, place) if place else 0.0,
        "of_year": of_year(query, said, place) if place else 0.0,
        "of_region": of_region(query, said, place) if place else 0.0,
        "of_state": of_state(query, said, place) if place else 0.0,
        "single": float(query.many and span is not None and not _LISTING.search(page.hit.chunk.text[slice(*span)])),
        "person_for_thing": float(_person_for_thing(query, said, place)),
        "of_election": of_election(query, said, place) if place else 0.0,
        "other_end": float(place is not None and value is not None and other_end(query, said, place, value)),
        "lesser_role": float(lesser_role(query, said, place)),
        "other_territory": float(place is not None and other_territory(query, said, place)),
        "replaced": float(place is not None and is_replaced(query, said, place)),
        "other_election": float(place is not None and other_election(query, said, place[0])),
        "unit": _unit(page, span),
        "same_year": float(value is not None and value.kind == "date" and value.canonical[:YEAR_DIGITS] in query.years),
        "holds_role": _holds_role(query, page, sentence, span),
        "unnamed": float(asks_role(query) and _unnamed(query, value, said)),
        "unkind": float(query.strict and (value is None or value.kind not in query.kinds)),
        "answer_words": answer_words / 10.0,
        "strict": float(query.strict) * agree,
    }


def describe_sentence(query: Query, page: Page, sentence: Span) -> dict[str, float]:
    """The features that all candidates of one sentence share."""
    matcher = page.matcher
    said = page.hit.chunk.text[sentence[0] : sentence[1]]
    asks_reason = query.answer_type is AnswerType.REASON
    return {
        "answerable": log_odds(page.reading.answerable),
        "retrieval": page.hit.score,
        "behind": page.behind,
        "cover_sentence": matcher.coverage(page.strengths(*sentence)),
        "cover_context": matcher.coverage(page.context),
        "cover_title": matcher.coverage(page.by_title),
        "weakest": float(page.context.min(initial=1.0)),
        "unsaid_deed": _unsaid_deed(page),
        "elsewhere": float(elsewhere(query, said)),
        "missing_roles": missing_roles(query, said),
        "other_office": float(other_office(query, said)),
        "narrower_office": float(narrower_office(query, said)),
        "missing_events": missing_events(query, said),
        "missing_here": missing_here(query, said),
        "voting_day": float(query.voting_day),
        "another_round": float(another_round(query, said)),
        "other_event": float(other_event(query, said, page.article.title)),
        "missing_holder": float(missing_holder(query, said)),
        "uncounted": float(query.unit is not None and not counts(query.unit, query.core, _setting(page, sentence))),
        "asks_role": float(asks_role(query)),
        "premise": page.missing["missing_concepts"] * float(asks_role(query) or asks_reason),
        "foreign": float(_foreign(query)),
        "typed": float(bool(query.kinds)),
        "defines": float(query.answer_type is AnswerType.DEFINITION and _defines(page.wording.terms, said)),
        "because": float(asks_reason and _CAUSE.search(said) is not None),
        "why": float(asks_reason),
        **page.missing,
    }


def _unsaid_deed(page: Page) -> float:
    """How far passage and title are from saying what is asked to have been done: 1 if they do not at all.

    "Why was the vote cancelled?" takes for granted that it was. A word counts as a deed by its form alone.
    """
    form = _DEEDS["en" if page.wording.language == "en" else "id"]
    pairs = zip(page.matcher.terms, page.context, strict=True)
    said = [float(strength) for term, strength in pairs if not term.exact and form.fullmatch(term.norm)]
    return 1.0 - min(said) if said else 0.0


def _holds_role(query: Query, page: Page, sentence: Span, span: Span | None) -> float:
    """Whether a candidate is said to hold the role that is asked after, or another one is."""
    roles = asked_roles(query)
    if span is None or not roles or query.answer_type is not AnswerType.PERSON:
        return 0.0
    first, last = sentence
    people = [(v.start - first, v.end - first) for v in page.values if first <= v.start and v.end <= last]
    return holds(roles, page.hit.chunk.text[first:last], people, (span[0] - first, span[1] - first))


def _person_for_thing(query: Query, sentence: str, at: Span | None) -> bool:
    """Whether a thing is asked for ("faktor apa", "which platform") and a candidate is nothing but a person's name."""
    if at is None or query.answer_type not in _OF_THINGS or not _ASKS_THING.search(query.search):
        return False
    return any(name.start <= at[0] and at[1] <= name.end for name in people_in(sentence))


def _unnamed(query: Query, value: Value | None, sentence: str) -> bool:
    """Whether neither a person nor the role asked after is named."""
    return value is None or (value.kind != "person" and missing_roles(query, sentence) > 0)


def _from_elsewhere(query: Query, page: Page, span: Span) -> bool:
    """Whether the brackets right after a span say that it belongs to another region: "Sari Utami (KPU Kota Blitar)"."""
    brackets = _BRACKETS.match(page.hit.chunk.text, span[1])
    return brackets is not None and elsewhere(query, brackets[1])


def _setting(page: Page, sentence: Span) -> str:
    """A sentence with its article's title and the sentence before it, which often say what it goes on about."""
    at = page.sentences.index(sentence)
    first = page.sentences[max(0, at - 1)][0]
    return f"{page.article.title}. {page.hit.chunk.text[first : sentence[1]]}"


def _defines(terms: Sequence[str], sentence: str) -> bool:
    """Whether a sentence says what one of the terms is: the term, at most a few words, and a verb of being."""
    words = "|".join(re.escape(term) for term in terms)
    return bool(words) and re.search(rf"\b(?:{words})\b[^.;]{{0,60}}?{_BEING}", sentence, re.IGNORECASE) is not None


def _foreign(query: Query) -> bool:
    """Whether Indonesian passages are met by words of another language."""
    return query.frame != "id" and query.translation is None


def log_odds(probability: float) -> float:
    """The logarithm of the odds, of probabilities that are kept a little off 0 and 1."""
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
    before, behind = page.rows[begin:first][::-1], page.rows[last:end]
    faded = [best_of(rows * _fading(len(rows))) for rows in (before, behind)]
    near = page.matcher.coverage(np.maximum(*faded))
    # The year of a date is often the question's own, and says nothing against it.
    own = page.echoes[first:last][~page.figures[first:last]]
    return near, min(20.0, float(last - first)), float(own.mean()) if len(own) else 0.0


@lru_cache(maxsize=1024)
def _fading(count: int) -> Strengths:
    """How much each of so many words counts, nearest first, as one column."""
    return np.exp(-np.arange(count, dtype=np.float32) / NEAR_WORDS)[:, None]


def _unit(page: Page, span: Span | None) -> float:
    """How well the words at and right after a number say what is counted."""
    column = next((i for i, term in enumerate(page.matcher.terms) if term.norm == page.wording.unit), None)
    if column is None or span is None:
        return 0.0
    first, last = page.word_range(*span)
    return float(page.rows[first : last + 4, column].max(initial=0.0))
