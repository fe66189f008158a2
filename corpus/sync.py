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
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from corpus.article import Article
from corpus.errors import TanyaError, UnreadableArticle
from corpus.identity import file_of
from corpus.readers.files import Read, closed_folder, files_in, read_path
from corpus.store import ArticleStore, PutReport
from corpus.synced import FileState, forget_file, holding, known_files, locations_of, write_states

RACE_S = 2.0
BATCH = 100  # files read before they are stored and noted
DEBOUNCE_MS = 1600
LOOK_MS = 500  # how long a look at a watched folder waits for a change


@dataclass(frozen=True, slots=True)
class Plan:
    """What a sync would do, in the order of the paths. `touched` files only look changed.

    `closed` tells of folders that cannot be listed; no file in them has vanished.
    """

    folder: str
    new: tuple[FileState, ...] = ()
    changed: tuple[FileState, ...] = ()
    touched: tuple[FileState, ...] = ()
    vanished: tuple[str, ...] = ()
    unchanged: int = 0
    closed: tuple[UnreadableArticle, ...] = ()


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

    A file that held articles and cannot be read now withdraws none and is read again the next time; a row or member
    of one that cannot be read keeps its article. Killed at any moment it leaves whole articles, and the next sync does
    the rest. `progress` gets ("read", files done, files).
    """
    plan = make_plan(folder, store)
    waiting = [*plan.new, *plan.changed]
    leaving = locations_of(store, plan.vanished)
    failures: list[UnreadableArticle] = [*plan.closed]
    puts: list[PutReport] = []
    withdrawn = 0
    for start in range(0, len(waiting), BATCH):
        batch = waiting[start : start + BATCH]
        read = {state.path: list(read_path(Path(state.path))) for state in batch}
        found = (item for items in read.values() for item in items if isinstance(item, Article))
        puts.append(store.put(found, leaving))
        withdrawn += _note(store, plan.folder, batch, read)
        failures += [item for items in read.values() for item in items if isinstance(item, UnreadableArticle)]
        if progress:
            progress("read", min(start + BATCH, len(waiting)), len(waiting))
    withdrawn += sum(forget_file(store, path) for path in plan.vanished)
    with store.database.transaction() as connection:
        write_states(connection, plan.folder, plan.touched)
    return SyncReport(plan, _together(puts), withdrawn, tuple(failures))


def make_plan(folder: Path, store: ArticleStore) -> Plan:
    """What a sync of `folder` would do.

    Raises `TanyaError` when the folder cannot be listed, or is empty though files of it still have articles: it is then
    more likely away, as a disk is, than emptied.
    """
    if not folder.is_dir():
        raise _no_folder(folder)
    root = folder.resolve().as_posix()
    known = known_files(store, root)
    new: list[FileState] = []
    changed: list[FileState] = []
    touched: list[FileState] = []
    seen, unchanged = set(), 0
    closed: list[OSError] = []
    for path in files_in(Path(root), closed.append):
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
    hidden = {str(error.filename or root) for error in closed}
    told = tuple(closed_folder(error, Path(root)) for error in closed)
    if root in hidden:
        raise TanyaError(told[0].message, told[0].hint)
    vanished = tuple(
        name for name in sorted(known.keys() - seen) if hidden.isdisjoint(map(str, PurePosixPath(name).parents))
    )
    if vanished and not seen and (files := holding(store, vanished)):
        raise TanyaError(
            f"{folder} is empty, though it held {files} {'file' if files == 1 else 'files'}.",
            "If its disk is away, bring it back; to withdraw the articles type: tanya remove ARTICLE_ID …",
        )
    return Plan(root, tuple(new), tuple(changed), tuple(touched), vanished, unchanged, told)


def _no_folder(folder: Path) -> TanyaError:
    return TanyaError(f"{folder} is not a folder.", "Name the folder to sync; nothing was removed.")


def watch(folder: Path, stop: threading.Event | None = None) -> Iterator[None]:
    """Yield once at the start, then whenever files of `folder` have changed and been quiet for a moment.

    What changes while the caller is busy with a round brings another one. Raises `TanyaError` when there is no folder.
    """
    from watchfiles import watch as changes

    if not folder.is_dir():
        raise _no_folder(folder)
    looks = changes(
        folder,
        debounce=DEBOUNCE_MS,
        stop_event=stop,
        rust_timeout=LOOK_MS,
        yield_on_timeout=True,
        ignore_permission_denied=True,  # a folder that cannot be listed is told by every round
    )
    # The first round waits for the first look, even one that finds nothing: from then on no change goes unseen.
    for number, found in enumerate(looks):
        if found or number == 0:
            yield None


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
    done, withdrawn = [], 0
    kept: list[dict[str, str]] = []
    for state in batch:
        old, file = locations_of(store, [state.path]), Path(state.path).resolve().as_posix()
        now = {item.location for item in read[state.path] if isinstance(item, Article)}
        failed = {item.location or file for item in read[state.path] if isinstance(item, UnreadableArticle)}
        gone = sorted(place for place in old - now if failed.isdisjoint(_around(place)))
        withdrawn += sum(map(store.remove_location, gone))
        # Also what a file that failed once held: it is withdrawn when the file itself vanishes.
        kept += [{"path": state.path, "location": place} for place in sorted(old.union(now).difference(gone))]
        if not (old and file in failed):
            done.append(state)
    with store.database.transaction() as connection:
        for state in batch:
            connection.run("DELETE FROM synced_locations WHERE path = :path", path=state.path)
        connection.run_many("INSERT INTO synced_locations (path, location) VALUES (:path, :location)", kept)
        write_states(connection, folder, done)
    return withdrawn


def _around(location: str) -> set[str]:
    """A location and everything that it lies in: a row's file, a member's archive."""
    file = file_of(location)
    return {location, file, *map(str, PurePosixPath(file).parents)}


def _together(puts: Sequence[PutReport]) -> PutReport:
    return PutReport(
        added=tuple(one for put in puts for one in put.added),
        changed=tuple(one for put in puts for one in put.changed),
        unchanged=tuple(one for put in puts for one in put.unchanged),
        duplicates=tuple(one for put in puts for one in put.duplicates),
    )
