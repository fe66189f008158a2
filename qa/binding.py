"""Whether a draft gives a value of the evidence to the wrong role, event, sex or unit. Knows nothing of wording.

Only a contradiction counts: a value and an anchor that belong together in the draft, such as a date and an event, are
misplaced when the evidence never has them so, has the anchor with another value of the kind, and has the value with
another anchor of the kind. "Belong together" is read in two ways, and either may contradict: sharing a clause, and
being each other's nearest of their kind.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.words import Word
from qa.claims import NUMERIC, Reading, clauses, content_words
from qa.support import Support

_ANCHORS = frozenset({"role", "event", "institution"})
_SEXES = frozenset({"laki", "perempuan"})
_REGIONS = frozenset({"kabupaten", "kota", "provinsi", "kecamatan", "desa", "kelurahan"})
_COUNTS_ANYTHING = frozenset({"orang", "jiwa", "buah", "unit", "peopl", "people", "person", "persons"})
_BOUND = NUMERIC | {"person", "place", "office"}
_CONTRAST = re.compile(r"\b(?:sedangkan|sementara|tetapi|namun|adapun|while|whereas|but|however)\b", re.IGNORECASE)
_ANY_JOIN = re.compile(rf"{_CONTRAST.pattern}|\b(?:dan|serta|and|then|lalu|kemudian)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Thing:
    """A value or an anchor where it stands."""

    sort: str
    key: str
    start: int
    end: int
    text: str = ""


Bond = tuple[str, str, str, str]  # the anchor's sort and key, the value's sort and key
Pair = tuple[Thing, Thing]
Pairing = Callable[[Sequence[Thing], Sequence[Thing]], Iterator[Pair]]


def misplaced(claimed: Reading, support: Support) -> str | None:
    """The words of a value that the draft moves to another anchor, or None."""
    for pairing in (_sharing, _nearest):
        stated = {_bond(pair) for reading in support.readings for pair in _pairs(reading, pairing, _CONTRAST)}
        for pair in _pairs(claimed, pairing, _ANY_JOIN):
            if _contradicted(_bond(pair), stated):
                return pair[1].text
    return None


def _bond(pair: Pair) -> Bond:
    anchor, value = pair
    return anchor.sort, anchor.key, value.sort, value.key


def _contradicted(bond: Bond, stated: set[Bond]) -> bool:
    sort, key, kind, value = bond
    if bond in stated:
        return False
    # An event needs no other value of the kind: "three days" of quiet period are not campaign days.
    kinds = _BOUND if sort == "event" and kind in NUMERIC else {kind}
    elsewhere = any(s == sort and k == key and t in kinds for s, k, t, _ in stated)
    others = any(s == sort and t == kind and v == value for s, _, t, v in stated)
    return elsewhere and others


def _pairs(reading: Reading, pairing: Pairing, join: re.Pattern[str]) -> list[Pair]:
    found = list(_units(reading))
    for start, end in _parts(reading.text, join):
        within = [[t for t in things if start <= t.start and t.end <= end] for things in _things(reading)]
        found.extend(pairing(within[0], within[1]))
    return found


def _parts(text: str, join: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Clauses, cut once more at words that join."""
    for start, end in clauses(text):
        for match in join.finditer(text, start, end):
            yield start, match.start()
            start = match.end()
        yield start, end


def _sharing(anchors: Sequence[Thing], values: Sequence[Thing]) -> Iterator[Pair]:
    return ((anchor, value) for anchor in anchors for value in values)


def _nearest(anchors: Sequence[Thing], values: Sequence[Thing]) -> Iterator[Pair]:
    for anchor, value in _sharing(anchors, values):
        gap = _gap(anchor, value)
        if all(_gap(a, value) >= gap for a in anchors if a.sort == anchor.sort) and all(
            _gap(anchor, v) >= gap for v in values if v.sort == value.sort
        ):
            yield anchor, value


def _gap(one: Thing, other: Thing) -> int:
    return max(one.start - other.end, other.start - one.end, 0)


@lru_cache(maxsize=1_000)
def _things(reading: Reading) -> tuple[tuple[Thing, ...], tuple[Thing, ...]]:
    anchors = []
    for mention in reading.mentions:
        start, end = reading.words[mention.first].start, reading.words[mention.last - 1].end
        if mention.kind in _ANCHORS or mention.concept in _SEXES:
            sort = "sex" if mention.concept in _SEXES else mention.kind
            anchors.append(Thing(sort, mention.concept, start, end))
    values = [Thing(v.kind, v.canonical, v.start, v.end, v.text) for v in reading.values if v.kind in _BOUND]
    values += [Thing("region", w.norm, w.start, w.end, w.text) for w in _regions(reading)]
    return tuple(anchors), tuple(values)


def _regions(reading: Reading) -> Iterator[Word]:
    """Names beside "Kabupaten", "Regency" and the like, which both languages write the same."""
    kinds = [mention for mention in reading.mentions if mention.concept in _REGIONS]
    beside = {index for mention in kinds for index in (mention.first - 1, mention.last)}
    taken = {index for mention in reading.mentions for index in range(mention.first, mention.last)}
    for index in sorted(beside - taken):
        if 0 <= index < len(reading.words) and reading.words[index].text[0].isupper():
            yield reading.words[index]


def _units(reading: Reading) -> Iterator[Pair]:
    """Each number with the word it counts."""
    for value in reading.values:
        if value.kind in ("number", "percent"):
            following = next((word for word in reading.words if word.start >= value.end), None)
            counted = content_words(reading, following.start, following.end) if following else []
            if counted and counted[0] not in _COUNTS_ANYTHING:
                unit = Thing("unit", counted[0], value.end, value.end)
                yield unit, Thing(value.kind, value.canonical, value.start, value.end, value.text)
