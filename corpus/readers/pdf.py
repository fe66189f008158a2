"""PDF files. Knows pypdf, and how printed pages differ from text: running heads, page numbers, columns, scans."""

from __future__ import annotations

import io
import re
from collections import Counter
from itertools import pairwise
from typing import Any

from corpus.article import Article
from corpus.draft import PAGE_MARK, Draft
from corpus.errors import UnreadableArticle
from corpus.normalise import normalise
from corpus.page import to_article
from corpus.paragraphs import from_page_lines
from corpus.readers.guard import readable

MOST_PAGES = 3000
EDGE_LINES = 2  # at the top and the bottom of a page in which running heads and page numbers stand
LEAST_LETTERS = 25  # a page on average; fewer on pages with pictures means a scan
GUTTER = 120.0  # points between the left edges of two columns at the least
_PAGE_NUMBER = re.compile(r"\W*(?:(?:halaman|hal\.?|page)\s*)?\d{1,4}(?:\s*(?:dari|of|/)\s*\d{1,4})?\W*", re.IGNORECASE)
_MADE_UP_TITLE = re.compile(r"microsoft word|untitled|\.(?:docx?|pdf|indd|xlsx?)\b|^document\d*$|^scan", re.IGNORECASE)
_PDF_DAY = re.compile(r"D:(\d{4})(\d{2})(\d{2})")

Fragment = tuple[float, float, str]


def read_pdf(data: bytes, location: str) -> Article:
    """The article of a PDF, with the offset at which each page starts.

    Raises `UnreadableArticle` for a damaged, locked or empty file, and for a scan, which is named as such.
    """
    with readable(location, "a PDF", "pypdf"):
        pages, pictures, info = _pages(data, location)
    letters = sum(character.isalpha() for page in pages for line in page for character in line)
    if letters < LEAST_LETTERS * len(pages):
        if pictures:
            raise UnreadableArticle(
                f"{location} is a scanned PDF: {len(pages)} pages of pictures without text.",
                "Run it through text recognition first, for example ocrmypdf.",
            )
        if not letters:
            raise UnreadableArticle(f"{location} holds no text.", "Leave it out.")
    texts = [from_page_lines(page) for page in _without_running_lines(pages)]
    title = str(info.get("/Title") or "").strip()
    written = _PDF_DAY.match(str(info.get("/CreationDate") or ""))
    draft = Draft(
        f"\n{PAGE_MARK}".join(text.replace(PAGE_MARK, "") for text in texts),
        location,
        title=None if _MADE_UP_TITLE.search(title) else title or None,
        written="-".join(written.groups()) if written else None,
        scraped=True,
        paged=True,
    )
    return to_article(draft)


def _pages(data: bytes, location: str) -> tuple[list[list[str]], bool, dict[str, Any]]:
    """The lines of each page, whether there are pictures, and the file's own description."""
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise UnreadableArticle(f"{location} is locked with a password.", "Save it without one.")
    if len(reader.pages) > MOST_PAGES:
        raise UnreadableArticle(
            f"{location} has {len(reader.pages)} pages.", f"Split it: {MOST_PAGES} are read at most."
        )
    lines = [_lines(page) for page in reader.pages]
    return lines, any(_has_picture(page) for page in reader.pages), dict(reader.metadata or {})


def _has_picture(page: Any) -> bool:
    resources = page.get("/Resources", {})
    objects = resources.get_object().get("/XObject") if resources else None
    entries = objects.get_object().values() if objects else ()
    return any(entry.get_object().get("/Subtype") == "/Image" for entry in entries)


def _lines(page: Any) -> list[str]:
    """The page's lines in reading order."""
    fragments: list[Fragment] = []

    def visit(text: str, _outer: Any, matrix: list[float], _font: Any, _size: float) -> None:
        if text.strip():
            fragments.append((float(matrix[4]), float(matrix[5]), text))

    plain = normalise(page.extract_text(visitor_text=visit))
    columns = _columns(fragments)
    return columns if columns else plain.split("\n")


def _columns(fragments: list[Fragment]) -> list[str] | None:
    """The lines of a page whose two columns were drawn row by row; None where the order of drawing can be trusted."""
    if len(fragments) < 8:
        return None
    edges = sorted({round(x) for x, _y, _text in fragments})
    gap, split = max(((right - left, right) for left, right in pairwise(edges)), default=(0, 0))
    sides = [x >= split - 1 for x, _y, _text in fragments]
    turns = sum(one != other for one, other in pairwise(sides))
    if gap < GUTTER or turns < 0.5 * len(sides) or not 0.3 < sum(sides) / len(sides) < 0.7:
        return None
    return [
        normalise(text)
        for right in (False, True)
        for (_x, _y, text), side in zip(fragments, sides, strict=True)
        if side is right
    ]


def _without_running_lines(pages: list[list[str]]) -> list[list[str]]:
    """Pages without page numbers, and without lines that stand at the edge of at least half of three or more pages."""
    counts = Counter(key for page in pages for key in {_key(line) for line in _edges(page)})
    repeated = {key for key, count in counts.items() if len(pages) >= 3 and count >= max(3, len(pages) / 2)}

    def stays(page: list[str], number: int) -> bool:
        line = page[number]
        at_edge = number < EDGE_LINES or number >= len(page) - EDGE_LINES
        return not (at_edge and (_key(line) in repeated or _PAGE_NUMBER.fullmatch(line)))

    return [[page[number] for number in range(len(page)) if stays(page, number)] for page in pages]


def _edges(page: list[str]) -> list[str]:
    return [*page[:EDGE_LINES], *page[-EDGE_LINES:]]


def _key(line: str) -> str:
    return re.sub(r"\d+", "#", line.casefold()).strip()
