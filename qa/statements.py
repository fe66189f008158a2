"""Which candidates are statements about the same thing, and which of these say the same. Knows nothing of who wins.

Two candidates are about the same thing if they answer the question with a value of the same kind and speak of
everything in it that the best one speaks of; how near the other must stand depends on what it tells of time and change.
"""

from __future__ import annotations

import re
from datetime import date

from corpus.partial import PartialDate
from index.words import is_number, words
from qa.agreement import agree
from qa.bearing import corrects, gives_up, tells_news, tells_of_change
from qa.candidate import Candidate
from qa.question import Query
from qa.standing import effective_date
from qa.values import Value, find_values

COMPARABLE_TRUST = 0.45  # of the best candidate's, to be compared with it
COMPARABLE_SCORE = 1.2  # how far behind it, in log-odds, a compared statement may be
# The same where the past is asked for, for the present value is often the likelier one, and for a statement that says
# itself that something changed.
TOLD_TRUST = 0.05
TOLD_SCORE = 4.5
PAST_TRUST = 0.2
PAST_SCORE = 3.0
# A newer statement of the same office that says that something is new: its words are often far from the question's.
_LASTING = frozenset({"person", "place", "office", "money", "time", "duration", "post"})
_COUNTS = frozenset({"number", "percent"})
_MOST = re.compile(
    r"\b(?:paling|ter(?:tinggi|rendah|banyak|besar|kecil|lama)|most|least|(?:high|low|larg|small)est)\b", re.I
)
NEWS_TRUST = 0.02
NEWS_SCORE = 7.0
NEWS_ANSWERABLE = -1.0
# Of one day neither takes the other's place, and both are shown.
EQUAL_TRUST = 0.3
EQUAL_SCORE = 3.0
# Great figures of one day that differ by more count different things; those that hardly differ are versions of one
# count, even where the reader thinks one of them far likelier.
GREAT = 100
FAR = 0.1
HARDLY = 0.03
VERSION_SCORE = 8.0
VERSION_ANSWERABLE = -1.0
SPARED = 4  # one term in so many may be said otherwise ("ribuan orang", "1.200 peserta")
SPARED_HERE = 1  # so many terms the sentence itself, with its title, may leave to its neighbours
OTHER_THING = ("other_event", "other_election", "elsewhere", "missing_labels")  # it speaks of another one of the kind
# Who left, or what was replaced, is asked for: what came in its place is no newer answer to that.
_ASKS_WHO_LEFT = re.compile(
    r"\b(?:diberhentikan|dipecat|dicopot|mundur|mengundurkan|digantikan|diganti|dicabut|dibatalkan|dismissed|removed|sacked"
    r"|fired|resigned|stepped down|replaced|revoked|repealed)\b",
    re.IGNORECASE,
)
LEAST_ANSWERABLE = 0.0  # log-odds


def comparable(query: Query, best: Candidate, other: Candidate) -> bool:
    """Whether another candidate is a statement about the same thing as the best one."""
    if other.value is None or best.value is None or _sort(other.value) != _sort(best.value):
        return False
    if other.hit.chunk.id in best.hit.similar:
        return False
    if _replaces(query, other, best):
        return True
    # Of a voting day vote, election and year have been checked: every such date is a statement about the same thing.
    # But "seven days before the vote, 7 February" speaks of it, too: what takes a place must be about as likely.
    if query.voting_day:
        return spoken_on(other) <= spoken_on(best) or other.trust >= COMPARABLE_TRUST * best.trust
    return _stands_up(query, best, other) and _speaks_of_it(query, best, other)


def _speaks_of_it(query: Query, best: Candidate, other: Candidate) -> bool:
    """Whether the other statement speaks of what the best one speaks of: of every name and figure, of nearly all else.

    The sentence of one that may take the best one's place must do so nearly alone, with its title: that of the
    induction of PPS stands in a passage that names PPK too.
    """
    missing = best.spoken - other.around
    named = {word.norm for name in query.names for word in words(name)}
    if any(term in named or is_number(term) for term in missing) or len(missing) * SPARED > len(best.spoken):
        return False
    strays = any(other.features.get(name, 0.0) > best.features.get(name, 0.0) for name in OTHER_THING)
    return not strays and (spoken_on(other) == spoken_on(best) or len(best.spoken - other.hinted) <= SPARED_HERE)


def _replaces(query: Query, other: Candidate, best: Candidate) -> bool:
    """Whether another statement says itself that its value came in place of the best one's, however it scores."""
    asked_out = query.wants_past or _ASKS_WHO_LEFT.search(query.search) is not None
    if asked_out or best.value is None or other.value is None or agrees(other, best):
        return False
    if not tells_of_change(other.said):
        return False
    published = PartialDate.from_iso(other.article.published) if other.article.published else None
    return any(
        _same_value(value, best.value) and gives_up(other.said, (value.start, value.end))
        for value in find_values(other.said, published)
    )


def _stands_up(query: Query, best: Candidate, other: Candidate) -> bool:
    """Whether another statement is near the best one, and the reader itself sees an answer there.

    The same kind of value alone proves nothing.
    """
    trust, score, answerable = COMPARABLE_TRUST, COMPARABLE_SCORE, LEAST_ANSWERABLE
    if query.wants_past or query.period is not None:
        trust, score = PAST_TRUST, PAST_SCORE
    elif _is_news(query, best, other):
        trust, score, answerable = NEWS_TRUST, NEWS_SCORE, NEWS_ANSWERABLE
    elif other.features.get("of_state", 0.0) > 0.0 and spoken_on(other) > spoken_on(best):
        trust, score = TOLD_TRUST, TOLD_SCORE
    elif spoken_on(other) == spoken_on(best):
        trust, score = EQUAL_TRUST, EQUAL_SCORE
        less, more = sorted((_figure(best), _figure(other)))
        if less >= GREAT and less < (1 - FAR) * more:
            return False
        if less >= GREAT and less >= (1 - HARDLY) * more and less != more:
            seen = other.features["answerable"] >= VERSION_ANSWERABLE
            return seen and other.score >= best.score - VERSION_SCORE
    if other.trust < trust * best.trust or other.score < best.score - score:
        return False
    return other.features["top_span"] > 0.0 and other.features["answerable"] >= answerable


def _is_news(query: Query, best: Candidate, other: Candidate) -> bool:
    """Whether another statement is newer, of the same office, and it or its title says that something has changed.

    Only of what lasts until it changes: who holds a post, where an office is, what is paid, when it is open. A count
    belongs to its event until it is put right, a day to its event, and so does what the question puts on a day or calls
    the most: of part `choose`, news of days were mostly of another event.
    """
    dated = any(when.month for when in query.dates)
    same_office = other.article.office == best.article.office
    if spoken_on(other) <= spoken_on(best) or not same_office or dated or _MOST.search(query.core):
        return False
    said = f"{other.article.title}. {other.said}"
    if query.kinds[0] in _LASTING:
        return tells_news(said, query.core)
    return query.kinds[0] in _COUNTS and corrects(said)


def _figure(candidate: Candidate) -> float:
    """How much or how many a statement tells; 0 for values of other kinds."""
    value = candidate.value
    counted = re.search(r"\d+(?:\.\d+)?", value.canonical) if value and value.kind in ("number", "money") else None
    return float(counted[0]) if counted else 0.0


def _sort(value: Value) -> str:
    """The kind of value; a person's name may be found as any name."""
    return "person" if value.kind == "name" else value.kind


def agrees(one: Candidate, other: Candidate) -> bool:
    """Whether two statements give the same value: "23 November" is the end of "25 September to 23 November"."""
    if not one.value or not other.value:
        return one.text.lower() == other.text.lower()
    return _same_value(one.value, other.value)


def _same_value(one: Value, other: Value) -> bool:
    if one.canonical == other.canonical:
        return True
    if one.kind == other.kind == "post":
        said, told = set(one.canonical.split()), set(other.canonical.split())
        return said <= told or told <= said  # "Ketua KPU Kudus" and "Ketua KPU Kabupaten Kudus"
    return one.kind == other.kind == "date" and (agree(one, other) or agree(other, one))


def fuller(one: Candidate, other: Candidate) -> bool:
    """Whether one of two agreeing statements says more: both ends of a range, the day of a month, a date's year."""
    if not one.value or not other.value or one.value.kind != "date":
        return False
    if one.value.canonical != other.value.canonical:
        return agree(other.value, one.value)
    return _says_year(one.value) and not _says_year(other.value)


def _says_year(value: Value) -> bool:
    return value.canonical[:4] in value.text


def spoken_on(candidate: Candidate) -> date:
    """The day from which a candidate's article speaks; the first of all days where that is unknown."""
    iso = effective_date(candidate.article)
    when = PartialDate.from_iso(iso) if iso else None
    return (when.earliest if when else None) or date.min
