"""A real PostgreSQL server on a socket of its own, for as long as a test runs."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest


def _program(name: str) -> str | None:
    installed = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return str(installed[-1]) if installed else shutil.which(name)


def _as_server_user(folder: Path) -> list[str]:
    """PostgreSQL refuses to run as root; then the user that its package made runs it."""
    if os.geteuid() != 0:
        return []
    shutil.chown(folder, "postgres")
    return ["runuser", "-u", "postgres", "--"]


@dataclass(frozen=True, slots=True)
class Postgres:
    """A server that a test may stop and start again; `url` is SQLAlchemy's, of an empty database."""

    url: str
    _start: tuple[str, ...]
    _stop: tuple[str, ...]

    def start(self) -> None:
        subprocess.run(self._start, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def stop(self) -> None:
        """At once, as if the machine had failed."""
        subprocess.run(self._stop, check=True, capture_output=True)


@contextmanager
def running_postgres() -> Iterator[str]:
    """The URL of an empty database; skips where PostgreSQL is not installed (fails with CI=true)."""
    with postgres() as server:
        yield server.url


@contextmanager
def postgres() -> Iterator[Postgres]:
    """A running server; skips where PostgreSQL is not installed (fails with CI=true)."""
    control, prepare = _program("pg_ctl"), _program("initdb")
    if control is None or prepare is None:
        reason = "PostgreSQL is not installed (Debian: apt-get install postgresql)"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    with tempfile.TemporaryDirectory(prefix="tanya-pg-", dir="/tmp") as name:
        folder = Path(name)
        run = _as_server_user(folder)
        data = folder / "data"
        options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off"
        subprocess.run([*run, prepare, "-D", str(data), "-A", "trust", "-U", "tanya"], check=True, capture_output=True)
        server = Postgres(
            f"postgresql+psycopg://tanya@/postgres?host={folder}",
            (*run, control, "-D", str(data), "-w", "-l", str(folder / "log"), "-o", options, "start"),
            (*run, control, "-D", str(data), "-m", "immediate", "-w", "stop"),
        )
        server.start()
        try:
            yield server
        finally:
            server.stop()
