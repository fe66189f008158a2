"""The 38 provinces and 514 regencies and cities, and where a text names them. Knows nothing of offices.

Names and codes: `places.csv`. "Kab. Kudus", "Kabupaten Kudus", "Kudus Regency" and "Kudus" are one place; "Kediri" by
itself may be the regency or the city and stays "Kediri".
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise

KINDS = {"provinsi": "Provinsi", "kabupaten": "Kabupaten", "kota": "Kota"}
_PREFIX = re.compile(
    r"(?<!\w)(?:(?P<provinsi>provinsi|prov\.?|propinsi)|(?P<kabupaten>kabupaten|kab\.?)|(?P<kota>kota))"
    r"(?:\s+administrasi)?\s*$",
    re.IGNORECASE,
)
_SUFFIX = re.compile(r"\s+(?:(?P<provinsi>province)|(?P<kabupaten>regency)|(?P<kota>city|municipality))(?!\w)", re.I)
_TOKEN = re.compile(r"[^\W\d_]+")
_BLEND = re.compile(r"[A-Z][a-z]{4,}")
_OTHER_THINGS = frozenset({"Babel"})  # a tower, too
_JOINT = re.compile(r"\s?-\s?|\s")
# "North Luwu" is Luwu Utara, "Mentawai Islands" Kepulauan Mentawai. "Barat Daya" comes before "Barat".
_ENGLISH_DIRECTIONS = {
    **{"Barat Daya": "Southwest", "Barat Laut": "Northwest", "Timur Laut": "Northeast"},
    **{"Tenggara": "Southeast", "Utara": "North", "Selatan": "South", "Timur": "East", "Barat": "West"},
    "Tengah": "Central",
}
_ENGLISH_KINDS = {"Kepulauan": "Islands", "Pegunungan": "Mountains"}
MOST_TOKENS = 6
PREFIX_LENGTH = 26  # characters before a name in which its kind may stand


@dataclass(frozen=True, slots=True)
class Place:
    """A province, regency or city. `title` is the full name: "Kabupaten Kudus", "Kota Salatiga", "Jawa Tengah"."""

    code: str
    kind: str
    name: str
    province: str
    everyday_word: bool

    @property
    def title(self) -> str:
        """The name with its kind, as offices write it; a province goes by its name alone."""
        return self.name if self.kind == "provinsi" else f"{KINDS[self.kind]} {self.name}"


@dataclass(frozen=True, slots=True)
class PlaceSpan:
    """A place that a text names: `name` is canonical, equal for every way of writing the same place.

    `places` are those it can be; more than one where the text does not say whether the regency or the city is meant.
    """

    start: int
    end: int
    name: str
    places: tuple[Place, ...]


def find_places(text: str) -> list[PlaceSpan]:
    """Every place that `text` names with a capital letter, in order, not overlapping.

    Names that are everyday words too ("Batu", "Puncak", "Metro") count only beside their kind.
    """
    tokens = list(_TOKEN.finditer(text))
    spans: list[PlaceSpan] = []
    at = 0
    while at < len(tokens):
        span, used = _longest(text, tokens, at) if tokens[at][0][0].isupper() else (None, 1)
        if span is not None:
            spans.append(span)
        at += used
    return spans


@lru_cache(maxsize=1)
def blends() -> dict[str, str]:
    """What provinces are called for short, in small letters, with their names: "jateng" is "Jawa Tengah"."""
    return {
        other.lower(): row["name"]
        for row in _rows()
        for other in row["aliases"].split(";")
        if row["kind"] == "provinsi"
        and _BLEND.fullmatch(other)
        and other not in row["name"]
        and other not in _OTHER_THINGS
    }


def narrow(places: tuple[Place, ...], kind: str | None) -> tuple[Place, ...]:
    """Those of `kind` among places that share a name; all of them where none is of that kind or none is asked for."""
    return tuple(place for place in places if place.kind == kind) or places


def by_key(key: str) -> tuple[Place, ...]:
    """The places whose name or other name, in lower-case letters without blanks, is `key`."""
    return _register().get(key, ())


def key_of(name: str) -> str:
    """`name` as `by_key` looks it up: "Gunung Kidul" and "GUNUNG-KIDUL", "Sumatra" and "Sumatera" are the same."""
    return "".join(_TOKEN.findall(name.casefold())).replace("sumatra", "sumatera")


def indonesian_order(name: str) -> str:
    """A name with an English direction before it as Indonesian has it: "West Tondano" is "Tondano Barat"."""
    first, _, rest = name.partition(" ")
    direction = next((told for told, english in _ENGLISH_DIRECTIONS.items() if english == first), None)
    return f"{rest} {direction}" if direction and rest else name


def _longest(text: str, tokens: list[re.Match[str]], at: int) -> tuple[PlaceSpan | None, int]:
    """The longest name that starts at a token, and how many tokens it takes."""
    for count in range(_reach(tokens, at), 0, -1):
        run = tokens[at : at + count]
        places = by_key(key_of("".join(token[0] for token in run)))
        if not places or not _together(text, run):
            continue
        start, end = run[0].start(), run[-1].end()
        before = _PREFIX.search(text, max(0, start - PREFIX_LENGTH), start)
        after = _SUFFIX.match(text, end) if not before else None
        mark = before or after
        marks = mark.groupdict() if mark else {}
        kind = next((name for name, value in marks.items() if value), None)
        if kind is None and all(place.everyday_word for place in places):
            continue
        places = narrow(places, kind)
        name = places[0].title if len(places) == 1 else places[0].name
        return PlaceSpan(before.start() if before else start, after.end() if after else end, name, places), count
    return None, 1


def _reach(tokens: list[re.Match[str]], at: int) -> int:
    """How many tokens from one on may begin a name: nearly always none, which spares looking each up."""
    key = ""
    for count in range(min(MOST_TOKENS, len(tokens) - at)):
        key = key_of(key + tokens[at + count][0])
        if key not in _beginnings():
            return count
    return min(MOST_TOKENS, len(tokens) - at)


def _together(text: str, run: list[re.Match[str]]) -> bool:
    return all(_JOINT.fullmatch(text, left.end(), right.start()) for left, right in pairwise(run))


def _rows() -> Iterator[dict[str, str]]:
    yield from csv.DictReader((files("corpus") / "places.csv").read_text(encoding="utf-8").splitlines())


@lru_cache(maxsize=1)
def _register() -> dict[str, tuple[Place, ...]]:
    register: dict[str, tuple[Place, ...]] = {}
    for row in _rows():
        place = Place(row["code"], row["kind"], row["name"], row["province"], bool(row["everyday_word"]))
        for name in {place.name, *filter(None, row["aliases"].split(";")), *_in_english(place.name)}:
            key = key_of(name)
            register[key] = (*register.get(key, ()), place)
    return register


def _in_english(name: str) -> Iterator[str]:
    """What a name with a direction, or of islands or mountains, is called in English."""
    first, _, rest = name.partition(" ")
    if first in _ENGLISH_KINDS and rest:
        yield f"{rest} {_ENGLISH_KINDS[first]}"
    direction = next((told for told in _ENGLISH_DIRECTIONS if name.endswith(f" {told}")), None)
    if direction:
        yield f"{_ENGLISH_DIRECTIONS[direction]} {name.removesuffix(direction).strip().removesuffix(' Bagian')}"


@lru_cache(maxsize=1)
def _beginnings() -> frozenset[str]:
    return frozenset(key[:length] for key in _register() for length in range(1, len(key) + 1))
