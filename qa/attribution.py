"""Where a sentence says who published something and when: "per 16 Juni 2021", "menurut KPU Kota Salatiga", "(…, …)".

What is known of an article beside its text (date, office, title, author) proves such a stretch and nothing else. Knows
nothing of what the rest of a sentence claims.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.partial import PartialDate
from index.types import Span
from qa.claims import Reading, is_neutral
from qa.standing import effective_date
from qa.support import Support
from qa.values import Value

_AS_OF = re.compile(
    r"\b(?:per|as of|as at|tertanggal|dated|diterbitkan(?: pada)?|terbit(?: pada)?|published(?: on)?|bertanggal)"
    r"\s+(?:tanggal\s+)?$",
    re.IGNORECASE,
)
_SOURCE = re.compile(
    r"\b(?:menurut|according to|sumber|source|dilansir|dikutip dari|(?:as )?reported by|kata|said by|berdasarkan|"
    r"based on|(?:sebagaimana )?diberitakan|quoted from)\b:?\s+",
    re.IGNORECASE,
)
_SOURCE_END = re.compile(r"[;:“”\"«»]|,\s(?!\d)|\.(?:\s|$)|\b(?:bahwa|that|menyatakan|mengatakan|states|said|says)\b")
_BRACKET = re.compile(r"\(((?=[^()]*\d|[^()\s]+\s)[^()]*)\)(?=\s*(?:[:;,.“\"]|$))")
_TAIL = re.compile(r"(?<=[”\".!?])\s*[–—·|-]\s+([^–—·|“”\"]+)$")


def as_of_dates(reading: Reading) -> list[Value]:
    """Dates that say as of when a statement holds: "per 16 Juni 2021", "as of 16 June 2021"."""
    return [v for v in reading.values if v.kind == "date" and _AS_OF.search(reading.text[: v.start])]


def attributions(reading: Reading, support: Support) -> list[Span]:
    """The stretches that say nothing but who published the cited articles and when."""
    return [span for span in _candidates(reading.text) if _only_source(reading, span, support)]


def published(date: Value, support: Support) -> bool:
    """Whether a date is when a cited article was published (or what it repeats was), as far as the draft gives it."""
    claim = PartialDate.from_iso(date.canonical)
    known = {iso for s in support.sources for iso in (s.article.published, effective_date(s.article)) if iso}
    dates = (PartialDate.from_iso(iso) for iso in known)
    return claim is not None and any(claim.covers(other) for other in dates if other is not None)


def _candidates(text: str) -> Iterator[Span]:
    for pattern in (_BRACKET, _TAIL):
        yield from (match.span(1) for match in pattern.finditer(text))
    for match in _SOURCE.finditer(text):
        end = _SOURCE_END.search(text, match.end())
        yield match.end(), end.start() if end else len(text)


def _only_source(reading: Reading, span: Span, support: Support) -> bool:
    start, end = span
    dates = [v for v in reading.values if v.kind == "date" and start <= v.start and v.end <= end]
    if not all(published(date, support) for date in dates):
        return False
    concepts = {index: mention.concept for mention in reading.mentions for index in range(mention.first, mention.last)}
    for index, word in enumerate(reading.words):
        if not (start <= word.start and word.end <= end) or any(d.start <= word.start < d.end for d in dates):
            continue
        known = word.norm in support.about_norms or concepts.get(index) in support.about_concepts
        if not known and not is_neutral(word):
            return False
    return True
