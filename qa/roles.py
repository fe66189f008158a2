"""The roles that a question asks after and a sentence gives, and the offices they are of. Knows no models.

Each check gives the share of what was asked that is missing, or says that a sentence speaks of another one.
"""

from __future__ import annotations

from functools import lru_cache

from index.words import words
from qa.concepts import mentions_in
from qa.constraints import regions_of
from qa.glossary import in_indonesian
from qa.names import find_offices
from qa.question import AnswerType, Query

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
        *("division", "section", "subdivision", "team"),
    )
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


def lesser_role(query: Query, sentence: str) -> bool:
    """Whether a sentence gives a role that is asked after only to a deputy or to the head of a part of the office.

    "Ketua KPU Demak" is neither "Wakil Ketua" nor "Ketua Divisi Teknis KPU Demak".
    """
    asked = asked_roles(query)
    if not asked or any(_names_lesser(text) for text in _wordings(query)):
        return False
    told = [whole for role, whole in _held_whole(sentence) if role in asked]
    return bool(told) and not any(told)


@lru_cache(maxsize=1024)
def _names_lesser(question: str) -> bool:
    return any(word.norm in _DEPUTIES or word.norm in _PARTS for word in words(question))


@lru_cache(maxsize=4096)
def _held_whole(text: str) -> tuple[tuple[str, bool], ...]:
    """The roles that a text names, each with whether it is held for the whole office and by no deputy."""
    cut, named = mentions_in(text)
    return tuple(
        (
            mention.concept,
            not (
                (mention.first > 0 and cut[mention.first - 1].norm in _DEPUTIES)
                or (mention.last < len(cut) and cut[mention.last].norm in _PARTS)
            ),
        )
        for mention in named
        if mention.kind == "role"
    )


def other_office(query: Query, sentence: str) -> bool:
    """Whether a sentence gives a role that is asked after ("Ketua KPU Demak") to other offices only."""
    told = offices_by_role(sentence)
    asked = [pair for text in _wordings(query) for pair in offices_by_role(text).items()]
    return any(role in told and not (told[role] & offices) for role, offices in asked)


def _wordings(query: Query) -> tuple[str, ...]:
    """The question as it was asked and, an English one, in the glossary's Indonesian words."""
    return (query.search, in_indonesian(query.search)) if query.language == "en" else (query.search,)


@lru_cache(maxsize=4096)
def offices_by_role(text: str) -> dict[str, frozenset[str]]:
    """For each role that is named right before an office, the canonical names of these offices."""
    cut, named = mentions_in(text)
    roles = [mention for mention in named if mention.kind == "role"]
    offices = list(find_offices(text.title() if text == text.lower() else text)) if roles else []
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
