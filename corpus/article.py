"""The article as every room sees it. Knows nothing of where it is stored."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Article:
    """One dated official text. `text` is normalised once, when it is read; every offset anywhere points into it.

    `published` is ISO 8601 with the precision that is known: "2021-06-16", "2021-06", "2021" or None.
    `published_from` says where that date came from: "front matter", "dateline", "page date", "metadata", "inferred"…
    `source` is what a reader is shown (the path or URL it was read from, or the address its front matter names);
    `location` is where it was read and is what syncing goes by.
    `event_date` is the day that the text reports on, in the same form; "--06-16" when its year cannot be told.
    `pages` holds, for paged documents, the offset into `text` at which each page starts, first page first.
    """

    id: str
    source: str
    title: str
    text: str
    published: str | None = None
    office: str | None = None
    language: str = "id"
    author: str | None = None
    category: str | None = None
    location: str = ""
    published_from: str | None = None
    event_date: str | None = None
    content_hash: str = ""
    pages: tuple[int, ...] = ()

    def page_at(self, offset: int) -> int | None:
        """The number of the page, counted from 1, on which `offset` stands; None for a text without pages."""
        return bisect_right(self.pages, offset) or None
