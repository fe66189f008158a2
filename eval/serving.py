"""A server of one's own for measuring, and how it bears load. Knows processes and ports; nothing of what is served."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from typing import Any

from corpus.progress import Progress
from corpus.settings import Settings
from eval.bench import bench_questions
from eval.homes import bundled_articles, temporary_home
from eval.load import Load, run_load
from eval.processes import BenchFailed

STEPS = (1, 4, 16)
REQUESTS = 200
START_TIMEOUT_S = 120.0


def run_load_bench(
    settings: Settings, *, steps: Sequence[int] = STEPS, requests: int = REQUESTS, progress: Progress | None = None
) -> list[dict[str, Any]]:
    """Figures of a server over the bundled articles at each number of requests at once. Raises `BenchFailed`."""
    questions = tuple(bench_questions())
    told = []
    with temporary_home(bundled_articles(), settings, progress) as home, serving(str(home.path)) as url:
        for at_once in steps:
            told.append({"at_once": at_once, **run_load(Load(url, questions, requests, at_once))})
            if progress:
                progress("load", len(told), len(steps))
    return told


@contextmanager
def serving(home: str) -> Iterator[str]:
    """The address of a server over a home, ready to answer; stopped afterwards. Raises `BenchFailed`."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "tanya", "serve", "--home", home, "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_until_ready(port, process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(30)


def _wait_until_ready(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < deadline and process.poll() is None:
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/readyz")
            if connection.getresponse().status == 200:
                return
        except (OSError, HTTPException):
            pass
        finally:
            connection.close()
        time.sleep(0.2)
    raise BenchFailed(f"The server on port {port} did not become ready.", "Try: tanya serve")
