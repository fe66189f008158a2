"""A small web site on loopback, for tests that fetch."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class _Resource:
    status: int
    headers: dict[str, str]
    body: bytes
    busy_times: int = 0


class Site:
    """Pages by path; `asked` records every path requested, in order."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self._resources: dict[str, _Resource] = {}
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}{path}"

    def page(
        self, path: str, body: bytes, *, content_type: str = "text/html", etag: str | None = None, busy_times: int = 0
    ) -> None:
        headers = {"Content-Type": content_type} | ({"ETag": etag} if etag else {})
        self._resources[path] = _Resource(200, headers, body, busy_times)

    def redirect(self, path: str, target: str) -> None:
        self._resources[path] = _Resource(302, {"Location": target}, b"")

    @contextmanager
    def running(self) -> Iterator[Site]:
        thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._server.shutdown()
            self._server.server_close()
            thread.join()

    def _answer(self, path: str, if_none_match: str | None) -> _Resource:
        self.asked.append(path)
        resource = self._resources.get(path)
        if resource is None:
            return _Resource(404, {}, b"not here")
        if resource.busy_times > 0:
            resource.busy_times -= 1
            return _Resource(503, {"Retry-After": "1"}, b"")
        if if_none_match and if_none_match == resource.headers.get("ETag"):
            return _Resource(304, {}, b"")
        return resource

    def _handler(site) -> type[BaseHTTPRequestHandler]:  # noqa: N805
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                found = site._answer(self.path, self.headers.get("If-None-Match"))
                self.send_response(found.status)
                for name, value in found.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(found.body)))
                self.end_headers()
                self.wfile.write(found.body)

            def log_message(self, *_arguments: object) -> None:
                """Tests speak for themselves."""

        return Handler
