"""Putting findings into words: the composers' common form, and the extractive one, which only frames quotations.

Knows nothing of models or retrieval. What it writes still goes through the gate, like everybody's drafts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from qa.question import Query
from qa.types import Draft, DraftSentence, Evidence, Findings, Statement
from qa.wording import say, show_iso

LONGEST_VALUE_CHARS = 60
MAX_TEXT_CHARS = 700
_MIN_QUOTE_CHARS = 60


class Composer(Protocol):
    """Evidence and findings in, an unchecked draft out."""

    @property
    def name(self) -> str:
        """What `Answer.composer` says: "extractive" or "llm:MODEL"."""
        ...

    def compose(self, query: Query, evidence: Sequence[Evidence], findings: Findings) -> Draft:
        """A draft whose sentences cite evidence by number, from 1."""
        ...


class ExtractiveComposer:
    """The embedded composer: the value, since when it holds, and the sentence that proves it."""

    name = "extractive"

    def compose(self, query: Query, evidence: Sequence[Evidence], findings: Findings) -> Draft:
        """Value and quotation first, then older and differing values, then what room is left for further quotations."""
        language = query.frame
        values = [
            *(_older(one, language) for one in findings.superseded),
            *(_other(one, language) for one in findings.conflicts),
        ]
        told = {statement.number for statement in (*findings.superseded, *findings.conflicts)}
        main = findings.answer.number if findings.answer else 1
        room = MAX_TEXT_CHARS - sum(len(sentence.text) + 1 for sentence in values)
        first = _main(evidence[main - 1], main, findings, language, room)
        room -= len(first.text)
        more = []
        for number, item in enumerate(evidence, 1):
            if number == main or number in told:
                continue
            quote = framed(item.quote)
            sentence = DraftSentence(say("more", language, quote=quote, mark=f"[{number}]"), (number,))
            if len(sentence.text) + 1 <= room:
                room -= len(sentence.text) + 1
                more.append(sentence)
        return Draft((first, *values, *more), self.name)


def _main(item: Evidence, number: int, findings: Findings, language: str, room: int) -> DraftSentence:
    as_of = show_iso(findings.as_of, language)
    value = findings.answer.shown if findings.answer else ""
    # A long stretch of words stands in the quotation anyhow; only a bare value is worth saying before it.
    frame = ("value" if value and len(value) <= LONGEST_VALUE_CHARS else "quote") + ("" if as_of else "_undated")
    parts = {"value": value, "as_of": as_of, "mark": f"[{number}]"}
    quote = framed(shorten(item, room - len(say(frame, language, quote="", **parts))))
    return DraftSentence(say(frame, language, quote=quote, **parts), (number,))


def _older(statement: Statement, language: str) -> DraftSentence:
    return _stated("superseded", statement, language)


def _other(statement: Statement, language: str) -> DraftSentence:
    return _stated("conflict", statement, language)


def _stated(frame: str, statement: Statement, language: str) -> DraftSentence:
    as_of = show_iso(statement.as_of, language)
    text = say(
        frame if as_of else f"{frame}_undated",
        language,
        value=statement.shown,
        as_of=as_of,
        mark=f"[{statement.number}]",
    )
    return DraftSentence(text, (statement.number,))


def shorten(item: Evidence, room: int) -> str:
    """The quotation, or where it is longer than `room` the stretch of whole clauses, or words, around its answer."""
    quote = item.quote
    if len(quote) <= room:
        return quote
    room = max(room, _MIN_QUOTE_CHARS)
    first, last = (item.span[0] - item.start, item.span[1] - item.start) if item.span else (0, 0)
    cuts = [0, *(match.end() for match in re.finditer(r"[,;:]\s+|\s+", quote)), len(quote) + 1]
    strong = [0, *(match.end() for match in re.finditer(r"[,;]\s+", quote)), len(quote) + 1]
    for marks in (strong, cuts):
        best = _window(marks, first, last, room)
        if best is not None:
            return quote[best[0] : best[1]].strip().rstrip(",;:")
    return quote[first:last] if last > first else quote[:room]


def framed(quote: str) -> str:
    """The quotation without quotation marks of its own at its ends, where the frame's stand."""
    bare = quote.strip('“”" ')
    return bare if bare and not set(bare) & set('“”"') else quote


def _window(marks: Sequence[int], first: int, last: int, room: int) -> tuple[int, int] | None:
    """The longest stretch around [first, last) between marks, of at most `room` characters; the earlier of equals."""
    fitting = [
        (start, end)
        for start in marks
        for end in marks
        if start <= first and end - 1 >= last and _MIN_QUOTE_CHARS <= end - start <= room
    ]
    return max(fitting, key=lambda span: (span[1] - span[0], -span[0]), default=None)
