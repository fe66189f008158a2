"""The thing that a question wants the number of, in either language. Knows where that noun stands, nothing else."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.words import is_function_in_either
from qa.askwords import UNIT

_HOW_MANY = re.compile(r"\bhow many\s+(?P<noun>(?:\w[\w'-]*\s+){0,6}\w[\w'-]*)", re.IGNORECASE)
_PLURAL = re.compile(r"(?:\w{2,}[^s\W]s|people|men|women|children|staff|personnel)", re.IGNORECASE)


def asked_unit(text: str) -> str | None:
    """The noun whose number a question asks for, in lower case: "kursi", "stations" of "how many polling stations"."""
    english = _HOW_MANY.search(text)
    head = _plural_head(english["noun"].split()) if english else None
    if head:
        return head.lower()
    match = UNIT.search(text)
    unit = (match["unit"] or match["unit2"]).lower() if match else ""
    return unit if unit and not is_function_in_either(unit) else None


def _plural_head(nouns: Sequence[str]) -> str | None:
    """The last word of the first run of plurals: what is counted stands last in English, and in the plural."""
    head, led = None, False
    for noun in nouns:
        function = is_function_in_either(noun.lower())
        if (head and not _PLURAL.fullmatch(noun)) or (function and led):
            break  # "polling stations | opened", "pairs | of"; but "how many of the disputes"
        led = led or not function
        head = noun if _PLURAL.fullmatch(noun) and not function else head
    return head


# Things of the field that are counted and nowhere called by each other's names, as booths are by that of stations.
_THINGS = {
    "seats": ("kursi", "seats"),
    "votes": ("suara", "suara sah", "votes"),
    "stations": ("tps", "stations"),
    "voters": ("pemilih",),
    "parties": ("partai", "parpol", "parties"),
    "villages": ("desa", "kelurahan", "desa/kelurahan", "kampung", "nagari", "villages"),
    "provinces": ("provinsi", "provinces"),
    "regencies": ("kabupaten", "kota", "kabupaten/kota", "regencies", "cities", "municipalities"),
}
_THING = {name: thing for thing, names in _THINGS.items() for name in names}
_COUNTED = re.compile(r"\s?(?P<one>[^\W\d_]+(?:/[^\W\d_]+)?|%)(?:\s(?P<two>[^\W\d_]+))?")


def other_thing(unit: str | None, text: str, end: int) -> bool:
    """Whether a number that ends at `end` counts another thing of the field than is asked for: votes, and no seats."""
    asked = _THING.get(unit or "")
    match = _COUNTED.match(text, end) if asked else None
    if match is None:
        return False
    told = _THING.get(f"{match['one']} {match['two']}".lower()) or _THING.get(match["one"].lower())
    return told is not None and told != asked
