"""The time that a question names beside what it asks: as of which day, in which period.

Knows dates and the words before them, knows nothing of the kind of answer.
"""

from __future__ import annotations

import re

from corpus.dates import DateMention, PartialDate, find_dates
from qa.askwords import AS_OF, ASKS_WHO, BEFORE_DATE, PART_OF_YEAR, PERIOD

# "Before the 2024 election" tells of an election and not of a year.
_EVENT_BEHIND = re.compile(
    r"\s(?:(?:general|regional|local|presidential|legislative|parliamentary|simultaneous|gubernatorial|national)\s)*"
    r"(?:elections?|votes?|polls?|race|pemilu|pilkada|pilpres|pileg|pilgub|campaign|rulings?|decision)\b",
    re.IGNORECASE,
)


def as_of(text: str, mentions: list[DateMention]) -> PartialDate | None:
    """The day as of which the answer is wanted: "per Juni 2021", "sebelum 31 Januari 2022"."""
    for mention in _of_a_year(text, mentions):
        before = text[: mention.start]
        if AS_OF.search(before):
            return mention.last or mention.first
        if BEFORE_DATE.search(before):
            return _day_before(mention.first)
    return None


def period(text: str, mentions: list[DateMention]) -> PartialDate | None:
    """The time of which is asked, where it stands by itself and not in the name of an event."""
    return next((m.first for m in _of_a_year(text, mentions) if _period_from(text, m) is not None), None)


def without_time(text: str, mentions: list[DateMention]) -> str:
    """The question without "per Juni 2021" and "pada tahun 2022": they say when, and evidence need not repeat them."""
    for start, end in reversed(_spans(text, mentions)):
        text = f"{text[:start].rstrip(' ,;')} {text[end:].lstrip(' ,;')}".strip()
    return text


def time_spans(text: str) -> list[tuple[int, int]]:
    """Where a question says as of when or in which period it asks, in order."""
    return _spans(text, find_dates(text))


def _spans(text: str, mentions: list[DateMention]) -> list[tuple[int, int]]:
    spans = []
    for mention in _of_a_year(text, mentions):
        before = text[: mention.start]
        cue = AS_OF.search(before) or BEFORE_DATE.search(before)
        start = cue.start() if cue else _period_from(text, mention)
        if start is not None:
            spans.append((start, mention.end))
    return spans


def _period_from(text: str, mention: DateMention) -> int | None:
    """Where a date begins that is a time by itself, by the words before it or its own first one; else None."""
    cue = PERIOD.search(text[: mention.start])
    if cue:
        return cue.start()
    part = PART_OF_YEAR.search(text[mention.start : mention.end]) and ASKS_WHO.search(text)
    return mention.start if part else None


def _of_a_year(text: str, mentions: list[DateMention]) -> list[DateMention]:
    """The dates with a year that stand for themselves and do not say which election is meant."""
    return [mention for mention in mentions if mention.first.year and not _EVENT_BEHIND.match(text, mention.end)]


def _day_before(limit: PartialDate) -> PartialDate:
    """The last date before `limit`, with its precision."""
    if limit.year is None:
        return limit
    if limit.month is None:
        return PartialDate(limit.year - 1)
    if limit.day is None:
        return PartialDate(limit.year, limit.month - 1) if limit.month > 1 else PartialDate(limit.year - 1, 12)
    full = limit.full
    if full is None or full.toordinal() == 1:
        return limit
    before = full.fromordinal(full.toordinal() - 1)
    return PartialDate(before.year, before.month, before.day)
