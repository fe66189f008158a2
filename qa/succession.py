"""Who came after whom: in "Afifuddin menggantikan Hasyim" nobody took Afifuddin's place. Knows words, no models."""

from __future__ import annotations

import re

from index.types import Span
from qa.question import Query

# Somebody's name follows: "siapa yang menggantikan Afifuddin", "who took over from Yulianto Sudrajat".
_ASKS_SUCCESSOR = re.compile(
    r"(?<!be )(?<!was )(?<!being )\b(?i:menggantikan|mengganti|pengganti|penerus|replace[ds]?|succeed(?:s|ed)?"
    r"|(?:took|takes) over from|successor (?:to|of)|replacement (?:for|of))\s(?!by\b)[A-ZÀ-Þ]"
)
# What follows is who was there before.
_BEFORE_HIM = re.compile(
    r"\b(?:menggantikan|mengganti|pengganti(?: dari)?|ditinggalkan(?: oleh)?|replac(?:es|ed|ing)"
    r"|succe(?:eds|eded|eding)|took over from)\s(?!oleh|by)",
    re.IGNORECASE,
)
_ENDS = re.compile(r"[,;.](?:\s|$)|\b(?:dan|and|sampai|hingga|until)\b")
OBJECT_REACH = 60  # characters in which the name of who was replaced follows


def not_the_successor(query: Query, sentence: str, at: Span) -> bool:
    """Whether a sentence tells a person as the one who was replaced, where the one who replaced is asked for, or the
    other way round."""
    who_came = _ASKS_SUCCESSOR.search(query.text) is not None
    if not who_came and query.predecessor_of is None:
        return False
    for match in _BEFORE_HIM.finditer(sentence):
        between = sentence[match.end() : at[0]]
        replaced = 0 <= at[0] - match.end() <= OBJECT_REACH and not _ENDS.search(between)
        replacing = at[1] <= match.start()
        if (who_came and replaced) or (query.predecessor_of is not None and replacing):
            return True
    return False
