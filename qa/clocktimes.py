"""Times of day in running text, in Indonesian and English. Knows hours and parts of the day, nothing of dates."""

from __future__ import annotations

import re
from collections.abc import Iterator

_ZONE = r"(?:\s?(?P<zone>WIB|WITA|WIT)\b)?"
_CLOCK = r"(?:[01]?\d|2[0-3])[.:][0-5]\d"
_HOUR = r"(?:[01]?\d|2[0-4])(?![\d.,/-])"
_PART = r"[ap]\.m\.|[ap]m\b|pagi\b|siang\b|sore\b|malam\b"
_ZONED = r"\s?(?:WIB|WITA|WIT|[ap]\.?m\b)"
_TIME = re.compile(
    rf"(?:\b(?:(?:pukul|jam)\s+(?P<a>{_CLOCK}|{_HOUR})|at\s+(?P<at>{_CLOCK}|{_HOUR}(?=\s?[ap]\.?m\b|\s?o['’]clock|{_ZONED})))"
    rf"|(?<![\d.,:])(?P<b>{_CLOCK})(?={_ZONED}|\s?[-–]\s?{_CLOCK}{_ZONED})"
    r"|(?<![\d.,:/])(?P<c>(?:[01]\d|2[0-3]):[0-5]\d)(?![\d:]))"  # four digits and a colon need no word for time
    rf"(?:\s?(?P<part>{_PART}))?"
    rf"(?:\s?(?:-|–|s\.?/?d\.?|sampai(?: dengan)?|hingga|to|until)\s?(?:pukul |jam )?"
    rf"(?P<until>{_CLOCK}|selesai)(?:\s?(?P<until_part>{_PART}))?)?"
    rf"{_ZONE}",
    re.IGNORECASE,
)
# The hours of a part of the day that count from noon: "1 siang", "4 sore", "8 malam", but "2 malam" is after midnight.
_LATE = {"pm": range(1, 12), "siang": range(1, 7), "sore": range(1, 12), "malam": range(6, 12)}
_MIDNIGHT = frozenset({"am", "malam"})  # whose twelve o'clock begins the day


def find_times(text: str) -> Iterator[tuple[int, int, str]]:
    """Where each time of day stands, and its canonical form: "09:30 WIB", "08:00/16:00", "13:00/" for an open end."""
    for match in _TIME.finditer(text):
        part, until_part = ((match[name] or "").lower().replace(".", "") for name in ("part", "until_part"))
        start = match["a"] or match["at"] or match["b"] or match["c"]
        canonical = _clock(start, part)
        if match["until"]:
            until = match["until"].lower()
            canonical += "/" + (
                "" if until == "selesai" else _clock(until, until_part or (part if part in _LATE else ""))
            )
        if match["zone"]:
            canonical += " " + match["zone"].upper()
        yield match.start(), match.end(), canonical


def _clock(text: str, part: str) -> str:
    hour, _, minute = text.replace(":", ".").partition(".")
    late = 12 if int(hour) in _LATE.get(part, ()) else 0
    if part in _MIDNIGHT and int(hour) == 12:
        late = -12
    return f"{int(hour) + late:02d}:{minute or '00'}"
