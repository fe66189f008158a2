"""The article as every room sees it. Knows nothing of where it is stored."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Article:
    """One dated official text. `text` is normalised once, when it is read; every offset anywhere points into it.

    `published` is ISO 8601 with the precision that is known: "2021-06-16", "2021-06", "2021" or None.
    `published_from` says where that date came from: "front matter", "dateline", "page date", "metadata", "inferred"…
    `source` is what a reader is shown (the path or URL it was read from, or the address its front matter names);
    `location` is where it was read and is what syncing goes by.
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
