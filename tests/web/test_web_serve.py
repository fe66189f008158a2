"""The server as a process: several workers, JSON logs, and a stop that lets a running answer finish."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import httpx
import pytest
import uvicorn

from corpus.settings import Settings
from tests.web.fakes import FakeEngine
from web.app import create_app

ROOT = Path(__file__).parents[2]
QUESTION = "Kapan pemungutan suara pilpres?"


def wait_until_up(url: str, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            if httpx.get(f"{url}/healthz", timeout=2).status_code == 200:
                return
        except httpx.HTTPError:
            time.sleep(0.1)
    raise AssertionError("the server did not come up")


@pytest.mark.slow
def test_two_workers_serve_log_json_and_stop_when_told(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    script = (
        "from pathlib import Path; from corpus.settings import Settings; from web.serve import serve;"
        f"serve(Settings.model_validate({{'home': Path({str(tmp_path)!r})}}), port={port}, workers=2)"
    )
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [sys.executable, "-c", script], cwd=tmp_path, env=environment, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            wait_until_up(f"http://127.0.0.1:{port}")
            unready = httpx.get(f"http://127.0.0.1:{port}/readyz", headers={"x-request-id": "uji-1"})
            assert unready.status_code == 503
        finally:
            process.send_signal(signal.SIGTERM)
            _, logged = process.communicate(timeout=60)
    lines = [json.loads(line) for line in logged.splitlines() if line.startswith("{")]
    assert any(line["message"] == "starting" for line in lines)
    assert [line["status"] for line in lines if line["request_id"] == "uji-1"] == [503]


def test_stopping_lets_a_running_answer_finish(settings: Settings) -> None:
    engine = FakeEngine(pause_s=0.7)
    config = uvicorn.Config(create_app(settings, engine), host="127.0.0.1", port=0, log_level="error", ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    url = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    headers = {"accept": "text/event-stream"}
    names = []
    with httpx.stream("POST", f"{url}/ask", json={"question": QUESTION}, headers=headers, timeout=20) as response:
        for line in response.iter_lines():
            if line.startswith("event: "):
                names.append(line.removeprefix("event: "))
                server.should_exit = True
    thread.join(20)
    assert names[0] == "passages"
    assert names[-1] == "answer"


def test_many_at_once_are_answered_or_told_to_wait(settings: Settings) -> None:
    engine = FakeEngine(ask_s=0.05)
    app = create_app(settings, engine)
    config = uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error", ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    url = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    outcomes: list[tuple[int, str | None]] = []

    def ask() -> None:
        response = httpx.get(f"{url}/ask", params={"q": QUESTION}, headers={"cache-control": "no-cache"}, timeout=60)
        outcomes.append((response.status_code, response.headers.get("retry-after")))

    threads = [threading.Thread(target=ask) for _ in range(120)]
    for one in threads:
        one.start()
    # The process stays answerable to its supervisor all the while.
    assert httpx.get(f"{url}/healthz", timeout=20).status_code == 200
    for one in threads:
        one.join(120)
    assert {status for status, _ in outcomes} <= {200, 429, 503}
    assert all(wait for status, wait in outcomes if status != 200)
    assert sum(status == 200 for status, _ in outcomes) >= 2
    assert httpx.get(f"{url}/ask", params={"q": QUESTION}, timeout=20).status_code in (200, 429)
    server.should_exit = True
    thread.join(20)
