"""What turns a claim into another one: denials, ranks, opposite directions, units of time.

Reads one text at a time; knows nothing of whether the claims are true.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from index.types import Span
from index.words import Word
from qa.claims import UNITS, Reading, clauses, content_of
from qa.concepts import OPPOSITES, Mention
from qa.values import Value

_PART = re.compile(
    r"[;:!?“”\"]|[.,]\s|\b(?:dan|serta|lalu|kemudian|sedangkan|sementara|tetapi|namun|and|then|while|whereas|but)\b",
    re.IGNORECASE,
)
_APART = re.compile(r"\.?[\s-]+|\.")  # between "Plt." and "Ketua", "vice" and "chair"
_MEASURES = UNITS | {"jam": "hour", "hour": "hour", "menit": "minute", "minute": "minute", "detik": "second"}
_RANKS = {"wakil": "deputy", "plt": "acting", "plh": "acting", "penjabat": "acting", "calon": "candidate"}
_FORMER = frozenset({"mantan", "bekas", "eks", "ex", "former"})
_HELD = """
digelar menggelar diadakan mengadakan dilaksanakan melaksanakan diselenggarakan menyelenggarakan berlangsung held hold
holds
"""
_HELD_WORDS = frozenset(_HELD.split())
_PASSED_OVER = frozenset({"akan", "will", "may", "pernah", "ever", "yet"})  # a negation before them is of what follows
DENIED_WITHIN = 3  # the words of content after a negation that it may deny


def polarities(reading: Reading, skipped: Sequence[Span] = ()) -> dict[str, set[bool]]:
    """For every concept and content stem, whether it stands affirmed (True), negated (False) or both ways.

    A negation reaches to the first such word among the three after it, within its clause. Words in `skipped` spans are
    left out.
    """
    named = {index: mention for mention in reading.mentions for index in range(mention.first, mention.last)}
    found: dict[str, set[bool]] = {}
    for start, end in clauses(reading.text):
        reach = 0
        for index, word in enumerate(reading.words):
            if not (start <= word.start and word.end <= end) or any(a <= word.start < b for a, b in skipped):
                continue
            mention = named.get(index)
            if mention is not None and mention.kind == "negation":
                reach = 3
                continue
            key = _denied(word, mention)
            if key:
                found.setdefault(key, set()).add(reach == 0)
            reach = 0 if key else max(0, reach - 1)
    return found


def denials(reading: Reading) -> Iterator[tuple[int, list[str]]]:
    """Index of every negation, and the first concepts and stems after it in its clause, which are what it may deny."""
    named = {index: mention for mention in reading.mentions for index in range(mention.first, mention.last)}
    for start, end in clauses(reading.text):
        within = [index for index, word in enumerate(reading.words) if start <= word.start and word.end <= end]
        for at, index in enumerate(within):
            if index in named and named[index].kind == "negation":
                after = [_denied(reading.words[i], named.get(i)) for i in within[at + 1 :] if not _is_date(i, named)]
                yield index, [key for key in after if key][:DENIED_WITHIN]


def _is_date(index: int, named: Mapping[int, Mention]) -> bool:
    return index in named and named[index].kind == "calendar"


def _denied(word: Word, mention: Mention | None) -> str:
    """What a negation before a word denies, the same for all verbs of holding an event."""
    if word.norm in _PASSED_OVER and word.text.islower():
        return ""
    if mention is not None:
        return mention.concept
    return "held" if word.norm in _HELD_WORDS else content_of(word)


def ranks(reading: Reading) -> Iterator[tuple[Mention, frozenset[str]]]:
    """Every role with what makes it another one: "Wakil Ketua", "Plt. Ketua", "former KPU chair", "calon bupati".

    Offices, places and names may stand between, as in English.
    """
    ends = {mention.last: mention for mention in reading.mentions}
    for role in reading.mentions:
        if role.kind == "role" and role.concept not in _RANKS:
            after = next((m for m in reading.mentions if m.first == role.last), None)
            found = {"candidate"} if after is not None and after.concept == "calon" else set[str]()
            at = role.first
            while at > 0 and _APART.fullmatch(reading.text[reading.words[at - 1].end : reading.words[at].start]):
                word, mention = reading.words[at - 1], ends.get(at)
                rank = "former" if word.norm in _FORMER else _RANKS.get(mention.concept) if mention else None
                between = mention.kind in ("institution", "place") if mention else word.text[0].isupper()
                if rank is None and not between and word.norm != "for":
                    break
                found |= {rank} if rank else set()
                at = mention.first if mention else at - 1
            yield role, frozenset(found)


def directions(reading: Reading) -> Iterator[tuple[Value, str, str]]:
    """Every value with the nearer of two opposite words beside it, and the opposite of that: 5, "naik", "turun"."""
    for start, end in _parts(reading.text):
        told = [m for m in reading.mentions if start <= reading.words[m.first].start < end]
        for value in (v for v in reading.numeric if start <= v.start < end):
            for pair in OPPOSITES:
                near = sorted((_gap(reading, m, value), m.first, m.concept) for m in told if m.concept in pair)
                beside = {first: concept for _, first, concept in near}
                # "Kurang lebih" is neither.
                if near and not {near[0][1] - 1, near[0][1] + 1} & beside.keys():
                    yield value, near[0][2], pair[pair[0] == near[0][2]]


def _parts(text: str) -> Iterator[Span]:
    cuts = [match.end() for match in _PART.finditer(text)]
    return pairwise([0, *cuts, len(text)])


def _gap(reading: Reading, mention: Mention, value: Value) -> int:
    first, last = reading.words[mention.first], reading.words[mention.last - 1]
    return max(value.start - last.end, first.start - value.end, 0)


def measured(reading: Reading) -> Iterator[tuple[Value, str]]:
    """Every number with the unit of time after it."""
    for value in reading.numeric:
        following = next((word for word in reading.words if word.start >= value.end), None)
        unit = _MEASURES.get(following.norm.removesuffix("s")) if following else None
        if value.kind == "number" and unit:
            yield value, unit
