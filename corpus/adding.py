"""Everything that `tanya add` may name, read the same way: files, folders, addresses, the bundled articles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from corpus.article import Article
from corpus.database import Database
from corpus.errors import TanyaError, UnreadableArticle
from corpus.settings import Settings

Read = Article | UnreadableArticle


def read_sources(sources: Sequence[str], settings: Settings, database: Database, max_pages: int = 1) -> Iterator[Read]:
    """Articles from paths and addresses, in the order named; what cannot be read is yielded, so that the rest is."""
    for source in sources:
        reading = (
            _read_address(source, settings, database, max_pages)
            if source.startswith(("http://", "https://"))
            else _read_path(source)
        )
        yield from _told(reading)


def _told(reading: Iterator[Read]) -> Iterator[Read]:
    """The same articles, with a failure of the whole source told as one more unreadable article."""
    try:
        yield from reading
    except TanyaError as failure:
        yield UnreadableArticle(failure.message, failure.hint)


def _read_path(source: str) -> Iterator[Read]:
    from corpus.readers import read_path

    return read_path(Path(source))


def _read_address(url: str, settings: Settings, database: Database, max_pages: int) -> Iterator[Read]:
    from corpus.crawl import Frontier
    from corpus.fetching import Fetcher
    from corpus.readers.html import read_html
    from corpus.sites import read_address
    from corpus.store import ArticleStore

    fetcher = Fetcher(allow_private=settings.allow_private_addresses)
    frontier = Frontier(database, stored=ArticleStore(database).holds_address)
    return read_address(url, fetcher, frontier, read_html, max_pages)
