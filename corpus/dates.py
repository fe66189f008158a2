"""Dates in Indonesian and English text. Knows calendars and grammar; refuses to know where an article came from.

What is a date and what is not, where people differ:

- The year in a regulation's name ("Nomor 8 Tahun 2024", "UU 7/2017") is part of the name and is not a date.
- A day that no calendar has ("31/02/2021") is no date at all, not the rest of one.
- Day comes before month in figures, as Indonesia writes; 02/14/2024 can only be month first and is read so.
- "16/6" is a date beside a weekday, in brackets, after "tanggal" or its like, when zero-padded, or when the day is
  above 12; otherwise it may be a fraction.
- "5 dan 7 Mei 2021" names two days and is not a range: "5" and "7 Mei 2021" are two mentions.
- "awal 2024" and "akhir 2023" are the year, with the word kept in the mention's text.
- Durations ("dua bulan sebelum pemungutan suara", "lima tahun ke depan") and "beberapa tahun lalu" are not dates.
- A missing year is taken from the reference, as the nearest year on which the weekday agrees, and marked inferred.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from corpus.dateforms import Candidate, absolute_candidates
from corpus.datetables import CONNECTOR, ORDINAL, WEEKDAYS, W
from corpus.datewords import relative_spans
from corpus.partial import DateMention, PartialDate
from corpus.spelled import spelled_candidates

__all__ = ["DateMention", "PartialDate", "find_dates", "infer_year"]

_DAY_BEFORE = re.compile(rf"(?<![\w.,/])(?P<d>\d{{1,2}}){ORDINAL}{CONNECTOR}$", re.IGNORECASE)
_DAY_BETWEEN = re.compile(
    rf"(?<!\w)(?:antara|between)\s{{1,3}}(?P<d>\d{{1,2}}){ORDINAL}\s{{1,3}}(?:dan|and)\s{{1,3}}$", re.IGNORECASE
)
_DAYS_LISTED = re.compile(
    r"(?P<word>\w+)?[\s(]{0,2}(?<![\w.,/])(?P<days>\d{1,2}(?:,\s?\d{1,2}){0,6}),?\s(?:dan|serta|and|&)\s$",
    re.IGNORECASE,
)
_COUNTED_THINGS = "tps nomor no pasal ayat dapil angka pukul jam rt rw huruf butir halaman seri versi"
_COUNTED_THING = frozenset(_COUNTED_THINGS.split())
_JOINT = re.compile(
    rf"\)?{CONNECTOR}(?:(?:tanggal|tgl\.?|tahun|bulan|{W})(?!\w))?[\s,]{{0,3}}\(?(?:tanggal\s|tgl\.?\s)?", re.IGNORECASE
)
_AND = re.compile(r"\s{1,3}(?:dan|and)\s{1,3}", re.IGNORECASE)
_BETWEEN_BEFORE = re.compile(r"(?<!\w)(?:antara|between)\s{1,3}(?:tanggal\s|tahun\s|bulan\s)?$", re.IGNORECASE)
_WEEKDAY_BEFORE = re.compile(
    rf"(?<!\w)(?P<w>{W})(?:\s?(?:[-–—/&]|dan|and|sampai|hingga|s\.?d\.?)\s?{W})?"
    r"(?:\s(?:pon|wage|kliwon|legi|pahing|paing|pagi|siang|sore|petang|malam|morning|afternoon|evening|night)){0,2}"
    r"\.?[,/]?\s{0,3}\(?\s?(?:(?:tanggal|tgl\.?|the)\s{1,3})?$",
    re.IGNORECASE,
)
_GONE = re.compile(r"\)?\s{1,3}(?:yang\s)?(?:lalu|silam|kemarin)(?!\w)|\)?\s{1,3}last(?!\w)", re.IGNORECASE)
_COMING = re.compile(r"\)?\s{1,3}(?:mendatang|nanti|yang\sakan\sdatang|next)(?!\w)", re.IGNORECASE)
LOOK_BACK = 48  # characters before a date in which its weekday or the start of its range may stand


def find_dates(text: str, reference: PartialDate | None = None) -> list[DateMention]:
    """Every date of `text`, in order, not overlapping.

    `reference` is the day of writing, as far as known: relative forms are counted from it, and a day and month
    without a year take the nearest year that agrees with the weekday (`inferred`). Without it such mentions are
    still returned, with what is known.
    """
    spelled = list(spelled_candidates(text))
    figures = [one for one in absolute_candidates(text) if all(_apart(one, other) for other in spelled)]
    candidates = sorted([*figures, *spelled], key=_place)
    joined = [candidate for candidate in _join(text, candidates) if not candidate.weak]
    listed = [day for candidate in joined for day in _days_listed(text, candidate)]
    mentions = [_mention(text, candidate, reference) for candidate in sorted([*joined, *listed], key=_place)]
    taken = [(mention.start, mention.end) for mention in mentions]
    for span in relative_spans(text, reference):
        if all(span.end <= start or span.start >= end for start, end in taken):
            written = text[span.start : span.end]
            mentions.append(DateMention(span.start, span.end, written, span.first, span.last, True, False))
    return sorted(mentions, key=lambda mention: mention.start)


def infer_year(
    partial: PartialDate, near: PartialDate, weekday: int | None = None, *, back: int = 3, ahead: int = 3
) -> PartialDate:
    """`partial` with the year, from `back` years before `near` to `ahead` after, that is nearest and fits the weekday.

    Without a fitting weekday within that window the nearest year is taken: a slip in the weekday is commoner than
    a day years away. Ties go to the earlier year. Returns `partial` unchanged when `near` has no year.
    """
    if partial.year is not None or near.year is None:
        return partial
    years = range(near.year - back, near.year + ahead + 1)
    options = [option for year in years if (option := PartialDate.checked(year, partial.month, partial.day))]
    fitting = [option for option in options if weekday is not None and option.full and _is_on(option.full, weekday)]
    return min(fitting or options, key=lambda option: (_distance(option, near), option), default=partial)


def _is_on(day: date, weekday: int) -> bool:
    return day.weekday() == weekday


def _distance(option: PartialDate, near: PartialDate) -> int:
    first, last, low, high = option.earliest, option.latest, near.earliest, near.latest
    if first is None or last is None or low is None or high is None:
        return 0
    return max((first - high).days, (low - last).days, 0)


def _join(text: str, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Make ranges of neighbours ("25 September hingga 23 November 2024") and of a day before a date ("5-7 Mei")."""
    done: list[Candidate] = []
    for candidate in candidates:
        candidate = _with_day_before(text, candidate)
        previous = done[-1] if done else None
        if previous is not None and candidate.start >= previous.end:
            joined = _range(text, previous, candidate)
            if joined is not None:
                done[-1] = joined
                continue
        done.append(candidate)
    return done


def _with_day_before(text: str, candidate: Candidate) -> Candidate:
    last = candidate.first
    if last is None or last.day is None or candidate.last is not None:
        return candidate
    before = text[max(0, candidate.start - LOOK_BACK) : candidate.start]
    found = _DAY_BETWEEN.search(before) or _DAY_BEFORE.search(before)
    first = PartialDate.checked(last.year, last.month, int(found["d"])) if found else None
    if found is None or first is None or first >= last:
        return candidate
    return replace(candidate, start=candidate.start - len(before) + found.start("d"), first=first, last=last)


def _days_listed(text: str, candidate: Candidate) -> list[Candidate]:
    """The days that share the month and year of a date after them: "5, 6 dan 7 Mei 2021"."""
    date_ = candidate.first
    if date_ is None or date_.day is None or candidate.last is not None:
        return []
    offset = max(0, candidate.start - LOOK_BACK)
    found = _DAYS_LISTED.search(text[offset : candidate.start])
    if not found or (found["word"] or "").lower() in _COUNTED_THING:
        return []
    days = [(match.start(), match[0]) for match in re.finditer(r"\d+", found["days"])]
    numbers = [int(number) for _start, number in days] + [date_.day]
    if sorted(set(numbers)) != numbers:
        return []
    at = offset + found.start("days")
    return [
        Candidate(at + start, at + start + len(number), PartialDate.checked(date_.year, date_.month, int(number)))
        for start, number in days
        if PartialDate.checked(date_.year, date_.month, int(number))
    ]


def _apart(one: Candidate, other: Candidate) -> bool:
    return one.end <= other.start or other.end <= one.start


def _place(candidate: Candidate) -> int:
    return candidate.start


def _range(text: str, left: Candidate, right: Candidate) -> Candidate | None:
    first, last = left.first, right.first
    if left.last is not None or right.last is not None or first is None or last is None:
        return None
    between = text[left.end : right.start]
    before = text[max(0, left.start - LOOK_BACK) : left.start]
    if not _JOINT.fullmatch(between) and not (_AND.fullmatch(between) and _BETWEEN_BEFORE.search(before)):
        return None
    if first.year is None and last.year is not None:
        later = (first.month or 0, first.day or 0) > (last.month or 0, last.day or 31)
        first = PartialDate.checked(last.year - later, first.month, first.day)
    if first is None or (first.month is None) != (last.month is None):
        return None
    over_new_year = first.year is None and (first.month or 0) >= 10 and (last.month or 12) <= 3
    if not first < last and not over_new_year:
        return None
    return Candidate(left.start, right.end, first, last, left.weak and right.weak)


def _mention(text: str, candidate: Candidate, reference: PartialDate | None) -> DateMention:
    found = _WEEKDAY_BEFORE.search(text[max(0, candidate.start - LOOK_BACK) : candidate.start])
    weekday = WEEKDAYS[found["w"].lower()] if found else None
    first, last, inferred = candidate.first or PartialDate(), candidate.last, False
    if first.year is None and reference is not None and reference.year is not None:
        inferred = True
        back = 0 if _COMING.match(text, candidate.end) else 3
        ahead = 0 if _GONE.match(text, candidate.end) else 3
        first = infer_year(first, reference, weekday, back=back, ahead=ahead)
        last = infer_year(last, first, back=0, ahead=1) if last else None
    return DateMention(
        candidate.start, candidate.end, text[candidate.start : candidate.end], first, last, False, inferred, weekday
    )
