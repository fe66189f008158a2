"""Ten times the load that the server can bear: it answers what it can, sheds the rest politely, and recovers."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
import uvicorn

from corpus.settings import Settings
from eval.load import Load, send
from index.types import Filters
from qa.types import Answer, Turn
from tests.web.fakes import FakeEngine
from web.app import create_app

ANSWER_S = 0.05
SECONDS_OF_LOAD = 1.5
START_S = 30.0


class SlowEngine(FakeEngine):
    """Takes its time over each answer."""

    def ask(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        filters: Filters | None = None,
        language: str | None = None,
    ) -> Answer:
        time.sleep(ANSWER_S)
        return super().ask(question, history=history, filters=filters, language=language)


@pytest.fixture
def address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.chdir(tmp_path)
    app = create_app(Settings.model_validate({"home": tmp_path / "home"}), SlowEngine())
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", timeout_graceful_shutdown=5))
    thread = threading.Thread(target=server.run)
    thread.start()
    deadline = time.monotonic() + START_S
    while not server.started and thread.is_alive() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert server.started
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()


def test_ten_times_the_load_is_shed_and_the_server_recovers(address: str) -> None:
    one = send(Load(address, ("Kapan pemungutan suara 2024?",), requests=20, at_once=2))
    assert one["answered"] == 20
    many = send(
        Load(address, ("Kapan pemungutan suara 2024?",), requests=int(10 * SECONDS_OF_LOAD / ANSWER_S), at_once=200)
    )
    assert many["failed"] == 0
    assert many["answered"] > 0
    assert many["shed"] > 0
    assert many["shed_with_retry_after"] == many["shed"]
    assert _recovered(address, within_s=10)


def _recovered(address: str, within_s: float) -> bool:
    """Whether single questions are answered again; a client that was just refused may be told to wait a little."""
    deadline = time.monotonic() + within_s
    while time.monotonic() < deadline:
        if send(Load(address, ("Berapa TPS di Cilacap?",), requests=1, at_once=1))["answered"] == 1:
            return True
        time.sleep(0.2)
    return False
