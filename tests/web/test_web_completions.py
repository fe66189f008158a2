"""The OpenAI-compatible endpoints, through the official client."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.web.fakes import ARTICLES, FakeEngine

openai = pytest.importorskip("openai")
QUESTION = "Kapan pemungutan suara pilpres?"


@pytest.fixture
def chat(client: TestClient) -> Iterator[Any]:
    # The client needs an absolute address; the test client answers for it without a socket.
    with openai.OpenAI(
        base_url="http://127.0.0.1/v1", api_key="none", http_client=_through(client), max_retries=0
    ) as api:
        yield api


def _through(client: TestClient) -> Any:
    import httpx

    class Through(httpx.BaseTransport):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            answered = client.request(
                request.method, str(request.url), content=request.read(), headers=dict(request.headers)
            )
            headers = {name: value for name, value in answered.headers.items() if name != "content-length"}
            return httpx.Response(answered.status_code, headers=headers, content=answered.content)

    return httpx.Client(transport=Through())


def user(text: str) -> dict[str, str]:
    return {"role": "user", "content": text}


def test_a_completion_carries_its_citations_as_annotations(chat: Any) -> None:
    completion = chat.chat.completions.create(model="tanya", messages=[user(QUESTION)])
    message = completion.choices[0].message
    assert "14 Februari 2024" in message.content
    cited = message.annotations[0].url_citation
    assert message.content[cited.start_index : cited.end_index] == "[1]"
    assert cited.title == "Hari pemungutan suara ditetapkan"
    text = next(article.text for article in ARTICLES if article.id == "ri-hari-pemungutan")
    start, end = cited.url.split("quote=")[1].split("#")[0].split("-")
    assert "14 Februari 2024" in text[int(start) : int(end)]


def test_a_stream_adds_up_to_the_completion(chat: Any) -> None:
    whole = chat.chat.completions.create(model="tanya", messages=[user(QUESTION)]).choices[0].message.content
    chunks = list(chat.chat.completions.create(model="tanya", messages=[user(QUESTION)], stream=True))
    assert "".join(chunk.choices[0].delta.content or "" for chunk in chunks) == whole
    assert chunks[-1].choices[0].finish_reason == "stop"
    assert chunks[-1].choices[0].delta.annotations[0]["url_citation"]["title"] == "Hari pemungutan suara ditetapkan"


def test_earlier_messages_are_the_history(chat: Any, engine: FakeEngine) -> None:
    parts = {"role": "user", "content": [{"type": "text", "text": "Di mana?"}]}
    chat.chat.completions.create(
        model="tanya", messages=[user(QUESTION), {"role": "assistant", "content": "14 Februari 2024 [1]"}, parts]
    )
    question, history, _, _ = engine.asked[-1]
    assert question == "Di mana?"
    assert [(turn.question, turn.text) for turn in history] == [(QUESTION, "14 Februari 2024 [1]")]


@pytest.mark.parametrize("nothing", ["", "  ", "\x8c", "?!", "\u200b"])
def test_a_user_message_without_a_word_is_no_question(chat: Any, engine: FakeEngine, nothing: str) -> None:
    chat.chat.completions.create(model="tanya", messages=[user(QUESTION), user(nothing)])
    assert engine.asked[-1][0] == QUESTION


def test_what_follows_the_last_user_message_has_no_say(chat: Any, engine: FakeEngine) -> None:
    chat.chat.completions.create(model="tanya", messages=[user(QUESTION), {"role": "assistant", "content": "Jadi"}])
    question, history, _, _ = engine.asked[-1]
    assert (question, history) == (QUESTION, ())


def test_models_are_listed_and_others_refused(chat: Any) -> None:
    assert [model.id for model in chat.models.list()] == ["tanya", "tanya-extractive"]
    with pytest.raises(openai.NotFoundError) as caught:
        chat.chat.completions.create(model="gpt-9", messages=[user(QUESTION)])
    assert caught.value.body["code"] == "model_not_found"
    with pytest.raises(openai.NotFoundError):
        chat.chat.completions.create(model="tanya-llm", messages=[user(QUESTION)])
    with pytest.raises(openai.UnprocessableEntityError):
        chat.chat.completions.create(model="tanya", messages=[{"role": "assistant", "content": "a"}])


def test_a_stream_that_breaks_is_an_error_of_the_client(chat: Any, engine: FakeEngine) -> None:
    engine.failing_after_passages = RuntimeError("broken")
    with pytest.raises(openai.APIError, match="Something failed"):
        list(chat.chat.completions.create(model="tanya", messages=[user(QUESTION)], stream=True))
