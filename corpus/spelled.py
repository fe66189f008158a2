"""Dates written out in words, as Indonesian minutes have them: "empat belas Februari dua ribu dua puluh empat".

Knows the Indonesian numerals up to 9999.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.dateforms import Candidate
from corpus.datetables import MONTHS, M
from corpus.partial import PartialDate

_ONES = {
    word: number
    for number, word in enumerate(
        ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas")
    )
}
_WHOLE = {"seratus": 100, "seribu": 1000}
_SCALES = {"puluh": 10, "ratus": 100, "ribu": 1000}
_WORD = rf"(?:{'|'.join([*_ONES, *_WHOLE, *_SCALES, 'belas'])})"
_FIGURE = r"(?:\s?\(\d{1,4}\))?"
_SPELLED = re.compile(
    rf"(?<!\w)(?P<day>{_WORD}(?:\s{_WORD}){{0,2}}){_FIGURE}\s(?:bulan\s)?(?P<month>{M}){_FIGURE}\s(?:tahun\s)?"
    rf"(?P<year>(?:seribu|dua\sribu)(?:\s{_WORD}){{0,6}})(?!\w)",
    re.IGNORECASE,
)


def spelled_candidates(text: str) -> Iterator[Candidate]:
    """Every date in words that a calendar has, in order."""
    for match in _SPELLED.finditer(text):
        year, day = numeral(match["year"]), numeral(match["day"])
        first = PartialDate.checked(year, MONTHS[match["month"].lower()], day)
        if first is not None:
            yield Candidate(match.start(), match.end(), first)


def numeral(words: str) -> int:
    """The number that Indonesian number words say: "dua ribu dua puluh empat" is 2024."""
    total = current = 0
    for word in words.lower().split():
        if word in _ONES:
            current += _ONES[word]
        elif word in _WHOLE:
            total += _WHOLE[word]
        elif word == "belas":
            current += 10
        elif word == "ribu":
            total, current = (total + current) * 1000, 0
        else:
            total, current = total + current * _SCALES[word], 0
    return total + current
