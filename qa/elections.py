"""Which election is meant: a general or a regional one, the vote itself or a round of its own. Knows near misses."""

from __future__ import annotations

import re
from functools import lru_cache

from qa.concepts import ELECTIONS, mentions_in
from qa.question import Query

_BARE_ELECTION = re.compile(r"\b(\d{4}) election\b|\belection (?:of|in) (\d{4})\b", re.IGNORECASE)
# In which Indonesia voted, or is to vote, for its parliament: every five years since 1999.
GENERAL_YEARS = frozenset({"1955", "1971", *map(str, range(1977, 1998, 5)), *map(str, range(1999, 2100, 5))})
_ROUNDS = re.compile(
    r"\b(?:putaran kedua|suara (?:ulang|susulan|lanjutan)|PSU|luar negeri|second round|run-?off|re-?vote|overseas)\b",
    re.IGNORECASE,
)


def asked_families(query: Query) -> frozenset[str]:
    """The families of elections that a question is about; in English "the 2024 election" is the general one."""
    named = families_in(query.core)
    year = _BARE_ELECTION.search(query.core) if query.language == "en" and not named else None
    return frozenset({"general"}) if year and (year[1] or year[2]) in GENERAL_YEARS else named


def other_event(query: Query, sentence: str, title: str) -> bool:
    """Whether a sentence, or a title where it names none, speaks of regional elections and not of general ones, or the
    other way round from the question."""
    asked = asked_families(query)
    told = families_in(sentence) or families_in(title)
    return bool(asked and told) and not asked & told


def another_round(query: Query, sentence: str) -> bool:
    """Whether a sentence speaks of a run-off, a repeated or an overseas vote that the question does not ask about."""
    told = {match.lower() for match in _ROUNDS.findall(sentence)}
    return bool(told) and not told & {match.lower() for match in _ROUNDS.findall(query.text)}


@lru_cache(maxsize=4096)
def election_names(text: str) -> tuple[tuple[int, int, str], ...]:
    """Where a text names an election, and of which family: "general" or "regional"."""
    found, named = mentions_in(text)
    return tuple(
        (found[m.first].start, found[m.last - 1].end, ELECTIONS[m.concept]) for m in named if m.concept in ELECTIONS
    )


@lru_cache(maxsize=4096)
def families_in(text: str) -> frozenset[str]:
    """The families of the elections that a text names."""
    named = (ELECTIONS.get(mention.concept) for mention in mentions_in(text)[1])
    return frozenset(family for family in named if family)
