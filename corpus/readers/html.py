"""Web pages. Knows trafilatura, which finds the article in a page, and htmldate, which it brings along."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from corpus.article import Article
from corpus.dates import find_dates
from corpus.decoding import decode
from corpus.draft import Draft
from corpus.errors import UnreadableArticle
from corpus.offices import is_office_name
from corpus.page import to_article
from corpus.readers.guard import readable

_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w-]{2,40})""", re.IGNORECASE)
# A day of change is not the day of publication.
_MODIFIED = re.compile(r"""<meta[^>]{0,100}(?:modified|updated)_time[^>]{0,200}>""", re.IGNORECASE)
_DATE_ELEMENT = re.compile(
    r"""<(?P<tag>div|span|p|li|td|time)\b[^>]{0,200}class\s*=\s*["'][^"'>]{0,100}(?:date|posted|publish|tanggal|meta|time)"""
    r"""[^>]{0,200}>(?P<content>.{0,300}?)</(?P=tag)>""",
    re.IGNORECASE | re.DOTALL,
)
_INNER_TABLE = re.compile(r"<table\b(?:(?!</?table\b).)*</table>", re.IGNORECASE | re.DOTALL)
_LAYOUT = re.compile(r"<(?:p|div|br|font|h\d)\b", re.IGNORECASE)
_KEPT = "<\ue001table"
DEEPEST_LAYOUT = 12


def read_html(data: bytes, location: str) -> Article:
    """The article of a web page. `location` is its address or path.

    Raises `UnreadableArticle` for an empty page, binary data, or a page in which no article can be found.
    """
    declared = _CHARSET.search(data[:4096])
    page = decode(data, location, declared[1].decode("ascii") if declared else None)
    page = _MODIFIED.sub("", _without_layout(page))
    with readable(location, "a web page", "trafilatura"):
        url = location if "://" in location else None
        found = _extracted(page, url, recall=False)
        # A page titled by its site alone has its heading in the text, which only the wider search keeps.
        if not found.get("text") or is_office_name(found.get("title") or ""):
            found = _extracted(page, url, recall=True)
    if not (found.get("text") or "").strip():
        raise UnreadableArticle(f"{location} holds no text that looks like an article.", "Save the text as .txt.")
    shown = _dated(page)
    draft = Draft(
        found["text"],
        location,
        # A fetched page may claim any address as its canonical one; for a saved page that is all there is.
        source="" if "://" in location else found["url"] or "",
        title=found["title"],
        published=found["date"] or shown,
        published_from="metadata" if found["date"] else "page date",
        author=found["author"],
        category=_first(found.get("categories")),
        scraped=True,
    )
    return to_article(draft)


def _first(values: object) -> str | None:
    """The first of several values, which trafilatura gives as a list or parted by semicolons."""
    listed = values.split(";") if isinstance(values, str) else values if isinstance(values, list) else []
    return next((str(value).strip() for value in listed if str(value).strip()), None)


def _dated(page: str) -> str | None:
    """The first whole day in an element whose class says that it holds a date."""
    for element in _DATE_ELEMENT.finditer(page):
        text = unescape(re.sub(r"<[^>]*>", " ", element["content"]))
        day = next((mention.first for mention in find_dates(text) if mention.first.full and not mention.relative), None)
        if day is not None:
            return day.iso
    return None


def _without_layout(page: str) -> str:
    """The page with its layout tables, which hold paragraphs or line breaks, made plain blocks; innermost first."""
    for _ in range(DEEPEST_LAYOUT):
        page, changed = _INNER_TABLE.subn(_as_blocks, page)
        if not changed:
            break
    return page.replace(_KEPT, "<table")


def _as_blocks(table: re.Match[str]) -> str:
    if not _LAYOUT.search(table[0]):
        return _KEPT + table[0][len("<table") :]
    return re.sub(r"<(/?)(?:table|tbody|thead|tr|td|th)\b[^>]*>", r"<\1div>", table[0], flags=re.IGNORECASE)


def _extracted(page: str, url: str | None, *, recall: bool) -> dict[str, Any]:
    from trafilatura import bare_extraction

    # htmldate's extensive search takes the year of a copyright line for a date; corpus.pagedates reads the text better.
    dates = {"original_date": True, "extensive_search": False}
    found = bare_extraction(
        page, url=url, include_comments=False, favor_recall=recall, with_metadata=True, date_extraction_params=dates
    )
    return {} if found is None else found if isinstance(found, dict) else found.as_dict()
