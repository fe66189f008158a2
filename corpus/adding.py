"""Everything that `tanya add` may name, read and stored the same way: files, folders, addresses.

Knows nothing of formats, sockets or tables.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.article import Article
from corpus.database import Database
from corpus.errors import TanyaError, UnreadableArticle
from corpus.progress import Progress
from corpus.settings import Settings
from corpus.store import ArticleStore, PutReport

Read = Article | UnreadableArticle


@dataclass(frozen=True, slots=True)
class AddReport:
    """What was stored, how many articles were read, and what could not be."""

    put: PutReport
    found: int
    failures: tuple[UnreadableArticle, ...]


def add_articles(store: ArticleStore, read: Iterable[Read]) -> AddReport:
    """Store articles as they are read, so that a stop keeps what was; failures are collected."""
    failures: list[UnreadableArticle] = []
    found = 0

    def readable() -> Iterator[Article]:
        nonlocal found
        for item in read:
            if isinstance(item, UnreadableArticle):
                failures.append(item)
            else:
                found += 1
                yield item

    return AddReport(store.put(readable()), found, tuple(failures))


def read_sources(
    sources: Sequence[str], settings: Settings, database: Database, max_pages: int = 1, progress: Progress | None = None
) -> Iterator[Read]:
    """Articles from paths and addresses, in the order named; what cannot be read is yielded, so that the rest is.

    `progress` gets ("read", files done, files) for each path and ("fetch", articles, at most) for each address.
    """
    for source in sources:
        reading = (
            _counted(_read_address(source, settings, database, max_pages), max_pages, progress)
            if source.startswith(("http://", "https://"))
            else _read_path(Path(source), progress)
        )
        yield from _told(reading)


def _told(reading: Iterator[Read]) -> Iterator[Read]:
    """The same articles, with a failure of the whole source told as one more unreadable article."""
    try:
        yield from reading
    except TanyaError as failure:
        yield UnreadableArticle(failure.message, failure.hint)


def _read_path(path: Path, progress: Progress | None) -> Iterator[Read]:
    from corpus.readers import read_path
    from corpus.readers.files import closed_folder, files_in

    closed: list[OSError] = []
    found = list(files_in(path, closed.append)) if path.is_dir() else []
    files = found or [path]  # a folder without files is left to its reader, which says so
    for done, file in enumerate(files, 1):
        yield from read_path(file)
        if progress:
            progress("read", done, len(files))
    if found:
        yield from (closed_folder(error, path) for error in closed)


def _counted(reading: Iterator[Read], most: int, progress: Progress | None) -> Iterator[Read]:
    number = 0
    for number, item in enumerate(reading, 1):
        yield item
        if progress:
            progress("fetch", number, max(number, most))
    if progress:
        progress("fetch", number, number)


def _read_address(url: str, settings: Settings, database: Database, max_pages: int) -> Iterator[Read]:
    from corpus.crawl import Frontier
    from corpus.fetching import Fetcher
    from corpus.readers.html import read_html
    from corpus.sites import read_address

    fetcher = Fetcher(allow_private=settings.allow_private_addresses)
    frontier = Frontier(database, stored=ArticleStore(database).holds_address)
    return read_address(url, fetcher, frontier, read_html, max_pages)
