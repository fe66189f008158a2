"""Which generation is served: `CURRENT`, its history, the build lock, what is kept. Knows nothing of contents."""

from __future__ import annotations

import fcntl
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from corpus.errors import BuildFailed, NoIndex
from corpus.home import Home
from index.arrays import sync_folder, write_bytes
from index.manifest import FILE

_CURRENT = "CURRENT"
_HISTORY = "HISTORY"
_LOCK = "build.lock"
_STAGING = "building-"


def current(home: Home) -> str:
    """The name of the generation being served; raises `NoIndex`."""
    try:
        name = (home.index / _CURRENT).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        name = ""
    if not name:
        raise NoIndex(f"There is no index in {home.path}.", "Add articles first: tanya add PATH")
    return name


def history(home: Home) -> list[str]:
    """Generations that were published and are still there, oldest first; the last is the one being served."""
    try:
        names = (home.index / _HISTORY).read_text(encoding="utf-8").split()
    except (OSError, UnicodeDecodeError):
        names = []
    return [name for name in names if (home.index / name / FILE).is_file()]


def publish(home: Home, name: str, keep: int) -> None:
    """Serve a whole generation from now on, and delete all but the newest `keep`."""
    names = [*(known for known in history(home) if known != name), name]
    _point_at(home, names)
    for stale in sorted(path for path in home.index.iterdir() if path.is_dir() and path.name not in names[-keep:]):
        shutil.rmtree(stale, ignore_errors=True)


def serve_kept(home: Home, name: str, wait_s: float = 600.0) -> bool:
    """Serve a generation that is kept in the home; False, and nothing changed, where it is not there whole.

    Raises `BuildFailed` when a build goes on for longer than `wait_s`.
    """
    with build_lock(home, wait_s):
        names = history(home)
        if name not in names:
            return False
        _point_at(home, [*(known for known in names if known != name), name])
        return True


def rollback(home: Home) -> str:
    """Serve the generation before the current one again and return its name.

    Raises `NoIndex` when there is none, `BuildFailed` during a build or where the home cannot be written.
    """
    try:
        with build_lock(home, wait_s=0):
            return _step_back(home)
    except OSError as error:
        raise BuildFailed(
            f"The index in {home.index} cannot be changed: {error.strerror or error}.",
            "What was served is still served. Check the folder and its disk, then: tanya index rollback",
        ) from error


@contextmanager
def build_lock(home: Home, wait_s: float) -> Iterator[None]:
    """Hold the home's build lock; raises `BuildFailed` when another process holds it longer than `wait_s` seconds."""
    home.index.mkdir(parents=True, exist_ok=True)
    with (home.index / _LOCK).open("w") as file:
        deadline = time.monotonic() + wait_s
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError as error:
                if time.monotonic() >= deadline:
                    raise BuildFailed(
                        "Another build is running in this home.", "Wait until it has finished, then try again."
                    ) from error
                time.sleep(0.1)
        yield


@contextmanager
def staging(home: Home) -> Iterator[Path]:
    """A folder to build in, which disappears unless it is renamed away."""
    for left_over in home.index.glob(f"{_STAGING}*"):
        shutil.rmtree(left_over, ignore_errors=True)
    folder = home.index / f"{_STAGING}{os.getpid()}"
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _point_at(home: Home, names: list[str]) -> None:
    for file, content in ((_HISTORY, "\n".join(names) + "\n"), (_CURRENT, names[-1] + "\n")):
        draft = home.index / f".{file}"
        write_bytes(draft, content.encode())
        draft.replace(home.index / file)
    sync_folder(home.index)


def _step_back(home: Home) -> str:
    serving = current(home)
    names = history(home)
    earlier = names[: names.index(serving)] if serving in names else names
    if not earlier:
        raise NoIndex(
            "There is no earlier generation to go back to.",
            "To change what is served, add or remove articles; each publishes a new generation.",
        )
    _point_at(home, earlier)
    return earlier[-1]
