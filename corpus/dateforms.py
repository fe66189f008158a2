"""The written forms of dates, Indonesian and English, as patterns. Knows nothing of what is done with them.

`CANDIDATES` is a table of patterns; `absolute_candidates` reads a text with it. Everything here is about dates that
stand in the text by themselves in figures; "kemarin" and its like are in `corpus.datewords`, "empat belas Februari
dua ribu dua puluh empat" in `corpus.spelled`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from corpus.datetables import (
    BLOCKERS,
    CONNECTOR,
    COUNTED,
    COUNTS,
    ENGLISH_ONLY,
    GAP,
    MONTHS,
    NEEDS_CAPITAL,
    ORDINAL,
    QUALIFIER,
    YEAR,
    M,
    W,
)
from corpus.partial import PartialDate


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span read as a date. `first` is None for what no calendar has; `weak` counts only as the end of a range."""

    start: int
    end: int
    first: PartialDate | None
    last: PartialDate | None = None
    weak: bool = False


_Reading = Callable[[re.Match[str], str], "Candidate | None"]


def _two_digit(year: str) -> int:
    number = int(year)
    return number if len(year) == 4 else number + (2000 if number < 70 else 1900)


def _span(match: re.Match[str], first: PartialDate | None, last: PartialDate | None = None) -> Candidate:
    # The stop after "28 Februari." ends the sentence, not the month.
    return Candidate(match.start("all"), match.start("all") + len(match["all"].rstrip(".")), first, last)


def _year_first(match: re.Match[str], _text: str) -> Candidate | None:
    return _span(match, PartialDate.checked(int(match["y"]), int(match["m"]), int(match["d"])))


def _iso_month(match: re.Match[str], _text: str) -> Candidate | None:
    year, month = int(match["y"]), int(match["m"])
    if (year + 1) % 100 == month:  # 2009-10 is a season, not October
        return None
    found = PartialDate.checked(year, month)
    return _span(match, found) if found else None


def _day_month(match: re.Match[str], _text: str) -> Candidate | None:
    name = match["m"]
    year = match["y"] or match["y2"]
    if year is None and name.islower() and name in NEEDS_CAPITAL:
        return None
    return _span(match, PartialDate.checked(_two_digit(year) if year else None, MONTHS[name.lower()], int(match["d"])))


def _month_day(match: re.Match[str], text: str) -> Candidate | None:
    name, year = match["m"], match["y"]
    if year is None:
        counted = re.match(COUNTS, text[match.end() : match.end() + 20], re.IGNORECASE)
        spelt_for_sure = name.lower() in ENGLISH_ONLY or match["ordinal"]
        if counted or (not spelt_for_sure and name.lower() not in {"april", "september", "november"}):
            return None
        if name.islower() and name in NEEDS_CAPITAL:
            return None
    known = int(year) if year else None
    first = PartialDate.checked(known, MONTHS[name.lower()], int(match["d"]))
    if not match["d2"]:
        return _span(match, first)
    last = PartialDate.checked(known, MONTHS[name.lower()], int(match["d2"]))
    return _span(match, first if last and first and first < last else None, last)


def _numeric(match: re.Match[str], _text: str) -> Candidate | None:
    year = _two_digit(match["y"])
    day, month = int(match["d"]), int(match["m"])
    day_first = PartialDate.checked(year, month, day)
    # 02/14/2024 can only be month first; 31/02/2021 is nothing either way.
    return _span(match, day_first or PartialDate.checked(year, day, month))


_DAY_MONTH_CUE = re.compile(
    rf"(?:(?<!\w)(?:{W}|tanggal|tgl\.?|pada|on|sejak|hingga|sampai|until|mulai|dari|from|legi|pahing|pon|wage|kliwon)"
    rf"[,/]?{GAP}\(?|\()\s?(?:\d{{1,2}}{GAP}[-–—]{GAP})?$",
    re.IGNORECASE,
)


def _slashed_day_month(match: re.Match[str], text: str) -> Candidate | None:
    day, month = int(match["d"]), int(match["m"])
    found = PartialDate.checked(None, month, day)
    cued = bool(_DAY_MONTH_CUE.search(text[max(0, match.start() - 40) : match.start()]))
    tight = not re.search(r"\s", match["all"])
    padded = len(match["d"]) == len(match["m"]) == 2
    fraction = re.match(rf"\s?(?:%|(?:bagian|dari|of|{COUNTED})(?!\w))", text[match.end() :][:20], re.IGNORECASE)
    if not found or fraction or not (cued or (tight and (padded or day > 12))) or (match["all"] == "24/7" and not cued):
        return None
    return _span(match, found)


def _month_year(match: re.Match[str], _text: str) -> Candidate | None:
    month = match["m"]
    return _span(match, PartialDate.checked(int(match["y"]), MONTHS[month.lower()] if month.isalpha() else int(month)))


_MONTH_CUE = re.compile(
    r"(?<!\w)(?:bulan|awal|akhir|pertengahan|pada|sejak|mulai|hingga|sampai|selama|month[^\S\n]of|in|since|until|during|last|next|by)\s{1,2}$",
    re.IGNORECASE,
)
_MONTH_CUE_AFTER = re.compile(r"\s{1,2}(?:lalu|silam|yang[^\S\n]lalu|mendatang|depan|nanti|ini)(?!\w)", re.IGNORECASE)


def _bare_month(match: re.Match[str], text: str) -> Candidate | None:
    if not match["m"][0].isupper() or len(match["m"]) < 3:
        return None
    cued = _MONTH_CUE.search(text[max(0, match.start() - 12) : match.start()]) or _MONTH_CUE_AFTER.match(
        text, match.end()
    )
    weak = not cued or (len(match["m"]) < 4 and match["m"].lower() not in {"mei", "may"})
    return Candidate(match.start(), match.end(), PartialDate(None, MONTHS[match["m"].lower()]), None, weak)


def _year_range(match: re.Match[str], _text: str) -> Candidate | None:
    first, last = int(match["y"]), int(match["y2"])
    if first >= last or ("/" in match["joint"] and last != first + 1):
        return None
    return _span(match, PartialDate(first), PartialDate(last))


def _decade(match: re.Match[str], _text: str) -> Candidate | None:
    return _span(match, PartialDate(int(match["y"])), PartialDate(int(match["y"]) + 9))


def _bare_year(match: re.Match[str], _text: str) -> Candidate | None:
    return _span(match, PartialDate(int(match["y"])))


_QUALIFIED = rf"(?:(?<!\w){QUALIFIER}[^\S\n-]*[-]?[^\S\n]*(?:tahun|bulan)?[^\S\n]*)?"
_OLD_YEAR = rf"(?<=tahun )[1-9]\d{{2,3}}|(?:19|20)\d{{2}}(?!{COUNTS})"

# Tried in this order; a span that an earlier reading took is closed to the later ones.
CANDIDATES: tuple[tuple[re.Pattern[str], _Reading], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), reading)
    for pattern, reading in (
        (
            r"(?<![\w/.-])(?P<all>(?P<y>\d{4})(?P<s>[-/.])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2}))(?![\d/-]|[.,]\d|(?!T\d)\w)",
            _year_first,
        ),
        (
            rf"(?<!\w)(?<!\d[.,/:])(?P<all>(?P<d>\d{{1,2}}){ORDINAL}(?:{GAP}(?:of|bulan)?{GAP}|[^\S\n]?[-/.][^\S\n]?)"
            rf"(?P<m>{M})(?!\w)\.?(?:(?:,?{GAP}(?:(?:tahun|thn|th)\.?{GAP})?|[^\S\n]?[-/.,][^\S\n]?)(?P<y>{YEAR})"
            r"|(?:[-/]|[^\S\n]['’])(?P<y2>\d{2})(?!\w))?)",
            _day_month,
        ),
        (
            rf"(?<!\w)(?P<all>(?P<m>{M})\.?{GAP}(?:the{GAP})?(?P<d>\d{{1,2}})(?P<ordinal>{ORDINAL})(?![\w/:]|[.,]\d)"
            rf"(?:{CONNECTOR}(?P<d2>\d{{1,2}}){ORDINAL}(?![\w/:]|[.,]\d))?(?:,?{GAP}(?P<y>{YEAR}))?)",
            _month_day,
        ),
        (r"(?<![\w/.])(?P<all>(?P<d>\d{1,2})\s?/\s?(?P<m>\d{1,2})\s?/\s?(?P<y>\d{4}|\d{2}))(?![\w/]|[.,]\d)", _numeric),
        (r"(?<![\w/.-])(?P<all>(?P<d>\d{1,2})(?P<s>[.-])(?P<m>\d{1,2})(?P=s)(?P<y>\d{4}))(?![\w/-]|[.,]\d)", _numeric),
        (r"(?<![\w/.-])(?P<all>(?P<d>\d{2})-(?P<m>\d{2})-(?P<y>\d{2}))(?![\w/-]|[.,]\d)", _numeric),
        (
            rf"(?<!\w)(?P<all>{_QUALIFIED}(?P<m>{M})(?!\w)\.?[,/-]?{GAP}(?:(?:tahun|thn|th)\.?{GAP})?(?P<y>{YEAR}))",
            _month_year,
        ),
        (rf"(?<![\w/.-])(?P<all>(?P<m>0[1-9]|1[0-2])/(?P<y>{YEAR}))(?!/)", _month_year),
        (
            rf"(?<![\w/-])(?<!\d[.,])(?P<all>(?P<y>[12]\d{{3}})(?P<joint>{CONNECTOR}|[^\S\n]?/[^\S\n]?)(?:tahun{GAP})?"
            rf"(?P<y2>{YEAR}))(?![/-]\d)",
            _year_range,
        ),
        (r"(?<![\w/.-])(?P<all>(?P<y>(?:19|20)\d{2})-(?P<m>0[1-9]|1[0-2]))(?![\w/-]|[.,]\d)", _iso_month),
        (r"(?<![\w/.])(?P<all>(?P<d>\d{1,2})\s?/\s?(?P<m>\d{1,2}))(?![\w/]|-\d|[.,]\d)", _slashed_day_month),
        (rf"(?<!\w)(?P<all>(?P<m>{M}))(?!\w)", _bare_month),
        (r"(?<![\w/-])(?<!\d[.,])(?P<all>(?P<y>[12]\d{2}0)(?:-?an|['’]?s))(?!\w)", _decade),
        (rf"(?<![\w/])(?<!\d[.,-])(?P<all>{_QUALIFIED}(?P<y>{_OLD_YEAR}))(?![\w/%]|-\d|[.,]\d)", _bare_year),
    )
)
_MONTH_ALONE = next(pattern for pattern, reading in CANDIDATES if reading is _bare_month)


def absolute_candidates(text: str) -> Iterator[Candidate]:
    """Every reading of `text` by the tables, strongest first; spans do not overlap. Blocked spans are left out."""
    if not any(map(str.isdigit, text)):
        yield from (month for match in _MONTH_ALONE.finditer(text) if (month := _bare_month(match, text)))
        return
    taken = _Spans(len(text))
    for blocked in BLOCKERS.finditer(text):
        taken.claim(blocked.start(), blocked.end())
    for pattern, reading in CANDIDATES:
        for match in pattern.finditer(text):
            candidate = reading(match, text)
            if candidate is None or not taken.claim(candidate.start, candidate.end):
                continue
            if candidate.first is not None:
                yield candidate


class _Spans:
    """Which characters are spoken for."""

    def __init__(self, length: int) -> None:
        self._taken = bytearray(length)

    def claim(self, start: int, end: int) -> bool:
        """Take [start, end) if it is free; False when any of it is taken."""
        if any(self._taken[start:end]):
            return False
        self._taken[start:end] = b"\x01" * (end - start)
        return True
