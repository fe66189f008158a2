"""Making the store mirror a folder: new, changed and vanished files. Knows files and when they changed; reads none.

A file is taken for unchanged when its time and size are; else its bytes are hashed, so that a copy or a `touch` is not
a change. A file that was written within `RACE_S` of the look at it is hashed again the next time, because another
write in the same instant would not show (the "racily clean" files of git).
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from corpus.article import Article
from corpus.database import Connection
from corpus.errors import TanyaError, UnreadableArticle
from corpus.readers.files import Read, files_in, read_path
from corpus.store import ArticleStore, PutReport

RACE_S = 2.0
BATCH = 100  # files read before they are stored and noted
MOST_VANISHED = 10  # files; when more than these are all gone at once, the folder is more likely away than emptied
DEBOUNCE_MS = 1600

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


@dataclass(frozen=True, slots=True)
class Plan:
    """What a sync would do, in the order of the paths. `touched` files only look changed."""

    folder: str
    new: tuple[FileState, ...] = ()
    changed: tuple[FileState, ...] = ()
    touched: tuple[FileState, ...] = ()
    vanished: tuple[str, ...] = ()
    unchanged: int = 0


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What a sync did. `withdrawn` counts articles whose last address vanished."""

    plan: Plan
    put: PutReport
    withdrawn: int
    failures: tuple[UnreadableArticle, ...]

    @property
    def anything(self) -> bool:
        """Whether the articles differ from before, so that a new generation is worth building."""
        return self.put.anything or self.withdrawn > 0

    def summary(self) -> str:
        """One line for people, about files first and articles after."""
        plan = self.plan
        files = ((len(plan.new), "new"), (len(plan.changed), "changed"), (len(plan.vanished), "vanished"))
        told = ", ".join(f"{count} {name}" for count, name in files if count) or "nothing changed"
        known = plan.unchanged + len(plan.touched)
        articles = f"; articles: {self.put.summary()}" if plan.new or plan.changed else ""
        gone = f"; {self.withdrawn} withdrawn" if self.withdrawn else ""
        return f"{told} ({known} files as before){articles}{gone}"


def sync_folder(
    folder: Path, store: ArticleStore, progress: Callable[[str, int, int], None] | None = None
) -> SyncReport:
    """Make the store hold the folder's articles as they are now, reading only files that are new or changed.

    A file of which some article cannot be read withdraws nothing and is read again the next time. Killed at any
    moment it leaves whole articles, and the next sync does the rest. `progress` gets ("read", files done, files).
    """
    plan = make_plan(folder, store)
    waiting = [*plan.new, *plan.changed]
    failures: list[UnreadableArticle] = []
    puts: list[PutReport] = []
    withdrawn = 0
    for start in range(0, len(waiting), BATCH):
        batch = waiting[start : start + BATCH]
        read = {state.path: list(read_path(Path(state.path))) for state in batch}
        puts.append(store.put(item for items in read.values() for item in items if isinstance(item, Article)))
        withdrawn += _note(store, plan.folder, batch, read)
        failures += [item for items in read.values() for item in items if isinstance(item, UnreadableArticle)]
        if progress:
            progress("read", min(start + BATCH, len(waiting)), len(waiting))
    withdrawn += sum(_forget(store, path) for path in plan.vanished)
    with store.database.transaction() as connection:
        _write_states(connection, plan.folder, plan.touched)
    return SyncReport(plan, _together(puts), withdrawn, tuple(failures))


def make_plan(folder: Path, store: ArticleStore) -> Plan:
    """What a sync of `folder` would do. Raises `TanyaError` when the folder, or everything in it, is gone."""
    if not folder.is_dir():
        raise TanyaError(f"{folder} is not a folder.", "Name the folder to sync; nothing was removed.")
    root = folder.resolve().as_posix()
    known = _known(store, root)
    new: list[FileState] = []
    changed: list[FileState] = []
    touched: list[FileState] = []
    seen, unchanged = set(), 0
    for path in files_in(Path(root)):
        name = path.as_posix()
        seen.add(name)
        old = known.get(name)
        state = _look(path, old)
        if state is None or state == old:
            unchanged += 1
        elif old is None:
            new.append(state)
        else:
            (touched if state.content_hash == old.content_hash else changed).append(state)
    vanished = tuple(sorted(known.keys() - seen))
    if not seen and len(vanished) > MOST_VANISHED:
        raise TanyaError(
            f"{folder} is empty, though it held {len(vanished)} files.",
            "If its disk is away, bring it back; to withdraw the articles type: tanya remove ARTICLE_ID …",
        )
    return Plan(root, tuple(new), tuple(changed), tuple(touched), vanished, unchanged)


def watch(folder: Path, stop: threading.Event | None = None) -> Iterator[None]:
    """Yield once at the start, then whenever files of `folder` have changed and been quiet for a moment."""
    from watchfiles import watch as changes

    yield None
    for _ in changes(folder, debounce=DEBOUNCE_MS, stop_event=stop, recursive=True):
        yield None


def _known(store: ArticleStore, folder: str) -> dict[str, FileState]:
    with store.database.transaction() as connection:
        rows = connection.rows("SELECT * FROM synced_files WHERE folder = :folder", folder=folder)
    return {
        str(row["path"]): FileState(
            str(row["path"]), int(row["mtime_ns"]), int(row["size"]), str(row["content_hash"]), bool(row["racy"])
        )
        for row in rows
    }


def _look(path: Path, old: FileState | None) -> FileState | None:
    """The file's state now, which is `old` when nothing shows a change; None for one that cannot be looked at."""
    try:
        found = path.stat()
        if old and not old.racy and (old.mtime_ns, old.size) == (found.st_mtime_ns, found.st_size):
            return old
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        # Unreadable for now: reading it will say why if it is new; if it is known, its articles stay.
        return None if old else FileState(path.as_posix(), 0, 0, "", True)
    racy = time.time() - found.st_mtime < RACE_S
    return FileState(path.as_posix(), found.st_mtime_ns, found.st_size, digest, racy)


def _note(store: ArticleStore, folder: str, batch: Sequence[FileState], read: Mapping[str, list[Read]]) -> int:
    """Note files that were read, and withdraw what they hold no longer; the number of withdrawn articles."""
    with store.database.transaction() as connection:
        old = {state.path: _locations(connection, state.path) for state in batch}
    now = {path: {item.location for item in items if isinstance(item, Article)} for path, items in read.items()}
    # A file that held articles and of which one cannot be read now keeps them, and is read again the next time.
    done = [
        state for state in batch if not old[state.path] or all(isinstance(item, Article) for item in read[state.path])
    ]
    gone = [location for state in done for location in sorted(old[state.path] - now[state.path])]
    withdrawn = sum(store.remove_location(location) for location in gone)
    with store.database.transaction() as connection:
        for state in done:
            connection.run("DELETE FROM synced_locations WHERE path = :path", path=state.path)
        connection.run_many(
            "INSERT INTO synced_locations (path, location) VALUES (:path, :location)",
            [{"path": state.path, "location": place} for state in done for place in sorted(now[state.path])],
        )
        _write_states(connection, folder, done)
    return withdrawn


def _forget(store: ArticleStore, path: str) -> int:
    with store.database.transaction() as connection:
        locations = _locations(connection, path)
    withdrawn = sum(store.remove_location(location) for location in sorted(locations))
    with store.database.transaction() as connection:
        connection.run("DELETE FROM synced_locations WHERE path = :path", path=path)
        connection.run("DELETE FROM synced_files WHERE path = :path", path=path)
    return withdrawn


def _locations(connection: Connection, path: str) -> set[str]:
    rows = connection.rows("SELECT location FROM synced_locations WHERE path = :path", path=path)
    return {str(row["location"]) for row in rows}


def _write_states(connection: Connection, folder: str, states: Sequence[FileState]) -> None:
    connection.run_many(_NOTE, [asdict(state) | {"folder": folder, "racy": int(state.racy)} for state in states])


def _together(puts: Sequence[PutReport]) -> PutReport:
    return PutReport(
        added=tuple(one for put in puts for one in put.added),
        changed=tuple(one for put in puts for one in put.changed),
        unchanged=tuple(one for put in puts for one in put.unchanged),
        duplicates=tuple(one for put in puts for one in put.duplicates),
    )
