"""Does a text hold a value? Knows words, figures and their canonical forms; nothing of answers or sets."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from corpus.partial import PartialDate
from qa.values import Value, find_values

TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+")
THOUSANDS = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
# The kinds of value that are the same or not the same, whatever language they are written in.
FIGURES = frozenset({"date", "time", "number", "percent", "money", "regulation"})


def tokens(text: str) -> list[str]:
    """Words and figures, folded: no case, no punctuation, thousands separators gone, decimal comma made a point."""
    return [_figure(token) for token in TOKEN.findall(unicodedata.normalize("NFKC", text).casefold())]


def figures(text: str, reference: PartialDate | None = None) -> list[Value]:
    """The values of a text that have one canonical form in every language; `reference` is its date of writing."""
    return [value for value in find_values(text, reference) if value.kind in FIGURES]


def holds(text: str, value: str) -> bool:
    """Whether the value stands in the text: the same words in a row, or the same figures in any form.

    Words of the value beside its figures must stand in the text too: "4 tahun" is not held by "4 hari".
    """
    wanted, have = tokens(value), tokens(text)
    if not wanted:
        return False
    if any(have[at : at + len(wanted)] == wanted for at in range(len(have) - len(wanted) + 1)):
        return True
    claims = figures(value)
    outside = tokens(_without(value, claims))
    return bool(claims) and states_all(figures(text), claims) and set(outside) <= set(have)


def holds_any(text: str, values: Sequence[str]) -> bool:
    """Whether at least one of the values stands in the text."""
    return any(holds(text, value) for value in values)


def states_all(stated: Sequence[Value], claims: Sequence[Value]) -> bool:
    """Whether every claimed figure is among the stated ones; a date may be claimed with less precision than stated."""
    return all(any(_same(claim, value) for value in stated) for claim in claims)


def _same(claim: Value, stated: Value) -> bool:
    if claim.kind != stated.kind:
        return False
    if claim.canonical == stated.canonical:
        return True
    dates = PartialDate.from_iso(claim.canonical), PartialDate.from_iso(stated.canonical)
    return claim.kind == "date" and dates[0] is not None and dates[1] is not None and dates[0].covers(dates[1])


def _without(text: str, values: Sequence[Value]) -> str:
    return "".join(
        " " if any(value.start <= at < value.end for value in values) else character
        for at, character in enumerate(text)
    )


def _figure(token: str) -> str:
    if THOUSANDS.fullmatch(token):
        return re.sub(r"[.,]", "", token)
    return token.replace(",", ".")
