"""What holds now, what held before, and what is disputed, among statements about the same thing.

Two candidates are statements about the same thing if they answer the same question with a value of the same kind and
speak of everything in the question that the best one speaks of. Among different values the newest official one wins;
it supersedes older ones; a different one that is neither newer nor more official is a conflict.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from corpus.partial import PartialDate
from index.words import is_number, words
from qa.agreement import agree
from qa.askwords import FIRST_PLAN
from qa.bearing import corrects, gives_up, tells_news, tells_of_change
from qa.constraints import known_by
from qa.evidence import Candidate
from qa.names import bare_person
from qa.question import Query
from qa.shortanswer import short_answer
from qa.standing import effective_date, officialness
from qa.types import Evidence, Findings, Statement
from qa.values import Value, find_values

MAX_OLDER = 2
MAX_CONFLICTS = 2
CLOSE_TRUST = 0.5  # of the best candidate's, to be shown beside it
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


@dataclass(frozen=True, slots=True)
class Timeline:
    """Evidence in the order of its numbers, and what it adds up to."""

    evidence: tuple[Evidence, ...]
    findings: Findings


def arrange(query: Query, chosen: Sequence[Candidate], others: int) -> Timeline:
    """Order the chosen candidates, best first and not empty, in time; at most `others` further sentences follow."""
    statements = _of_period(query, _statements(query, chosen))
    if len(statements) < 2:
        return _alone(query, statements[0], chosen, others)
    winner, older, disputed = _judge(query, statements)
    rest = [
        candidate
        for candidate in _further(winner, chosen, others)
        if candidate.value is None or candidate not in statements
    ]
    listed = [winner, *older, *disputed, *rest]
    number = {id(candidate): position for position, candidate in enumerate(listed, 1)}
    stated = [_stated(query, candidate, number[id(candidate)]) for candidate in listed]
    older_end = 1 + len(older)
    findings = Findings(
        stated[0],
        effective_date(winner.article),
        tuple(stated[1:older_end]),
        tuple(stated[older_end : older_end + len(disputed)]),
    )
    return Timeline(tuple(candidate.evidence() for candidate in listed), findings)


def _alone(query: Query, best: Candidate, chosen: Sequence[Candidate], others: int) -> Timeline:
    listed = [best, *_further(best, chosen, others)]
    answer = _stated(query, best, 1)
    findings = Findings(answer if answer.shown else None, effective_date(best.article))
    return Timeline(tuple(candidate.evidence() for candidate in listed), findings)


def _further(best: Candidate, chosen: Sequence[Candidate], others: int) -> list[Candidate]:
    """Other sentences worth reading beside the best one: those that stand close behind it."""
    rest = [
        candidate for candidate in chosen if candidate is not best and candidate.trust >= COMPARABLE_TRUST * best.trust
    ]
    return rest[:others]


def _stated(query: Query, candidate: Candidate, number: int) -> Statement:
    shown = short_answer(query, candidate)
    return Statement(candidate.text, shown or "", effective_date(candidate.article), number)


def _statements(query: Query, chosen: Sequence[Candidate]) -> list[Candidate]:
    """The best comparable candidate of each article, best first; empty where values cannot be compared."""
    best = chosen[0]
    if not query.kinds or best.value is None or query.many:
        return [best]
    found: dict[str, Candidate] = {}
    for candidate in chosen:
        if candidate is best or _comparable(query, best, candidate):
            found.setdefault(candidate.article.id, candidate)
    return list(found.values())


def _of_period(query: Query, statements: list[Candidate]) -> list[Candidate]:
    """The statements that were known in the time asked of, all where no time is asked of.

    Where none was, a later article may tell of that time, and only the best one is taken at its word.
    """
    if query.period is None:
        return statements
    if statements[0].features.get("of_year", 0.0) > 0.0:
        return statements[:1]
    return [one for one in statements if known_by(query.period, one.article)] or statements[:1]


def _comparable(query: Query, best: Candidate, other: Candidate) -> bool:
    if other.value is None or best.value is None or _sort(other.value) != _sort(best.value):
        return False
    if other.hit.chunk.id in best.hit.similar:
        return False
    if _replaces(query, other, best):
        return True
    # Of a voting day vote, election and year have been checked: every such date is a statement about the same thing.
    # But "seven days before the vote, 7 February" speaks of it, too: what takes a place must be about as likely.
    if query.voting_day:
        return _when(other) <= _when(best) or other.trust >= COMPARABLE_TRUST * best.trust
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
    return not strays and (_when(other) == _when(best) or len(best.spoken - other.hinted) <= SPARED_HERE)


def _replaces(query: Query, other: Candidate, best: Candidate) -> bool:
    """Whether another statement says itself that its value came in place of the best one's, however it scores."""
    asked_out = query.wants_past or _ASKS_WHO_LEFT.search(query.search) is not None
    if asked_out or best.value is None or other.value is None or _agrees(other, best):
        return False
    start, end = other.sentence
    sentence = other.article.text[start:end]
    if not tells_of_change(sentence):
        return False
    published = PartialDate.from_iso(other.article.published) if other.article.published else None
    return any(
        _same_value(value, best.value) and gives_up(sentence, (value.start, value.end))
        for value in find_values(sentence, published)
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
    elif other.features.get("of_state", 0.0) > 0.0 and _when(other) > _when(best):
        trust, score = TOLD_TRUST, TOLD_SCORE
    elif _when(other) == _when(best):
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
    if _when(other) <= _when(best) or other.article.office != best.article.office or dated or _MOST.search(query.core):
        return False
    start, end = other.sentence
    said = f"{other.article.title}. {other.article.text[start:end]}"
    if query.kinds[0] in _LASTING:
        return tells_news(said, query.core)
    return query.kinds[0] in _COUNTS and corrects(said)


def _judge(query: Query, statements: Sequence[Candidate]) -> tuple[Candidate, list[Candidate], list[Candidate]]:
    """The statement that answers, the older different ones, newest first, and the disputed ones."""
    ordered = sorted(statements, key=lambda one: (_when(one), _rank(one), -statements.index(one)), reverse=True)
    values: list[tuple[Candidate, Candidate]] = []  # of each value the newest statement, and the one that says most
    for one in ordered:
        at = next((place for place, (_, fullest) in enumerate(values) if _agrees(one, fullest)), None)
        if at is None:
            values.append((one, one))
        elif _fuller(one, values[at][1]):
            values[at] = values[at][0], one
    if query.wants_past and len(values) > 1:
        return _past(query, [fullest for _, fullest in values]), [], []
    newest, winner = max(
        values, key=lambda told: (_rank(told[0]) > 0, _when(told[0]), _rank(told[0]), -statements.index(told[0]))
    )
    others = [(new, fullest) for new, fullest in values if new is not newest]
    older = [(new, fullest) for new, fullest in others if _when(new) < _when(newest) and _dated(new)]
    disputed = [fullest for new, fullest in others if (new, fullest) not in older and _rank(new) >= _rank(newest)]
    return winner, [fullest for _, fullest in older[:MAX_OLDER]], disputed[:MAX_CONFLICTS]


def _past(query: Query, newest_first: Sequence[Candidate]) -> Candidate:
    """The value before the present one; the first one where the question asks for the original plan."""
    if query.predecessor_of:
        successor = bare_person(query.predecessor_of).lower()
        since = [one for one in newest_first if successor in one.text.lower()]
        before = [one for one in newest_first if one not in since and (not since or _when(one) <= _when(since[-1]))]
        return (before or list(newest_first))[0]
    return newest_first[-1] if FIRST_PLAN.search(query.text) else newest_first[1]


def _figure(candidate: Candidate) -> float:
    """How much or how many a statement tells; 0 for values of other kinds."""
    value = candidate.value
    counted = re.search(r"\d+(?:\.\d+)?", value.canonical) if value and value.kind in ("number", "money") else None
    return float(counted[0]) if counted else 0.0


def _sort(value: Value) -> str:
    """The kind of value; a person's name may be found as any name."""
    return "person" if value.kind == "name" else value.kind


def _agrees(one: Candidate, other: Candidate) -> bool:
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


def _fuller(one: Candidate, other: Candidate) -> bool:
    """Whether one of two agreeing statements says more: both ends of a range, the day of a month, a date's year."""
    if not one.value or not other.value or one.value.kind != "date":
        return False
    if one.value.canonical != other.value.canonical:
        return agree(other.value, one.value)
    return _says_year(one.value) and not _says_year(other.value)


def _says_year(value: Value) -> bool:
    return value.canonical[:4] in value.text


def _when(candidate: Candidate) -> date:
    iso = effective_date(candidate.article)
    when = PartialDate.from_iso(iso) if iso else None
    return (when.earliest if when else None) or date.min


def _dated(candidate: Candidate) -> bool:
    return _when(candidate) > date.min


def _rank(candidate: Candidate) -> int:
    return officialness(candidate.article.office)
