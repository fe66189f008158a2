"""What evidence must match whatever else speaks for it: the asked names, dates, bodies, events. Knows near misses.

Each check gives the share of what was asked that is missing, 0 to 1, or says that a sentence speaks of another one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from corpus.article import Article
from corpus.dates import PartialDate, find_dates
from corpus.places import find_places
from index.types import Span
from index.words import words
from qa.concepts import ELECTIONS, Mention, covers, mentions_in
from qa.elections import asked_families
from qa.labels import labels_of
from qa.namewords import INSTITUTION_WORDS
from qa.question import Query
from qa.standing import effective_date

_RUN_ON = re.compile(r"([^\W\d_]{2,})(\d+)")
# What a value belongs to, by kind: of the words of direction only those that part people and places in two.
_GROUPS = {
    "laki": "sex",
    "perempuan": "sex",
    "luarnegeri": "residence",
    "dalamnegeri": "residence",
}
# Of 1,200 questions with an answer that name such a part, 2 % have it on a page that does not; of those without, 17 %.
_ONLY_NUMBERED = frozenset({"series", "quarter", "half", "station", "article", "panel", "zone"})
_RELATIVELY = re.compile(
    r"\b(?:setelah|sesudah|seusai|usai|sebelum(?:nya)?|lanjutan|berikut(?:nya)?|dibanding(?:kan)?"
    r"|antara|after|before|between|next|following|previous|compared|than|since)\b",
    re.IGNORECASE,
)
_CLAUSE_ENDS = re.compile(r"[.;](?!\d)")
BEHIND_COSTS = 2  # words


@lru_cache(maxsize=1024)
def spoken_words(text: str) -> frozenset[str]:
    """The normalised words of a text; of those that run into a figure ("Seri12"), the parts too."""
    norms = {word.norm for word in words(text)}
    parts = (_RUN_ON.fullmatch(norm) for norm in norms)
    return frozenset(norms.union(*(match.groups() for match in parts if match)))


def missing_names(query: Query, article: Article) -> float:
    """The share of the question's names of which some own word is nowhere in the article."""
    if not query.names:
        return 0.0
    spoken = spoken_words(whole(article))
    own = ([word.norm for word in words(_without_regions(name))] for name in query.names)
    asked = [part for norms in own if (part := [norm for norm in norms if norm not in INSTITUTION_WORDS])]
    return sum(not set(part) <= spoken for part in asked) / len(asked) if asked else 0.0


def _without_regions(name: str) -> str:
    """A name without the region in it, which may be written in several ways and is checked by itself."""
    for span in reversed(find_places(name)):
        name = f"{name[: span.start]} {name[span.end :]}"
    return name


def missing_dates(query: Query, article: Article) -> float:
    """The share of the question's years that neither text nor dates speak of; 1 where its month or day is missing."""
    if query.period is not None and known_by(query.period, article):
        return 0.0
    exact = [when for when in query.dates if when.month]
    told = dates_of(article.text, article.published) if exact else ()
    if any(not any(_same_month(when, other) for other in told) for when in exact):
        return 1.0
    if not query.years:
        return 0.0
    spoken = spoken_words(whole(article)) | {iso[:4] for iso in (article.published, article.event_date) if iso}
    return sum(year not in spoken for year in query.years) / len(query.years)


def known_by(limit: PartialDate, article: Article) -> bool:
    """Whether an article speaks from a day that is not after `limit`; an undated one does not."""
    iso = effective_date(article)
    when = PartialDate.from_iso(iso) if iso else None
    return when is not None and when.earliest is not None and limit.latest is not None and when.earliest <= limit.latest


def of_period(period: PartialDate, article: Article) -> bool:
    """Whether an article was there in that time, or names its year."""
    return known_by(period, article) or str(period.year) in spoken_words(whole(article))


@lru_cache(maxsize=1024)
def dates_of(text: str, published: str | None) -> tuple[PartialDate, ...]:
    """Every date that an article names, and its own."""
    reference = PartialDate.from_iso(published) if published else None
    found = [mention.first for mention in find_dates(text, reference)]
    return (*found, reference) if reference else tuple(found)


def _same_month(asked: PartialDate, told: PartialDate) -> bool:
    years = asked.year is None or told.year is None or asked.year == told.year
    days = asked.day is None or told.day is None or asked.day == told.day
    return asked.month == told.month and years and days


def missing_labels(query: Query, article: Article) -> bool:
    """Whether a numbered part that is asked of ("triwulan III", "putaran kedua", "Seri 12") is not in the article."""
    return bool(_missing_parts(query, article))


def lacks_part(query: Query, article: Article) -> bool:
    """Whether an article misses a numbered part of a kind that has no other name: "seri 11", "triwulan III"."""
    return any(kind in _ONLY_NUMBERED for kind, _ in _missing_parts(query, article))


def _missing_parts(query: Query, article: Article) -> frozenset[tuple[str, str]]:
    asked = frozenset(label.key for label in labels_of(query.core))
    return asked - {label.key for label in labels_of(whole(article))} if asked else asked


def of_another_part(query: Query, sentence: str, at: Span) -> bool:
    """Whether a sentence puts the value at `at` into another numbered part than is asked of: "seri kedua … 96 orang".

    Not where the question goes by another part ("after series 6") or the sentence names the part that is asked of, too.
    """
    asked = {label.key for label in labels_of(query.core) if label.key[0] in _ONLY_NUMBERED}
    told = labels_of(sentence)
    if not asked or asked & {label.key for label in told} or _RELATIVELY.search(query.core):
        return False
    before = [label.end for label in told if label.end <= at[0] and label.key[0] in {kind for kind, _ in asked}]
    return bool(before) and not _CLAUSE_ENDS.search(sentence, before[-1], at[0])


def missing_events(query: Query, sentence: str) -> float:
    """The share of the events and stages asked about (a vote, a registration, a count) that a sentence does not name.

    Which election it is of is `other_event`'s to say: an article names that once and then takes it as read.
    """
    asked = _stages(query.core)
    return len(asked - _stages(sentence)) / len(asked) if asked else 0.0


def missing_here(query: Query, sentence: str) -> float:
    """The share of the bodies, roles and kinds of people or things asked about that a sentence does not name."""
    asked = _bound(query.core)
    named = frozenset(concept for concepts in _bound(sentence).values() for concept in concepts)
    wanted = [concept for concepts in asked.values() for concept in concepts]
    return sum(not covers(concept, named) for concept in wanted) / len(wanted) if wanted else 0.0


def bound_away(query: Query, sentence: str, at: int) -> float:
    """The share of what is asked about that another one of its kind stands nearer to the value at `at`.

    In "ketua PPK menerima Rp2.500.000, ketua KPPS Rp900.000" each amount belongs to the body named nearest before it.
    """
    asked = _bound(query.core)
    found, named = mentions_in(sentence)
    place = next((n for n, word in enumerate(found) if word.end > at), len(found))
    near = [(_nearest(kind, named, place), concepts) for kind, concepts in asked.items()]
    away = [not covers_any(told, concepts) for told, concepts in near if told is not None]
    return sum(away) / len(asked) if asked else 0.0


def other_election(query: Query, sentence: str, at: int) -> bool:
    """Whether the election named nearest to the value at `at` is of another family than the one asked about."""
    asked = asked_families(query)
    found, named = mentions_in(sentence)
    place = next((n for n, word in enumerate(found) if word.end > at), len(found))
    told = _nearest("election", named, place)
    return bool(asked) and told is not None and ELECTIONS[told] not in asked


def covers_any(told: str | None, concepts: frozenset[str]) -> bool:
    """Whether what is told is one of the concepts asked about, or a narrower one."""
    return told is not None and any(covers(concept, frozenset({told})) for concept in concepts)


def _nearest(kind: str, named: Sequence[Mention], place: int) -> str | None:
    """The concept of a kind that stands nearest to a word; one behind it counts as farther than one before it."""
    near = [
        (place - m.last if m.last <= place else m.first - place + BEHIND_COSTS, m.concept)
        for m in named
        if _group(m) == kind
    ]
    return min(near)[1] if near else None


@lru_cache(maxsize=4096)
def _bound(text: str) -> dict[str, frozenset[str]]:
    """The concepts that values belong to, by kind."""
    found: dict[str, set[str]] = {}
    for mention in mentions_in(text)[1]:
        group = _group(mention)
        if group and group != "election":
            found.setdefault(group, set()).add(mention.concept)
    return {group: frozenset(concepts) for group, concepts in found.items()}


def _group(mention: Mention) -> str | None:
    if mention.concept in ELECTIONS:
        return "election"
    return mention.kind if mention.kind in ("institution", "role") else _GROUPS.get(mention.concept)


@lru_cache(maxsize=4096)
def _stages(text: str) -> frozenset[str]:
    return frozenset(m.concept for m in mentions_in(text)[1] if m.kind == "event") - ELECTIONS.keys()


def counts(unit: str, search: str, sentence: str) -> bool:
    """Whether a sentence names what is to be counted, if that is a thing of the field ("pemilih", "TPS")."""
    asked, named = mentions_in(search)
    things = {m.concept for m in named if unit in [word.norm for word in asked[m.first : m.last]]}
    return not things or bool(things & {m.concept for m in mentions_in(sentence)[1]})


def whole(article: Article) -> str:
    """Title, office and text: everything an article says of itself."""
    return f"{article.title}\n{article.office or ''}\n{article.text}"
