"""Fetch pages politely, and never from where an outsider must not look. Knows nothing of what a page says.

Every name is resolved once, every address it resolves to is checked, and the connection goes to a checked address, so
that neither a redirect nor a name that changes its address between check and use can reach a private host (SSRF,
OWASP A10:2021). Robots rules follow RFC 9309, conditional requests RFC 9110.
"""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import SplitResult, urljoin, urlsplit

import urllib3
from protego import Protego

from corpus.errors import FetchFailed

AGENT = "Tanya/0.1 (article reader)"
MAX_REDIRECTS = 5
RETRIED = frozenset({429, 500, 502, 503, 504})
REDIRECTS = frozenset({301, 302, 303, 307, 308})
Resolve = Callable[[str, int], list[str]]


@dataclass(frozen=True, slots=True)
class Limits:
    """How politely and how much; the defaults suit one small office server."""

    delay_s: float = 1.0
    timeout_s: float = 20.0
    max_bytes: int = 20_000_000
    tries: int = 3
    longest_wait_s: float = 30.0


@dataclass(frozen=True, slots=True)
class Page:
    """One fetched resource; `body` is empty when `unchanged` (the server answered 304)."""

    url: str
    content_type: str
    body: bytes
    etag: str | None = None
    last_modified: str | None = None
    unchanged: bool = False


@dataclass(frozen=True, slots=True)
class _Reply:
    status: int
    headers: urllib3.HTTPHeaderDict
    body: bytes


def resolve(host: str, port: int) -> list[str]:
    """Every address of a host name, in the resolver's order."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:  # the latter for a name that no name server could be asked for
        reason = getattr(error, "strerror", None) or "not a host's name"
        raise FetchFailed(f"{host} has no address ({reason}).", "Check the spelling and the network.") from error
    return [str(entry[4][0]) for entry in found]


def joined(base: str, link: str) -> str:
    """The address that a link on the page at `base` leads to. Raises `FetchFailed` for one that is none."""
    try:
        return urljoin(base, link)
    except ValueError as error:  # http://[url], as a page writes that forgot to fill in its template
        raise FetchFailed(f"{base} leads to {link[:200]!r}, which is no address.", "Tell the site's owner.") from error


def _parts(url: str) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError as error:
        raise FetchFailed(f"{url} is no address.", "Write it as https://…") from error


def _is_public(address: str) -> bool:
    ip = ipaddress.ip_address(address.split("%")[0])
    # An IPv4 address can hide in an IPv6 one (RFC 4291 2.5.5.2, RFC 3056, RFC 6052): judge the one inside.
    if isinstance(ip, ipaddress.IPv6Address):
        nat64 = ip in ipaddress.ip_network("64:ff9b::/96")
        inner = ip.ipv4_mapped or ip.sixtofour or (ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF) if nat64 else None)
        ip = inner or ip
    return ip.is_global and not ip.is_multicast


class Fetcher:
    """Gets pages one at a time, with a pause between requests to one host.

    `allow_private` lets the operator read from private, loopback and link-local addresses.
    Raises `FetchFailed` for every reason a page cannot be had.
    """

    def __init__(
        self, *, allow_private: bool = False, limits: Limits | None = None, resolver: Resolve = resolve
    ) -> None:
        self._allow_private = allow_private
        self._limits = limits or Limits()
        self._resolve = resolver
        self._robots: dict[str, Protego] = {}
        self._last_request_s: dict[str, float] = {}

    def get(self, url: str, *, etag: str | None = None, last_modified: str | None = None) -> Page:
        """The page behind an address that its site's robots.txt lets us read."""
        if not self.allowed(url):
            raise FetchFailed(f"{url} may not be read: the site's robots.txt forbids it.", "Ask the site's owner.")
        conditions = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        return self._follow(url, {name: value for name, value in conditions.items() if value})

    def allowed(self, url: str) -> bool:
        """Whether the host's robots.txt lets us read this address; a host without one allows everything."""
        parts = _parts(url)
        host = f"{parts.scheme}://{parts.netloc}"
        if host not in self._robots:
            self._robots[host] = Protego.parse(self._robots_text(f"{host}/robots.txt"))
        return bool(self._robots[host].can_fetch(url, AGENT))

    def _robots_text(self, url: str) -> str:
        try:
            return self._follow(url, {}).body.decode("utf-8", errors="replace")
        except FetchFailed as failure:
            # RFC 9309 2.3.1: a site without the file (4xx) allows all; one that cannot tell (5xx, silence) forbids all.
            if 400 <= failure.status < 500:
                return ""
            raise

    def _follow(self, url: str, headers: dict[str, str]) -> Page:
        for _ in range(MAX_REDIRECTS + 1):
            reply = self._try(url, headers)
            if reply.status == 304:
                return Page(url, "", b"", unchanged=True)
            if reply.status in REDIRECTS and "location" in reply.headers:
                url = joined(url, reply.headers["location"])
                continue
            if reply.status != 200:
                raise FetchFailed(f"{url} answered {reply.status}.", "Check the address in a browser.", reply.status)
            return Page(
                url,
                reply.headers.get("content-type", ""),
                reply.body,
                reply.headers.get("etag"),
                reply.headers.get("last-modified"),
            )
        raise FetchFailed(f"{url} was reached by more than {MAX_REDIRECTS} redirects.", "Name the final address.")

    def _try(self, url: str, headers: dict[str, str]) -> _Reply:
        for attempt in range(self._limits.tries):
            last = attempt == self._limits.tries - 1
            try:
                reply = self._request(url, headers)
            except urllib3.exceptions.HTTPError as error:
                if last:
                    raise FetchFailed(
                        f"{url} cannot be reached ({type(error).__name__}).", "Try again later."
                    ) from error
                self._wait(2.0**attempt)
                continue
            if reply.status not in RETRIED or last:
                return reply
            asked = reply.headers.get("retry-after", "")
            self._wait(float(asked) if asked.isdigit() else 2.0**attempt)
        raise AssertionError("a fetch tries at least once")

    def _wait(self, seconds: float) -> None:
        time.sleep(min(seconds * self._limits.delay_s, self._limits.longest_wait_s))

    def _request(self, url: str, headers: dict[str, str]) -> _Reply:
        parts = _parts(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise FetchFailed(f"{url} is not an http or https address.", "Write it as https://…")
        try:
            port = parts.port or (443 if parts.scheme == "https" else 80)
        except ValueError:
            raise FetchFailed(f"{url} names no valid port.", "Check the address.") from None
        address = self._checked_address(parts.hostname, port)
        self._pause(parts.netloc)
        target = parts.path or "/"
        with self._pool(parts.scheme, parts.hostname, address, port) as pool:
            response = pool.request(
                "GET",
                f"{target}?{parts.query}" if parts.query else target,
                headers={
                    "Host": parts.netloc.rpartition("@")[2],
                    "User-Agent": AGENT,
                    "Accept-Encoding": "gzip",
                    **headers,
                },
                redirect=False,
                retries=False,
                preload_content=False,
            )
            body = self._read(response, url)
            return _Reply(response.status, response.headers, body)

    def _pool(self, scheme: str, host: str, address: str, port: int) -> urllib3.HTTPConnectionPool:
        timeout = urllib3.Timeout(self._limits.timeout_s)
        if scheme == "https":
            return urllib3.HTTPSConnectionPool(
                address, port, timeout=timeout, server_hostname=host, assert_hostname=host, cert_reqs="CERT_REQUIRED"
            )
        return urllib3.HTTPConnectionPool(address, port, timeout=timeout)

    def _checked_address(self, host: str, port: int) -> str:
        addresses = self._resolve(host, port)
        if not self._allow_private:
            hidden = [address for address in addresses if not _is_public(address)]
            if hidden:
                raise FetchFailed(
                    f"{host} is at {hidden[0]}, which is not a public address.",
                    "If it is yours to read, set TANYA_ALLOW_PRIVATE_ADDRESSES=true.",
                )
        return addresses[0]

    def _pause(self, host: str) -> None:
        since = time.monotonic() - self._last_request_s.get(host, float("-inf"))
        if since < self._limits.delay_s:
            time.sleep(self._limits.delay_s - since)
        self._last_request_s[host] = time.monotonic()

    def _read(self, response: urllib3.BaseHTTPResponse, url: str) -> bytes:
        body = bytearray()
        # The deadline bounds a server that drips a byte at a time, which the socket's timeout never sees.
        deadline_s = time.monotonic() + 3 * self._limits.timeout_s
        for block in response.stream(1 << 16, decode_content=True):
            body += block
            if len(body) > self._limits.max_bytes:
                raise FetchFailed(
                    f"{url} is larger than {self._limits.max_bytes // 1_000_000} MB.",
                    "Save the part that matters as a file.",
                )
            if time.monotonic() > deadline_s:
                raise FetchFailed(f"{url} arrives too slowly.", "Try again later.")
        return bytes(body)
