"""What people leave unsaid and the field understands: when an election "is" means its voting day, and a vote without
a name is the general election's. Knows nothing of the corpus.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.words import Word, is_function_in_either, words
from qa.concepts import ELECTIONS, mentions
from qa.when import time_spans

_POLL = "pemungutan"
_GENERIC_ELECTION = {"pemilihan", "election", "elections"}
_GENERIC_POLL = {"vote", "votes", "voting", "polls", "memilih", "dipilih", "elect", "elects", "elected"}
# What people call it, and what the articles do.
_CALLED = re.compile(r"pencoblosan|coblosan|mencoblos|nyoblos", re.IGNORECASE)
_OFFICIAL = "pemungutan suara"
_PLANNED = frozenset({"rencananya", "direncanakan", "rencana", "dijadwalkan", "planned", "scheduled"})
# Parliament and president are elected on one day, and heads of regions on another.
_VOTES = {"general": "pemilu", "regional": "pilkada"}
# Whom a vote is for says which one it is: "pencoblosan kepala daerah", "the legislative and presidential vote".
_REGIONAL = frozenset(
    {
        *("kepala", "daerah", "gubernur", "bupati", "wali", "kota", "walikota", "regional", "local", "head", "heads"),
        *("governor", "governors", "gubernatorial", "regent", "regents", "mayor", "mayors"),
    }
)
_GENERAL = frozenset(
    {
        *("presiden", "legislatif", "dpr", "dpd", "dewan", "caleg", "presidential", "legislative", "parliamentary"),
        *("president", "legislature", "parliament"),
    }
)
# Words that may stand in such a question without saying which day of an election is meant.
_PLAIN = frozenset(
    {
        *("hari", "tanggal", "tahun", "bulan", "jadwal", "serentak", "umum", "nasional", "indonesia", "jatuh"),
        *("dicoblos", *_PLANNED),
        *("dilaksanakan", "laksanakan", "digelar", "berlangsung", "diadakan", "diselenggarakan", "dilakukan"),
        *("dihelat", "dilangsungkan", "terlaksana", "pelaksanaan", "h"),  # "hari H"
        *("rakyat", "warga", "masyarakat", "orang", "kita"),
        *("day", "date", "year", "month", "schedule", "simultaneous", "general", "national", "indonesian"),
        *("polling", "polls", "go", "goes", "went", "indonesians", "voters", "people", "citizens", "country"),
        *("hold", "holds", "held", "take", "takes", "took", "place"),
        *("happen", "happens", "happening", "set", "due", "expected"),
        *_REGIONAL,
        *_GENERAL,
    }
)
# Whose word is asked for says nothing of the day: "menurut Putnawati", "did Putnawati give for".
_SOURCE = re.compile(
    r"^(?:menurut|berdasarkan|according to)\s[^?,]{2,80},(?=\s)"
    r"|,?\s(?:menurut|berdasarkan|according to)\s[^?]+"
    r"|\sdid\s[^?]{2,40}?\s(?:give|name|mention|announce|state)\sfor(?=\s)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Part:
    """An election or a poll that stands at [start, end) of the question; a generic one has no `concept`."""

    start: int
    end: int
    poll: bool
    concept: str | None = None

    @property
    def generic(self) -> bool:
        """Whether no more is said than that there is a vote."""
        return self.concept is None


def asks_for_voting_day(question: str) -> bool:
    """Whether a question for a date is about an election's voting day and no other day of it."""
    found, parts = _vote_in(question)
    return bool(parts) and _only_about_the_day(found, parts)


def spelled_out(question: str, english: bool) -> str:
    """A question for an election's date with the unsaid part said; any other question as it is.

    "Kapan pilkada 2024?" becomes "Kapan pemungutan suara pilkada 2024?", "When is the 2024 vote?" becomes "When is the
    2024 general election voting day?". A question that names another day of an election (its registration, its count)
    has words beyond these and stays untouched.
    """
    found, parts = _vote_in(question)
    if not parts or not _only_about_the_day(found, parts):
        return question
    poll = next((part for part in parts if part.poll), None)
    named = next((part for part in parts if not part.poll), None)
    if poll and named:
        return question if english else _put(question, poll, _officially(question, poll))
    regional = _is_regional(found)
    if named:
        return _name_the_poll(question, named, english, regional)
    assert poll is not None
    return _name_the_election(question, poll, english, regional)


def official_wording(question: str, years: Sequence[str]) -> str | None:
    """A question for a voting day as the articles would put it: "kapan pemungutan suara pilkada 2024?".

    None where it asks for somebody's word of it, for then it is that word which is looked for.
    """
    return None if _SOURCE.search(question) else _official(question, years)


def official_translation(question: str, years: Sequence[str], translate: Callable[[str], str]) -> str:
    """The same for a question in another language; whose word is asked for is translated by itself."""
    source = _SOURCE.search(question)
    said = f"{translate(source.group().strip(' ,'))}, " if source else ""
    return said + _official(question, years)


def _official(question: str, years: Sequence[str]) -> str:
    found, parts = _vote_in(question)
    named = [_VOTES[ELECTIONS[part.concept]] for part in parts if part.concept and not part.poll]
    elections = list(dict.fromkeys(named)) or [_VOTES["regional" if _is_regional(found) else "general"]]
    planned = ["direncanakan"] if any(word.norm in _PLANNED for word in found) else []
    return f"kapan {' '.join((_OFFICIAL, ' dan '.join(elections), *years, *planned))}?"


@lru_cache(maxsize=256)
def _vote_in(question: str) -> tuple[tuple[Word, ...], tuple[_Part, ...]]:
    """The words of a question, but for whose word is asked for and as of when, and the elections and polls in them."""
    found = tuple(words(_bare(question)))
    return found, tuple(_parts(found))


def _is_regional(found: Sequence[Word]) -> bool:
    return any(word.norm in _REGIONAL for word in found)


def _bare(question: str) -> str:
    """The question with whose word is asked for, and as of when, blanked out, every other letter in its place."""
    bare = _SOURCE.sub(lambda match: " " * len(match.group()), question)
    for start, end in time_spans(bare):
        bare = f"{bare[:start]}{' ' * (end - start)}{bare[end:]}"
    return bare


def _put(question: str, part: _Part, said: str) -> str:
    """The question with other words in a part's place."""
    return question[: part.start] + said + question[part.end :]


def _officially(question: str, poll: _Part) -> str:
    """What the articles call the poll: "pencoblosan" and "nyoblos" are the voters' words."""
    return _OFFICIAL if poll.generic else _CALLED.sub(_OFFICIAL, question[poll.start : poll.end])


def _parts(found: Sequence[Word]) -> list[_Part]:
    parts = []
    for mention in mentions(found):
        if mention.concept in ELECTIONS or mention.concept == _POLL:
            start, end = found[mention.first].start, found[mention.last - 1].end
            parts.append(_Part(start, end, mention.concept == _POLL, mention.concept))
    if parts:
        return parts
    return [
        _Part(word.start, word.end, word.norm in _GENERIC_POLL)
        for word in found
        if word.norm in _GENERIC_POLL | _GENERIC_ELECTION
    ][:1]


def _only_about_the_day(found: Sequence[Word], parts: Sequence[_Part]) -> bool:
    others = (word for word in found if not any(part.start <= word.start < part.end for part in parts))
    return all(word.norm in _PLAIN or word.norm.isdigit() or is_function_in_either(word.norm) for word in others)


def _name_the_poll(question: str, election: _Part, english: bool, regional: bool) -> str:
    name = question[election.start : election.end]
    if election.generic and regional:
        name = "regional election" if english else "pilkada"
    elif election.generic:
        name = "general election" if english else "pemilu"
    return _put(question, election, f"{name} voting day" if english else f"{_OFFICIAL} {name}")


def _name_the_election(question: str, poll: _Part, english: bool, regional: bool) -> str:
    kind = "regional" if regional else "general"
    said = f"{kind} election voting day" if english else f"{_officially(question, poll)} {_VOTES[kind]}"
    return _put(question, poll, said)
