"""The bare value of an answer, in the asker's language. Knows which words of a candidate are the value."""

from __future__ import annotations

import re

from corpus.dates import PartialDate
from qa.answertypes import AnswerType
from qa.askwords import FIRST_DAY, LAST_DAY
from qa.candidate import Candidate
from qa.names import can_be_person
from qa.question import Query
from qa.values import Value, find_values
from qa.wording import show_date, show_value

_EDGES = " \t\n.,;:!?\"“”‘’'()[]–-"
_TRANSLATED = frozenset({"number", "percent", "money", "duration", "choice"})
_NAMES = frozenset({"person", "place", "office", "name"})


def short_answer(query: Query, candidate: Candidate) -> str | None:
    """The value in the asker's language, or None where the question asks for no bare value or none was found."""
    told = trimmed(candidate.text) if candidate.span else ""
    if candidate.features.get("given"):
        return told or None
    if candidate.span is None or query.answer_type is AnswerType.YES_NO:
        return None
    value = _own_value(query, told, candidate.article.published) or candidate.value
    if value is None or value.kind not in query.kinds or query.many:
        return told or None
    if query.answer_type is AnswerType.DATE:
        return _in_precision(query, value)
    if value.kind == "time" or (query.frame == "en" and value.kind in _TRANSLATED):
        return show_value(value, query.frame)
    # In the article's own language the reader's words stay, unless they cut a value or bring in an office's words.
    cut = value.text not in told and (value.kind not in _NAMES or " " not in told)
    office = value.kind == "person" and not can_be_person(told)
    return show_value(value, query.frame) if cut or office else told


def _own_value(query: Query, told: str, published: str | None) -> Value | None:
    """The value that the words are by themselves, which may be less than the one they stand in: a range's first day.

    "Kemarin" and a day without its year are of the time when the article was published.
    """
    written = PartialDate.from_iso(published) if published else None
    return next((v for v in find_values(told, written) if v.kind in query.kinds and v.text == told), None)


def _in_precision(query: Query, value: Value) -> str:
    """A date to the precision that the question asks for: only the year for "tahun berapa", one end of a range."""
    when = PartialDate.from_iso(_asked_end(query, value.canonical))
    if when is not None and query.precision == "year" and when.year:
        return str(when.year)
    if when is not None and query.precision == "month" and when.month:
        return show_date(PartialDate(when.year, when.month), query.frame)
    return show_date(when, query.frame) if when is not None else show_value(value, query.frame)


def _asked_end(query: Query, canonical: str) -> str:
    """The last day of a range for "sampai kapan", the first for "sejak kapan"; else everything."""
    first, _, last = canonical.partition("/")
    wants_first, wants_last = (pattern.search(query.text) is not None for pattern in (FIRST_DAY, LAST_DAY))
    if not last or wants_first == wants_last:
        return canonical
    return first if wants_first else last


def trimmed(text: str) -> str:
    """Words without the punctuation around them; a bracket or quotation mark that lost its partner goes too."""
    text = " ".join(text.split()).strip(" \t\n,;:–-")
    if text.endswith(".") and not re.search(r"\b(?:[A-Z]|S\.\w+|M\.\w+|Dr|No)\.$", text):
        text = text[:-1]
    for opening, closing in ("()", "“”", "[]"):
        if (opening in text) != (closing in text):
            text = text.replace(opening, "").replace(closing, "")
    if text.count('"') == 1:
        text = text.replace('"', "")
    return text.strip(_EDGES) if not any(c in text for c in "()“”[]\"'.") else text.strip(" ,;:")
