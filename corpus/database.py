"""The one door to the database: connections, transactions, schema. Knows nothing of what the tables mean.

Statements are plain SQL that SQLite and PostgreSQL both read, with named parameters (`:name`); each room keeps its
own statements beside its subject.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection as RawConnection
from sqlalchemy import Engine, TextClause, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from corpus.errors import DatabaseUnavailable

Row = dict[str, Any]
BUSY_TIMEOUT_S = 30.0


class Connection:
    """One open transaction."""

    def __init__(self, raw: RawConnection) -> None:
        self._raw = raw

    def run(self, statement: str, **values: object) -> int:
        """Execute one statement and return how many rows it touched."""
        return int(self._raw.execute(_parsed(statement), values).rowcount)

    def run_many(self, statement: str, rows: Sequence[Mapping[str, object]]) -> None:
        """Execute one statement for each row of values."""
        if rows:
            self._raw.execute(_parsed(statement), [dict(row) for row in rows])

    def rows(self, statement: str, **values: object) -> list[Row]:
        """All rows of a query, as dicts."""
        return [dict(row) for row in self._raw.execute(_parsed(statement), values).mappings()]

    def row(self, statement: str, **values: object) -> Row | None:
        """The first row of a query, or None."""
        found = self._raw.execute(_parsed(statement), values).mappings().first()
        return dict(found) if found is not None else None


class Database:
    """A pool of connections to SQLite (the default) or PostgreSQL.

    Raises `DatabaseUnavailable` with what to do, for a full disk, a lock held too long, or a server out of reach.
    """

    def __init__(self, url: str, schema: Sequence[str] = ()) -> None:
        self._url = make_url(url)
        self._engine = _open_engine(url)
        self.ensure(schema)

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A transaction that commits when the block ends, and rolls back when it raises."""
        try:
            with self._engine.begin() as raw:
                yield Connection(raw)
        except DBAPIError as error:
            raise DatabaseUnavailable(
                f"The database {self._url.render_as_string(hide_password=True)} refused: {_first_line(error)}.",
                "Check that it is reachable, writable and has space left, then try again.",
            ) from error

    def ensure(self, schema: Sequence[str]) -> None:
        """Create the tables of `schema` (CREATE … IF NOT EXISTS statements) that do not exist yet."""
        with self.transaction() as connection:
            for statement in schema:
                connection.run(statement)

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()


@lru_cache(maxsize=512)
def _parsed(statement: str) -> TextClause:
    return text(statement)


def _open_engine(url: str) -> Engine:
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True, pool_timeout=BUSY_TIMEOUT_S)
    if parsed.database:
        try:
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise DatabaseUnavailable(
                f"{Path(parsed.database).parent} cannot be made: {error.strerror}.",
                "Choose another folder with --home.",
            ) from error
    engine = create_engine(url, connect_args={"timeout": BUSY_TIMEOUT_S})
    event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # WAL lets readers go on while a build writes; FULL keeps what was acknowledged through a power cut.
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _first_line(error: DBAPIError) -> str:
    return (str(error.orig) or type(error.orig).__name__).splitlines()[0].rstrip(".")
