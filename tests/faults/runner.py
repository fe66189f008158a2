"""A warm process that runs `tanya` commands in forks of itself and kills them when told.

Starting Python and loading libraries takes seconds, and a kill during those tests nothing; here that is done once, and
every fork begins where a command begins its own work. Knows nothing of what the commands should do.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import resource
import signal
import sys
import tempfile
import threading
import time
import traceback
from pathlib import Path
from typing import Any

import corpus.database
import index.encoder
import tanya
from tests.faults.encoder import open_hashing

TICK_S = 0.001


def main() -> None:
    """Answer each line of standard input, a list of jobs that run at the same time, with a line of their outcomes."""
    _warm_up()
    print("ready", flush=True)
    for line in sys.stdin:
        with tempfile.TemporaryDirectory() as folder:
            running = [_Running(job, Path(folder) / str(number)) for number, job in enumerate(json.loads(line))]
            while len([child for child in running if child.over()]) < len(running):
                time.sleep(TICK_S)
            print(json.dumps([child.outcome() for child in running]), flush=True)


class _Running:
    """One command in a fork: `{"argv", "kill_after_s", "file_limit", "busy_s"}`, all but the first optional."""

    def __init__(self, job: dict[str, Any], output: Path) -> None:
        self._files = output.with_suffix(".out"), output.with_suffix(".err")
        self._kill_after_s: float | None = job.get("kill_after_s")
        self._status: int | None = None
        self._started = time.monotonic()
        self._pid = os.fork()
        if self._pid == 0:
            _run(job, *self._files)

    def over(self) -> bool:
        if self._status is None:
            if self._kill_after_s is not None and time.monotonic() >= self._started + self._kill_after_s:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(self._pid, signal.SIGKILL)
            pid, status = os.waitpid(self._pid, os.WNOHANG)
            if pid:
                self._status, self._seconds = status, time.monotonic() - self._started
        return self._status is not None

    def outcome(self) -> dict[str, Any]:
        out, err = (file.read_text(encoding="utf-8") if file.exists() else "" for file in self._files)
        code = os.waitstatus_to_exitcode(self._status or 0)
        return {"code": code, "out": out, "err": err, "seconds": self._seconds}


def _run(job: dict[str, Any], out: Path, err: Path) -> None:
    code = 70
    try:
        for file, stream in ((out, sys.stdout), (err, sys.stderr)):
            os.dup2(os.open(file, os.O_WRONLY | os.O_CREAT, 0o600), stream.fileno())
            stream.reconfigure(line_buffering=True)  # type: ignore[union-attr]
        if job.get("file_limit") is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (job["file_limit"], job["file_limit"]))
        if job.get("busy_s") is not None:
            corpus.database.BUSY_TIMEOUT_S = job["busy_s"]
        code = tanya.main(job["argv"])
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        os._exit(code)


def _warm_up() -> None:
    """Do what a command does, once: after it every import is done and every table is in memory."""
    index.encoder.open_encoder = open_hashing
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()):
        article = Path(folder) / "contoh.md"
        article.write_text("Rapat pleno digelar di Jakarta pada 1 Maret 2024.", encoding="utf-8")
        assert tanya.main(["add", str(article), "--home", folder]) == 0
    assert threading.active_count() == 1, "forks of a process with threads may hang"


if __name__ == "__main__":
    main()
