"""The outermost layer: request ids, headers, limits and the log line of every request. Knows nothing of routes."""

from __future__ import annotations

import re
import secrets
import time
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.errors import BodyTooLarge, CrossSite, WrongHost
from web.failures import Failure, failure_of
from web.logs import LOGGER, log, request_id
from web.rendering import failure_response
from web.service import Service
from web.visitors import SESSION_COOKIE

MAX_BODY = 256 * 1024
MAX_UPLOAD = 64 * 1024 * 1024
UPLOADS = "/admin/articles/upload"
SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
LOOPBACK_NAMES = {"127.0.0.1", "localhost", "[::1]", "::1"}
SESSION_AGE_S = 365 * 24 * 3600
REQUEST_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


class Edge:
    """Wraps the app; whatever fails inside leaves in the one error shape, with the request's id and no traceback."""

    def __init__(self, app: ASGIApp, service: Service) -> None:
        self._app = app
        self._service = service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        given = request.headers.get("x-request-id", "")
        name = given if REQUEST_ID.fullmatch(given) else secrets.token_hex(8)
        token = request_id.set(name)
        request.state.request_id = name
        sent = _Sent(scope, send, name, secure=request.url.scheme == "https")
        try:
            await self._serve(request, receive, sent)
        finally:
            self._finish(request, sent)
            request_id.reset(token)

    async def _serve(self, request: Request, receive: Receive, sent: _Sent) -> None:
        try:
            _check_origin(request, loopback_only=self._service.settings.auth == "off")
            await self._app(request.scope, _bounded(request, receive), sent)
        except Exception as error:
            failure = failure_of(error)
            if failure.status >= 500:
                _log_failure(error, failure)
            if sent.status is None:
                await failure_response(request, failure)(request.scope, receive, sent)

    def _finish(self, request: Request, sent: _Sent) -> None:
        seconds = time.perf_counter() - sent.began
        route = _route(request)
        status = sent.status or 499
        self._service.metrics.request(route, request.method, status, seconds)
        log("request", method=request.method, route=route, status=status, ms=round(seconds * 1000, 1))


class _Sent:
    """Adds the headers that every response carries, and remembers the status."""

    def __init__(self, scope: Scope, send: Send, request_id: str, *, secure: bool) -> None:
        self.began = time.perf_counter()
        self.status: int | None = None
        self._scope, self._send, self._request_id, self._secure = scope, send, request_id, secure

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = MutableHeaders(scope=message)
            for name, value in SECURITY_HEADERS.items():
                headers.setdefault(name, value)
            headers.setdefault("Cache-Control", "no-store")
            headers["X-Request-ID"] = self._request_id
            session = self._scope.get("state", {}).get("new_session")
            if session:
                secure = "; Secure" if self._secure else ""
                headers.append(
                    "Set-Cookie",
                    f"{SESSION_COOKIE}={session}; Max-Age={SESSION_AGE_S}; Path=/; HttpOnly; SameSite=Lax{secure}",
                )
        await self._send(message)


def _route(request: Request) -> str:
    """The route's pattern: a bounded set of names, unlike the paths that people send."""
    pattern = getattr(request.scope.get("route"), "path", None)
    return pattern or ("/static" if request.url.path.startswith("/static/") else "unmatched")


def _check_origin(request: Request, *, loopback_only: bool) -> None:
    host = request.headers.get("host", "")
    # Without accounts the loopback address is the only lock; a page that rebinds its own name to it must not pass.
    if loopback_only and urlsplit(f"//{host}").hostname not in LOOPBACK_NAMES:
        raise WrongHost(
            "Without accounts this server answers only on its own machine.",
            "Open it as http://127.0.0.1 or set TANYA_AUTH.",
        )
    if request.method in SAFE_METHODS:
        return
    origin = request.headers.get("origin")
    site = request.headers.get("sec-fetch-site", "same-origin")
    if site not in ("same-origin", "none") or (origin is not None and urlsplit(origin).netloc != host):
        raise CrossSite("A page of another site sent this request.", "Send it from this site's own pages.")


def _bounded(request: Request, receive: Receive) -> Receive:
    limit = MAX_UPLOAD if request.url.path == UPLOADS else MAX_BODY
    declared = Headers(scope=request.scope).get("content-length", "0")
    if declared.isdigit() and int(declared) > limit:
        raise BodyTooLarge(f"The request is over {limit // 1024:,} KiB.", "Send less at a time.")
    received = 0

    async def counted() -> Message:
        nonlocal received
        message = await receive()
        received += len(message.get("body", b""))
        if received > limit:
            # The framework turns any other exception raised while it reads a body into a 400.
            raise HTTPException(413)
        return message

    return counted


def _log_failure(error: Exception, failure: Failure) -> None:
    unforeseen = failure.code == "internal_error"
    LOGGER.error("failure", exc_info=error if unforeseen else None, extra={"fields": {"code": failure.code}})
