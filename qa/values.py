"""Whole, clean values in a text: what a question can ask for and what an answer must not get wrong.

Knows how dates, times, amounts, names, legal texts, expansions and quotations are written in Indonesian and English,
and when two of them are the same value. Knows nothing of questions, and of dates only what `corpus.dates` tells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from corpus.dates import DateMention, PartialDate, find_dates
from qa.names import find_names, find_offices, find_people, find_places, find_venues
from qa.numbers import SPELLED, find_amounts
from qa.regulations import find_regulations

Spans = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Value:
    """`source[start:end] == text`; two values of a kind are the same exactly if their `canonical` is equal.

    Kinds: date, time, number, percent, money, regulation; person, place, office, name; expansion; quotation. Values
    of the first group do not overlap one another, nor do those of the second; expansions and quotations stand over
    whatever they contain.
    """

    kind: str
    start: int
    end: int
    text: str
    canonical: str


_QUOTATION = re.compile(r"“([^“”]{3,600})”|\"([^\"]{3,600})\"|‘([^‘’]{3,300})’")
_ACRONYM = re.compile(r"\(\s?(?P<inside>[^()]{2,80}?)\s?\)")
_TIME_UNITS = {
    **dict.fromkeys(("menit", "minute", "minutes"), "minute"),
    **dict.fromkeys(("jam", "hour", "hours"), "hour"),
    **dict.fromkeys(("hari", "day", "days"), "day"),
    **dict.fromkeys(("minggu", "pekan", "week", "weeks"), "week"),
    **dict.fromkeys(("bulan", "month", "months"), "month"),
    **dict.fromkeys(("tahun", "year", "years"), "year"),
}
_TIME_UNIT = re.compile(rf"\s({'|'.join(_TIME_UNITS)})\b", re.IGNORECASE)
_LONG_FORM = r"[A-ZÀ-Þ][\w-]*(?:,?\s(?:dan\s|and\s|of\s)?[A-ZÀ-Þ][\w-]*)+"
_TITLED = re.compile(
    r"\b(?:(?:ber)?tema(?:kan)?|(?:ber)?tajuk|(?:ber)?judul|slogan|tagline|mot+o|themed?|titled?|entitled)\b"
    r"[\w ]{0,24}?(?:\s(?:adalah|yaitu|yakni|is|was))?[:\s]*"
    r"(?:[“\"‘«]+\s?(?P<quoted>[^“”\"‘’«»]{3,200})[”\"’»]|(?P<bare>[A-ZÀ-Þ][^“”\",.;:()\n]{3,160}))"
)
_DURATION = re.compile(
    rf"(?<![\w.,-])(?P<count>(?:\d++(?:,\d++)?|se|{SPELLED})\s?(?:\(\w+\)\s)?)"
    r"(?P<unit>hari|minggu|pekan|bulan|tahun|days?|weeks?|months?|years?)\s"
    r"(?P<side>sebelum|setelah|sesudah|before|after)\s(?P<event>\w+(?:\s(?!yakni|yaitu|atau|dan|pada|di)\w+)?)",
    re.IGNORECASE,
)


FIGURES = frozenset({"regulation", "date", "time", "number", "money", "percent"})


def find_values(text: str, reference: PartialDate | None = None) -> list[Value]:
    """Every value of `text`, by start, then end, then kind.

    `reference` is the date of writing, by which incomplete and relative dates ("Rabu (16/6)", "kemarin") are read.
    """
    figures = list(_figures(text, reference))
    taken = [(value.start, value.end) for value in figures]
    # The month in a date and the body in a regulation's name are no names of their own.
    names = [value for value in _proper_names(text) if value.kind != "name" or _free(taken, value.start, value.end)]
    found = [*figures, *names, *_expansions(text), *_quotations(text)]
    return sorted(found, key=lambda value: (value.start, value.end, value.kind))


def find_figures(text: str, reference: PartialDate | None = None) -> list[Value]:
    """The values of `find_values` that are of FIGURES alone, in the same order, found in two thirds of the time."""
    return sorted(_figures(text, reference), key=lambda value: (value.start, value.end, value.kind))


def find_days(text: str, reference: PartialDate | None = None) -> list[Value]:
    """The dates of `find_values` alone, in the same order, found in a third of the time."""
    found = _legal_texts_and_days(text, reference)
    return sorted((v for v in found if v.kind == "date"), key=lambda value: (value.start, value.end))


def find_durations(text: str) -> list[Value]:
    """Lengths of time ("25 bulan", "empat belas hari", "five years"); their numbers are values of their own too."""
    found = []
    for amount in find_amounts(text, []):
        unit = _TIME_UNIT.match(text, amount.end) if amount.kind == "number" else None
        if unit and not amount.canonical.startswith("#"):
            canonical = f"{amount.canonical} {_TIME_UNITS[unit[1].lower()]}"
            found.append(_value(text, "duration", amount.start, unit.end(1), canonical))
    return found


def find_titles(text: str) -> list[Value]:
    """What a theme, title or slogan is said to be, in quotation marks or up to the next comma or stop."""
    found = []
    for match in _TITLED.finditer(text):
        group = "quoted" if match["quoted"] else "bare"
        title = match[group].rstrip()
        start = match.start(group)
        found.append(_value(text, "title", start, start + len(title), _plain(title)))
    return found


SYLLABIC_LETTERS = 6  # so long a run of capitals is rather a word made of syllables than of initials
_CAPITALISED = r"[A-ZÀ-Þ][\w-]*(?:\s(?:dan\s|and\s|of\s)?[A-ZÀ-Þ][\w-]*)+"
_FOR_SHORT = r"(?:atau|(?:yang\s)?(?:biasa\s)?(?:disingkat|disebut)(?:\ssebagai)?|or|abbreviated(?:\s(?:as|to))?)"
_SPELT = re.compile(r"\b[^\W\d_][a-zà-þ]{2,}\b")


def find_expansions_of(short: str, text: str) -> list[Value]:
    """What brackets beside `short` say it stands for, whatever its letters; either may stand in the brackets."""
    name = re.escape(short)
    # "Ngopi Bareng" may explain the first word of a longer name: up to two words may follow before the brackets.
    after = re.finditer(rf"(?<!\w){name}(?:\s\w+){{0,2}}?\s?\(\s?([^()]{{4,120}}?)\s?\)", text, re.IGNORECASE)
    before = re.finditer(rf"({_CAPITALISED})\s?(?:\(\s?(?i:{name})\s?\)|/\s?(?i:{name})\b)", text)
    called = re.finditer(rf"(?P<long>{_CAPITALISED})\s{_FOR_SHORT}\s(?i:{name})\b", text)
    said = re.finditer(
        rf"(?<!\w){name}\s?(?P<sign>,|adalah|ialah|merupakan|berarti|untuk|yaitu|yakni|atau|stands for)\s"
        rf"(?:(?:singkatan|kepanjangan|kependekan)\s(?:dari\s)?)?(?P<long>{_LONG_FORM})",
        text,
    )
    # After a comma anything may follow: only the letters tell a long form.
    told = (match.span("long") for match in said if match["sign"] != "," or is_abbreviation_of(short, match["long"]))
    borne_out = (match.span("long") for match in called if is_abbreviation_of(short, match["long"]))
    # "PPK, PPS, dan KPPS" lists short forms; a long form has words of small letters.
    found = (*(match.span(1) for match in (*after, *before)), *told, *borne_out)
    spans = {span for span in found if len(_SPELT.findall(text[slice(*span)])) > 1}
    known = {(v.start, v.end) for v in _expansions(text) if v.canonical.startswith(f"{short.lower()} = ")}
    # A long form that the letters bear out is more exact than the run of capitals before the brackets.
    kept = known | {span for span in spans if all(span[1] <= first or span[0] >= last for first, last in known)}
    return [_value(text, "expansion", *span, _expansion_canonical(short, text[slice(*span)])) for span in sorted(kept)]


def _value(text: str, kind: str, start: int, end: int, canonical: str) -> Value:
    return Value(kind, start, end, text[start:end], canonical)


def _free(taken: Spans, start: int, end: int) -> bool:
    return all(end <= first or start >= last for first, last in taken)


def _figures(text: str, reference: PartialDate | None) -> Iterator[Value]:
    found = list(_legal_texts_and_days(text, reference))
    yield from found
    for amount in find_amounts(text, [(value.start, value.end) for value in found]):
        yield _value(text, amount.kind, amount.start, amount.end, amount.canonical)


def _legal_texts_and_days(text: str, reference: PartialDate | None) -> Iterator[Value]:
    taken: Spans = []
    for start, end, canonical in find_regulations(text):
        taken.append((start, end))
        yield _value(text, "regulation", start, end, canonical)
    for mention in find_dates(text, reference):
        if _free(taken, mention.start, mention.end):
            taken.append((mention.start, mention.end))
            yield _value(text, "date", mention.start, mention.end, _date_canonical(mention))
    for match in _DURATION.finditer(text):
        if _free(taken, match.start(), match.end()):
            taken.append(match.span())
            yield _value(text, "date", *match.span(), " ".join(match.group().lower().split()))


def _date_canonical(mention: DateMention) -> str:
    first = mention.first.iso
    if not first:
        return mention.text.lower()
    return f"{first}/{mention.last.iso}" if mention.last is not None else first


def _proper_names(text: str) -> Iterator[Value]:
    found = list(_named(text))
    people = {value.canonical for value in found if value.kind == "person"}
    # Who is introduced once with a title or role is a person wherever the same name stands.
    return (
        replace(value, kind="person") if value.kind == "name" and value.canonical in people else value
        for value in found
    )


def _named(text: str) -> Iterator[Value]:
    taken: Spans = []
    for finder in (find_people, find_venues, find_offices, find_places, find_names):
        for name in finder(text):
            if _free(taken, name.start, name.end):
                taken.append((name.start, name.end))
                yield _value(text, name.kind, name.start, name.end, name.canonical)


def _quotations(text: str) -> Iterator[Value]:
    for match in _QUOTATION.finditer(text):
        group = match.lastindex or 0
        plain = _plain(match[group])
        if plain:  # dots or control characters in quotation marks quote nothing
            yield _value(text, "quotation", *match.span(group), plain)


def _expansions(text: str) -> Iterator[Value]:
    """Long forms beside their abbreviation in brackets, either way round (Schwartz and Hearst 2003, simplified)."""
    for match in _ACRONYM.finditer(text):
        inside, begin = match["inside"], match.start()
        short = re.search(r"\b([\w&-]*[A-Z][\w&-]*)\s?$", text[max(0, begin - 40) : begin])
        if " " in inside and short and is_abbreviation_of(short[1], inside):
            yield _value(text, "expansion", *match.span("inside"), _expansion_canonical(short[1], inside))
        long_start = None if " " in inside or inside.islower() else _long_form_start(text, begin, inside)
        if long_start is not None:
            long_form = text[long_start:begin].rstrip()
            canonical = _expansion_canonical(inside, long_form)
            yield _value(text, "expansion", long_start, long_start + len(long_form), canonical)


def _expansion_canonical(short: str, long_form: str) -> str:
    return f"{short.lower()} = {_plain(long_form)}"


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", text.lower()))


def _long_form_start(text: str, end: int, short: str) -> int | None:
    words = list(re.finditer(r"[^\W_]+", text[max(0, end - 160) : end]))[-(len(short) + 4) :]
    base = max(0, end - 160)
    for word in reversed(words):
        candidate = text[base + word.start() : end]
        if re.search(r"[.!?;:(]", candidate):
            return None
        if len(candidate.split()) > 1 and is_abbreviation_of(short, candidate):
            return base + word.start()
    return None


def is_abbreviation_of(short: str, long_form: str) -> bool:
    """Whether the letters of `short` stand in `long_form` in order, the first one beginning its first word.

    Every capital of an all-capitals abbreviation must begin a word, or, for syllabic ones (Sirekap, SIKOPI), the
    letters follow one another through the words.
    """
    letters = [letter for letter in short.lower() if letter.isalnum()]
    words = re.findall(r"[^\W_]+", long_form.lower())
    if len(letters) < 2 or not words or words[0][0] != letters[0] or len(words) > len(letters) + 3:
        return False
    initials = "".join(word[0] for word in words)
    if _is_subsequence("".join(letters), initials):
        return True
    joined = "".join(words)
    syllabic = not short.isupper() or len(letters) >= SYLLABIC_LETTERS
    return syllabic and _is_subsequence("".join(letters), joined) and len(words) > 1


def _is_subsequence(short: str, long: str) -> bool:
    rest = iter(long)
    return all(letter in rest for letter in short)
