"""A question's text made readable: control characters out, informal and misspelt words put right.

Knows word lists, knows nothing of what is asked. Slips in the other words are `qa/slips.py`'s, which needs the corpus.
"""

from __future__ import annotations

import re
import unicodedata

from corpus.places import blends
from index.words import is_function_in_either
from qa.askwords import INFORMAL, MISSPELT, POLITE
from qa.matching import nearly

# The words that say which vote is meant; a slip in them is mended before anything else reads the question.
FIELD_WORDS = ("pilkada", "pemilu", "pilpres", "pemilihan", "pemungutan", "coblosan")

_GREETING = (
    "(?:(?:hi|hello|halo|hai|permisi|maaf|excuse me|sorry|selamat (?:pagi|siang|sore|malam))"
    "(?: (?:min|kak|pak|bu))?[,.!]? |(?:min|kak|pak|bu)[,.!] )*"
)
_ASKS = "who|whom|whose|what|which|when|where|why|how|siapa|apa|kapan|berapa|mana|mengapa|kenapa|bagaimana|tanggal|jam"
# Only where a question follows within three words: "tell me about Demak" asks for no less than it says.
_POLITELY = re.compile(
    rf"^{_GREETING}(?:(?:{'|'.join(sorted(map(re.escape, POLITE), key=len, reverse=True))})\b"
    rf"(?: (?:dong|ya|kak|pak|bu|please))?[,:]? )?(?=(?:[\w-]+ ){{0,3}}?(?:{_ASKS})(?:kah)?\b)",
    re.IGNORECASE,
)


def clean(text: str) -> str:
    """The text composed (NFC), without control characters, with single spaces."""
    composed = unicodedata.normalize("NFC", text)
    visible = "".join(
        " " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c
        for c in composed
        if unicodedata.category(c) not in ("Cf", "Cs")
    )
    return " ".join(visible.split())


def respell(text: str) -> str:
    """Informal spellings and provinces' short names written out, and a misspelt question word at the start mended.

    Greetings and polite openings before the question are left out.
    """

    def formal(match: re.Match[str]) -> str:
        word = match.group()
        # "No" and "Dr" with a capital and a point are a number's and a doctor's.
        return INFORMAL.get(word, word) if word.islower() or match.start() == 0 else word

    text = _POLITELY.sub("", text)
    first, _, rest = text.partition(" ")
    lowered = first.lower().rstrip("?")
    if lowered in INFORMAL:
        first = INFORMAL[lowered]
    elif len(lowered) >= 4 and not is_function_in_either(lowered):
        first = next((word for word in MISSPELT if nearly(lowered, word)), first)
    text = re.sub(r"\b[a-z]{6,10}\b(?!\.\w)", _field_word, f"{first} {rest}".strip())
    text = re.sub(r"\b[a-z]{2,9}\b(?!\.\w)", formal, text)
    # "Jateng" is one word to whoever asks, and "Jawa Tengah" in the offices' own names.
    return re.sub(r"\b[A-Za-z]{5,7}\b", lambda word: blends().get(word.group().lower(), word.group()), text)


def _field_word(match: re.Match[str]) -> str:
    """The field's own word for a slip of the pen: "pilkda", "pemilhan"."""
    word = match.group()
    return next((known for known in FIELD_WORDS if nearly(word, known)), word)
