"""What holds now, what held before, and what is disputed, among statements about the same thing.

Among different values the newest official one wins; it supersedes older ones; a different one that is neither newer nor
more official is a conflict. Which candidates are about the same thing is told by `qa.statements`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from qa.askwords import FIRST_PLAN
from qa.candidate import Candidate
from qa.constraints import known_by
from qa.names import bare_person
from qa.question import Query
from qa.shortanswer import short_answer
from qa.standing import effective_date, officialness
from qa.statements import COMPARABLE_TRUST, agrees, comparable, fuller, spoken_on
from qa.types import Evidence, Findings, Statement

MAX_OLDER = 2
MAX_CONFLICTS = 2


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
        if candidate is best or comparable(query, best, candidate):
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


def _judge(query: Query, statements: Sequence[Candidate]) -> tuple[Candidate, list[Candidate], list[Candidate]]:
    """The statement that answers, the older different ones, newest first, and the disputed ones."""
    ordered = sorted(statements, key=lambda one: (spoken_on(one), _rank(one), -statements.index(one)), reverse=True)
    values: list[tuple[Candidate, Candidate]] = []  # of each value the newest statement, and the one that says most
    for one in ordered:
        at = next((place for place, (_, fullest) in enumerate(values) if agrees(one, fullest)), None)
        if at is None:
            values.append((one, one))
        elif fuller(one, values[at][1]):
            values[at] = values[at][0], one
    if query.wants_past and len(values) > 1:
        return _past(query, [fullest for _, fullest in values]), [], []
    newest, winner = max(
        values, key=lambda told: (_rank(told[0]) > 0, spoken_on(told[0]), _rank(told[0]), -statements.index(told[0]))
    )
    older, disputed = list[Candidate](), list[Candidate]()
    for new, fullest in values:
        if new is newest:
            continue
        if date.min < spoken_on(new) < spoken_on(newest):
            older.append(fullest)
        elif _rank(new) >= _rank(newest):
            disputed.append(fullest)
    return winner, older[:MAX_OLDER], disputed[:MAX_CONFLICTS]


def _past(query: Query, newest_first: Sequence[Candidate]) -> Candidate:
    """The value before the present one; the first one where the question asks for the original plan."""
    if query.predecessor_of:
        successor = bare_person(query.predecessor_of).lower()
        since = [one for one in newest_first if successor in one.text.lower()]
        until = spoken_on(since[-1]) if since else date.max
        before = [one for one in newest_first if one not in since and spoken_on(one) <= until]
        return (before or list(newest_first))[0]
    return newest_first[-1] if FIRST_PLAN.search(query.text) else newest_first[1]


def _rank(candidate: Candidate) -> int:
    return officialness(candidate.article.office)
