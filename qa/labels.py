"""Numbered parts of a thing: "triwulan III", "putaran kedua", "Panel 2", "pasangan calon nomor urut 1", "second stage".

Both languages and every way of numbering give one key, so that a question's label meets a page's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

# Each kind of part by the words for it; one key for both languages.
_PARTS = {
    "quarter": ("triwulan", "kuartal", "quarter"),
    "half": ("semester", "half"),
    "round": ("putaran", "round"),
    "wave": ("gelombang", "wave"),
    "stage": ("tahap", "termin", "phase", "stage", "tranche", "instalment", "installment"),
    "series": ("seri", "edisi", "jilid", "episode", "series", "edition"),
    "panel": ("panel",),
    "session": ("sesi", "session"),
    "debate": ("debat publik", "debat terbuka", "debat", "public debate", "debate"),
    "class": ("kelas", "class"),
    "zone": ("zona", "zone"),
    "draft": ("rancangan", "opsi", "option", "draft"),
    "seat": ("dapil", "daerah pemilihan", "constituency", "electoral district"),
    "pair": ("pasangan calon", "pasangan", "paslon", "nomor urut", "ticket", "pair"),
    "station": ("tps", "polling station"),
    "article": ("pasal", "article"),
    "place": ("juara", "peringkat", "urutan", "rank"),
    "week": ("pekan", "week"),
    "volume": ("angkatan", "batch", "cohort"),
}
_KIND = {word: kind for kind, words in _PARTS.items() for word in words}
_INDONESIAN = (
    *("pertama", "kedua", "ketiga", "keempat", "kelima", "keenam", "ketujuh", "kedelapan", "kesembilan", "kesepuluh"),
    *("kesebelas", "kedua belas"),
)
_ENGLISH = (
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh"),
    "twelfth",
)
TO_THE_TENTH = (*_INDONESIAN[:10], *_ENGLISH[:10])
_ORDINALS = {
    **{word: str(number) for words in (_INDONESIAN, _ENGLISH) for number, word in enumerate(words, 1)},
    **dict(zip(("satu", "dua", "tiga", "empat", "lima", "enam", "tujuh"), "1234567", strict=True)),
    **dict(zip(("one", "two", "three", "four", "five", "six", "seven"), "1234567", strict=True)),
    **{"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7", "viii": "8", "ix": "9", "x": "10"},
    **{"xi": "11", "xii": "12"},
}
_WHAT = "|".join(sorted(_KIND, key=len, reverse=True))
_COUNTED = r"satu|dua|tiga|empat|lima|enam|tujuh|one|two|three|four|five|six|seven"
_NTH = "|".join(sorted(_INDONESIAN, key=len, reverse=True))
_AFTER = re.compile(
    rf"\b(?P<what>{_WHAT})\s?(?:nomor urut\s|nomor\s|no\.?\s|number\s)?(?:ke-?\s?(?!dua belas))?"
    rf"(?P<which>(?-i:[IVX]+)\b|\d{{1,3}}\b(?![.,]?\d)|(?:{_NTH}|{_COUNTED})\b)",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    # A name may stand between: "the eighth NGAHUM session".
    rf"\b(?P<which>{'|'.join(_ENGLISH)}|\d{{1,2}}(?:st|nd|rd|th))\s(?:(?-i:[A-Z])[\w’'-]*\s){{0,2}}(?P<what>{_WHAT})s?\b",
    re.IGNORECASE,
)
# "Q3 2025", "TW 3 2025"
_SHORT = re.compile(r"\b(?P<what>Q|TW)\s?(?:ke-?)?(?P<which>[1-4]|(?-i:I{1,3}|IV))\b(?![.,]\d)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Label:
    """A numbered part where a text names it: `key` is the kind of part and its number."""

    start: int
    end: int
    key: tuple[str, str]


@lru_cache(maxsize=4096)
def labels_of(text: str) -> tuple[Label, ...]:
    """The numbered parts that a text names, in order."""
    return tuple(sorted(_found(text), key=lambda label: (label.start, label.end)))


def _found(text: str) -> Iterator[Label]:
    for pattern in (_AFTER, _BEFORE, _SHORT):
        for match in pattern.finditer(text):
            which = match["which"].lower()
            number = _ORDINALS.get(which, re.sub(r"(?<=\d)(?:st|nd|rd|th)$", "", which))
            # "pasangan calon nomor urut 2" and "nomor urut 2" are one thing, "tahap II" and "second tranche" too.
            yield Label(match.start(), match.end(), (_KIND.get(match["what"].lower(), "quarter"), number.lstrip("0")))
