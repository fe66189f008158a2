"""The load generator against a server whose every reply is known."""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from eval.load import Load, LoadRefused, run_load, send


class Server(ThreadingHTTPServer):
    """Answers, sheds or breaks as the question says, and remembers what it was asked and how many at once."""

    request_queue_size = 64

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: Counter[str] = Counter()
        self.open = 0
        self.most_open = 0
        self.lock = threading.Lock()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Server

    def setup(self) -> None:
        super().setup()
        with self.server.lock:
            self.server.open += 1
            self.server.most_open = max(self.server.most_open, self.server.open)

    def finish(self) -> None:
        with self.server.lock:
            self.server.open -= 1
        super().finish()

    def do_POST(self) -> None:
        question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["question"]
        with self.server.lock:
            self.server.asked[question] += 1
        self.send_response({"busy": 503, "broken": 500}.get(question, 200))
        if question == "busy":
            self.send_header("Retry-After", "1")
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        return


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as serving:
        thread = threading.Thread(target=serving.serve_forever)
        thread.start()
        yield serving
        serving.shutdown()
        thread.join()


def test_every_question_is_sent_and_every_reply_counted(server: Server) -> None:
    got = run_load(Load(server.url, ("kapan?", "busy", "broken"), requests=31, at_once=4))
    assert server.asked == {"kapan?": 11, "busy": 10, "broken": 10}
    assert (got["requests"], got["answered"], got["shed"], got["failed"]) == (31, 11, 10, 10)
    assert got["shed_with_retry_after"] == 10
    assert 0 < got["p50_ms"] <= got["p95_ms"] <= got["p99_ms"]
    assert server.most_open <= 4


def test_a_dead_server_is_told_as_failures() -> None:
    got = send(Load("http://127.0.0.1:9", ("kapan?",), requests=3, at_once=2, timeout_s=1))
    assert (got["answered"], got["failed"], got["p50_ms"]) == (0, 3, None)


@pytest.mark.parametrize(
    ("url", "questions", "requests", "at_once"),
    [
        ("http://example.org", ("q",), 1, 1),
        ("http://192.0.2.7:8000", ("q",), 1, 1),
        ("http://127.0.0.1:8000", (), 1, 1),
        ("http://127.0.0.1:8000", ("q",), 10_000_000, 1),
        ("http://127.0.0.1:8000", ("q",), 1, 1000),
    ],
)
def test_unbounded_and_outward_loads_are_refused(
    url: str, questions: tuple[str, ...], requests: int, at_once: int
) -> None:
    with pytest.raises(LoadRefused):
        Load(url, questions, requests, at_once)
