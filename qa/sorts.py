"""What sort of thing a question names that it asks for: "ruang apa", "aplikasi mana", "which theme". Knows words only.

Where a page says "di ruang RPP" or "dengan tema X", the sort's own name stands at the value or right before it.
"""

from __future__ import annotations

import re
from functools import lru_cache

from index.types import Span
from index.words import is_function_in_either, stem, words
from qa.askwords import LIGHT
from qa.glossary import in_indonesian
from qa.question import Query

NEAR = 2  # words before a value, light ones not counted
_ASKED = {
    "id": (
        re.compile(r"\b(?P<sort>[a-z]+)\s(?:apa|apakah|mana|manakah|berapa|berapakah|siapa)\b", re.IGNORECASE),
        re.compile(
            r"\b(?:apa|apakah|siapa|siapakah)\s(?:saja\s|nama\s|judul\s|yang\s)*(?P<sort>[a-z]+)", re.IGNORECASE
        ),
    ),
    "en": (
        re.compile(r"\b(?:which|what|whose)\s(?:kind of\s|sort of\s)?(?P<sort>[a-z]+)", re.IGNORECASE),
        re.compile(
            r"\b(?:what|which|who)(?:\sis|\swas|\swere|\sare|['’]s)?\sthe\s(?:names?\sof\sthe\s|title\sof\sthe\s)?(?P<sort>[a-z]+)",
            re.IGNORECASE,
        ),
    ),
}
_BETWEEN = frozenset(
    {
        *(
            "adalah",
            "ialah",
            "yaitu",
            "yakni",
            "bernama",
            "namanya",
            "bertajuk",
            "berjudul",
            "yang",
            "dengan",
            "tentang",
        ),
        *("bapak", "ibu", "is", "was", "called"),
    }
)


def of_sort(query: Query, sentence: str, at: Span) -> float:
    """1 if the value at `at` is named by the sort of thing that the question asks for, 0 otherwise."""
    sorts = asked_sorts(query.core, "en" if query.language == "en" else "id")
    if not sorts:
        return 0.0
    before = [word.norm for word in words(sentence[: at[0]]) if word.norm not in _BETWEEN][-NEAR:]
    first = [word.norm for word in words(sentence[slice(*at)])][:1]
    return float(any(stem(word) in sorts for word in (*before, *first)))


@lru_cache(maxsize=256)
def asked_sorts(question: str, language: str) -> frozenset[str]:
    """The Indonesian stems of the words for what is asked for; empty where the question names no sort."""
    found = {match["sort"].lower() for pattern in _ASKED[language] for match in pattern.finditer(question)}
    named = [word for word in found if not is_function_in_either(word) and word not in LIGHT]
    if language == "en":
        named += [part for word in named for part in in_indonesian(word).lower().split()]
    return frozenset(stem(word) for word in named)
