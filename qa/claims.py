"""What a sentence claims that can be checked: values, names, roles, events, polarity, quotations, attributions.

Reads one text at a time, in Indonesian or English; knows nothing of whether the claims are true.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from corpus.partial import PartialDate
from index.types import Span
from index.words import FUNCTION_WORDS, QUESTION_WORDS, Word, stem, words
from qa.concepts import Mention, mentions
from qa.values import Value, find_values

NUMERIC = frozenset({"date", "time", "number", "percent", "money", "regulation"})
_QUOTED = re.compile(  # an apostrophe between two letters ends no quotation
    r"[“”]([^“”]*)”|„([^„“”]*)[“”]|\"([^\"]*)\"|«([^«»]*)»|(?<!\w)[‘']((?:[^‘’']|\b[’']\b)*)[’'](?!\w)"
)
_OUTER = re.compile(r"[“\"«](.*)[”\"»]", re.DOTALL)
_CLAUSE = re.compile(r"[,;:.!?()“”\"]|\s[–—-]\s")
_OPENING = re.compile(r"(?:^|[.!?:“\"«‘(\[•·–—|]|\n)[\s“\"«‘'(\[*_-]*$")
UNITS = {"hari": "day", "minggu": "week", "pekan": "week", "bulan": "month", "tahun": "year"}
UNITS |= {unit: unit for unit in UNITS.values()}
SIDES = {"sebelum": "before", "setelah": "after", "sesudah": "after", "before": "before", "after": "after"}
DISTANCE = re.compile(
    rf"(?P<count>.+?)\s?(?P<unit>{'|'.join(UNITS)})s?\s(?P<side>{'|'.join(SIDES)})\b", re.IGNORECASE
)  # "25 bulan sebelum", "two days after"
_OPENERS = """
artikel article articles berita news sumber sources source jawaban answer pertanyaan question tanggal date jumlah
number total acara event kegiatan activity tema theme terkait regarding sebelumnya previously earlier kemudian later
sementara meanwhile menurut according berdasarkan based yes ya benar jadi thus therefore however namun akan terdapat
ada there namanya nilai value angka figure pernyataan statement statements lama baru terbaru latest newer older
updated data dokumen document keterangan information lokasi location waktu time tempat place nama name orang people
peserta participants participant held holding digelar diadakan dilaksanakan diselenggarakan bertempat hal today kini
sekarang now currently saat pada tercatat disebutkan dijelaskan both kedua in dengan additionally also selain besides
since while although meskipun walaupun dated per as of official resmi keduanya masing differently berbeda conflicting
note former catatan sekitar sebanyak sejumlah hampir about around approximately nearly almost roughly under
"""
_OPENING_WORDS = frozenset(_OPENERS.split())


@dataclass(frozen=True, slots=True)
class Reading:
    """A text with everything checkable in it. All offsets point into `text`."""

    text: str
    words: tuple[Word, ...]
    values: tuple[Value, ...]
    mentions: tuple[Mention, ...]

    @property
    def numeric(self) -> tuple[Value, ...]:
        """Dates, times, amounts and regulations: what must agree as a value, not as letters."""
        return tuple(value for value in self.values if value.kind in NUMERIC)

    def slice(self, start: int, end: int) -> tuple[Word, ...]:
        """The words inside [start, end)."""
        return tuple(word for word in self.words if start <= word.start and word.end <= end)


def read(text: str, reference: PartialDate | None = None) -> Reading:
    """Everything checkable in `text`; `reference` dates what the text leaves undated."""
    tokens = tuple(words(text))
    values = (part for value in find_values(text, reference) for part in _whole(value, text))
    return Reading(text, tokens, tuple(values), tuple(mentions(tokens)))


def _whole(value: Value, text: str) -> Iterator[Value]:
    """The value and what else its words hold.

    Of "tiga hari setelah putusan" only "tiga hari setelah" is the value; "5 (lima)" says its value twice, perhaps not
    the same one.
    """
    distance = DISTANCE.match(value.text) if value.kind == "date" else None
    echo = value.text.find("(") if value.kind == "number" else -1
    if distance is None and echo < 0:
        yield value
        return
    cut = value.start + (distance.end() if distance else echo)
    canonical = distance[0].lower() if distance else value.canonical
    yield Value(value.kind, value.start, cut, text[value.start : cut].rstrip(), canonical)
    for inner in find_values(text[cut : value.end]):
        yield Value(inner.kind, inner.start + cut, inner.end + cut, inner.text, inner.canonical)


def quotations(text: str) -> list[str]:
    """The quoted stretches of a text, inner marks unreadable ones included in the outermost pair first."""
    return [next(group for group in match.groups() if group is not None) for match in _QUOTED.finditer(text)]


def outer_quotation(text: str) -> str | None:
    """From the first opening to the last closing mark: a quotation that itself holds quotations."""
    match = _OUTER.search(text)
    return match[1] if match else None


def outer_spans(text: str) -> list[Span]:
    """Where the outermost quotation stands."""
    match = _OUTER.search(text)
    return [match.span()] if match else []


def clauses(text: str) -> Iterator[Span]:
    """Stretches between punctuation marks, within which words belong together."""
    start = 0
    for match in _CLAUSE.finditer(text):
        inside_number = match[0] in ".,:" and text[match.end() : match.end() + 1].isdigit()
        if not inside_number:
            yield start, match.start()
            start = match.end()
    yield start, len(text)


def capitalised(reading: Reading) -> Iterator[tuple[int, bool]]:
    """Index of every word written as a name (capital, or letters with digits), and whether it opens a sentence."""
    for index, word in enumerate(reading.words):
        mixed = any(c.isdigit() for c in word.text) and any(c.isalpha() for c in word.text)
        if mixed or any(character.isupper() for character in word.text):
            yield index, _OPENING.search(reading.text[max(0, word.start - 12) : word.start]) is not None


@lru_cache(maxsize=50_000)
def is_amount(norm: str) -> bool:
    """Whether a word is or holds a figure, or spells one out."""
    return any(c.isdigit() for c in norm) or any(value.kind in NUMERIC for value in find_values(norm))


def is_plain_opener(word: Word) -> bool:
    """Whether a capitalised first word needs no proof, because it names nothing."""
    return (word.text[1:].islower() or len(word.text) == 1) and is_neutral(word)


def is_framing(reading: Reading, index: int) -> bool:
    """Whether a word only announces what follows: "Sebelumnya: …"."""
    word = reading.words[index]
    return index == 0 and is_plain_opener(word) and reading.text[word.end :].startswith(":")


def is_neutral(word: Word) -> bool:
    """Whether a word only holds a sentence together or speaks of articles and answers in general."""
    tables = (*FUNCTION_WORDS.values(), *QUESTION_WORDS.values(), _OPENING_WORDS)
    return any(word.norm in table for table in tables)


def content_of(word: Word) -> str:
    """The stem of a word that carries content, else ""."""
    if any(word.norm in table for table in FUNCTION_WORDS.values()) or word.norm.isdigit():
        return ""
    return stem(word.norm)


def content_words(reading: Reading, start: int, end: int) -> list[str]:
    """Stems of the words between two offsets that carry content, in order."""
    return [content for word in reading.slice(start, end) if (content := content_of(word))]
