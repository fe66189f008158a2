"""Questions that offer their own answers: "… tatap muka atau daring?". Knows how they are put, not who chooses.

Only what stands at the end of a question is offered, for "or" inside it joins what is asked about.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from index.types import Span
from index.words import stem, words
from qa.glossary import in_indonesian, knows_phrase

_END = re.compile(
    r"(?P<before>.*?)[, ]+(?:atau|ataukah|or)[, ]+(?P<last>(?:[\w/-]+ ){0,2}[\w/-]+)\s?\?*$", re.IGNORECASE
)
# How such a question begins, or sets its offer apart: "Was it held in person or online?", "…, pagi atau malam?"
_OPENS = re.compile(
    r"^(?:apakah|is|are|was|were|did|does|do|has|have|had)\b"
    r"|^(?=.*\b(?:siapa|mana|kapan|bagaimana|gimana|who|which|when|where|how)\b)"
    r"(?!.*\b(?:berapa|mengapa|kenapa|what|why|many|much)\b).*[^,\s]+ [^,\s]+, (?:[\w/-]+ ){0,2}[\w/-]+$",
    re.IGNORECASE,
)
# "… atau tidak?", "or not?", "or more" offer nothing to choose, and "with or without" joins no two things.
_NOTHING = re.compile(
    r"\b(?:tidak|belum|bukan|gimana|bagaimana|lebih|kurang|lain\w*|tanpa|mana|not|more|less|so|else|other\w*|without|where)\b",
    re.IGNORECASE,
)
_LEADING = re.compile(
    r"^(?:(?:secara|dengan|di|ke|dari|pada|lewat|oleh|itu|in|on|at|by|to|from|the|an?|held|via)\s+)+", re.IGNORECASE
)

MOST_WORDS = 3

Offer = tuple[str, frozenset[str]]  # an alternative as it was asked, and the stems of its words in Indonesian


@lru_cache(maxsize=256)
def offered(question: str, language: str) -> tuple[Offer, ...]:
    """The two alternatives that end a question; empty where it offers none."""
    match = _END.match(question.strip())
    if match is None or not _OPENS.search(match["before"]) or _NOTHING.search(match["last"]):
        return ()
    last = _LEADING.sub("", match["last"])
    apart = match["before"].rpartition(",")[2].strip()
    short = "," in match["before"] and len(apart.split()) <= MOST_WORDS
    first = _LEADING.sub("", apart) if short else _like(match["before"], last, language)
    offers = tuple((words_, _stems(words_, language)) for words_ in (first, last) if words_)
    return offers if len(offers) == 2 and all(stems for _, stems in offers) and offers[0][1] != offers[1][1] else ()


def find_choices(offers: Sequence[Offer], text: str) -> list[tuple[Span, str]]:
    """Where a text says one of the alternatives, each with the alternative as it was asked."""
    found: list[tuple[Span, str]] = []
    told = [(word, stem(word.norm)) for word in words(text)]
    for asked, stems in offers:
        for at, (word, _) in enumerate(told):
            run = told[at : at + len(stems)]
            if {stemmed for _, stemmed in run} == stems:
                found.append(((word.start, run[-1][0].end), asked))
    return found


def _like(before: str, last: str, language: str) -> str:
    """The alternative that ends `before`: as many words as the other one has, or one more that make a phrase."""
    count = len(last.split())
    said = before.split()
    phrase = " ".join(said[-count - 1 :])
    if language == "en" and len(said) > count and knows_phrase(phrase.lower()):
        return phrase
    return _LEADING.sub("", " ".join(said[-count:]))


def _stems(alternative: str, language: str) -> frozenset[str]:
    told = in_indonesian(alternative) if language == "en" else alternative
    return frozenset(stem(word.norm) for word in words(told))
