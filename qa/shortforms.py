"""Which abbreviation or short name a question asks to be spelt out. Knows how such questions are built, no text."""

from __future__ import annotations

import re

from index.words import is_function_in_either
from qa.namewords import INSTITUTION_WORDS
from qa.values import find_values

# The word right after "kepanjangan dari", or what stands between "does" and "stand for".
_POINTED_AT = re.compile(
    r"(?:kepanjangan(?:nya)?|singkatan)(?: dari)? (?:istilah |kata |singkatan )?(?!apa\b|itu\b|sih\b|dari\b)"
    r"([\w&-]+(?: [A-Z][\w&-]*)*)"
    r"|(?:does|do|did) (?:the )?(?:abbreviation |acronym |term )?([^,(]+?)(?:,[^,]*,| \([^)]*\))? stands? for"
    r"|(?:long|full) form of ([\w&-]+)|(?:abbreviation|acronym) ([A-Z][\w&-]*)"
)
# A lone word before it, written small: "kpps singkatan dari apa", "sipol yg dipakai KPU Sikka itu apa kepanjangannya".
_BEFORE = re.compile(
    r"^(?:apa(?:kah)? )?([\w&-]+)(?: itu)?(?: apa)? (?:kepanjangan|singkatan)"
    r"|^([a-z][\w&-]+) (?:yg|yang|di|dlm|dalam|pada|dari|milik|versi) .*\b(?:kepanjangan|singkatan)(?:nya)?\b"
)
_CAPITALS = re.compile(r"\b[A-Z][\w&-]*(?: [A-Z][\w&-]*)*")
# "Ruang RPP", "the letters RIT": what is named so, and no part of the name.
_NAMING = {
    *("huruf", "istilah", "kata", "singkatan", "akronim", "nama", "ruang", "ruangan", "program", "aplikasi"),
    *("kegiatan", "acara", "forum", "rumus", "letters", "initials", "acronym", "abbreviation", "term", "name"),
    *("room", "app", "apps", "application", "programme", "event", "formula"),
}
_ASKING = {"apa", "apakah", "kepanjangan", "kepanjangannya", "singkatan", "singkatannya", "what", "which", "spell"}


def asked_short_form(question: str, *, certain: bool) -> str | None:
    """ "RIT" of "Apa kepanjangan dari RIT?" and of "RIT di KPU Kudus kepanjangannya apa?".

    The word that the question's form points at; else, if it is `certain` that one is asked for, the first name that is
    not an office's, or the last there is.
    """
    match = _POINTED_AT.search(question) or _BEFORE.search(question)
    named = next((part.strip(" ?.\"“”'") for part in match.groups() if part), None) if match else None
    if named or not certain:
        return named and _without_class(named)
    offices = [(value.start, value.end) for value in find_values(question) if value.kind == "office"]
    names = [(at, name) for at, name in map(_name_in, _CAPITALS.finditer(question)) if name]
    own = [name for at, name in names if not any(start <= at < end for start, end in offices)]
    # "Di kantor KPU, bagian KUL kepanjangannya apa?": an institution is rather where than what.
    own = [name for name in own if name.lower() not in INSTITUTION_WORDS]
    found = next(iter(own or [name for _, name in names[-1:]]), None)
    return found and _without_class(found)


def _without_class(name: str) -> str:
    """A name without the words around it that say what kind of thing bears it, whose it is or where."""
    kept = name.split()
    last = max((at for at, word in enumerate(kept[:-1]) if word.lower() in _NAMING), default=-1)
    kept = kept[last + 1 :]
    while len(kept) > 1 and kept[-1].lower().removesuffix("'s") in _NAMING:
        kept = kept[:-1]
    while len(kept) > 1 and is_function_in_either(kept[0].lower()):
        kept = kept[1:]
    bare = " ".join(kept)
    run = _CAPITALS.match(bare)
    kept = (run.group() if run else bare).removesuffix("'s").removesuffix("-nya").split()
    while len(kept) > 1 and (kept[0].isupper() > kept[-1].isupper() or kept[-1].lower() in INSTITUTION_WORDS):
        kept = kept[:-1]
    return " ".join(kept)


def _name_in(run: re.Match[str]) -> tuple[int, str]:
    """A run of capitalised words without the small or asking words that it begins with, and where it begins."""
    at, name = run.start(), run.group()
    while name and _is_asking(name.partition(" ")[0].lower()):
        rest = name.partition(" ")[2]
        at, name = at + len(name) - len(rest), rest
    return at, name


def _is_asking(word: str) -> bool:
    return word in _ASKING or is_function_in_either(word)
