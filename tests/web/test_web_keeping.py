"""History: found again, renamed, taken away, deleted, and nobody else's."""

from __future__ import annotations

import json
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

QUESTION = "Kapan pemungutan suara pilpres?"


@pytest.fixture
def conversation(client: TestClient) -> str:
    shown = client.get(client.post("/chat", data={"q": QUESTION}).headers["location"], headers={"accept": "text/html"})
    return str(shown.context["conversation"])  # type: ignore[attr-defined]


def titles(client: TestClient, find: str = "") -> list[str]:
    response: Any = client.get("/history", params={"find": find}, headers={"accept": "text/html"})
    return [item.title for item in response.context["found"]]


def test_conversations_are_found_by_question_and_by_answer(client: TestClient, conversation: str) -> None:
    client.post("/chat", data={"q": "Berapa TPS Cilacap?"})
    assert titles(client) == ["Berapa TPS Cilacap?", QUESTION]
    assert titles(client, "pilpres") == [QUESTION]
    assert titles(client, "28 februari") == [QUESTION]
    assert titles(client, "%") == []
    assert titles(client, "_") == []


def test_a_conversation_is_renamed_and_deleted_for_good(client: TestClient, conversation: str, app: FastAPI) -> None:
    client.post(f"/conversations/{conversation}/rename", data={"title": "  Hari   coblos "})
    assert titles(client) == ["Hari coblos"]
    assert client.post(f"/conversations/{conversation}/delete").status_code == 303
    assert titles(client) == []
    with app.state.service.database.transaction() as connection:
        assert connection.rows("SELECT * FROM conversation_turns") == []


@pytest.mark.parametrize(("method", "what"), [("POST", "rename"), ("POST", "delete"), ("GET", "export")])
def test_nobody_elses_conversation_can_be_touched(app: FastAPI, conversation: str, method: str, what: str) -> None:
    other = TestClient(app, base_url="http://127.0.0.1", follow_redirects=False)
    response = other.request(
        method, f"/conversations/{conversation}/{what}", data={"title": "x"} if what == "rename" else None
    )
    assert (response.status_code, response.json()["error"]["code"]) == (404, "conversation_not_found")


def test_exports_hold_the_answer_and_its_quotations(client: TestClient, conversation: str) -> None:
    exported = client.get(f"/conversations/{conversation}/export?format=json")
    assert exported.headers["content-disposition"] == 'attachment; filename="kapan-pemungutan-suara-pilpres.json"'
    answers = json.loads(exported.text)["answers"]
    assert [answer["short_answer"] for answer in answers] == ["14 Februari 2024"]
    markdown = client.get(f"/conversations/{conversation}/export").text
    assert "**14 Februari 2024**" in markdown
    assert "~~28 Februari 2024~~" in markdown
    for citation in answers[0]["citations"]:
        assert citation["quote"] in markdown


def test_an_export_escapes_what_would_be_structure(client: TestClient) -> None:
    question = "<script> # serangan siber\n# tentang kalimat"
    shown: Any = client.get(
        client.post("/chat", data={"q": question}).headers["location"], headers={"accept": "text/html"}
    )
    markdown = client.get(f"/conversations/{shown.context['conversation']}/export").text
    assert "<script>" not in markdown.replace("\\<script\\>", "")
    assert "\n# tentang" not in markdown
