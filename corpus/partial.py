"""A date of which perhaps only part is known. Knows nothing of text."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import total_ordering

_ISO = re.compile(r"(?P<y>\d{4})(?:-(?P<m>\d{2})(?:-(?P<d>\d{2}))?)?|--(?P<m2>\d{2})(?:-(?P<d2>\d{2}))?")
LEAP_YEAR = 2024  # stands in for an unknown year, so that 29 February is possible


@total_ordering
@dataclass(frozen=True, slots=True)
class PartialDate:
    """Year, month and day, each of them known or None.

    Ordered by (year, month, day) with an unknown part before every known one, which makes the order total.
    Not validated here: `PartialDate.checked` refuses what no calendar has.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None

    @classmethod
    def checked(cls, year: int | None, month: int | None = None, day: int | None = None) -> PartialDate | None:
        """The date, or None when no calendar has it (31 February, month 13, year 0 or 10000)."""
        if year is not None and not 1 <= year <= 9999:
            return None
        if month is not None and not 1 <= month <= 12:
            return None
        if day is not None and (month is None or not 1 <= day <= monthrange(year or LEAP_YEAR, month)[1]):
            return None
        return cls(year, month, day)

    @classmethod
    def from_iso(cls, text: str) -> PartialDate | None:
        """The date that `.iso` wrote ("2024-02-14", "2024-02", "2024", "--06-16", "--06"), or None for other text."""
        found = _ISO.fullmatch(text.strip())
        if not found:
            return None
        parts = found["y"], found["m"] or found["m2"], found["d"] or found["d2"]
        year, month, day = (int(part) if part else None for part in parts)
        return cls.checked(year, month, day)

    @property
    def iso(self) -> str:
        """ISO 8601 with the precision that is known; "--06-16" without a year, "" when nothing is known."""
        if self.month is None:
            return f"{self.year:04d}" if self.year is not None else ""
        head = f"{self.year:04d}-{self.month:02d}" if self.year is not None else f"--{self.month:02d}"
        return f"{head}-{self.day:02d}" if self.day is not None else head

    @property
    def full(self) -> date | None:
        """The calendar day, when year, month and day are all known and real."""
        if self.year is None or self.month is None or self.day is None:
            return None
        try:
            return date(self.year, self.month, self.day)
        except ValueError:
            return None

    @property
    def earliest(self) -> date | None:
        """The first calendar day that this can mean; None without a year."""
        return date(self.year, self.month or 1, self.day or 1) if self.year is not None else None

    @property
    def latest(self) -> date | None:
        """The last calendar day that this can mean; None without a year."""
        if self.year is None:
            return None
        month = self.month or 12
        return date(self.year, month, self.day or monthrange(self.year, month)[1])

    def covers(self, other: PartialDate) -> bool:
        """Whether every part known here is known and the same in `other`: 2024 covers 2024-02-14."""
        pairs = ((self.year, other.year), (self.month, other.month), (self.day, other.day))
        return all(mine is None or mine == theirs for mine, theirs in pairs)

    def _key(self) -> tuple[int, int, int]:
        return self.year or 0, self.month or 0, self.day or 0

    def __lt__(self, other: object) -> bool:
        return self._key() < other._key() if isinstance(other, PartialDate) else NotImplemented


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date as a text writes it: `source_text[start:end] == text`.

    `last` is set for ranges ("25 September–23 November 2024"), else None. `relative` marks forms that mean nothing
    without the day of writing ("kemarin", "4 tahun lalu"); without a reference their `first` is `PartialDate()`.
    `inferred` marks a year that the text does not write and that was taken from the reference. `weekday` is the one
    written beside the date, Monday = 0; it is kept as written and may contradict the date.
    """

    start: int
    end: int
    text: str
    first: PartialDate
    last: PartialDate | None
    relative: bool
    inferred: bool
    weekday: int | None = None
