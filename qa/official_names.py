"""Regions and offices of an English question by the names that the articles have for them, which a translation keeps:
"the East Luwu KPU" is "KPU Luwu Timur", "Southwest Papua" is "Papua Barat Daya".

Knows places and what offices are called in English; knows nothing of how the rest is translated.
"""

from __future__ import annotations

import re

from corpus.places import PlaceSpan, find_places, indonesian_order
from index.words import is_function_in_either
from qa.glossary import knows, lone_glosses

_OFFICE_BEHIND = re.compile(
    r"(?:['’]s)?(?: (?:provincial|regency|city|municipal|regional))?"
    r" (?P<office>KPU|KIP|Bawaslu|(?:general )?elections? commission)\b",
    re.IGNORECASE,
)
_OFFICES = {"kip": "KIP", "bawaslu": "Bawaslu"}
# Without a region's name it is the whole country's.
_NATIONAL = re.compile(
    r"\b(?:national|central) (?:general )?(?:elections? commission|KPU)\b"
    r"|\bIndonesia['’]s (?:general )?elections? commission\b",
    re.IGNORECASE,
)
_SMALL_PLACE = re.compile(
    r"\b(?P<name>[A-ZÀ-Þ][\w’'-]*(?: [A-ZÀ-Þ][\w’'-]*){0,2}) (?P<kind>sub-?district|district|village)\b"
)
_KINDS = {"village": "Desa"}
_SMALL = re.compile(r"(?<![\w#@./-])[a-z]{5,}(?![\w-])")


def with_official_names(question: str) -> str:
    """The question with these names in the place of the English ones."""
    text = _NATIONAL.sub("KPU RI", _SMALL.sub(_with_capital, question))
    for place in reversed(find_places(text)):
        office = _OFFICE_BEHIND.match(text, place.end)
        name = _indonesian(text[place.start : place.end], place)
        told = f"{_OFFICES.get(office['office'].lower(), 'KPU')} {name}" if office else name
        text = f"{text[: place.start]}{told}{text[office.end() if office else place.end :]}"
    return _SMALL_PLACE.sub(_small_place, text)


def _indonesian(written: str, place: PlaceSpan) -> str:
    """A place by its Indonesian name, with its kind where that was written."""
    kind = re.search(r"\b(?:regency|city|province|municipality|kabupaten|kota|provinsi)\b", written, re.IGNORECASE)
    return place.name if kind else written if written in place.name else place.places[0].name


def _with_capital(match: re.Match[str]) -> str:
    """A word that is nothing else than a region's name, as a name."""
    word = match.group()
    if is_function_in_either(word) or knows(word) or word in lone_glosses():
        return word
    return word.capitalize() if find_places(word.capitalize()) else word


def _small_place(match: re.Match[str]) -> str:
    """ "West Tondano district" is "Kecamatan Tondano Barat"; a regency is called a district, too, and stays."""
    if find_places(match["name"]):
        return match.group()
    return f"{_KINDS.get(match['kind'], 'Kecamatan')} {indonesian_order(match['name'])}"
