"""How an answer and its proof are laid out: pieces, marks, marked sentences. Knows nothing of HTML."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from corpus.article import Article

MARK = re.compile(r"\s*\[(\d{1,3})\]")
NEAREST = 3

# Control characters and bidirectional overrides can disguise what a line says (Boucher & Anderson 2021); tab and
# newline stay.
DISGUISES = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def plain(text: str) -> str:
    """The text without characters that could disguise it on a screen."""
    return DISGUISES.sub("", text)


@dataclass(frozen=True, slots=True)
class Source:
    """One numbered quotation: `article.text[start:end] == quote` when it was made."""

    number: int
    article_id: str
    title: str
    office: str | None
    source: str
    published: str | None
    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words, and the sources whose marks follow it."""

    text: str
    marks: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Value:
    """A value with who said it when."""

    text: str
    as_of: str | None
    source: Source


@dataclass(frozen=True, slots=True)
class Quote:
    """A source's sentence, cut around the answer's value where that stands in it as it was given."""

    before: str
    value: str
    after: str
    source: Source


@dataclass(frozen=True, slots=True)
class AnswerView:
    """An answer as a page shows it."""

    id: str
    question: str
    rewritten: str | None
    language: str
    headline: str | None
    paragraphs: tuple[tuple[Piece, ...], ...]
    quotes: tuple[Quote, ...]
    as_of: str | None
    spoken_by: Source | None
    refused: bool
    superseded: tuple[Value, ...]
    conflicts: tuple[Value, ...]
    sources: tuple[Source, ...]
    nearest: tuple[dict[str, Any], ...]
    hint: str
    notes: tuple[str, ...]


def view_answer(answer: Mapping[str, Any]) -> AnswerView:
    """The view of an Answer's JSON, whether made just now or kept."""
    superseded = tuple(_value(item) for item in answer["superseded"])
    conflicts = tuple(_value(item) for item in answer["conflicts"])
    by_number = {value.source.number: value.source for value in (*superseded, *conflicts)}
    by_number |= {item["number"]: Source(**item) for item in answer["citations"]}
    sources = tuple(by_number[number] for number in sorted(by_number))
    spoken_by = sources[0] if answer["citations"] else None
    conflicts = _side_by_side(answer, spoken_by, conflicts)
    told = {value.source.number for value in (*superseded, *conflicts)}
    rewritten = answer["standalone_question"]
    paragraphs = tuple(_pieces(line, by_number) for line in plain(answer["text"]).splitlines() if line.strip())
    return AnswerView(
        id=answer["id"],
        question=answer["question"],
        rewritten=rewritten if _words(rewritten) != _words(answer["question"]) else None,
        language=answer["language"],
        # With a conflict no value may look like the winner: the values stand side by side instead.
        headline=None if conflicts else answer["short_answer"],
        # The offline composer's text only frames what the page shows anyway: value, date, quotations.
        paragraphs=() if answer["composer"] == "extractive" else paragraphs,
        quotes=tuple(_quote(source, answer["short_answer"]) for source in sources if source.number not in told),
        as_of=answer["as_of"],
        spoken_by=spoken_by,
        refused=answer["refused"],
        superseded=superseded,
        conflicts=conflicts,
        sources=sources,
        nearest=_nearest(answer["passages"]) if answer["refused"] else (),
        # A refusal ends with its hint, after the bracket that closes the last article it names.
        hint=plain(answer["text"]).rpartition("). ")[2] if answer["refused"] and "). " in answer["text"] else "",
        notes=tuple(answer.get("notes", ())),
    )


def _value(item: Mapping[str, Any]) -> Value:
    return Value(item["value"], item["as_of"], Source(**item["citation"]))


def _side_by_side(answer: Mapping[str, Any], spoken_by: Source | None, others: tuple[Value, ...]) -> tuple[Value, ...]:
    """Where sources disagree, the answer's own value stands among the others, first but no larger."""
    if not others or spoken_by is None or not answer["short_answer"]:
        return others
    if answer["short_answer"] in {value.text for value in others}:
        return others
    return (Value(answer["short_answer"], answer["as_of"], spoken_by), *others)


def _quote(source: Source, value: str | None) -> Quote:
    at = source.quote.lower().find(value.lower()) if value else -1
    if value is None or at < 0:
        return Quote(source.quote, "", "", source)
    end = at + len(value)
    return Quote(source.quote[:at], source.quote[at:end], source.quote[end:], source)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def _pieces(line: str, sources: Mapping[int, Source]) -> tuple[Piece, ...]:
    """Split a line at its marks; a number that names no source stays text."""
    pieces: list[Piece] = []
    at = 0
    for found in MARK.finditer(line):
        source = sources.get(int(found.group(1)))
        if source is None:
            continue
        text = line[at : found.start()]
        at = found.end()
        if not text.strip() and pieces:
            pieces[-1] = Piece(pieces[-1].text, (*pieces[-1].marks, source))
        else:
            pieces.append(Piece(text, (source,)))
    if line[at:].strip():
        pieces.append(Piece(line[at:]))
    return tuple(pieces)


def _nearest(passages: list[dict[str, Any]]) -> tuple[dict[str, Any], ...]:
    first_of: dict[str, dict[str, Any]] = {}
    for passage in passages:
        first_of.setdefault(passage["article_id"], passage)
    return tuple(first_of.values())[:NEAREST]


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of an article's text."""

    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Proof:
    """An article with one sentence marked; `stale` when the quotation no longer stands where it stood."""

    article: Article | None
    paragraphs: tuple[tuple[Segment, ...], ...]
    link: str | None
    stale: bool
    source: Source | None


def view_proof(article: Article, span: tuple[int, int] | None, source: Source | None = None) -> Proof:
    """The article's paragraphs with `span` marked, cut at paragraph ends. A span outside the text marks nothing."""
    start, end = span or (0, 0)
    stands = 0 <= start < end <= len(article.text)
    if source is not None and article.text[start:end] != source.quote:
        stands = False
    if not stands:
        start = end = 0
    paragraphs: list[tuple[Segment, ...]] = []
    for found in re.finditer(r"[^\n]+", article.text):
        if found.group().strip():
            paragraphs.append(_segments(article.text, found.start(), found.end(), start, end))
    return Proof(article, tuple(paragraphs), web_link(article.source), span is not None and not stands, source)


def view_withdrawn(source: Source) -> Proof:
    """What is left to show when the article is gone: the quotation itself."""
    return Proof(None, ((Segment(source.quote, True),),), web_link(source.source), False, source)


def _segments(text: str, left: int, right: int, start: int, end: int) -> tuple[Segment, ...]:
    cuts = (left, min(max(start, left), right), min(max(end, left), right), right)
    runs = ((cuts[0], cuts[1], False), (cuts[1], cuts[2], True), (cuts[2], cuts[3], False))
    return tuple(Segment(text[a:b], marked) for a, b, marked in runs if a < b)


def web_link(source: str) -> str | None:
    """The source if it is a web address, else None: a path on the server is no link, and neither is `javascript:`."""
    return source if re.match(r"https?://[^\s<>\"']+$", source, re.IGNORECASE) else None
