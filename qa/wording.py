"""Every word Tanya says of her own, in Indonesian and English, and how dates and amounts look there.

Owner of babel. Knows nothing of evidence: it gets values and puts them into frames.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal, InvalidOperation

from babel.dates import format_date
from babel.numbers import format_decimal

from corpus.partial import PartialDate
from qa.values import Value

FRAMES: dict[str, dict[str, str]] = {
    "id": {
        "value": "{value} (per {as_of}): “{quote}” {mark}",
        "value_undated": "{value}: “{quote}” {mark}",
        "quote": "Per {as_of}: “{quote}” {mark}",
        "quote_undated": "“{quote}” {mark}",
        "more": "“{quote}” {mark}",
        "superseded": "Sebelumnya: {value}, per {as_of} {mark}.",
        "superseded_undated": "Sebelumnya: {value} {mark}.",
        "conflict": "Sumber lain menyebut {value}, per {as_of} {mark}.",
        "conflict_undated": "Sumber lain menyebut {value} {mark}.",
        "refusal": "Saya tidak menemukan jawabannya dalam artikel yang ada; yang paling dekat: {nearest}. {hint}",
        "refusal_empty": "Saya tidak menemukan artikel yang membahas hal itu. {hint}",
        "unreadable": "Pertanyaan ini kosong atau terlalu panjang. Tulislah satu pertanyaan singkat.",
        "hint": "Coba sebutkan nama kantor, daerah, kegiatan, atau tahunnya.",
        "hint_names": "Artikel tersebut tidak menyebut {names}; periksa ejaannya, atau tanyakan isinya yang lain.",
        "article": "“{title}”",
        "article_about": "“{title}” ({about})",
        "and": "dan",
        "range": "{first} sampai {last}",
    },
    "en": {
        "value": "{value} (as of {as_of}): “{quote}” {mark}",
        "value_undated": "{value}: “{quote}” {mark}",
        "quote": "As of {as_of}: “{quote}” {mark}",
        "quote_undated": "“{quote}” {mark}",
        "more": "“{quote}” {mark}",
        "superseded": "Previously: {value}, as of {as_of} {mark}.",
        "superseded_undated": "Previously: {value} {mark}.",
        "conflict": "Another source says {value}, as of {as_of} {mark}.",
        "conflict_undated": "Another source says {value} {mark}.",
        "refusal": "I could not find the answer in the articles I have; closest: {nearest}. {hint}",
        "refusal_empty": "I found no article about that. {hint}",
        "unreadable": "This question is empty or far too long. Write one short question.",
        "hint": "Try naming the office, the region, the event or the year.",
        "hint_names": "They do not mention {names}; check the spelling, or ask about something else in them.",
        "article": "“{title}”",
        "article_about": "“{title}” ({about})",
        "and": "and",
        "range": "{first} to {last}",
    },
}
_MAX_TITLE_CHARS = 90


def say(frame: str, language: str, **parts: str) -> str:
    """A frame of `FRAMES` filled in."""
    return FRAMES[language][frame].format(**parts)


def show_date(when: PartialDate, language: str) -> str:
    """A date as the language writes it, with the precision that is known: "16 Juni 2021", "June 2021", "16 Juni"."""
    if when.month is None:
        return str(when.year) if when.year is not None else ""
    pattern = " ".join(part for part, known in (("d", when.day), ("MMMM", True), ("y", when.year)) if known)
    return str(format_date(date(when.year or 2024, when.month, when.day or 1), pattern, locale=language))


def show_iso(iso: str | None, language: str) -> str:
    """`show_date` of an ISO date of any precision; "" for None or anything else."""
    when = PartialDate.from_iso(iso) if iso else None
    return show_date(when, language) if when else ""


def show_value(value: Value, language: str) -> str:
    """A value as the asker's language writes it; names, places and quotations stay as published."""
    if value.kind == "date":
        return _show_date_value(value, language)
    if value.kind in ("number", "percent", "money"):
        return _show_amount(value, language)
    if value.kind == "time":
        return _show_time(value, language)
    if value.kind == "choice" and language == "en":
        return value.canonical  # as it was asked
    return value.text


def _show_date_value(value: Value, language: str) -> str:
    parts = [PartialDate.from_iso(iso) for iso in value.canonical.split("/")]
    if any(part is None for part in parts):
        return value.text
    shown = [show_date(part, language) for part in parts if part is not None]
    return say("range", language, first=shown[0], last=shown[1]) if len(shown) == 2 else shown[0]


def _show_amount(value: Value, language: str) -> str:
    spelled = not any(character.isdigit() for character in value.text)
    if language == "id" or value.canonical.startswith("#"):
        return value.text
    figure = value.canonical.removesuffix("%").split()[-1]
    try:
        number = Decimal(figure)
    except InvalidOperation:
        return value.text
    grouped = spelled or "." in value.text or "," in value.text or " " in value.text
    shown = str(format_decimal(number, locale="en", group_separator=grouped, decimal_quantization=False))
    if value.kind == "money":
        return f"{value.canonical.split()[0]} {shown}"
    return f"{shown}%" if value.kind == "percent" else shown


def _show_time(value: Value, language: str) -> str:
    sign = "." if language == "id" else ":"
    clock, _, zone = value.canonical.partition(" ")
    shown = clock.replace(":", sign).rstrip("/").replace("/", "–")
    return f"{shown} {zone}".strip()


def join(parts: Sequence[str], language: str) -> str:
    """ "a", "a dan b", "a, b, dan c": an enumeration."""
    if len(parts) < 3:
        return f" {FRAMES[language]['and']} ".join(parts)
    return f"{', '.join(parts[:-1])}, {FRAMES[language]['and']} {parts[-1]}"


def refusal(nearest: Sequence[tuple[str, str | None, str | None]], missing: Sequence[str], language: str) -> str:
    """One plain sentence that names the nearest articles (title, office, ISO date), and a hint how to ask instead."""
    hint = (
        say("hint_names", language, names=join(list(missing), language))
        if missing and nearest
        else say("hint", language)
    )
    if not nearest:
        return say("refusal_empty", language, hint=hint)
    return say("refusal", language, nearest=join([_article(*one, language) for one in nearest], language), hint=hint)


def _article(title: str, office: str | None, published: str | None, language: str) -> str:
    short = title if len(title) <= _MAX_TITLE_CHARS else title[:_MAX_TITLE_CHARS].rsplit(" ", 1)[0] + "…"
    about = ", ".join(part for part in (office, show_iso(published, language)) if part)
    return say("article_about", language, title=short, about=about) if about else say("article", language, title=short)
