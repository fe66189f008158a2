"""People, places and other proper names in running text, whole and without their neighbours' words.

Knows titles, degrees, roles and the words that institutions are named with. Knows nothing of questions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus import places
from index.words import is_function_in_either
from qa.matching import nearly
from qa.namewords import (
    INSTITUTION_PREFIXES,
    INSTITUTION_WORDS,
    NAMED_THINGS,
    OPENERS,
    PLACE_CLASSES,
    ROLES,
    SPEECH,
    VENUE_STOPS,
    VENUES,
)


@dataclass(frozen=True, slots=True)
class Name:
    """`text[start:end]` is one whole name; `canonical` leaves out titles, degrees, case and punctuation."""

    kind: str
    start: int
    end: int
    canonical: str


_SHORT_NAMES = re.compile(r"\b(?:Kpu|Kip|Kpud|Dkpp|Ppk|Pps|Kpps|Ppln|Ri|Dpr|Dprd|Dpd|Mk)\b")
THING_REACH = 12
LONG_WORD = 9  # letters; a shorter name may well differ from a word by one letter
_LONG_WORDS = tuple(word for word in sorted(INSTITUTION_WORDS) if len(word) >= LONG_WORD - 1)
_TITLE = r"(?:Prof|Dr|dr|Drs|Dra|Ir|H|Hj|KH|Tgk|Ust|Letkol|Kolonel|AKBP|AKP|Kompol|Mayor|Kapten|R|RA|Rr|Mr|Mrs|Ms)\.?"
_DEGREE = (
    r"(?:[SM]\.\s?(?:Sosio|Sos|Pd\.?I|Pd|Kom|IP|Ag|HI|H\.?I|Hum|Psi|Kep|KM|Th|Ak|Pt|STP|Si|Sc|AP|Kn|Tr|Fil|E\.?I|[HTEPMA])\b\.?"
    r"|A\.\s?Md\b\.?|Ph\.?\s?D\b\.?|Lc\b\.?|(?:SH|SE|SIP|SPd|SSos|SAg|ST|SKom|MH|MM|MSi|MPd|MAP|MA|MKn|LLM)\b)"
)
_WORD = r"(?:[A-ZÀ-Þ][\w’'`]*(?:-[\w’'`]+)*)"
_INITIAL = r"(?:[A-Z]\.)"
_LINK = r"(?:bin|binti|van der|van|von|de|del|al|el|da|dos|of)"
_RUN = re.compile(
    rf"(?:{_INITIAL}|{_WORD})(?:[ \u00a0](?:{_INITIAL}|{_WORD})|[ \u00a0]{_LINK}[ \u00a0]{_WORD}|{_INITIAL})*"
)
_TOKEN = re.compile(r"[A-ZÀ-Þ]\.(?![\w])|[\w’'`-]+")
_TITLES_BEFORE = re.compile(rf"(?:\b{_TITLE}[ \u00a0])+$")
_DEGREES_AFTER = re.compile(rf"(?:[ ,.]{{1,3}}{_DEGREE})+")
_DEGREE_INSIDE = re.compile(rf"[ ,.]{{1,3}}{_DEGREE}")
_ROLE_BEFORE = re.compile(
    rf"\b(?:{'|'.join(ROLES)})[ ,:]{{1,3}}(?:yaitu |yakni |adalah |bernama |is |named )?$", re.IGNORECASE
)
_SPEECH_BEFORE = re.compile(rf"\b(?:{'|'.join(SPEECH)})[ ,:]{{1,3}}$", re.IGNORECASE)
_SPEECH_AFTER = re.compile(rf"\s?,?\s?(?:{'|'.join(SPEECH)})\b", re.IGNORECASE)
_ROLE_OF_OFFICE_BEFORE = re.compile(rf"\b(?:{'|'.join(ROLES)})\b[^.;:()\n]{{0,60}},\s$", re.IGNORECASE)
_ROLE_AFTER = re.compile(
    rf"(?:[ ,.(–-]{{1,4}}|\s(?:selaku|sebagai|dari|as|the|of)\s)(?:{'|'.join(ROLES)}|divisi|kasi|jabatan)\b",
    re.IGNORECASE,
)
_CUES = frozenset((*ROLES, *SPEECH))
_BARE_TITLE = re.compile(rf"^{_TITLE}$")
_CLASS = "|".join(PLACE_CLASSES)
_REGION_CLASSES = frozenset(name.lower() for name in PLACE_CLASSES)
_PLACE = re.compile(rf"\b(?:{_CLASS})\s+(?P<name>{_WORD}(?:\s(?!(?:{_CLASS}|Tahun|Divisi)\b){_WORD}){{0,3}})")
_BODY = re.compile(
    r"\b(?P<body>KPUD?|KIP|Komisi Pemilihan Umum(?: \(KPU\))?|Bawaslu|Panwaslu)[ \u00a0]"
    r"(?:(?P<national>RI|Republik Indonesia|Pusat)\b|(?=[A-Z]))"
)
_THING = re.compile(rf"\b(?:{'|'.join(NAMED_THINGS)})\.?\s$", re.IGNORECASE)
_VENUE = re.compile(rf"\b(?:{'|'.join(VENUES)})\b", re.IGNORECASE)
_VENUE_STOP = re.compile(rf"[,.;:!?()\"“”\n]|\s(?:{'|'.join(VENUE_STOPS)})\b|\s\d", re.IGNORECASE)


def with_capitals(question: str) -> str:
    """A question in nothing but small letters as if its names had capitals; any other as it is."""
    if question != question.lower():
        return question
    return _SHORT_NAMES.sub(lambda match: match.group().upper(), question.title())


def find_people(text: str) -> Iterator[Name]:
    """People named with a title, a role or a word of speech; a bare run of capitals is left to `find_names`."""
    for start, end in _runs(text):
        start, end, cued = _person_part(text, start, end)
        if start < end and (cued or _cued(text, start, end)):
            first, last = _with_titles(text, start, end)
            yield Name("person", first, last, _bare(text[start:end]))


@lru_cache(maxsize=4096)
def people_in(sentence: str) -> tuple[Name, ...]:
    """The same, of a sentence that is asked about again and again."""
    return tuple(find_people(sentence))


def find_names(text: str) -> Iterator[Name]:
    """Every other run of capitalised words: the name of a street, a school or the like is a place, whoever bore it."""
    for start, end in _runs(text):
        kind = "place" if _is_things_name(text, start) else "name"
        yield Name(kind, start, end, _bare(text[start:end]))


def find_offices(text: str) -> Iterator[Name]:
    """Election bodies with their region ("KPU Kabupaten Kudus", "Bawaslu RI"); one canonical name however written."""
    regions = {span.start: span for span in places.find_places(text)}
    for match in _BODY.finditer(text):
        body = "bawaslu" if match["body"].lower() in ("bawaslu", "panwaslu") else "kpu"
        if match["national"]:
            yield Name("office", match.start(), match.end(), f"{body} ri")
        elif match.end() in regions:
            region = regions[match.end()]
            yield Name("office", match.start(), region.end, f"{body} {region.name.lower()}")


def find_venues(text: str) -> Iterator[Name]:
    """Where people meet, with whose it is: "aula kantor KPU Kabupaten Kudus", "Hotel Griptha"."""
    for match in _VENUE.finditer(text):
        stop = _VENUE_STOP.search(text, match.end())
        end = min(stop.start() if stop else len(text), match.start() + 90)
        if end > match.end():
            yield Name("place", match.start(), end, _bare(text[match.start() : end]))


def find_places(text: str) -> Iterator[Name]:
    """Regions, and smaller places named with their class ("Desa Gebog")."""
    for span in places.find_places(text):
        yield Name("place", span.start, span.end, span.name.lower())
    for match in _PLACE.finditer(text):
        yield Name("place", match.start(), match.end(), _bare(match.group()))


def can_be_person(text: str) -> bool:
    """Whether a run of capitals may name somebody: it has a word that no institution, region or acronym is made of."""
    own = [token for token in _TOKEN.findall(text) if not _leads(token.lower()) and not token.isupper()]
    thing = text.partition(" ")[0].lower() in NAMED_THINGS
    return (
        bool(own) and not thing and not places.find_places(text) and not any(character.isdigit() for character in text)
    )


def bare_person(text: str) -> str:
    """A person's name without titles and degrees: "Taufiq Rizkon" for "H. Taufiq Rizkon, S.Ag"."""
    text = re.sub(rf"^(?:{_TITLE}[ \u00a0])+", "", text)
    return _DEGREES_AFTER.sub("", text).rstrip(" ,.") if _DEGREES_AFTER.search(text) else text


def _runs(text: str) -> Iterator[tuple[int, int]]:
    """Runs of capitalised words, without the small words that only stand at the start of a sentence."""
    for match in _RUN.finditer(text):
        tokens = list(_TOKEN.finditer(text, match.start(), match.end()))
        while tokens and not tokens[0].group().isupper() and _is_small(tokens[0].group().lower()):
            tokens = tokens[1:]
        if tokens:
            yield tokens[0].start(), match.end()


def _is_small(word: str) -> bool:
    return is_function_in_either(word) or word in OPENERS


def _person_part(text: str, start: int, end: int) -> tuple[int, int, bool]:
    """The part of a run after its last institution word; whether a role word in the run leads to it."""
    tokens = [(m.start() + start, m.end() + start, m.group()) for m in _TOKEN.finditer(text[start:end])]
    last = max((i for i, token in enumerate(tokens) if _leads(token[2].lower())), default=-1)
    if last >= 0 and tokens[last][2].lower() in NAMED_THINGS and tokens[last][2].lower() not in _REGION_CLASSES:
        return start, start, False
    rest: Sequence[tuple[int, int, str]] = _after_region(tokens[last + 1 :]) if last >= 0 else tokens
    while rest and (_BARE_TITLE.match(rest[0][2]) or rest[0][2].lower() in ("bapak", "ibu", "pak", "bu", "sdr")):
        rest = rest[1:]
    rest = [token for token in rest if not token[2].isdigit()]
    degree = _DEGREE_INSIDE.search(text, rest[0][1], end + 12) if rest else None
    rest = [token for token in rest if degree is None or token[1] <= degree.start() + 1]
    if (
        not rest
        or len(rest) > 6
        or (all(token[2].isupper() and len(token[2]) > 2 for token in rest) and len(rest) == 1)
    ):
        return start, start, False
    led = any(token[2].lower() in _CUES for token in tokens[: last + 1])
    return rest[0][0], rest[-1][1], led


def _after_region(tokens: Sequence[tuple[int, int, str]]) -> Sequence[tuple[int, int, str]]:
    """The tokens after the region that an institution's name ends with: "Jawa Tengah" in "KPU Provinsi Jawa Tengah"."""
    for count in range(min(places.MOST_TOKENS, len(tokens)), 0, -1):
        if places.by_key(places.key_of("".join(token[2] for token in tokens[:count]))):
            return tokens[count:]
    return tokens


def _leads(word: str) -> bool:
    """Whether a word may stand before a name in the same run of capitals and is no part of it."""
    known = word in INSTITUTION_WORDS or word in NAMED_THINGS or word in _CUES
    return known or word.startswith(INSTITUTION_PREFIXES) or _is_slip(word)


@lru_cache(maxsize=4096)
def _is_slip(word: str) -> bool:
    """Whether a long word is one letter away from an institution's: "Penyelengaraan" is nobody's name."""
    return len(word) >= LONG_WORD and any(nearly(word, other) for other in _LONG_WORDS)


def _cued(text: str, start: int, end: int) -> bool:
    before, further = text[max(0, start - 40) : start], text[max(0, start - 90) : start]
    return bool(
        _TITLES_BEFORE.search(before)
        or _ROLE_BEFORE.search(before)
        or _SPEECH_BEFORE.search(before)
        or _DEGREES_AFTER.match(text, end)
        or _SPEECH_AFTER.match(text, end)
        or _ROLE_OF_OFFICE_BEFORE.search(further)
        or _ROLE_AFTER.match(text, end)
    )


def _is_things_name(text: str, start: int) -> bool:
    """Whether the words from `start` on begin with, or follow, a word for what carries a name of its own."""
    match = _THING.search(text[max(0, start - THING_REACH) : start])
    first = _TOKEN.match(text, start)
    return match is not None or (first is not None and first.group().lower() in NAMED_THINGS)


def _with_titles(text: str, start: int, end: int) -> tuple[int, int]:
    titles = _TITLES_BEFORE.search(text[max(0, start - 40) : start])
    degrees = _DEGREES_AFTER.match(text, end)
    return start - (len(titles.group()) if titles else 0), degrees.end() if degrees else end


def _bare(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", text.lower().replace("'", "").replace("’", "").replace("`", "")))
