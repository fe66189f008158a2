"""A bounded load on a server of one's own: so many questions, so many at a time, from a process of its own.

Knows HTTP as a client, and only on loopback; nothing of how the server answers.
"""

from __future__ import annotations

import http.client
import ipaddress
import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from itertools import cycle, islice
from typing import Any
from urllib.parse import urlsplit

from corpus.errors import TanyaError
from eval.statistics import percentile

MOST_REQUESTS = 100_000
MOST_AT_ONCE = 256
SHED = frozenset({429, 503})


class LoadRefused(TanyaError):
    """A load that is not bounded, or not aimed at this machine."""

    code = "load_refused"


@dataclass(frozen=True, slots=True)
class Reply:
    """One request: its status (0 where the connection failed), its time, and whether it said when to come back."""

    status: int
    ms: float
    retry_after: bool


@dataclass(frozen=True, slots=True)
class Load:
    """What to send: each of `requests` posts the next of `questions` to `url`/ask, `at_once` of them in flight."""

    url: str
    questions: tuple[str, ...]
    requests: int
    at_once: int
    timeout_s: float = 30.0

    def __post_init__(self) -> None:
        if not self.questions or not 1 <= self.requests <= MOST_REQUESTS or not 1 <= self.at_once <= MOST_AT_ONCE:
            raise LoadRefused(
                f"{self.requests} requests, {self.at_once} at once, over {len(self.questions)} questions is no load.",
                f"Send 1–{MOST_REQUESTS} requests, 1–{MOST_AT_ONCE} at once, of at least one question.",
            )
        if not _is_loopback(urlsplit(self.url).hostname or ""):
            raise LoadRefused(f"{self.url} is not on this machine.", "Aim at http://127.0.0.1:PORT.")


def run_load(load: Load) -> dict[str, Any]:
    """Send the load from another process, so that the server's machine time is not the sender's threads; its figures.

    Raises `LoadRefused` with what the sender said if it could not finish.
    """
    sent = subprocess.run(
        [sys.executable, "-m", "eval.load"], input=json.dumps(asdict(load)), capture_output=True, text=True
    )
    if sent.returncode:
        raise LoadRefused(f"The load could not be sent: {sent.stderr.strip().splitlines()[-1]}")
    told: dict[str, Any] = json.loads(sent.stdout)
    return told


def send(load: Load) -> dict[str, Any]:
    """Send the load from this process; replies per second, how many were answered, shed or failed, and latencies."""
    started = time.perf_counter()
    questions = list(islice(cycle(load.questions), load.requests))
    shares = [questions[at :: load.at_once] for at in range(load.at_once)]
    with ThreadPoolExecutor(load.at_once) as pool:
        replies = [reply for worker in pool.map(lambda share: list(_ask_all(load, share)), shares) for reply in worker]
    return _figures(replies, time.perf_counter() - started)


def _figures(replies: Sequence[Reply], elapsed_s: float) -> dict[str, Any]:
    answered = [reply.ms for reply in replies if reply.status == http.HTTPStatus.OK]
    shed = [reply for reply in replies if reply.status in SHED]
    return {
        "requests": len(replies),
        "answered": len(answered),
        "shed": len(shed),
        "shed_with_retry_after": sum(reply.retry_after for reply in shed),
        "failed": len(replies) - len(answered) - len(shed),
        "per_second": round(len(replies) / elapsed_s, 2),
        "p50_ms": percentile(answered, 0.5),
        "p95_ms": percentile(answered, 0.95),
        "p99_ms": percentile(answered, 0.99),
    }


def _ask_all(load: Load, questions: Sequence[str]) -> Iterator[Reply]:
    place = urlsplit(load.url)
    connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=load.timeout_s)
    path = place.path.rstrip("/") + "/ask"
    for question in questions:
        started = time.perf_counter()
        try:
            body = json.dumps({"question": question})
            # Without no-cache, a question sent twice would measure the memory of the server.
            headers = {"Content-Type": "application/json", "Cache-Control": "no-cache"}
            connection.request("POST", path, body, headers)
            response = connection.getresponse()
            response.read()
            status, retry_after = response.status, response.getheader("Retry-After") is not None
        except (OSError, http.client.HTTPException):
            connection.close()
            status, retry_after = 0, False
        yield Reply(status, (time.perf_counter() - started) * 1000, retry_after)
    connection.close()


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


if __name__ == "__main__":
    given = json.load(sys.stdin)
    print(json.dumps(send(Load(**{**given, "questions": tuple(given["questions"])}))))
