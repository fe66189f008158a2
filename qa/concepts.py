"""Words whose exchange would change what an official text says, one concept for both languages.

Knows which words mean the same ("ketua", "chair") and which may stand for which ("pemilu" for "pilpres"); knows nothing
of evidence or drafts.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from index.words import Word, words

# A broader word may stand where the text has a narrower one, never the other way round.
_NARROWER = {
    "pemilihan": ("pemilu", "pilpres", "pileg", "pilkada", "pilgub", "pilkades", "kpu", "bawaslu", "pemungutan"),
    "pemilu": ("pilpres", "pileg"),
    "pilkada": ("pilgub",),
    "kepala": ("kasubbag",),
    "rencana": ("akan", "jadwal"),
}
# The elections there are, and whether they are general ones or of regions.
ELECTIONS = {"pemilu": "general", "pilpres": "general", "pileg": "general", "pilkada": "regional", "pilgub": "regional"}
OPPOSITES = (
    ("naik", "turun"),
    ("menang", "kalah"),
    ("terima", "tolak"),
    ("buka", "tutup"),
    ("mulai", "akhir"),
    ("sebelum", "sesudah"),
    ("lebih", "kurang"),
    ("paling", "tersedikit"),
    ("maksimal", "tersedikit"),
    ("awal", "lambat"),
    ("hadir", "absen"),
)


Phrases = dict[str, list[tuple[tuple[str, ...], str, str]]]  # by first word: the phrase, its concept and kind


@dataclass(frozen=True, slots=True)
class Mention:
    """A concept that the words `first` to `last` of a text name, the last one not counted."""

    concept: str
    kind: str
    first: int
    last: int


def mentions(text: Sequence[Word]) -> list[Mention]:
    """The concepts that a text's words name, longest phrase first, left to right, without overlap."""
    table = _phrases()
    found: list[Mention] = []
    at = 0
    while at < len(text):
        match = _longest(table, text, at)
        if match is None:
            at += 1
        else:
            found.append(match)
            at = match.last
    return found


@lru_cache(maxsize=8192)
def mentions_in(text: str) -> tuple[tuple[Word, ...], tuple[Mention, ...]]:
    """The words of a text and the concepts that they name; the same sentences are asked about again and again."""
    found = tuple(words(text))
    return found, tuple(mentions(found))


def covers(concept: str, named: frozenset[str]) -> bool:
    """Whether evidence that names `named` lets a draft name `concept`: the same one, or a narrower one."""
    return concept in named or any(narrow in named for narrow in _NARROWER.get(concept, ()))


def _longest(table: Phrases, text: Sequence[Word], at: int) -> Mention | None:
    for phrase, concept, kind in table.get(_bare(text[at].norm), ()):
        last = at + len(phrase)
        if last <= len(text) and all(_bare(w.norm) == p for w, p in zip(text[at:last], phrase, strict=True)):
            return Mention(concept, kind, at, last)
    return None


def _bare(norm: str) -> str:
    return norm[:-3] if norm.endswith("nya") and len(norm) > 6 else norm


@cache
def _phrases() -> Phrases:
    table: Phrases = {}
    with files("qa").joinpath("concepts.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            for form in row["forms"].split("|"):
                phrase = tuple(_bare(part.replace("'", "")) for part in form.split())
                table.setdefault(phrase[0], []).append((phrase, row["concept"], row["kind"]))
    return {first: sorted(entries, key=lambda entry: (-len(entry[0]), entry)) for first, entries in table.items()}
