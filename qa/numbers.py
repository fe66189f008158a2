"""Amounts in running text: numbers, percentages, money, in Indonesian and English; and times of day.

Knows how both languages write an amount and what it is worth; hours are known by `qa.clocktimes`. Knows nothing of
dates, names or questions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from qa.clocktimes import find_times


@dataclass(frozen=True, slots=True)
class Amount:
    """`text[start:end]` is one amount; `canonical` is equal exactly for equal amounts of the same kind."""

    kind: str
    start: int
    end: int
    canonical: str


_UNITS_ID = ["nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan"]
_UNITS_EN = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS_EN = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]

_SMALL: dict[str, int] = {
    **{word: value for value, word in enumerate(_UNITS_ID)},
    **{word: value for value, word in enumerate(_UNITS_EN)},
    **{word: 20 + 10 * step for step, word in enumerate(_TENS_EN)},
    "kosong": 0,
    "sepuluh": 10,
    "sebelas": 11,
    "seratus": 100,
    "seribu": 1000,
}
_SCALES: dict[str, int] = {
    "puluh": 10,
    "ratus": 100,
    "hundred": 100,
    "ribu": 1000,
    "thousand": 1000,
    "juta": 10**6,
    "million": 10**6,
    "miliar": 10**9,
    "milyar": 10**9,
    "billion": 10**9,
    "triliun": 10**12,
    "trilyun": 10**12,
    "trillion": 10**12,
}
_ORDINALS: dict[str, int] = {
    "pertama": 1,
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
    "twelfth": 12,
}

_WORD_NUMBER = "|".join(sorted([*_SMALL, *_SCALES], key=len, reverse=True))
_SCALE = "|".join(sorted((word for word in _SCALES if word != "puluh"), key=len, reverse=True))
# Nothing that was read is given back, and no number has more than forty words: long runs take time in step with length.
_DIGITS = r"\d++(?:[.,\u00a0]\d{3}(?!\d))++(?:[.,]\d++)?+|\d++(?:[.,]\d++)?+"
SPELLED = rf"(?:(?:{_WORD_NUMBER})(?:belas)?\b(?:[ -]belas\b)?(?:[ -]+(?:and )?(?=(?:{_WORD_NUMBER})\b))?){{1,40}}+"
_FIGURE = rf"(?:{_DIGITS})(?:\s?(?:{_SCALE})\b)?"
_ECHO = rf"(?:\s?\(\s*(?:{SPELLED}|{_FIGURE})\s*\))?"

_MONEY = re.compile(
    rf"(?P<currency>\bRp\.?|\bIDR|\bUSD|US\$|\$|€|\bEUR)\s?(?P<figure>{_FIGURE})(?:,-|,00\b)?"
    r"(?:\s?(?P<short>(?-i:M|T)\b|jt\b|rb\b))?"  # "Rp 34 M" is 34 miliar
    rf"|(?P<figure_before>(?<!\d){_FIGURE}|{SPELLED})\s(?P<currency_after>rupiah|dolar|dollars?|euros?)\b",
    re.IGNORECASE,
)
# Looked for before the long patterns are tried: most passages tell of no money and no shares.
_MONEY_SIGN = re.compile(r"Rp|IDR|USD|EUR|[$€]|rupiah|dol[al]|euro", re.IGNORECASE)
_PERCENT_SIGN = re.compile(r"%|persen|per ?cent", re.IGNORECASE)
_PERCENT = re.compile(
    rf"(?P<figure>(?<!\d)(?:{_DIGITS})|\b{SPELLED})\s?(?:%|\bpersen\b|\bpercent\b|\bper cent\b)", re.IGNORECASE
)
_ORDINAL = re.compile(
    rf"\bke(?:-|(?P<to> ))?(?P<digits>\d+)\b|\bke-?(?P<spelled>{SPELLED})|\b(?P<english>\d+)(?:st|nd|rd|th)\b"
    rf"|\b(?P<word>{'|'.join(_ORDINALS)})\b",
    re.IGNORECASE,
)
# "The new one", "which one", "one of them": a pronoun, by what stands before or behind it.
_BEFORE_PRONOUN = re.compile(
    r"\b(?:the|this|that|which|new|old|other|another|each|every|last|first|no|any)\s$", re.IGNORECASE
)
_BEHIND_PRONOUN = re.compile(r"\s(?:of|another|who|that|which)\b|\s?(?:[.,;:!?)”\"]|$)", re.IGNORECASE)
REACH = 20  # characters before a number that may say what it is; no word of these tables is longer
_RANKED = re.compile(
    r"\b(?:yang|hari|seri|sesi|episode|edisi|tahun|hut|ulang tahun|angkatan|putaran|tahap|peringkat|urutan|abad|kali"
    r"|gelombang|periode|bagian|minggu|pekan) $",
    re.IGNORECASE,
)
_COUNTS_ON = re.compile(
    r"\s(?:orang|(?!dan\b|di\b|pada\b|yang\b|tahun\b|ini\b|itu\b|oleh\b|dengan\b|dalam\b)[a-z]{3,})"
)
_NUMBER = re.compile(
    rf"(?<![\w.,/-])(?P<digits>{_FIGURE}){_ECHO}|(?P<glued>\d+)|\b(?P<spelled>{SPELLED}){_ECHO}", re.IGNORECASE
)

_CURRENCIES = {"rp": "IDR", "idr": "IDR", "rupiah": "IDR", "eur": "EUR", "€": "EUR", "euro": "EUR", "euros": "EUR"}
_SHORT_SCALES = {"m": "miliar", "t": "triliun", "jt": "juta", "rb": "ribu"}


def read_figure(text: str) -> Decimal:
    """The worth of a figure such as "204.807.222", "204,807,222", "58,59", "29,2 miliar" or "dua puluh lima".

    A separator followed by exactly three digits groups thousands unless the figure starts with a lone zero; both
    languages' decimal signs are read. Raises ValueError where nothing is a number.
    """
    lowered = text.strip().lower()
    match = re.match(_DIGITS, lowered)
    if match is None:
        return Decimal(_read_spelled(lowered))
    scale = _SCALES.get(lowered[match.end() :].strip(), 1)
    worth = _read_digits(match.group(), scaled=scale > 1)
    # Multiplying rounds to 28 digits.
    return worth * scale if scale > 1 else worth


def _read_digits(digits: str, *, scaled: bool) -> Decimal:
    digits = digits.replace("\u00a0", ".")
    groups = re.split(r"[.,]", digits)
    signs = re.findall(r"[.,]", digits)
    grouped = bool(signs) and all(len(group) == 3 for group in groups[1:]) and len(groups[0]) <= 3 and groups[0] != "0"
    if not signs:
        return Decimal(digits)
    # "1.5 juta" and "29.286 miliar": before a scale word a single separator is a decimal sign.
    if grouped and not (scaled and len(groups) == 2) and len(set(signs)) == 1:
        return Decimal("".join(groups))
    return Decimal(f"{''.join(groups[:-1])}.{groups[-1]}")


def _read_spelled(text: str) -> int:
    total, current = 0, 0
    tokens = re.findall(r"[a-z]+", text)
    if not tokens:
        raise ValueError(f"no number in {text!r}")
    for token in tokens:
        teen = token.endswith("belas") and token not in ("sebelas", "belas")
        token = token.removesuffix("belas") if teen else token
        if token == "belas":
            current += 10
        elif token in _SMALL:
            current += _SMALL[token] + (10 if teen else 0)
        elif token in _SCALES and _SCALES[token] <= 100:
            current = _scale_last(current, _SCALES[token])
        elif token in _SCALES:
            total += (current or 1) * _SCALES[token]
            current = 0
        elif token != "and":
            raise ValueError(f"no number in {text!r}")
    return total + current


def _scale_last(current: int, scale: int) -> int:
    # "seratus dua puluh": only the part below the scale is multiplied.
    low = current % (10 if scale == 10 else 100)
    return current - low + (low or 1) * scale


def plain(value: Decimal) -> str:
    """A number without exponent, grouping or trailing zeros: the canonical form."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def find_amounts(text: str, taken: list[tuple[int, int]]) -> Iterator[Amount]:
    """Every amount outside the `taken` spans; a stretch of text belongs to the first kind that reads it."""
    taken = list(taken)
    for finder in (_find_times, _find_money, _find_percents, _find_ordinals, _find_numbers):
        for amount in finder(text):
            if all(amount.end <= start or amount.start >= end for start, end in taken):
                taken.append((amount.start, amount.end))
                yield amount


def _find_times(text: str) -> Iterator[Amount]:
    return (Amount("time", start, end, canonical) for start, end, canonical in find_times(text))


def _find_money(text: str) -> Iterator[Amount]:
    if not _MONEY_SIGN.search(text):
        return
    for match in _MONEY.finditer(text):
        currency = (match["currency"] or match["currency_after"]).lower().rstrip(".")
        worth = read_figure(match["figure"] or match["figure_before"])
        if match["short"]:
            # Before a scale a single separator is a decimal sign, as before one that is written out.
            worth = read_figure(f"{match['figure']} {_SHORT_SCALES[match['short'].lower()]}")
        yield Amount("money", match.start(), match.end(), f"{_CURRENCIES.get(currency, 'USD')} {plain(worth)}")


def _find_percents(text: str) -> Iterator[Amount]:
    if not _PERCENT_SIGN.search(text):
        return
    for match in _PERCENT.finditer(text):
        yield Amount("percent", match.start(), match.end(), f"{plain(read_figure(match['figure']))}%")


def _find_ordinals(text: str) -> Iterator[Amount]:
    for match in _ORDINAL.finditer(text):
        moves = match["to"] and _COUNTS_ON.match(text, match.end())
        if moves and not _RANKED.search(text, max(0, match.start() - REACH), match.start()):
            continue  # "dari 3 ke 5 orang", "ke 15 kecamatan": a movement
        if match["word"]:
            rank = _ORDINALS[match["word"].lower()]
        else:
            rank = int(read_figure(match["digits"] or match["spelled"] or match["english"]))
        yield Amount("number", match.start(), match.end(), f"#{rank}")


def _find_numbers(text: str) -> Iterator[Amount]:
    for match in _NUMBER.finditer(text):
        spelled = match["spelled"]
        if spelled and spelled.lower() in ("puluh", "ratus", "ribu", "juta", "miliar", "second"):
            continue  # "ribuan": a scale alone counts nothing
        if spelled and spelled.lower() == "one" and _is_pronoun(text, match.start(), match.end()):
            continue
        figure = match["digits"] or match["glued"] or spelled
        end = match.end() if match.group().endswith(")") else match.start() + len(figure.rstrip())
        yield Amount("number", match.start(), end, plain(read_figure(figure)))


def _is_pronoun(text: str, start: int, end: int) -> bool:
    before = _BEFORE_PRONOUN.search(text, max(0, start - REACH), start)
    return before is not None or _BEHIND_PRONOUN.match(text, end) is not None
