"""Web pages. Knows trafilatura, which finds the article in a page, and htmldate, which it brings along."""

from __future__ import annotations

import re
from typing import Any

from corpus.article import Article
from corpus.decoding import decode
from corpus.draft import Draft
from corpus.errors import UnreadableArticle
from corpus.page import to_article
from corpus.readers.guard import readable

_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w-]{2,40})""", re.IGNORECASE)


def read_html(data: bytes, location: str) -> Article:
    """The article of a web page. `location` is its address or path.

    Raises `UnreadableArticle` for an empty page, binary data, or a page in which no article can be found.
    """
    declared = _CHARSET.search(data[:4096])
    page = decode(data, location, declared[1].decode("ascii") if declared else None)
    with readable(location, "a web page", "trafilatura"):
        found = _extracted(page, location if "://" in location else None)
    if not (found.get("text") or "").strip():
        raise UnreadableArticle(f"{location} holds no text that looks like an article.", "Save the text as .txt.")
    draft = Draft(
        found["text"],
        location,
        source=found["url"] or "",
        title=found["title"],
        published=found["date"],
        published_from="metadata",
        author=found["author"],
        scraped=True,
    )
    return to_article(draft)


def _extracted(page: str, url: str | None) -> dict[str, Any]:
    from trafilatura import bare_extraction

    # htmldate's extensive search takes the year of a copyright line for a date; corpus.pagedates reads the text better.
    dates = {"original_date": True, "extensive_search": False}
    found = bare_extraction(
        page, url=url, include_comments=False, favor_recall=True, with_metadata=True, date_extraction_params=dates
    )
    return {} if found is None else found if isinstance(found, dict) else found.as_dict()
