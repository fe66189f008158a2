"""Two hosts, three workers: processes with homes of their own that share a real PostgreSQL and one Milvus server."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.faults.commands import write_articles
from tests.postgres import running_postgres

ROOT = Path(__file__).parents[2]
WAIT_S = 180.0
QUESTION = "Berapa kotak suara di gudang logistik KPU Kabupaten Sikka?"


@dataclass(frozen=True, slots=True)
class Host:
    """One host's home, environment and server."""

    home: Path
    environment: dict[str, str]
    url: str

    def run(self, *argv: str) -> str:
        command = [sys.executable, "-m", "tanya", *argv, "--home", str(self.home)]
        done = subprocess.run(command, env=self.environment, cwd=ROOT, capture_output=True, text=True, timeout=WAIT_S)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def ask(self, question: str, **more: Any) -> dict[str, Any]:
        response = httpx.post(f"{self.url}/ask", json={"question": question, **more}, timeout=60, cookies=COOKIE)
        assert response.status_code == 200, response.text
        answer: dict[str, Any] = response.json()
        return answer

    def generation(self) -> str:
        current = self.home / "index" / "CURRENT"
        return current.read_text().strip() if current.exists() else ""


COOKIE = {"tanya_session": "a" * 43}


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def _until(met: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + WAIT_S
    while not met():
        assert time.monotonic() < deadline, what
        time.sleep(0.2)


def _listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


@contextmanager
def _running(command: list[str], environment: dict[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("wb") as file, subprocess.Popen(command, env=environment, cwd=ROOT, stderr=file, stdout=file) as one:
        try:
            yield one
        finally:
            one.terminate()
            one.wait(60)


@contextmanager
def _milvus(place: Path) -> Iterator[str]:
    """Where milvus-lite is installed its server on a port; else FAISS in each home."""
    if not (find_spec("pymilvus") and find_spec("milvus_lite")):
        yield "faiss"
        return
    port = _free_port()
    command = [sys.executable, "-m", "milvus_lite", "server", "--data-dir", str(place), "--host", "127.0.0.1"]
    with _running([*command, "--port", str(port)], dict(os.environ), place.with_suffix(".log")):
        _until(lambda: _listens(port), "milvus-lite did not come up")
        yield f"milvus:http://127.0.0.1:{port}"


@contextmanager
def _host(place: Path, database: str, index: str, workers: int) -> Iterator[Host]:
    port = _free_port()
    environment = os.environ | {"TANYA_DATABASE_URL": database, "TANYA_INDEX": index, "TANYA_THREADS": "1"}
    command = [sys.executable, "-m", "tanya", "serve", "--home", str(place), "--port", str(port)]
    with _running([*command, "--workers", str(workers)], environment, place.with_suffix(".log")):
        yield Host(place, environment, f"http://127.0.0.1:{port}")


def _ready(host: Host) -> bool:
    try:
        return httpx.get(f"{host.url}/readyz", timeout=5).status_code == 200
    except httpx.HTTPError:
        return False


def _same(answer: dict[str, Any]) -> dict[str, Any]:
    return {name: answer[name] for name in ("text", "short_answer", "citations", "generation", "confidence")}


@pytest.mark.slow
def test_two_hosts_share_articles_answers_and_conversations(tmp_path: Path) -> None:
    with (
        running_postgres() as database,
        _milvus(tmp_path / "milvus") as index,
        _host(tmp_path / "a", database, index, workers=2) as a,
        _host(tmp_path / "b", database, index, workers=1) as b,
    ):
        assert "2 added" in a.run("add", str(write_articles(tmp_path / "files", ["gudang", "debat"])))
        _until(lambda: _ready(a) and _ready(b), "the hosts did not become ready")
        assert b.generation() == a.generation() != ""
        first = a.ask(QUESTION, conversation_id="satu")
        assert "4.120" in first["short_answer"]
        assert _same(b.ask(QUESTION, conversation_id="dua")) == _same(first)
        history = httpx.get(f"{b.url}/history", timeout=30, cookies=COOKIE).text
        assert history.count(QUESTION) >= 2
        assert first["id"] in a.run("logs", "--json") and first["id"] in b.run("logs", "--json")
        assert "1 added" in b.run("add", str(write_articles(tmp_path / "more", ["kirab"])))
        _until(lambda: a.generation() == b.generation(), "the first host did not follow the second")
        question = "Kirab maskot pemilihan melewati jembatan apa?"
        # Each worker turns to it by itself, and any of them may take a question: all of some in a row have turned.
        _until(
            lambda: all(a.ask(question)["generation"] == a.generation() for _ in range(8)),
            "a worker goes on serving the old generation",
        )
        answers = [host.ask(question) for host in (a, a, a, a, b)]
        assert {answer["citations"][0]["article_id"] for answer in answers} == {"kirab"}
        assert len({answer["text"] for answer in answers}) == 1
