"""Which links of a page lead to other pages of its host. Knows HTML and addresses; fetches nothing."""

from __future__ import annotations

from contextlib import suppress
from html.parser import HTMLParser
from urllib.parse import urlsplit

from corpus.errors import FetchFailed
from corpus.fetching import Page, joined

PAGE_ENDINGS = ("", ".html", ".htm", ".php", ".aspx")


def links(page: Page, host: str) -> list[str]:
    """The page's links within its host that look like pages, in order, each once."""
    parser = _LinkParser()
    parser.feed(page.body.decode("utf-8", errors="replace"))
    targets: dict[str, None] = {}
    for link in parser.links:
        # A link that is no address leads to no page either, like one to a picture or another host.
        with suppress(FetchFailed):
            targets[joined(page.url, link).partition("#")[0]] = None
    return [target for target in targets if _is_page(target, host)]


class _LinkParser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.links += [value for name, value in attrs if name == "href" and value]


def _is_page(url: str, host: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    name = parts.path.rpartition("/")[2]
    ending = f".{name.rpartition('.')[2].lower()}" if "." in name else ""
    return parts.scheme in ("http", "https") and parts.netloc == host and ending in PAGE_ENDINGS
