"""English words of questions put into Indonesian, by a glossary of our own. Knows nothing of passages or scores.

The encoder brings languages near each other; the glossary makes the common words meet exactly, so that an English
question is read much as its Indonesian twin. What it does not know, names above all, stays as it is.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from importlib.resources import files

from index.function_words import FUNCTION_WORDS
from index.words import Word, words

_QUESTION_WORDS = {
    ("how", "many"): "berapa",
    ("how", "much"): "berapa",
    ("how", "old"): "berapa usia",
    ("how", "long"): "berapa lama",
    ("how", "tall"): "berapa tinggi",
    ("how", "far"): "berapa jauh",
    ("how", "often"): "seberapa sering",
    ("what", "time"): "pukul berapa",
    ("what", "year"): "tahun berapa",
    ("what", "date"): "tanggal berapa",
    ("what", "day"): "hari apa",
    ("what", "percentage"): "berapa persen",
    ("when",): "kapan",
    ("where",): "di mana",
    ("who",): "siapa",
    ("whom",): "siapa",
    ("whose",): "siapa",
    ("why",): "mengapa",
    ("how",): "bagaimana",
    ("which",): "mana",
    ("what",): "apa",
    ("whats",): "apa",
}
# Kept because they say which of two things is asked, unlike the rest of the function words.
_RELATIONS = {
    "not": "tidak", "no": "tidak", "without": "tanpa", "between": "antara", "before": "sebelum", "after": "setelah",
    "during": "selama", "until": "hingga", "since": "sejak", "under": "di bawah", "over": "di atas", "from": "dari",
    "in": "di", "at": "di", "to": "ke", "with": "dengan", "and": "dan", "or": "atau", "for": "untuk", "by": "oleh",
}  # fmt: skip
# "South Tangerang" is Tangerang Selatan: a name's direction comes after it.
_DIRECTIONS = {
    "north": "utara", "south": "selatan", "east": "timur", "west": "barat", "central": "tengah",
    "southeast": "tenggara", "southwest": "barat daya", "northeast": "timur laut", "northwest": "barat laut",
}  # fmt: skip
# Regular English inflections and the base form's own ending, the likelier first.
_ENDINGS = (
    ("ies", "y"),
    ("s", ""),
    ("es", ""),
    ("ied", "y"),
    ("ed", ""),
    ("ed", "e"),
    ("ing", ""),
    ("ing", "e"),
    ("ly", ""),
)
_POSSESSIVE = re.compile(r"['’]s$")
_LONGEST = 3
_MOST_OF_WORD, _MOST_OF_PHRASE = 4, 2  # senses that a translation may choose from


@lru_cache(maxsize=1024)
def in_indonesian(question: str) -> str:
    """An English question word by word in Indonesian, in its own order; articles and auxiliaries fall away."""
    found = words(question)
    parts: list[str] = []
    at = 0
    while at < len(found):
        gloss, length = _gloss(found, at)
        parts.append(gloss)
        at += length
    return " ".join(part for part in parts if part)


def _gloss(found: list[Word], at: int) -> tuple[str, int]:
    for length in range(min(_LONGEST, len(found) - at), 0, -1):
        phrase = tuple(word.norm for word in found[at : at + length])
        if phrase in _QUESTION_WORDS:
            return _QUESTION_WORDS[phrase], length
        known = _known(phrase)
        # A capital inside a question marks a name ("Mark Reading"), which no glossary may touch unless it is one there.
        named = length == 1 and at > 0 and found[at].text[:1].isupper() and phrase not in _entries()
        if known and not named:
            return known[0], length
        if length == 2 and phrase[0] in _DIRECTIONS and found[at + 1].text[:1].isupper() and not _known(phrase[1:]):
            return f"{_POSSESSIVE.sub('', found[at + 1].text)} {_DIRECTIONS[phrase[0]]}", length
    norm = found[at].norm
    if norm in _RELATIONS:
        return _RELATIONS[norm], 1
    return ("" if norm in FUNCTION_WORDS["en"] else _POSSESSIVE.sub("", found[at].text)), 1


def phrase_glosses(norms: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Where the lower-cased words of a question have entries: the first word, how many, and each gloss, likelier first.

    At each word the longest phrases come first; question words and relations have none, for they say nothing alone.
    """
    for start in range(len(norms)):
        for length in range(min(_LONGEST, len(norms) - start), 0, -1):
            phrase = tuple(norms[start : start + length])
            if length == 1 and (phrase in _QUESTION_WORDS or phrase[0] in _RELATIONS):
                continue
            for gloss in (_known(phrase) or ())[: _MOST_OF_WORD if length == 1 else _MOST_OF_PHRASE]:
                yield start, length, gloss


def knows(word: str) -> bool:
    """Whether a lower-cased English word, or its base form, has an entry."""
    return _known((word,)) is not None


def senses(word: str) -> tuple[str, ...]:
    """The single Indonesian words that a lower-cased English word, or its base form, may stand for, likelier first."""
    return tuple(gloss for gloss in _known((word,)) or () if " " not in gloss)


def knows_phrase(phrase: str) -> bool:
    """Whether lower-cased English words have an entry of their own together."""
    return tuple(phrase.split()) in _entries()


def alike(word: str) -> tuple[str, ...]:
    """The other single English words whose likeliest gloss is that of a lower-cased word."""
    entry = _entries().get((word,))
    return tuple(other for other in _by_sense()[entry[0]] if other != word) if entry else ()


@cache
def glosses() -> frozenset[str]:
    """Every Indonesian word that the glossary may put in, lower-cased."""
    told = (gloss for choices in _entries().values() for gloss in choices)
    texts = (*told, *_QUESTION_WORDS.values(), *_RELATIONS.values(), *_DIRECTIONS.values())
    return frozenset(word.norm for text in texts for word in words(text))


@cache
def lone_glosses() -> frozenset[str]:
    """Those words of `glosses` that say something alone: "budi" does in "budi pekerti" only, and may be a name."""
    return frozenset(gloss for choices in _entries().values() for gloss in choices if " " not in gloss)


@cache
def _entries() -> dict[tuple[str, ...], tuple[str, ...]]:
    text = files("qa").joinpath("glossary.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return {tuple(row["english"].split()): tuple(row["indonesian"].split("|")) for row in rows}


@cache
def _by_sense() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for phrase, choices in _entries().items():
        found.setdefault(choices[0], []).extend(phrase if len(phrase) == 1 else ())
    return found


def _known(phrase: tuple[str, ...]) -> tuple[str, ...] | None:
    """The entry of a phrase, or that of its last word's base form: "islands", "cities", "produced", "living"."""
    entries = _entries()
    if phrase in entries:
        return entries[phrase]
    *first, last = phrase
    bases = (last.removesuffix(ending) + base for ending, base in _ENDINGS if last.endswith(ending))
    return next((entries[(*first, base)] for base in bases if (*first, base) in entries), None)
