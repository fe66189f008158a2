"""Names that a text gives to what is held or used, so that they are nobody's: "webinar Kopi Darat"."""

from __future__ import annotations

import re
from functools import lru_cache

_HAPPENINGS = (
    "webinar|kegiatan|acara|program|forum|diskusi|seminar|lokakarya|talkshow|podcast|siniar|lomba|aplikasi|sistem|majalah"
    "|event|programme|app|application|workshop|discussion|magazine"
)
# By itself, not with the name behind it: a pattern for each name would have to be compiled for each name.
_HAPPENING_BEFORE = re.compile(rf"\b(?i:{_HAPPENINGS})\s[\"“‘']?\Z")
HAPPENING_CHARS = 16  # as long as the longest of them with what follows and one letter before


@lru_cache(maxsize=4096)
def is_happening(name: str, text: str) -> bool:
    """Whether a text gives a name to something that is held or used: "webinar Kopi Darat", "aplikasi Sirekap"."""
    start = text.find(name) if name else -1
    while start >= 0:
        end = start + len(name)
        whole = _is_word(text[end - 1]) != _is_word(text[end : end + 1])
        if whole and _HAPPENING_BEFORE.search(text, max(0, start - HAPPENING_CHARS), start):
            return True
        start = text.find(name, start + 1)
    return False


def _is_word(letter: str) -> bool:
    return letter.isalnum() or letter == "_"
