"""An OpenAI-compatible endpoint on loopback that answers with recorded exchanges, faults included."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

RECORDINGS = Path(__file__).with_name("recordings")


class FakeLLM(ThreadingHTTPServer):
    """Plays the answers of one recording in order, the last one again and again; keeps every request."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, recording: str) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers: list[dict[str, Any]] = json.loads((RECORDINGS / f"{recording}.json").read_text("utf-8"))[
            "answers"
        ]
        self.requests: list[dict[str, Any]] = []
        self.keys: list[str] = []

    @property
    def url(self) -> str:
        """The base URL for a client."""
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is part of the play."""


class _Handler(BaseHTTPRequestHandler):
    server: FakeLLM

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        answer = self.server.answers[min(len(self.server.requests), len(self.server.answers) - 1)]
        self.server.requests.append(body)
        self.server.keys.append(self.headers.get("authorization", ""))
        time.sleep(answer.get("delay_s", 0))
        self.send_response(answer["status"])
        for name, value in answer["headers"].items():
            self.send_header(name, value)
        self.end_headers()
        with suppress(OSError):
            for chunk in answer["chunks"]:
                self.wfile.write(chunk.encode())
                self.wfile.flush()
                time.sleep(answer.get("pause_s", 0))

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def playing(recording: str) -> Iterator[FakeLLM]:
    """A running endpoint that plays this recording."""
    server = FakeLLM(recording)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
