"""Dates that mean something only beside the day of writing: "kemarin", "4 tahun lalu", "last month".

Knows how to count back and forth from a reference; refuses to read durations ("dua bulan sebelum pemungutan suara",
"lima tahun ke depan") and vague distances ("beberapa tahun lalu") as dates.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from corpus.datetables import WEEKDAYS, W
from corpus.partial import PartialDate

_NUMBERS: dict[str, int] = {
    word: number
    for number, words in enumerate(
        (
            "satu se one a an",
            "dua two",
            "tiga three",
            "empat four",
            "lima five",
            "enam six",
            "tujuh seven",
            "delapan eight",
            "sembilan nine",
            "sepuluh ten",
            "sebelas eleven",
            "duabelas twelve",
        ),
        start=1,
    )
    for word in words.split()
} | {"dua belas": 12, "dua puluh": 20, "twenty": 20, "fifteen": 15, "lima belas": 15}
_UNITS = {
    "hari": "day", "day": "day", "days": "day",
    "minggu": "week", "pekan": "week", "week": "week", "weeks": "week",
    "bulan": "month", "month": "month", "months": "month",
    "tahun": "year", "year": "year", "years": "year",
    "dekade": "decade", "decade": "decade", "decades": "decade",
}  # fmt: skip
_DAYS = {
    "kemarin lusa": -2, "kemarin dulu": -2, "the day before yesterday": -2, "kemarin": -1, "yesterday": -1,
    "hari ini": 0, "today": 0, "besok": 1, "tomorrow": 1, "lusa": 2, "the day after tomorrow": 2,
}  # fmt: skip
_COUNT = "|".join(sorted((re.escape(word) for word in _NUMBERS), key=lambda word: (-len(word), word)))
_UNIT = "|".join(sorted(_UNITS, key=lambda word: (-len(word), word)))
_PAST = r"(?:yang\s)?(?:lalu|silam|lampau)"
_VAGUE = r"beberapa|sekian|puluhan|belasan|ratusan|berapa|several|some|many|a\sfew|few|how\smany"

_FORMS = re.compile(
    rf"""
    (?P<vague>(?<!\w)(?:{_VAGUE})\s(?:{_UNIT})\s(?:{_PAST}|ago)(?!\w))
  | (?P<counted>(?<![\w.,])(?:(?P<n>\d{{1,3}}|{_COUNT})(?P<joint>\s?)(?:\([a-z ]{{2,20}}\)\s)?(?P<unit>{_UNIT})
        \s(?:(?P<ago>{_PAST}|ago)|(?P<ahead>lagi)))(?!\w))
  | (?P<whole>(?<!\w)(?P<unit2>{_UNIT})\s(?:(?P<before>{_PAST})|(?P<after>depan)|(?P<now>ini))(?!\w))
  | (?P<english>(?<!\w)(?P<which>last|next|this)\s(?:(?P<unit3>week|month|year|decade)|(?P<name>{W}))(?!\w))
  | (?P<weekday>(?<!\w)(?P<name2>{W})\s(?:(?P<gone>{_PAST}|kemarin)|(?P<coming>depan|mendatang|besok))(?!\w))
  | (?P<day>(?<!\w)(?:kemarin\s(?:lusa|dulu)|the\sday\s(?:before\syesterday|after\stomorrow)|kemarin|yesterday
        |hari\sini|today|besok|tomorrow|lusa)(?!\w))
    """,
    re.IGNORECASE | re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class RelativeSpan:
    """A relative form and what it means; `first` is `PartialDate()` where the reference does not say enough."""

    start: int
    end: int
    first: PartialDate
    last: PartialDate | None = None


def relative_spans(text: str, reference: PartialDate | None) -> Iterator[RelativeSpan]:
    """Every relative date of `text`, resolved against `reference` as far as its precision allows."""
    for match in _FORMS.finditer(text):
        if match["vague"]:
            continue
        if match["counted"] and match["n"].lower() == "se" and match["joint"]:
            continue
        first, last = _resolve(match, reference or PartialDate())
        yield RelativeSpan(match.start(), match.end(), first, last)


def _resolve(match: re.Match[str], reference: PartialDate) -> tuple[PartialDate, PartialDate | None]:
    if match["counted"]:
        word = match["n"].lower()
        number = int(word) if word.isdigit() else _NUMBERS[word]
        return _shift(reference, _UNITS[match["unit"].lower()], number if match["ahead"] else -number), None
    if match["day"]:
        return _shift(reference, "day", _DAYS[re.sub(r"\s+", " ", match["day"].lower())]), None
    if name := match["name"] or match["name2"]:
        backwards = bool(match["gone"]) or (match["which"] or "").lower() == "last"
        return _nearest_weekday(reference, WEEKDAYS[name.lower()], backwards), None
    unit = _UNITS[(match["unit2"] or match["unit3"]).lower()]
    step = {"last": -1, "this": 0, "next": 1}.get((match["which"] or "").lower(), 0)
    step = -1 if match["before"] else 1 if match["after"] else step
    if unit == "week":
        return _week(reference, step)
    if unit == "decade":
        return PartialDate(), None
    return _shift(reference, unit, step), None


def _shift(reference: PartialDate, unit: str, count: int) -> PartialDate:
    """`reference` moved by `count` units, with the precision of the unit."""
    if unit in ("day", "week"):
        day = reference.full
        return _from_date(day, count * (7 if unit == "week" else 1)) if day else PartialDate()
    if reference.year is None:
        return PartialDate()
    if unit != "month":
        return PartialDate.checked(reference.year + count * (10 if unit == "decade" else 1)) or PartialDate()
    if reference.month is None:
        return PartialDate()
    year, month = divmod(reference.year * 12 + reference.month - 1 + count, 12)
    return PartialDate.checked(year, month + 1) or PartialDate()


def _from_date(day: date, days: int) -> PartialDate:
    try:
        moved = day + timedelta(days=days)
    except OverflowError:
        return PartialDate()
    return PartialDate(moved.year, moved.month, moved.day)


def _week(reference: PartialDate, step: int) -> tuple[PartialDate, PartialDate | None]:
    """Monday to Sunday of the week `step` weeks away."""
    day = reference.full
    if day is None:
        return PartialDate(), None
    monday = 7 * step - day.weekday()
    return _from_date(day, monday), _from_date(day, monday + 6)


def _nearest_weekday(reference: PartialDate, weekday: int, backwards: bool) -> PartialDate:
    """The last such weekday before the reference, or the first one after it."""
    day = reference.full
    if day is None:
        return PartialDate()
    distance = (weekday - day.weekday()) % 7 or 7
    return _from_date(day, distance - 7 if backwards and distance != 7 else -7 if backwards else distance)
