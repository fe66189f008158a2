"""What a sync saw of each file and which articles it read from it, kept in the database until the next one.

Knows the tables; nothing of folders, nor of why something is withdrawn.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass

from corpus.database import Connection
from corpus.store import ArticleStore

_NOTE = """INSERT INTO synced_files (path, folder, mtime_ns, size, content_hash, racy)
    VALUES (:path, :folder, :mtime_ns, :size, :content_hash, :racy)
    ON CONFLICT (path) DO UPDATE SET folder = excluded.folder, mtime_ns = excluded.mtime_ns, size = excluded.size,
    content_hash = excluded.content_hash, racy = excluded.racy"""


@dataclass(frozen=True, slots=True)
class FileState:
    """A file as it was seen; `racy` when it may have changed since without showing it."""

    path: str
    mtime_ns: int
    size: int
    content_hash: str
    racy: bool


def known_files(store: ArticleStore, folder: str) -> dict[str, FileState]:
    """The files of a folder as they were seen the last time, by path."""
    with store.database.transaction() as connection:
        rows = connection.rows("SELECT * FROM synced_files WHERE folder = :folder", folder=folder)
    return {
        str(row["path"]): FileState(
            str(row["path"]), int(row["mtime_ns"]), int(row["size"]), str(row["content_hash"]), bool(row["racy"])
        )
        for row in rows
    }


def write_states(connection: Connection, folder: str, states: Sequence[FileState]) -> None:
    """Note how files were seen."""
    connection.run_many(_NOTE, [asdict(state) | {"folder": folder, "racy": int(state.racy)} for state in states])


def forget_file(store: ArticleStore, path: str) -> int:
    """Withdraw what was read from a file that is gone; the number of withdrawn articles."""
    withdrawn = sum(map(store.remove_location, sorted(locations_of(store, [path]))))
    with store.database.transaction() as connection:
        connection.run("DELETE FROM synced_locations WHERE path = :path", path=path)
        connection.run("DELETE FROM synced_files WHERE path = :path", path=path)
    return withdrawn


def locations_of(store: ArticleStore, paths: Collection[str]) -> set[str]:
    """Where the articles of some files were read from the last time."""
    statement = "SELECT location FROM synced_locations WHERE path = :path"
    with store.database.transaction() as connection:
        return {str(row["location"]) for path in paths for row in connection.rows(statement, path=path)}


def holding(store: ArticleStore, paths: Sequence[str]) -> int:
    """How many of some files have articles in the store still: what was removed by hand need not come back."""
    return sum(any(map(store.holds_address, locations_of(store, [path]))) for path in paths)
