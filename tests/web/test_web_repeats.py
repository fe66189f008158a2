"""A question asked again: the same answer, made once, under an id of its own; and when it must be made anew."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from corpus.settings import Settings
from tests.web.fakes import ARTICLES, FakeEngine, FakeGeneration
from web.app import create_app
from web.repeats import Asking, Repeats

QUESTION = "Kapan pemungutan suara pilpres?"


def ask(client: TestClient, headers: dict[str, str] | None = None, /, **body: str) -> dict[str, Any]:
    return dict(client.post("/ask", json={"question": QUESTION, **body}, headers=headers).json())


def test_the_same_question_is_answered_once_and_kept_twice(client: TestClient, engine: FakeEngine) -> None:
    first, second = ask(client), ask(client)
    assert len(engine.asked) == 1
    changing: dict[str, Any] = {"id": None, "timings_ms": None}
    assert first | changing == second | changing
    assert first["id"] != second["id"]
    for answer in (first, second):
        assert client.get(f"/answers/{answer['id']}", headers={"accept": "text/html"}).status_code == 200
    assert client.post("/feedback", json={"answer_id": second["id"], "rating": "up"}).status_code == 201


def test_a_repeated_stream_carries_the_same_events(client: TestClient, engine: FakeEngine) -> None:
    ask(client)
    streamed = client.post("/ask", json={"question": QUESTION}, headers={"accept": "text/event-stream"}).text
    assert [line for line in streamed.splitlines() if line.startswith("event")] == [
        "event: passages", "event: delta", "event: answer",
    ]  # fmt: skip
    assert len(engine.asked) == 1


@pytest.mark.parametrize(
    "other",
    [{"language": "en"}, {"office": "KPU RI"}, {"published_before": "2021"}, {"question": "Berapa TPS di Cilacap?"}],
)
def test_whatever_changes_the_answer_asks_again(client: TestClient, engine: FakeEngine, other: dict[str, str]) -> None:
    ask(client)
    ask(client, **other)
    assert len(engine.asked) == 2


def test_a_follow_up_and_a_client_that_wants_it_fresh_ask_again(client: TestClient, engine: FakeEngine) -> None:
    ask(client)
    ask(client, {"cache-control": "no-cache"})
    ask(client, conversation_id="c")
    assert len(engine.asked) == 2
    ask(client, conversation_id="c")
    assert len(engine.asked) == 3


def test_a_new_generation_asks_again(client: TestClient, engine: FakeEngine) -> None:
    ask(client)
    engine.generation = FakeGeneration([a for a in ARTICLES if a.id != "ri-hari-pemungutan"], "g-2")
    assert ask(client)["short_answer"] == "28 Februari 2024"


def test_what_a_language_model_words_is_made_anew(settings: Settings) -> None:
    engine = FakeEngine()
    chosen = settings.model_copy(update={"composer": "llm", "llm_base_url": "http://127.0.0.1:9/v1"})
    client = TestClient(create_app(chosen, engine), base_url="http://127.0.0.1")
    ask(client)
    ask(client)
    assert len(engine.asked) == 2


def test_hits_and_misses_are_counted(client: TestClient) -> None:
    for _ in range(3):
        ask(client)
    text = client.get("/metrics").text
    assert 'tanya_answer_cache_total{outcome="hit"} 2.0' in text
    assert 'tanya_answer_cache_total{outcome="miss"} 1.0' in text


def test_the_one_asked_for_longest_ago_makes_room(app: FastAPI) -> None:
    answer = app.state.service.engines.get().ask(QUESTION)
    repeats = Repeats(kept=2)
    a, b, c = (Asking("g", question, None, None) for question in "abc")
    repeats.keep(a, answer)
    repeats.keep(b, answer)
    assert repeats.find(a) is not None
    repeats.keep(c, answer)
    assert [repeats.find(asking) is not None for asking in (a, b, c)] == [True, False, True]
