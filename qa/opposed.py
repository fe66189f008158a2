"""Opposites of which a question names one: "paling rendah 17 tahun" does not say how old one may be at most, and how
many moved in is not how many moved out. Knows words, no models.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.types import Span
from qa.question import Query

REACH = 40  # characters before a value in which its bound is named
BEHIND = 20  # and after it: "17 tahun minimal", "3.218 pemilih keluar"
_PARTED = re.compile(r"[,;.\d]|\b(?:dan|serta|sedangkan|sementara|and|while)\b")
_KINDS = frozenset({"number", "percent", "money", "duration"})
_HIGHEST = (
    r"maksimal\w*|maksimum|(?:ter|paling )(?:tinggi|banyak|besar|tua|lama|panjang)|setinggi-tingginya"
    r"|sebanyak-banyaknya|selama-lamanya|batas atas|max(?:imum|imal)?|at most|no more than|not more than|upper limit"
    r"|up to|(?:tidak|tak) (?:boleh )?(?:lebih|melebihi)"
)
_LOWEST = (
    r"minimal\w*|minimum|(?:ter|paling )(?:rendah|sedikit|kecil|muda|singkat|kurang)|serendah-rendahnya|setidaknya"
    r"|sekurang-kurangnya|sedikitnya|batas bawah|at least|no less than|not less than|lower limit|(?:tidak|tak) kurang"
)


@dataclass(frozen=True, slots=True)
class _Opposites:
    """Two sides as a question asks for them, and one pattern with a group for each as a sentence tells them.

    `alone`: a value belongs to a side even if the sentence names only that one.
    """

    asked: tuple[re.Pattern[str], re.Pattern[str]]
    told: re.Pattern[str]
    alone: bool = False


def _opposites(one: str, other: str, *, asked: tuple[str, str] | None = None, alone: bool = False) -> _Opposites:
    first, second = asked or (one, other)
    sides = re.compile(rf"\b(?:{first})\b", re.IGNORECASE), re.compile(rf"\b(?:{second})\b", re.IGNORECASE)
    told = re.compile(rf"\b(?:(?P<one>{one})|(?P<other>{other}))\b", re.IGNORECASE)
    return _Opposites(sides, told, alone)


_TABLE = (
    _opposites(
        _HIGHEST,
        _LOWEST,
        asked=(
            "maksimal|maksimum|max(?:imum|imal)?|upper|at most|batas atas|paling tua|oldest",
            "minimal|minimum|min|lower|at least|batas bawah|paling muda|youngest",
        ),
        alone=True,
    ),
    _opposites(r"masuk|incoming|moved? in", r"keluar|outgoing|moved? out"),
    _opposites(r"(?<!tidak )(?<!tak )(?<!in)sah|valid", r"(?:tidak|tak) sah|invalid|spoil(?:ed|t)|rejected"),
    _opposites(r"penerimaan|pemasukan|income|receipts", r"pengeluaran|belanja|spending|expenditure"),
    _opposites(r"laki-laki|pria|putra|male|men", r"perempuan|wanita|putri|female|women"),
    _opposites(r"tidak hadir|absen|berhalangan|absent", r"(?<!tidak )hadir|present|attended"),
    _opposites(r"dalam negeri|domestic(?:ally)?", r"luar negeri|overseas|abroad"),
)


def of_the_opposite(query: Query, sentence: str, at: Span, kind: str) -> bool:
    """Whether one of two opposites is asked for and a sentence gives a value as that of the other one."""
    return kind in _KINDS and any(_is_of_other(pair, query.search, sentence, at) for pair in _TABLE)


def _is_of_other(pair: _Opposites, question: str, sentence: str, at: Span) -> bool:
    one, other = (pattern.search(question) is not None for pattern in pair.asked)
    if one == other:
        return False
    if not pair.alone and len({match.lastgroup for match in pair.told.finditer(sentence)}) < len(pair.asked):
        return False
    told = _side(pair, sentence, at)
    return told is not None and told != ("one" if one else "other")


def _side(pair: _Opposites, sentence: str, at: Span) -> str | None:
    """The side that is named right after a value ("513.754 perempuan") or else nearest before it."""
    behind = pair.told.search(sentence, at[0], at[1] + BEHIND)
    if behind and not _PARTED.search(sentence, at[1], max(at[1], behind.start())):
        return behind.lastgroup
    before = list(pair.told.finditer(sentence, max(0, at[0] - REACH), at[0]))
    return before[-1].lastgroup if before else None
