"""What a crawl still has to read and what it has read, kept in the database so that it can go on after a stop."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from corpus.database import Database


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server said of a page the last time, for a conditional request (RFC 9110, 13.1)."""

    etag: str | None = None
    last_modified: str | None = None


class Frontier:
    """The addresses a crawl has found, in the order found; each is read once in a crawl."""

    def __init__(self, database: Database, stored: Callable[[str], bool] = lambda _url: True) -> None:
        """`stored` tells whether the article of an address is still held: only then may "unchanged" mean "skip"."""
        self._database = database
        self._stored = stored

    def begin(self, start: str) -> None:
        """Go on with a crawl that was cut short; forget one that had ended, so that it starts afresh."""
        with self._database.transaction() as connection:
            if not connection.rows("SELECT url FROM crawl WHERE start = :start AND done = 0 LIMIT 1", start=start):
                connection.run("DELETE FROM crawl WHERE start = :start", start=start)
            connection.run(
                "INSERT INTO crawl (start, url, position, done) VALUES (:start, :start, 0, 1) ON CONFLICT DO NOTHING",
                start=start,
            )

    def found(self, start: str, urls: Sequence[str]) -> None:
        """Queue the addresses that this crawl has not seen."""
        with self._database.transaction() as connection:
            last = connection.row("SELECT max(position) AS last FROM crawl WHERE start = :start", start=start)
            first = int((last or {}).get("last") or 0) + 1
            connection.run_many(
                "INSERT INTO crawl (start, url, position) VALUES (:start, :url, :position) ON CONFLICT DO NOTHING",
                [{"start": start, "url": url, "position": first + n} for n, url in enumerate(urls)],
            )

    def waiting(self, start: str, limit: int) -> Iterator[str]:
        """The next addresses to read, at most `limit`; those found meanwhile are included."""
        for _ in range(limit):
            with self._database.transaction() as connection:
                row = connection.row(
                    "SELECT url FROM crawl WHERE start = :start AND done = 0 ORDER BY position, url LIMIT 1",
                    start=start,
                )
            if row is None:
                return
            yield str(row["url"])

    def done(self, start: str, url: str) -> None:
        """Mark an address as read, or as failed for this crawl."""
        with self._database.transaction() as connection:
            connection.run("UPDATE crawl SET done = 1 WHERE start = :start AND url = :url", start=start, url=url)

    def known(self, url: str) -> Validators:
        """The validators that the server gave for this address the last time."""
        with self._database.transaction() as connection:
            row = connection.row("SELECT etag, last_modified FROM fetched WHERE url = :url", url=url)
        return Validators(**row) if row and self._stored(url) else Validators()

    def remember(self, url: str, etag: str | None, last_modified: str | None) -> None:
        """Keep the validators of a page that was read."""
        with self._database.transaction() as connection:
            connection.run(
                "INSERT INTO fetched (url, etag, last_modified) VALUES (:url, :etag, :last_modified) "
                "ON CONFLICT (url) DO UPDATE SET etag = excluded.etag, last_modified = excluded.last_modified",
                url=url, etag=etag, last_modified=last_modified,
            )  # fmt: skip
