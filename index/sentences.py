"""Where sentences begin and end in Indonesian and English prose and web pages. Knows nothing of chunks or meaning.

Spans are exact, in order, do not overlap, have no blank ends, and together cover every non-blank character.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.types import Span

MAX_SENTENCE_CHARS = 900  # a longer "sentence" is a table or a list without stops; it is cut at the best place

# Always followed by the rest of a name, number or address.
_NAME_FOLLOWS = (
    "kab kec kel prov jl jln gg dr drs dra prof h hj ir tgl sdr sdri bp bpk yth mr mrs ms st vs pt cv tn ny rt rw kol "
    "jend brigjen letjen mayjen kombes kompol rp ust kh tb ds dsn dn gov lt capt messrs pdt mgr muh moh mohd abd telp "
    "tlp fax jkt sby ttd cq c.q a.n u.p d.a a.l s.d u.b p.p e.g i.e cf plt plh pj pjs tgk kgs rr tj"
)
_NUMBER_FOLLOWS = "no nomor hlm hal ps psl ayat vol ed art sec fig lamp blok ext hp"
_NEVER_LAST = frozenset(_NAME_FOLLOWS.split())
_NOT_BEFORE_NUMBER = frozenset(_NUMBER_FOLLOWS.split())
_STOP = re.compile(r"(?:\.{2,}|…|[.!?]+)[\"'”’»)\]]*")
_SCRAPED_JOIN = re.compile(r"[^\W\d_]{3,}\.(?=[A-Z][a-zà-ÿ]{2,})")  # "…dilaksanakan.Ketua KPU": the page lost a space
_DEGREE = re.compile(r"(?:[A-Z][A-Za-z]{0,3}\.)+[A-Z][A-Za-z]{0,4}")
_LAST_TOKEN = re.compile(r"[^\s\"'“”‘’(\[]*$")
_MARKER = re.compile(r"[(\[]?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})")
_ITEM = re.compile(r"[a-z][.)]")
_BREAK = re.compile(r"[^\S\n]*\n\s*")
_OPENERS = "\"'“‘«([-–—•*·"
_WEAKER = ("\n", "; ", ": ", ", ", " ")


def sentence_spans(text: str) -> list[Span]:
    """The sentences of `text` as half-open spans; `[]` for blank text."""
    spans: list[Span] = []
    for start, end in _lines(text):
        for first, last in _sentences_of_line(text, start, end):
            spans.extend(_bounded(text, first, last))
    return spans


def _lines(text: str) -> Iterator[Span]:
    """Stretches between line breaks that end a sentence; a line that goes on in lower case is a wrapped one."""
    start = 0
    for gap in _BREAK.finditer(text):
        before, follows = text[max(0, gap.start() - 1) : gap.start()], text[gap.end() : gap.end() + 3]
        prose = follows[:1].islower() and _ITEM.match(follows) is None
        wrapped = gap.group().count("\n") == 1 and prose and before not in ".!?:;"
        if not wrapped:
            yield start, gap.start()
            start = gap.end()
    yield start, len(text)


def _sentences_of_line(text: str, start: int, end: int) -> Iterator[Span]:
    begin = start
    for stop in _stops(text, start, end):
        if stop > begin and _ends_sentence(text, begin, stop, end):
            yield from _trimmed(text, begin, stop)
            begin = stop
    yield from _trimmed(text, begin, end)


def _stops(text: str, start: int, end: int) -> Iterator[int]:
    for match in _STOP.finditer(text, start, end):
        yield match.end()


def _ends_sentence(text: str, begin: int, stop: int, end: int) -> bool:
    if stop >= end:
        return True
    mark = text[:stop].rstrip("\"'”’»)]")[-1:]
    token = _LAST_TOKEN.search(text, begin, _mark_start(text, begin, stop))
    word = token.group() if token else ""
    if not text[stop].isspace():
        return mark == "." and "." not in word and _SCRAPED_JOIN.match(text, stop - 1 - len(word)) is not None
    follows = _first_letter(text, stop, end)
    if follows.islower():
        return False
    return mark != "." or _full_stop(text, begin, stop, end, word)


def _full_stop(text: str, begin: int, stop: int, end: int, word: str) -> bool:
    """Whether a point after `word`, before a capital or digit, is more than the end of an abbreviation."""
    if text[stop - 1] != ".":  # a quote or bracket closes after the point
        return True
    if word.lower() in _NEVER_LAST or (len(word) == 1 and word.isalpha() and word.isupper()):
        return False
    if word.lower() in _NOT_BEFORE_NUMBER and text[stop:end].lstrip()[:1].isdigit():
        return False
    if _MARKER.fullmatch(word) and not text[begin : stop - 1 - len(word)].strip():
        return False  # "1. Rapat…": the number belongs to its item
    if _DEGREE.fullmatch(word):
        return _DEGREE.match(text[stop:end].lstrip()) is None
    return True


def _mark_start(text: str, begin: int, stop: int) -> int:
    at = stop
    while at > begin and text[at - 1] in "\"'”’»)].!?…":
        at -= 1
    return at


def _first_letter(text: str, start: int, end: int) -> str:
    at = start
    while at < end and (text[at].isspace() or text[at] in _OPENERS):
        at += 1
    return text[at : at + 1] if at < end else ""


def _bounded(text: str, start: int, end: int) -> Iterator[Span]:
    while end - start > MAX_SENTENCE_CHARS:
        cut = _best_cut(text, start, start + MAX_SENTENCE_CHARS)
        yield from _trimmed(text, start, cut)
        start = cut
    yield from _trimmed(text, start, end)


def _best_cut(text: str, start: int, limit: int) -> int:
    for mark in _WEAKER:
        at = text.rfind(mark, start + MAX_SENTENCE_CHARS // 3, limit)
        if at > start:
            return at + len(mark)
    return limit


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end
