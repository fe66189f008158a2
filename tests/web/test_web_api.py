"""The endpoints that programs hold on to: answers, events, errors, limits."""

from __future__ import annotations

import json
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from corpus.errors import ComposerUnavailable, DatabaseUnavailable, NoIndex, TanyaError
from corpus.settings import Settings
from index.types import Filters
from tests.web.fakes import ARTICLES, FakeEngine
from web import errors as web_errors
from web.app import create_app
from web.failures import STATUS_OF_CODE

QUESTION = "Kapan pemungutan suara pilpres?"
TEXT_OF = {article.id: article.text for article in ARTICLES}


def events_of(text: str) -> list[tuple[str, Any]]:
    blocks = [block.split("\n") for block in text.strip().split("\n\n")]
    return [(block[0].removeprefix("event: "), json.loads(block[1].removeprefix("data: "))) for block in blocks]


def error_of(response: Any) -> dict[str, str]:
    body = response.json()
    assert set(body) == {"error"}
    assert set(body["error"]) == {"code", "message", "hint"}
    assert all(isinstance(value, str) for value in body["error"].values())
    return dict(body["error"])


def test_ask_returns_the_whole_answer_with_exact_quotations(client: TestClient) -> None:
    answer = client.post("/ask", json={"question": QUESTION}).json()
    assert answer["short_answer"] == "14 Februari 2024"
    assert answer["as_of"] == "2022-01-31"
    assert [item["value"] for item in answer["superseded"]] == ["28 Februari 2024"]
    for citation in [*answer["citations"], *(item["citation"] for item in answer["superseded"])]:
        assert TEXT_OF[citation["article_id"]][citation["start"] : citation["end"]] == citation["quote"]


def test_get_ask_is_the_same_for_a_quick_look(client: TestClient) -> None:
    posted = client.post("/ask", json={"question": QUESTION}).json()
    got = client.get("/ask", params={"q": QUESTION}, headers={"cache-control": "no-cache"}).json()
    assert {**got, "id": None} == {**posted, "id": None}


def test_events_come_in_order_and_end_with_the_same_answer(client: TestClient) -> None:
    response = client.post("/ask", json={"question": QUESTION}, headers={"accept": "text/event-stream"})
    assert response.headers["content-type"].startswith("text/event-stream")
    events = events_of(response.text)
    names = [name for name, _ in events]
    assert names == ["passages", *["delta"] * (len(names) - 2), "answer"]
    answer = events[-1][1]
    assert "".join(data["text"] for name, data in events if name == "delta") == answer["text"]
    assert events[0][1] == answer["passages"]


def test_filters_and_language_reach_the_engine(client: TestClient, engine: FakeEngine) -> None:
    body = {"question": QUESTION, "office": "KPU Kota Salatiga", "published_before": "2021-12", "language": "en"}
    answer = client.post("/ask", json=body).json()
    assert answer["short_answer"] == "28 Februari 2024"
    assert engine.asked[-1][2:] == (Filters(None, "2021-12", "KPU Kota Salatiga"), "en")


def test_a_conversation_is_remembered_for_its_follow_ups(client: TestClient, engine: FakeEngine) -> None:
    client.post("/ask", json={"question": QUESTION, "conversation_id": "c-1"})
    answer = client.post("/ask", json={"question": "Siapa bilang?", "conversation_id": "c-1"}).json()
    assert [turn.question for turn in engine.asked[-1][1]] == [QUESTION]
    assert answer["conversation_id"] == "c-1"
    client.post("/ask", json={"question": "Siapa bilang?", "conversation_id": "c-2"})
    assert engine.asked[-1][1] == ()


def test_a_batch_keeps_its_order_and_each_failure_its_place(client: TestClient) -> None:
    questions = [{"question": QUESTION}, {"question": "   "}, {"question": "Berapa jumlah TPS Cilacap?"}]
    answers = client.post("/ask/batch", json={"questions": questions}).json()["answers"]
    assert answers[0]["question"] == QUESTION
    assert answers[1]["error"]["code"] == "bad_question"
    assert [item["value"] for item in answers[2]["conflicts"]] == ["3.900 TPS", "3.912 TPS"]


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "code"),
    [
        ("GET", "/nowhere", None, 404, "not_found"),
        ("GET", "/v1/nowhere", None, 404, "not_found"),
        ("DELETE", "/ask", None, 405, "method_not_allowed"),
        ("POST", "/ask", {}, 422, "invalid_request"),
        ("POST", "/ask", {"question": "x" * 2001}, 422, "invalid_request"),
        ("POST", "/ask", {"question": " \n "}, 422, "bad_question"),
        ("POST", "/ask", {"question": "a", "unknown": 1}, 422, "invalid_request"),
        ("POST", "/ask", {"question": "a", "published_after": "kemarin"}, 422, "invalid_request"),
        ("POST", "/ask", {"question": "a", "published_after": "2024-13"}, 422, "invalid_request"),
        ("POST", "/ask", {"question": "a" * 300_000}, 413, "body_too_large"),
        ("POST", "/feedback", {"answer_id": "a", "rating": "sideways"}, 422, "invalid_request"),
        ("GET", "/articles/none", None, 404, "article_not_found"),
        ("GET", "/answers/none", None, 404, "answer_not_found"),
        ("GET", "/conversations/none", None, 404, "conversation_not_found"),
    ],
)
def test_every_failure_has_the_one_shape(
    client: TestClient, method: str, path: str, body: Any, status: int, code: str
) -> None:
    response = client.request(method, path, json=body)
    assert (response.status_code, error_of(response)["code"]) == (status, code)


def test_a_body_without_a_length_is_limited_too(client: TestClient) -> None:
    response = client.post(
        "/ask", content=(b" " * 65_536 for _ in range(8)), headers={"content-type": "application/json"}
    )
    assert (response.status_code, error_of(response)["code"]) == (413, "body_too_large")


def test_unforeseen_failures_say_nothing_of_the_inside(client: TestClient, engine: FakeEngine) -> None:
    engine.failure = RuntimeError("password=hunter2")
    response = client.post("/ask", json={"question": QUESTION})
    assert (response.status_code, error_of(response)["code"]) == (500, "internal_error")
    assert "hunter2" not in response.text
    assert response.headers["content-security-policy"]


def test_a_failing_stream_gets_its_status_before_the_first_event(client: TestClient, engine: FakeEngine) -> None:
    engine.failure = ComposerUnavailable("The endpoint is dead.", "Start it.")
    response = client.post("/ask", json={"question": QUESTION}, headers={"accept": "text/event-stream"})
    assert (response.status_code, error_of(response)["code"]) == (503, "composer_unavailable")


@pytest.mark.parametrize("kind", [NoIndex, DatabaseUnavailable, ComposerUnavailable])
def test_what_cannot_be_served_now_is_503(client: TestClient, engine: FakeEngine, kind: type[TanyaError]) -> None:
    engine.failure = kind("It is not there.", "Build it.")
    response = client.get("/ask", params={"q": QUESTION})
    assert response.status_code == 503
    assert error_of(response) == {"code": kind.code, "message": "It is not there.", "hint": "Build it."}


def test_every_error_class_has_a_status() -> None:
    classes = [*TanyaError.__subclasses__()]
    assert web_errors.Overloaded in classes
    missing = {cls.code for cls in classes if cls.__module__ in ("corpus.errors", "web.errors")} - set(STATUS_OF_CODE)
    assert missing == set()


def test_feedback_is_kept_once_per_person(client: TestClient, app: FastAPI) -> None:
    answer = client.post("/ask", json={"question": QUESTION}).json()
    for rating in ("up", "down"):
        assert client.post("/feedback", json={"answer_id": answer["id"], "rating": rating}).status_code == 201
    ratings = app.state.service.feedback.recent()
    assert [(rating.answer_id, rating.rating) for rating in ratings] == [(answer["id"], "down")]


def test_feedback_on_what_was_never_answered_is_not_kept(client: TestClient, app: FastAPI) -> None:
    response = client.post("/feedback", json={"answer_id": "a-1", "rating": "up"})
    assert (response.status_code, error_of(response)["code"]) == (404, "answer_not_found")
    assert client.post("/rate", data={"answer_id": "a-1", "rating": "up"}).status_code == 404
    assert app.state.service.feedback.recent() == []


def test_a_composer_that_is_not_set_up_is_the_requests_mistake(client: TestClient) -> None:
    response = client.post("/ask", json={"question": QUESTION, "composer": "llm"})
    assert (response.status_code, error_of(response)["code"]) == (404, "composer_not_offered")


def test_health_and_readiness_differ(client: TestClient, settings: Settings) -> None:
    assert client.get("/readyz").json() == {"status": "ready", "generation": "g-1"}
    # Without its lifespan, the other app never loads anything: it is up, but not ready.
    bare = TestClient(create_app(settings), base_url="http://127.0.0.1")
    assert bare.get("/healthz").status_code == 200
    response = bare.get("/readyz")
    assert (response.status_code, error_of(response)["code"]) == (503, "not_ready")


def test_metrics_count_questions_and_stages(client: TestClient) -> None:
    client.post("/ask", json={"question": QUESTION})
    client.post("/ask", json={"question": "zzz qqq"})
    text = client.get("/metrics").text
    assert 'tanya_questions_total{language="id",outcome="answered"} 1.0' in text
    assert 'tanya_questions_total{language="id",outcome="no_evidence"} 1.0' in text
    assert 'tanya_stage_seconds_count{stage="search"} 2.0' in text
    assert "tanya_ready 1.0" in text


def test_article_json_carries_the_quoted_text(client: TestClient) -> None:
    body = client.get("/articles/ri-hari-pemungutan?quote=0-3").json()
    assert body["text"] == TEXT_OF["ri-hari-pemungutan"]
    assert body["quote"] == {"start": 0, "end": 3, "text": "KPU"}


def test_openapi_describes_what_ask_returns(client: TestClient) -> None:
    schema = client.get("/openapi.json").json()
    answer = client.post("/ask", json={"question": QUESTION}).json()
    described = schema["components"]["schemas"]["AnswerBody"]["properties"]
    assert set(described) <= set(answer)
    assert schema["components"]["schemas"]["AskRequest"]["examples"]
    assert {"/ask", "/ask/batch", "/feedback", "/healthz", "/readyz", "/metrics"} <= set(schema["paths"])
