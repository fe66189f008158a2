"""What a reader took out of a file, before it is an article. Knows nothing of formats."""

from __future__ import annotations

from dataclasses import dataclass

PAGE_MARK = "\ue000"  # private use: no published text means anything by it


@dataclass(frozen=True, slots=True)
class Draft:
    """Raw text with what its format says of it; everything but `text` and `location` may be unknown.

    `location` is the canonical place it was read from, `source` what a reader is shown. `published` and `event_date`
    are as the format writes them; `written` is the day on which the file says it was made, used when nothing in the
    text gives a better one. `scraped` says that the text is a page with furniture around the article.
    In the text of a `paged` document `PAGE_MARK` stands where each page after the first starts.
    """

    text: str
    location: str
    source: str = ""
    id: str | None = None
    title: str | None = None
    published: str | None = None
    published_from: str | None = None
    written: str | None = None
    event_date: str | None = None
    office: str | None = None
    author: str | None = None
    language: str | None = None
    category: str | None = None
    scraped: bool = False
    paged: bool = False
