"""Bytes made text: UTF-8, UTF-16, UTF-32 or Windows-1252. Knows nothing of what the text says."""

from __future__ import annotations

import codecs
import re

from corpus.errors import UnreadableArticle

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SIGNATURES = {
    b"%PDF-": "a PDF",
    b"PK\x03\x04": "a ZIP archive or office document",
    b"\xff\xd8\xff": "a JPEG picture",
    b"\x89PNG": "a PNG picture",
    b"GIF8": "a GIF picture",
    b"\xd0\xcf\x11\xe0": "an old Microsoft Office document",
    b"{\\rtf": "a rich text document",
    b"\x1f\x8b": "a compressed file",
    b"\x7fELF": "a program",
    b"MZ\x90": "a program",
}
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
# Windows-1252 leaves five bytes undefined; browsers read them as the control characters of the same number.
_WINDOWS_1252 = {byte: chr(byte) for byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D)}
SAMPLE = 4096  # bytes that are looked at to tell UTF-16 and binary data


def decode(data: bytes, name: str, declared: str | None = None) -> str:
    """The text of `data`: by its byte order mark, the encoding `declared` in it, UTF-8, else Windows-1252.

    Raises `UnreadableArticle`, naming `name`, for an empty file and for bytes that are no text.
    """
    if not data.strip(b"\x00 \t\r\n"):
        raise UnreadableArticle(f"{name} is empty.", "Give it some text or leave it out.")
    for signature, kind in _SIGNATURES.items():
        if data.startswith(signature):
            raise UnreadableArticle(
                f"{name} is {kind}, not text.", "Give it the ending of such files, or leave it out."
            )
    text = _decoded(data, declared)
    if len(_CONTROLS.findall(text, 0, SAMPLE)) > max(3, len(text[:SAMPLE]) / 100):
        raise UnreadableArticle(f"{name} is not text but binary data.", "Leave it out, or save it as text.")
    return text


def _decoded(data: bytes, declared: str | None) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    if unmarked := _unmarked_utf16(data[:SAMPLE]):
        return data.decode(unmarked, errors="replace")
    # What is labelled Latin-1 is read as browsers do (WHATWG Encoding): as Windows-1252, and only if it is no UTF-8.
    western = (declared or "").strip().lower() in _WESTERN
    for named in (None if western else declared, "utf-8"):
        try:
            if named:
                return data.decode(named)
        except (UnicodeDecodeError, LookupError, UnicodeError):
            continue
    forgiving = data.decode("utf-8", errors="replace")
    damaged = forgiving.count("\ufffd")
    if not western and sum(character > "\x7f" for character in forgiving) - damaged > damaged:
        return forgiving  # mostly sound UTF-8 with a few broken bytes
    return data.decode("latin-1").translate(_FROM_LATIN_1)


_WESTERN = frozenset(
    {"latin-1", "latin1", "l1", "iso-8859-1", "iso8859-1", "iso_8859-1", "ascii", "us-ascii", "windows-1252", "cp1252"}
)
_FROM_LATIN_1 = {byte: _WINDOWS_1252.get(byte) or bytes([byte]).decode("cp1252") for byte in range(0x80, 0xA0)}


def _unmarked_utf16(sample: bytes) -> str | None:
    """UTF-16 without a mark shows in Latin text as a zero in every other byte."""
    pairs = len(sample) // 2
    if pairs < 4:
        return None
    even, odd = sample[0 : 2 * pairs : 2].count(0), sample[1 : 2 * pairs : 2].count(0)
    if odd > 0.6 * pairs and even < 0.1 * pairs:
        return "utf-16-le"
    if even > 0.6 * pairs and odd < 0.1 * pairs:
        return "utf-16-be"
    return None
