"""What the server counts, in Prometheus' text form. Knows nothing of questions' words."""

from __future__ import annotations

from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)


class Metrics:
    """One process's counters; with several workers each scrape sees the worker that answers it."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "tanya_http_requests_total", "Requests by route, method and status.", ("route", "method", "status"),
            registry=self._registry,
        )  # fmt: skip
        self._request_s = Histogram(
            "tanya_http_request_seconds", "Seconds to answer a request.", ("route",),
            buckets=SECONDS, registry=self._registry,
        )  # fmt: skip
        self._questions = Counter(
            "tanya_questions_total", "Questions by language and outcome.", ("language", "outcome"),
            registry=self._registry,
        )  # fmt: skip
        self._stage_s = Histogram(
            "tanya_stage_seconds", "Seconds spent in each stage of answering.", ("stage",),
            buckets=SECONDS, registry=self._registry,
        )  # fmt: skip
        self._repeats = Counter(
            "tanya_answer_cache_total", "Questions looked for among the latest answers, by outcome.", ("outcome",),
            registry=self._registry,
        )  # fmt: skip
        self._feedback = Counter(
            "tanya_feedback_total", "Ratings of answers.", ("rating",), registry=self._registry
        )  # fmt: skip
        self._ready = Gauge("tanya_ready", "1 while a generation is being served.", registry=self._registry)
        self._generation_age_s = Gauge(
            "tanya_generation_age_seconds", "Seconds since the generation being served was published.",
            registry=self._registry,
        )  # fmt: skip

    def request(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count one finished request."""
        self._requests.labels(route, method, str(status)).inc()
        self._request_s.labels(route).observe(seconds)

    def answer(self, answer: Any) -> None:
        """Count one answer, with the time of each of its stages."""
        language = answer.language if answer.language in ("id", "en") else "other"
        self._questions.labels(language, answer.reason or "refused" if answer.refused else "answered").inc()
        for stage, milliseconds in answer.timings_ms.items():
            self._stage_s.labels(stage).observe(milliseconds / 1000)

    def repeat(self, *, hit: bool) -> None:
        """Count a question that could have been answered from the cache."""
        self._repeats.labels("hit" if hit else "miss").inc()

    def rating(self, rating: str) -> None:
        """Count one rating."""
        self._feedback.labels(rating).inc()

    def render(self, *, ready: bool, generation_age_s: float) -> bytes:
        """The exposition text, with the gauges set now."""
        self._ready.set(int(ready))
        self._generation_age_s.set(generation_age_s)
        return generate_latest(self._registry)
