"""Text made plain, once: what every offset later points into. Knows nothing of files, titles or dates."""

from __future__ import annotations

import re
import unicodedata

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
# Controls, lone surrogates, noncharacters, and the format characters that nobody sees: bidi marks can turn a sentence
# round on the screen, zero-width ones split words, tags (U+E00xx) hide instructions. Joiners (U+200C, U+200D) stay.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    "\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff0-\ufffc\ufffe\uffff\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_BLANKS = re.compile(r"[^\S\n]+")
_AROUND_BREAKS = re.compile(r" ?\n ?")
_BREAKS = re.compile(r"\n{3,}")


def normalise(text: str) -> str:
    """`text` in NFC, without unseen characters, with single blanks; one or two line breaks between paragraphs stay.

    Applying it twice changes nothing more.
    """
    text = _UNSEEN.sub("", _LINE_ENDS.sub("\n", text))
    text = unicodedata.normalize("NFC", text)
    text = _AROUND_BREAKS.sub("\n", _BLANKS.sub(" ", text))
    return _BREAKS.sub("\n\n", text).strip()


def one_line(text: str) -> str:
    """`text` normalised, on one line: for titles, names and other short values."""
    return " ".join(normalise(text).split())
