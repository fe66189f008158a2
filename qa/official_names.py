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
_NAME = r"[A-ZÀ-Þ][\w-]*(?: [A-ZÀ-Þ][\w-]*){0,2}"  # without a possessive: what follows that is no part of it
_SMALL_PLACE = re.compile(
    rf"\b(?:head|chief) of (?:the )?(?P<under>{_NAME}) (?P<of>sub-?district|district|village)\b"
    rf"|\b(?P<name>{_NAME}) (?P<kind>sub-?district|district|village)\b(?P<head> (?:head|chief)\b)?"
)
_KINDS = {"village": ("Desa", "Kepala Desa")}
_DISTRICT = ("Kecamatan", "Camat")
# Names in English words. Short forms ("NTT", "Jateng") are the articles' own.
_ENGLISH = re.compile(
    r"\b(?:(?:North|South|East|West|Central|Highland|Thousand|Star)\w*|Islands|Mountains|Special Region)\b"
)
# Election bodies have chairs, whatever else they are called.
_BODY = r"(?:the )?(?:KPU|KIP|Bawaslu|DKPP|PPK|PPS|KPPS|PPLN)\b"
_HEAD = re.compile(rf"\b(?P<noun>head|leader|boss) of (?={_BODY})|\b(?P<verb>heads|leads|runs) (?={_BODY})")
_SMALL = re.compile(r"(?<![\w#@./-])[a-z]{5,}(?![\w-])")


def with_official_names(question: str) -> str:
    """The question with these names in the place of the English ones."""
    text = _NATIONAL.sub("KPU RI", _SMALL.sub(_with_capital, question))
    for place in reversed(find_places(text)):
        office = _OFFICE_BEHIND.match(text, place.end)
        name = _indonesian(text[place.start : place.end], place)
        told = f"{_OFFICES.get(office['office'].lower(), 'KPU')} {name}" if office else name
        text = f"{text[: place.start]}{told}{text[office.end() if office else place.end :]}"
    text = _SMALL_PLACE.sub(_small_place, text)
    return _HEAD.sub(lambda match: "chair of " if match["noun"] else "chairs ", text)


def _indonesian(written: str, place: PlaceSpan) -> str:
    """A place by its Indonesian name, with its kind where that was written."""
    kind = re.search(r"\b(?:regency|city|province|municipality|kabupaten|kota|provinsi)\b", written, re.IGNORECASE)
    return place.name if kind else place.places[0].name if _ENGLISH.search(written) else written


def _with_capital(match: re.Match[str]) -> str:
    """A word that is nothing else than a region's name, as a name."""
    word = match.group()
    if is_function_in_either(word) or knows(word) or word in lone_glosses():
        return word
    return word.capitalize() if find_places(word.capitalize()) else word


def _small_place(match: re.Match[str]) -> str:
    """ "West Tondano district" is "Kecamatan Tondano Barat", its head the "Camat Tondano Barat".

    A regency is called a district, too, and stays.
    """
    name = match["under"] or match["name"]
    if find_places(name):
        return match.group()
    place, head = _KINDS.get(match["of"] or match["kind"], _DISTRICT)
    return f"{head if match['under'] or match['head'] else place} {indonesian_order(name)}"
