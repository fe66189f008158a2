"""A language model's server that misbehaves in one chosen way, on a port of its own."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Behaviour = Callable[["Handler"], None]


def piece(text: str, ended: str | None = None) -> bytes:
    """One event of a streamed completion."""
    choice = {"index": 0, "delta": {"content": text}, "finish_reason": ended}
    event = {"id": "x", "object": "chat.completion.chunk", "created": 0, "model": "m", "choices": [choice]}
    return f"data: {json.dumps(event)}\n\n".encode()


def says(text: str) -> Behaviour:
    """A healthy server that streams this text."""
    return lambda handler: handler.stream([piece(text), piece("", "stop"), b"data: [DONE]\n\n"])


def _never_answers(handler: Handler) -> None:
    handler.server.ending.wait(30)


def _trickles(handler: Handler) -> None:
    def pieces() -> Iterator[bytes]:
        while not handler.server.ending.wait(0.05):
            yield piece("a")

    handler.stream(pieces())


def _hangs_up(handler: Handler) -> None:
    handler.connection.shutdown(socket.SHUT_RDWR)


def _refuses(handler: Handler) -> None:
    handler.send_error(500)


MISBEHAVIOURS: dict[str, Behaviour] = {
    "never answers": _never_answers,
    "trickles for ever": _trickles,
    "hangs up": _hangs_up,
    "fails": _refuses,
    "breaks off": lambda handler: handler.stream([piece("Rapat pleno")]),
    "says nothing": says(""),
    "sends a web page": lambda handler: handler.stream([b"<html>502 Bad Gateway</html>\n\n"]),
    "sends noise": lambda handler: handler.stream([bytes(range(256)) * 20]),
    "sends half an event": lambda handler: handler.stream([b'data: {"choices": [{"delta": {"con\n\n']),
    "sends events of another kind": lambda handler: handler.stream([b'data: {"choices": 7}\n\n', b"data: []\n\n"]),
    "never stops writing": lambda handler: handler.stream(piece("pleno " * 100) for _ in range(10_000)),
}


class Server(ThreadingHTTPServer):
    """Serves until the block that opened it ends."""

    daemon_threads = True

    def __init__(self, behaviour: Behaviour) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.behaviour = behaviour
        self.ending = threading.Event()

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that gave up is what these tests are about."""


class Handler(BaseHTTPRequestHandler):
    """Reads the request and does what the server was told to do."""

    server: Server

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.server.behaviour(self)

    def stream(self, events: Iterator[bytes] | list[bytes]) -> None:
        """Send the events as they come."""
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        for event in events:
            self.wfile.write(event)
            self.wfile.flush()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Tests are quiet."""


@contextmanager
def endpoint(behaviour: Behaviour) -> Iterator[str]:
    """The base address of such a server."""
    with Server(behaviour) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/v1"
        finally:
            server.ending.set()
            server.shutdown()
            thread.join()
            time.sleep(0.05)  # the handlers that were waiting see that it has ended


def nobody() -> str:
    """The base address of a port on which nothing listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}/v1"
