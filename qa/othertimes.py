"""What can be no answer to a question because of its time: of another day, year, term or vote. Knows no weights."""

from __future__ import annotations

import re

from qa.candidate import Candidate
from qa.constraints import dates_of, known_by, of_period
from qa.elections import GENERAL_YEARS, asked_families
from qa.question import Query

_SINCE_WHEN = re.compile(r"\bsejak\s(?:kapan|tahun|tanggal|bulan)\b|\bsince\s(?:when|what)\b", re.IGNORECASE)
# What shows that a sentence or a date in it is not of the vote asked about.
OTHER_VOTES = ("missing_events", "other_event", "other_election", "another_round")
FULL_DATE_CHARS = len("2024-02-14")
# "Anggota KPU periode 2022-2027": the years of a term of office are no day on which something happened.
_TERM_BEFORE = re.compile(
    r"\b(?:masa (?:jabatan|bakti|tugas)|periode|angkatan|tahun anggaran|TA|term(?: of office)?|period)\s+"
    r"(?:tahun\s+)?$",
    re.IGNORECASE,
)
_ASKS_TERM = re.compile(
    r"\b(?:sampai|hingga|masa|periode|angkatan|anggaran|term|period|intake|until|long|serve[ds]?|stretch|years)\b",
    re.IGNORECASE,
)
YEAR_CHARS = len("2024")
TERM_WORDS_CHARS = 30  # before the years, in which these words stand


def is_of_another_time(query: Query, candidate: Candidate) -> bool:
    """Whether the article is younger than the day as of which is asked, or not of the period that is asked of."""
    article = candidate.article
    if query.about is not None and not (known_by(query.about, article) or _names_day(query, candidate)):
        return True
    return query.period is not None and not of_period(query.period, article)


def _names_day(query: Query, candidate: Candidate) -> bool:
    """Whether an article tells of the very day that is asked of ("collected by 6 December"), which it may do later."""
    article = candidate.article
    if query.about is None or not query.about.day:
        return False
    told = {when.iso for when in dates_of(article.text, article.published)}
    return query.about.iso in told


def is_term(query: Query, candidate: Candidate) -> bool:
    """Whether a candidate is the years of somebody's term, where something else is asked for."""
    value = candidate.value
    if value is None or value.kind != "date" or _ASKS_TERM.search(query.search):
        return False
    if any(len(year) != YEAR_CHARS for year in value.canonical.split("/")):
        return False
    start = (candidate.span or candidate.sentence)[0]
    before = candidate.article.text[max(0, start - TERM_WORDS_CHARS) : start] + re.split(r"\d", candidate.text)[0]
    return _TERM_BEFORE.search(before) is not None


def lies_ahead(query: Query, candidate: Candidate) -> bool:
    """Where "since when" is asked: whether a candidate is a day after that of its article, so nothing holds yet."""
    if not _SINCE_WHEN.search(query.search):
        return False
    day = candidate.value.canonical if candidate.value and candidate.value.kind == "date" else ""
    published = candidate.article.published or ""
    return bool(published) and day[:4].isdigit() and day[: len(published)] > published[: len(day)]


def is_of_no_voting_day(query: Query, candidate: Candidate) -> bool:
    """Where a voting day is asked for: whether a sentence does not speak of the vote itself, or the value is no day of
    the year asked about. Without one it has to be a day of a year in which there was such a vote.
    """
    if not query.voting_day:
        return False
    said, day = candidate.features, candidate.value.canonical if candidate.value else ""
    years = query.years or (GENERAL_YEARS if asked_families(query) == {"general"} else ())
    in_year = len(day) == FULL_DATE_CHARS and (not years or day[:4] in years)
    # "Pemilu 1987 pada 23 April"
    in_year = in_year or (day.startswith("--") and said["of_year"] > 0.0)
    dated = candidate.value is not None and candidate.value.kind in query.kinds
    return not (dated and in_year) or any(said[name] for name in OTHER_VOTES)


def of_latest_vote(query: Query, candidates: list[Candidate]) -> list[Candidate]:
    """Where a voting day is asked for without a year ("kapan pemilu?"), the candidates of the latest one."""
    if not query.voting_day or query.years:
        return candidates
    latest = max((_year(candidate) for candidate in candidates), default="")
    return [candidate for candidate in candidates if _year(candidate) == latest]


def _year(candidate: Candidate) -> str:
    return candidate.value.canonical[:4] if candidate.value else ""
