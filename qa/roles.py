"""The roles that a question asks after and a sentence gives, and the offices they are of. Knows no models.

Each check gives the share of what was asked that is missing, or says that a sentence speaks of another one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile

from corpus.places import find_places
from index.types import Span
from index.words import is_function_in_either, stem, words
from qa.answertypes import AnswerType
from qa.concepts import mentions_in
from qa.glossary import in_indonesian
from qa.localities import regions_of
from qa.names import find_offices, with_capitals
from qa.question import Query

HELD = frozenset(
    (
        "ketua",
        "sekretaris",
        "sekjen",
        "kepala",
        "kasubbag",
        "presiden",
        "menteri",
        "gubernur",
        "bupati",
        "walikota",
        "rektor",
    )
)
# Before a role, who stands in for its holder; after it, the part of an office that its holder heads.
_DEPUTIES = frozenset(("wakil", "deputy", "vice"))
_PARTS = frozenset(
    (
        *("divisi", "seksi", "kasi", "bidang", "bagian", "subbagian", "subbag", "sub", "biro", "subdirektorat"),
        *("urusan", "unit", "tim", "pokja", "kelompok", "regu", "panitia", "fraksi"),
        *("division", "section", "subdivision", "department", "team"),
    )
)
TERRITORIAL = frozenset(("gubernur", "bupati", "walikota", "camat", "kapolres"))
_FROM = re.compile(r"\b(?:dari|utusan|perwakilan|wakil|asal|from)\s(?:the\s)?$", re.IGNORECASE)
_TURNS = re.compile(r"[;.:\"“”]\s|\b(?:dan|serta|bersama|didampingi|kepada|di|ke|untuk|and|with|yang)\b", re.IGNORECASE)
HOUSE_REACH = 60  # characters between a name and the office that its bearer is said to be of
NAME_FIRST = 3  # how much farther a post seems that comes behind a name
PART_WORDS = 2  # of the name of a part: "Divisi Teknis Penyelenggaraan"
_APPOSED = re.compile(r",\s|\s?\(")
_NAME = re.compile(
    r"\s(?:(?:Kabupaten|Kota|Provinsi|Kecamatan|Kab\.|Kec\.)\s)?([A-ZÀ-Þ][\w'’-]*(?:\s[A-ZÀ-Þ][\w'’-]*){0,3})"
)
ROLE_REACH = 6  # characters between a role and its office: a blank, "dari", "of"
NATIONAL = " ri"  # how the canonical name of a national office ends


def missing_roles(query: Query, sentence: str) -> float:
    """The share of the roles asked after ("ketua", "moderator") that a sentence does not name."""
    asked = asked_roles(query)
    return len(asked - _roles(sentence)) / len(asked) if asked else 0.0


def asked_roles(query: Query) -> frozenset[str]:
    """The roles that a question names ("Siapa moderator…"), in English with a verb too ("Who chairs…")."""
    return frozenset().union(*(_roles(text) for text in _wordings(query)))


def asks_role(query: Query) -> bool:
    """Whether somebody is asked for by a role."""
    return query.answer_type is AnswerType.PERSON and bool(asked_roles(query))


def missing_holder(query: Query, sentence: str) -> bool:
    """Whether the holder of an office is asked for ("Siapa ketua…") and a sentence names none such."""
    held = asked_roles(query) & HELD
    return query.answer_type is AnswerType.PERSON and bool(held) and not held & _roles(sentence)


def lesser_role(query: Query, sentence: str, at: Span | None = None) -> bool:
    """Whether a sentence gives a post that is asked after only to a deputy or to the head of a part of the office.

    "Ketua KPU Demak" is neither "Wakil Ketua" nor "Ketua Divisi Teknis KPU Demak", unless the part is asked of. Of what
    stands at a place, the nearest naming of the post decides.
    """
    asked = asked_roles(query) & HELD if query.answer_type is AnswerType.PERSON else frozenset()
    if not asked or any(_names_lesser(text) for text in _wordings(query)):
        return False
    told = [post for post in _posts(sentence) if post.role in asked]
    if at is not None and told:
        told = [min(told, key=lambda post: max(at[0] - post.end, NAME_FIRST * (post.start - at[1]), 0))]
    said = frozenset().union(*(_stems(text) for text in _wordings(query)))
    return bool(told) and all(post.lesser and not post.part & said for post in told)


def other_territory(query: Query, sentence: str, at: Span) -> bool:
    """Whether who stands at a place holds a post that is asked after, but over another territory.

    "Camat Tondano Barat, Maya Kainde" answers nothing about the camat of Kakas Barat.
    """
    asked = [pair for text in _wordings(query) for pair in _territories(text)]
    for role, told, start, end in _territories(sentence) if asked else ():
        beside = _APPOSED.fullmatch(sentence, end, at[0]) or _APPOSED.fullmatch(sentence, at[1], start)
        same = [names for asked_role, names, _, _ in asked if asked_role == role]
        if beside and same and not any(names <= told or told <= names for names in same):
            return True
    return False


@lru_cache(maxsize=4096)
def _territories(text: str) -> tuple[tuple[str, frozenset[str], int, int], ...]:
    """Posts over a territory, its name right behind: the role, the words of the name, and where both stand."""
    cut, named = mentions_in(text)
    found = []
    for mention in named:
        name = _NAME.match(text, cut[mention.last - 1].end) if mention.concept in TERRITORIAL else None
        if name:
            places = find_places(name[1])
            words_of_name = words(places[0].name if places else name[1])
            found.append(
                (mention.concept, frozenset(w.norm for w in words_of_name), cut[mention.first].start, name.end())
            )
    return tuple(found)


@lru_cache(maxsize=4096)
def _stems(text: str) -> frozenset[str]:
    return frozenset(stem(word.norm) for word in words(text) if not is_function_in_either(word.norm))


@lru_cache(maxsize=1024)
def _names_lesser(question: str) -> bool:
    return any(word.norm in _DEPUTIES or word.norm in _PARTS for word in words(question))


@dataclass(frozen=True, slots=True)
class Post:
    """A role where a text names it; `part` are the stems of the part of an office that its holder heads."""

    role: str
    start: int
    end: int
    lesser: bool
    part: frozenset[str] = frozenset()


@lru_cache(maxsize=4096)
def _posts(text: str) -> tuple[Post, ...]:
    """The roles that a text names, and whether each is that of a deputy or of the head of a part."""
    cut, named = mentions_in(text)
    found = []
    for mention in named:
        if mention.kind != "role":
            continue
        behind = cut[mention.last : mention.last + 1 + PART_WORDS]
        of_part = bool(behind) and behind[0].norm in _PARTS
        deputy = mention.first > 0 and cut[mention.first - 1].norm in _DEPUTIES
        named_part = takewhile(lambda word: not word.text.isupper() and word.norm != "komisi", behind[1:])
        part = frozenset(stem(word.norm) for word in named_part) if of_part else frozenset()
        where = cut[mention.first].start, cut[mention.last - 1].end
        found.append(Post(mention.concept, *where, of_part or deputy, part))
    return tuple(found)


def other_office(query: Query, sentence: str) -> bool:
    """Whether a sentence gives a role that is asked after ("Ketua KPU Demak") to other offices only."""
    told = offices_by_role(sentence)
    asked = [pair for text in _wordings(query) for pair in offices_by_role(text).items()]
    return any(role in told and not (told[role] & offices) for role, offices in asked)


def _wordings(query: Query) -> tuple[str, ...]:
    """The question as it was asked and, an English one, in Indonesian: by the glossary and as it was translated."""
    if query.language != "en":
        return (query.search,)
    return (query.search, in_indonesian(query.search), *filter(None, (query.translated_core,)))


@lru_cache(maxsize=4096)
def offices_by_role(text: str) -> dict[str, frozenset[str]]:
    """For each role that is named right before an office, the canonical names of these offices."""
    cut, named = mentions_in(text)
    roles = [mention for mention in named if mention.kind == "role"]
    offices = list(find_offices(with_capitals(text))) if roles else []
    found: dict[str, set[str]] = {}
    for mention in roles:
        after = cut[mention.last - 1].end
        for office in offices:
            if after <= office.start <= after + ROLE_REACH:
                found.setdefault(mention.concept, set()).add(office.canonical)
    return {role: frozenset(names) for role, names in found.items()}


@lru_cache(maxsize=4096)
def _roles(text: str) -> frozenset[str]:
    return frozenset(mention.concept for mention in mentions_in(text)[1] if mention.kind == "role")


def narrower_office(query: Query, sentence: str) -> bool:
    """Whether "the chair of the KPU", of no region, is asked after and a sentence gives only regional offices one."""
    roles = asked_roles(query) & HELD
    if not roles or regions_of(query.search) or any(offices_by_role(text) for text in _wordings(query)):
        return False
    told = offices_by_role(sentence)
    return any(not any(name.endswith(NATIONAL) for name in told[role]) for role in roles if role in told)


def from_elsewhere(query: Query, sentence: str, at: Span) -> bool:
    """Whether somebody "from KPU Demak" is asked for and a sentence says of a person to be of another office.

    The office that follows a name within its clause is the person's: "Ahmad Kholil anggota KPU Kabupaten Kudus".
    """
    asked = frozenset().union(*(_houses(text) for text in _wordings(query)))
    if not asked:
        return False
    behind = [office for office in find_offices(sentence) if 0 <= office.start - at[1] <= HOUSE_REACH]
    if not behind or _TURNS.search(sentence, at[1], behind[0].start):
        return False
    return behind[0].canonical not in asked


@lru_cache(maxsize=256)
def _houses(question: str) -> frozenset[str]:
    """The offices that somebody who is asked for is said to come from."""
    text = with_capitals(question)
    return frozenset(
        office.canonical for office in find_offices(text) if _FROM.search(text, max(0, office.start - 12), office.start)
    )
