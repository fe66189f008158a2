"""OpenDocument texts. Knows odfpy; paragraphs and tables are taken in the order in which they stand."""

from __future__ import annotations

import io
import re
from typing import Any

from corpus.article import Article
from corpus.draft import Draft
from corpus.errors import UnreadableArticle
from corpus.page import to_article
from corpus.readers.guard import readable, safe_zip


def read_odt(data: bytes, location: str) -> Article:
    """The article of an .odt file; a table becomes one line for each row, cells parted by " | ".

    Raises `UnreadableArticle` for a damaged, empty or dangerously packed file, and for one that declares entities.
    """
    with readable(location, "an OpenDocument text", "odf"):
        from odf import dc, meta
        from odf.opendocument import load

        with safe_zip(data, location) as archive:
            if re.search(rb"<!(?:DOCTYPE|ENTITY)", archive.read("content.xml")[:100_000]):
                raise UnreadableArticle(f"{location} declares entities.", "Save it again from an office program.")
        document = load(io.BytesIO(data))
        lines = list(_lines(document.text))
        title = " ".join(map(str, document.meta.getElementsByType(dc.Title))).strip()
        created = next(iter(map(str, document.meta.getElementsByType(meta.CreationDate))), None)
    return to_article(Draft("\n".join(lines), location, title=title or None, written=created, scraped=True))


def _lines(element: Any) -> list[str]:
    from odf.teletype import extractText

    kind = element.qname[1] if hasattr(element, "qname") else ""
    if kind in ("p", "h"):
        text = str(extractText(element))
        return [f"\n{text}\n" if kind == "h" else text]
    if kind == "table-row":
        return [" | ".join(" ".join(_lines(cell)).strip() for cell in element.childNodes)]
    if kind in ("tracked-changes", "annotation"):
        return []
    return [line for child in getattr(element, "childNodes", []) for line in _lines(child)]
