"""Which sentence proves the answer, and which words of it are the answer. Knows features, not wording.

Candidates are the reader's spans, every value of the kind that is asked for, and every sentence. `qa.features`
describes each by a few numbers, and `qa.confidence` weighs those.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from corpus.article import Article
from index.types import Hit, Span
from qa.askwords import FULL_NAME, RANGE
from qa.confidence import Confidence, Features
from qa.constraints import dates_of, known_by, of_period
from qa.features import describe, describe_sentence
from qa.names import bare_person, is_happening
from qa.pages import Lexicon, Page, pages_of
from qa.posts import persons_asked
from qa.question import AnswerType, Query
from qa.reading import Reading, likeliest
from qa.types import Evidence
from qa.values import Value, is_abbreviation_of

_SINCE_WHEN = re.compile(r"\bsejak\s(?:kapan|tahun|tanggal|bulan)\b|\bsince\s(?:when|what)\b", re.IGNORECASE)
SPANS_PER_PASSAGE = 4
ALWAYS_WEIGHED = 3
# Of 1,353 questions that were answered rightly on the pages of part `choose`, one found its answer below this.
LEAST_ANSWERABLE = 0.1
# What shows that a sentence or a date in it is not of the vote asked about.
OTHER_VOTES = ("missing_events", "other_event", "other_election", "another_round")
# Where a post is told of the person, or one of the alternatives that were offered, nothing else answers.
_NOTHING_ELSE = frozenset({AnswerType.POST, AnswerType.CHOICE})
TELLING_NAME = 4  # letters: shorter parts of names are shared by many
FULL_DATE_CHARS = len("2024-02-14")
_NUMERAL = re.compile(r"(?:[IVX]+|\d{1,2})\b(?![.,:/]?\d)")
_NAME_BEFORE = re.compile(r"\b[A-ZÀ-Þ]\w{2,} \Z")
_SHORT_FORM_BEHIND = re.compile(r"\s?\(\s?([A-Z][\w-]{1,19})\s?\)")
_QUOTED_BEFORE = re.compile(r"[”\"]\s?,?\s?$")
MAX_EVIDENCE = 3
LONGEST_SPAN_CHARS = 400
MUCH_ELSE_CHARS = 24
MOST_MARGIN = 5.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible answer: a sentence of an article and, where one is seen, the answer's words in it.

    `sentence` and `span` are offsets into the article's text; `value` is the typed value that the span is or contains,
    its own offsets into the passage. `spoken` are the question's terms that sentence or title speak of, `hinted` those
    that they perhaps do, `around` those that the passage perhaps does. `score` orders candidates, `trust` is the
    probability of being right.
    """

    hit: Hit
    article: Article
    sentence: Span
    span: Span | None
    value: Value | None
    features: Features
    spoken: frozenset[str]
    hinted: frozenset[str]
    around: frozenset[str]
    score: float
    trust: float

    @property
    def key(self) -> tuple[float, str, int, int]:
        """The total order of candidates: best first, ties by article and place."""
        start, end = self.span or self.sentence
        return (-self.score, self.article.id, start, end)

    @property
    def place(self) -> tuple[str, Span, Span | None]:
        """Where it stands; no two candidates of a question share it."""
        return self.article.id, self.sentence, self.span

    @property
    def text(self) -> str:
        """The answer's words, or the whole sentence."""
        start, end = self.span or self.sentence
        return self.article.text[start:end]

    def evidence(self) -> Evidence:
        """The sentence as evidence."""
        start, end = self.sentence
        return Evidence(self.article, start, end, self.article.text[start:end], round(self.trust, 4), self.span)


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
    found = [candidate for candidate in found if eligible(query, candidate)]
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


def eligible(query: Query, candidate: Candidate) -> bool:
    """Evidence has to be of the asked time, and not younger than the day as of which is asked; people have names, long
    forms the letters of the short one; where an end is asked for, a beginning is no answer, and of series 11 no article
    that knows only series 12 tells anything.

    Whoever holds a lesser post than is asked of, or the same over another territory, is nobody asked for. What a
    sentence says to be revoked or replaced is no answer to what holds. Whatever else speaks against a candidate
    is a feature, and weighed.
    """
    if query.about is not None and not (known_by(query.about, candidate.article) or _names_day(query, candidate)):
        return False
    if query.period is not None and not of_period(query.period, candidate.article):
        return False
    if candidate.features["replaced"] or _only_says(candidate) or _repeats(query, candidate):
        return False
    if _SINCE_WHEN.search(query.search) and _lies_ahead(candidate):
        return False
    if query.acronym and query.answer_type is AnswerType.EXPANSION and not _spells_out(query.acronym, candidate):
        return False
    if candidate.features["other_end"] or candidate.features["lacks_part"]:
        return False
    if query.answer_type is AnswerType.PERSON and candidate.span and not _can_bear(candidate.text, candidate.article):
        return False
    if query.answer_type is AnswerType.PERSON and _is_named(query, candidate):
        return False
    if candidate.features["lesser_role"] or candidate.features["other_territory"]:
        return False
    return not query.voting_day or _of_voting_day(query, candidate)


def _can_bear(name: str, article: Article) -> bool:
    """Whether words can name somebody: they have a capital, and the article calls no event or program so."""
    return re.search(r"\b[A-ZÀ-Þ]", name) is not None and not is_happening(name, article.text)


def _spells_out(short: str, candidate: Candidate) -> bool:
    """Whether a candidate's words can be the long form of `short`; what no capital marks may "stand for" anything.

    Brackets right behind them that hold another short form say that they are the long form of that one.
    """
    end = (candidate.span or candidate.sentence)[1]
    behind = _SHORT_FORM_BEHIND.match(candidate.article.text, end)
    if behind and behind[1].lower() != short.lower():
        return False
    borne_out = candidate.value is not None or is_abbreviation_of(short, candidate.text)
    return candidate.span is not None and (borne_out or (bool(candidate.features["foreign"]) and short.islower()))


def _lies_ahead(candidate: Candidate) -> bool:
    """Whether a candidate is a day after that of its article: nothing has held since then."""
    day = candidate.value.canonical if candidate.value and candidate.value.kind == "date" else ""
    published = candidate.article.published or ""
    return bool(published) and day[:4].isdigit() and day[: len(published)] > published[: len(day)]


def _repeats(query: Query, candidate: Candidate) -> bool:
    """Whether a candidate is a regulation that the question names: "which PKPU amended PKPU 8/2024?"."""
    value = candidate.value
    named = {known.canonical for known in query.values if known.kind == "regulation"}
    return value is not None and value.kind == "regulation" and value.canonical in named


def _is_named(query: Query, candidate: Candidate) -> bool:
    """Whether a candidate is a person whom the question names: "who came after Sri Wahyuni?" does not ask for her."""
    value = candidate.value
    if value is None or value.kind not in ("person", "name"):
        return False
    named = _named(query.search)
    return any(word in named for word in bare_person(value.text).lower().split() if len(word) >= TELLING_NAME)


@lru_cache(maxsize=256)
def _named(question: str) -> frozenset[str]:
    """The words of the names of people in a question; none where somebody's full name is asked for."""
    people = () if FULL_NAME.search(question) else persons_asked(question)
    return frozenset(word for name in people for word in name.lower().split())


def _only_says(candidate: Candidate) -> bool:
    """Whether a candidate is the one word after a quotation that says it was said: "…", ujarnya."""
    start, word = (candidate.span or candidate.sentence)[0], candidate.text
    lone = candidate.span is not None and word.islower() and word.isalpha()
    return lone and _QUOTED_BEFORE.search(candidate.article.text[max(0, start - 4) : start]) is not None


def _names_day(query: Query, candidate: Candidate) -> bool:
    """Whether an article tells of the very day that is asked of ("collected by 6 December"), which it may do later."""
    article = candidate.article
    return query.about is not None and bool(query.about.day) and query.about in dates_of(article.text, None)


def _of_voting_day(query: Query, candidate: Candidate) -> bool:
    """Whether a sentence speaks of the vote itself, and the value is a day of the year asked about."""
    said, day = candidate.features, candidate.value.canonical if candidate.value else ""
    in_year = len(day) == FULL_DATE_CHARS and (not query.years or day[:4] in query.years)
    dated = candidate.value is not None and candidate.value.kind in query.kinds
    return dated and in_year and not any(said[name] for name in OTHER_VOTES)
