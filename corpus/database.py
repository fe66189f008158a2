"""The one door to the database: connections, transactions, schema. Knows nothing of what the tables mean.

Statements are plain SQL that SQLite and PostgreSQL both read, with named parameters (`:name`); each room keeps its
own statements beside its subject, and the tables are those that the revisions in `corpus/migrations` make.
"""

from __future__ import annotations

import random
import sqlite3
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection as RawConnection
from sqlalchemy import Engine, TextClause, create_engine, event, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError

from corpus.errors import DatabaseMismatch, DatabaseUnavailable

Row = dict[str, Any]
BUSY_TIMEOUT_S = 30.0
SCHEMA = "0003"  # the newest revision; named here so that opening an up-to-date database need not load Alembic
_LOCK = 20240214  # any number that nothing else in the same PostgreSQL uses


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

    def lock(self, table: str) -> None:
        """Keep other writers out of a table until this transaction ends."""
        if self._raw.dialect.name == "sqlite":
            self._raw.execute(_parsed(f"DELETE FROM {table} WHERE 1 = 0"))  # the first write locks the file
        else:
            self._raw.execute(_parsed(f"LOCK TABLE {table} IN EXCLUSIVE MODE"))

    def row(self, statement: str, **values: object) -> Row | None:
        """The first row of a query, or None."""
        found = self._raw.execute(_parsed(statement), values).mappings().first()
        return dict(found) if found is not None else None


class Database:
    """A pool of connections to SQLite (the default) or PostgreSQL, whose tables opening it brings up to date.

    Raises `DatabaseUnavailable` with what to do, for a full disk, a lock held too long, or a server out of reach, and
    `DatabaseMismatch` for the database of a newer Tanya.
    """

    def __init__(self, url: str) -> None:
        self._url = make_url(url)
        self._engine = _open_engine(url)
        try:
            if self.version != SCHEMA:
                self._upgrade()
        except BaseException:
            self.close()
            raise

    @property
    def version(self) -> str | None:
        """The revision that the tables are at."""
        with self._told(), self._engine.connect() as raw:
            return _version(raw)

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A transaction that commits when the block ends, and rolls back when it raises."""
        with self._told(), self._engine.begin() as raw:
            yield Connection(raw)

    def _upgrade(self) -> None:
        """Run the revisions that are missing, in one transaction, while other processes that would do so wait."""
        from corpus.migrating import revisions, upgrade

        with self._told(), self._engine.begin() as raw:
            if raw.dialect.name == "sqlite":
                raw.exec_driver_sql("BEGIN IMMEDIATE")
            else:
                raw.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
            version = _version(raw)
            if version is not None and version not in revisions():
                raise DatabaseMismatch(
                    f"The database {self._name} was written by a newer Tanya (revision {version}, here {SCHEMA}).",
                    "Update Tanya, or name another database.",
                )
            upgrade(raw)

    @property
    def _name(self) -> str:
        return self._url.render_as_string(hide_password=True)

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            raise DatabaseUnavailable(
                f"The database {self._name} refused: {_first_line(error)}.",
                "Check that it is reachable, writable and has space left, then try again.",
            ) from error

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()


def _version(raw: RawConnection) -> str | None:
    """The revision of the tables; None where there are none, or none that say so."""
    if not inspect(raw).has_table("alembic_version"):
        return None
    found = raw.execute(_parsed("SELECT version_num FROM alembic_version")).scalar()
    return None if found is None else str(found)


@lru_cache(maxsize=512)
def _parsed(statement: str) -> TextClause:
    return text(statement)


def _open_engine(url: str) -> Engine:
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_engine(
            url, pool_pre_ping=True, pool_timeout=BUSY_TIMEOUT_S, connect_args=_server_arguments(parsed)
        )
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


def _server_arguments(url: URL) -> dict[str, Any]:
    if url.drivername != "postgresql+psycopg":
        return {}
    from psycopg import ClientCursor

    # Values are quoted here and sent within the statement: bound at the server, one that is used twice must be of one
    # type in both places, which plain SQL for two databases cannot promise.
    return {"cursor_factory": ClientCursor}


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # WAL lets readers go on while a build writes; FULL keeps what was acknowledged through a power cut.
    cursor = connection.cursor()
    _keep_log_ahead(cursor)
    for pragma in ("synchronous=FULL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _keep_log_ahead(cursor: sqlite3.Cursor) -> None:
    """Set the write-ahead log, which the file remembers.

    The change needs the file for itself, and SQLite does not wait for that however long its busy timeout is, so that
    of several processes that open a new file at once some would be told that it is locked.
    """
    give_up = time.monotonic() + BUSY_TIMEOUT_S
    while True:
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > give_up:
                raise
        time.sleep(random.uniform(0.005, 0.05))  # unequal waits keep two processes from meeting again


def _first_line(error: DBAPIError) -> str:
    return (str(error.orig) or type(error.orig).__name__).splitlines()[0].rstrip(".")
