"""When a date, time, amount or regulation of a draft is one that the evidence states. Knows nothing of sentences.

A less precise date agrees with a more precise one, an ordinal with its number, a regulation without its year with the
one that has it; never the other way.
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from corpus.partial import PartialDate
from qa.claims import DISTANCE, SIDES, UNITS
from qa.values import Value, find_values

_CLOCK = re.compile(r"(?:[01]?\d|2[0-4])[.:][0-5]\d")
# A rounded amount must be announced as one, and must be the nearest (or, where the word says so, the next lower or
# higher) step of the last digit it shows: 204,807,222 is "about 204.8 million", "more than 204 million", "almost 205
# million", and not "204.8 million".
_NEAR = re.compile(
    r"(?:\b(?:sekitar|kira-kira|kurang lebih|lebih kurang|about|around|approximately|roughly)|[~±≈])\s*$", re.IGNORECASE
)
_BEYOND = re.compile(r"\b(?:lebih dari|di atas|more than|over)\s*$", re.IGNORECASE)
_SHORT_OF = re.compile(r"\b(?:hampir|nyaris|mendekati|almost|nearly|close to)\s*$", re.IGNORECASE)


def agree(claim: Value, stated: Value) -> bool:
    """Whether a claimed date, time, amount or regulation is the stated one, or a less precise form of it."""
    if claim.kind == "number" and stated.kind == "time" and _CLOCK.fullmatch(claim.text):
        return _times_agree(claim.text.replace(".", ":").zfill(5), stated.canonical)  # "12.00–13.00" without "pukul"
    return claim.kind == stated.kind and _AGREE[claim.kind](claim.canonical, stated.canonical)


def _dates_agree(claim: str, stated: str) -> bool:
    distance = _distance(claim)
    if distance is not None:
        return distance == _distance(stated)
    ours, theirs = claim.split("/"), stated.split("/")
    if len(ours) == 1:
        return any(_covers(ours[0], other) for other in theirs)
    return len(theirs) == len(ours) and all(_covers(a, b) for a, b in zip(ours, theirs, strict=True))


def _distance(canonical: str) -> tuple[str, str, str] | None:
    """Count, unit and side of "25 bulan sebelum pemungutan suara" or "25 months before the vote"."""
    match = DISTANCE.match(canonical)
    if match is None:
        return None
    counts = [value.canonical for value in find_values(match["count"]) if value.kind == "number"]
    return (counts or [match["count"].strip()])[0], UNITS[match["unit"].lower()], SIDES[match["side"].lower()]


def counts(claim: Value, stated: Value, text: str) -> bool:
    """Whether a claimed number is the count of a stated distance, its unit right after it: "25 bulan" of "25 bulan
    sebelum pemungutan suara"."""
    distance = _distance(stated.canonical) if stated.kind == "date" else None
    unit = re.match(r"\s?([a-z]+?)s?\b", text[claim.end :], re.IGNORECASE)
    if distance is None or unit is None or claim.kind != "number":
        return False
    return (claim.canonical, UNITS.get(unit[1].lower())) == distance[:2]


def _covers(claim: str, stated: str) -> bool:
    ours, theirs = PartialDate.from_iso(claim), PartialDate.from_iso(stated)
    return claim == stated or (ours is not None and theirs is not None and ours.covers(theirs))


def _times_agree(claim: str, stated: str) -> bool:
    ours, _, zone = claim.partition(" ")
    theirs, _, other = stated.partition(" ")
    return zone in ("", other) and (ours == theirs or ours in theirs.split("/"))


def _numbers_agree(claim: str, stated: str) -> bool:
    return claim == stated or claim == f"#{stated}"


def _regulations_agree(claim: str, stated: str) -> bool:
    return stated == claim or stated.startswith((f"{claim}/", f"{claim} ("))


def _equal(claim: str, stated: str) -> bool:
    return claim == stated


_AGREE = {
    "date": _dates_agree,
    "time": _times_agree,
    "number": _numbers_agree,
    "percent": _equal,
    "money": _equal,
    "regulation": _regulations_agree,
}


def rounded(claim: Value, stated: Value, text: str) -> bool:
    """Whether a claimed amount is the stated one, rounded as the words before it in `text` say."""
    before = text[max(0, claim.start - 24) : claim.start]
    ours, theirs = _amount(claim), _amount(stated)
    if claim.kind != stated.kind or ours is None or theirs is None:
        return False
    step = _step(claim, ours)
    if _NEAR.search(before):
        return abs(ours - theirs) * 2 <= step
    if _BEYOND.search(before):
        return Decimal(0) < theirs - ours < step
    return bool(_SHORT_OF.search(before)) and Decimal(0) < ours - theirs < step


def _amount(value: Value) -> Decimal | None:
    if value.kind not in ("number", "percent", "money"):
        return None
    try:
        return Decimal(value.canonical.rstrip("%").rpartition(" ")[2])
    except InvalidOperation:
        return None


def _step(claim: Value, amount: Decimal) -> Decimal:
    """The worth of one unit of the last digit that a number shows: 100,000 for 204.8 million, 1 for 500.000."""
    exponent = amount.normalize().as_tuple().exponent
    scaled = any(character.isalpha() for character in claim.text.removeprefix("Rp"))
    whole = claim.text.replace(".", "").replace(",", "").endswith("000") or scaled
    return Decimal(1).scaleb(int(exponent)) if whole or int(exponent) < 0 else Decimal(1)
