"""A real PostgreSQL server on a socket of its own, for as long as a test runs."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
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


@contextmanager
def running_postgres() -> Iterator[str]:
    """The SQLAlchemy URL of an empty database; skips where PostgreSQL is not installed (fails with CI=true)."""
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
        start = [*run, control, "-D", str(data), "-w", "-l", str(folder / "log"), "-o", options, "start"]
        subprocess.run([*run, prepare, "-D", str(data), "-A", "trust", "-U", "tanya"], check=True, capture_output=True)
        subprocess.run(start, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            yield f"postgresql+psycopg://tanya@/postgres?host={folder}"
        finally:
            stop = [*run, control, "-D", str(data), "-m", "immediate", "-w", "stop"]
            subprocess.run(stop, check=True, capture_output=True)
