"""Every sentence of the interface, in Indonesian and English. Knows nothing of where it is shown."""

from __future__ import annotations

from collections.abc import Callable

from web.words import WORDS

LANGUAGES = ("id", "en")
DEFAULT_LANGUAGE = "id"

Translate = Callable[..., str]


def translator(language: str) -> Translate:
    """A function from a message's key (and its values) to its words; an unknown key raises `KeyError`."""
    column = LANGUAGES.index(language)

    def translate(key: str, **values: object) -> str:
        return WORDS[key][column].format(**values) if values else WORDS[key][column]

    return translate


def known(key: str) -> bool:
    """Whether there are words for this key."""
    return key in WORDS


def choose_language(cookie: str | None, accepted: str | None) -> str:
    """The remembered language, else the first of the browser's that the interface has, else Indonesian."""
    if cookie in LANGUAGES:
        return str(cookie)
    for part in (accepted or "").split(","):
        # ISO 639-1 renamed "in" to "id" in 1989; old Android browsers still send the former.
        code = part.split(";")[0].strip().lower().split("-")[0]
        code = "id" if code == "in" else code
        if code in LANGUAGES:
            return code
    return DEFAULT_LANGUAGE


MONTHS = {
    "id": (
        *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
        *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}


def show_date(iso: str | None, language: str) -> str:
    """An ISO date at its own precision in words: "2021-06-16" is "16 Juni 2021", "2021-06" is "Juni 2021"."""
    if not iso:
        return ""
    year, month, day = ([*iso.split("T")[0].split("-"), "", ""])[:3]
    if not month.isdigit() or not 1 <= int(month) <= 12:
        return iso
    name = MONTHS[language][int(month) - 1]
    return " ".join(part for part in (str(int(day)) if day.isdigit() else "", name, year) if part)


def show_number(number: int, language: str) -> str:
    """A whole number with the language's thousands separator."""
    return f"{number:,}".replace(",", "." if language == "id" else ",")


def show_share(share: float, language: str, decimals: int = 1) -> str:
    """A share as a percentage with the language's decimal mark: 0.605 is "60,5%" or "60.5%"."""
    shown = f"{share * 100:.{decimals}f}%"
    return shown.replace(".", ",") if language == "id" else shown
