"""How much one client, and all of them together, may ask: a token bucket each, and a bounded waiting room."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from web.errors import Overloaded, TooManyRequests

MAX_CLIENTS = 10_000


class RateLimit:
    """At most `per_minute` requests a minute from each client, in bursts of up to `burst`; 0 switches it off."""

    def __init__(self, per_minute: int, burst: int | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate = per_minute / 60
        self._burst = float(burst or max(1, per_minute // 4))
        self._clock = clock
        self._lock = threading.Lock()
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def spend(self, client: str, cost: float = 1.0) -> None:
        """Take `cost` tokens from the client's bucket; raises `TooManyRequests` when they are not there."""
        if self._rate <= 0:
            return
        with self._lock:
            now = self._clock()
            tokens, last = self._buckets.pop(client, (self._burst, now))
            tokens = min(self._burst, tokens + (now - last) * self._rate)
            # A cost above the burst could never be paid: it is let through from a full bucket, which then owes.
            enough = tokens >= min(cost, self._burst)
            self._buckets[client] = (tokens - cost if enough else tokens, now)
            while len(self._buckets) > MAX_CLIENTS:
                self._buckets.popitem(last=False)
        if not enough:
            wait_s = max(1, int((min(cost, self._burst) - tokens) / self._rate + 1))
            raise TooManyRequests("Too many questions in a short time.", f"Wait {wait_s} seconds, then go on.", wait_s)


class WaitingRoom:
    """Lets `seats` questions be answered at once and `queue` more wait up to `patience_s`; the rest are turned away."""

    def __init__(self, seats: int, queue: int = 32, patience_s: float = 10.0) -> None:
        self._seats = threading.BoundedSemaphore(seats)
        self._places = threading.BoundedSemaphore(seats + queue)
        self._patience_s = patience_s

    @contextmanager
    def seat(self) -> Iterator[None]:
        """Hold one seat for the block; raises `Overloaded` when there is none in time."""
        if not self._places.acquire(blocking=False):
            raise _overloaded()
        try:
            if not self._seats.acquire(timeout=self._patience_s):
                raise _overloaded()
            try:
                yield
            finally:
                self._seats.release()
        finally:
            self._places.release()


def _overloaded() -> Overloaded:
    return Overloaded("Too many questions are being answered just now.", "Try again in a few seconds.")
