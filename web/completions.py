"""The part of OpenAI's chat API that existing chat clients need. Knows nothing of how an answer is made.

Follows the Chat Completions reference: messages in, a completion or chunks out, citations as `url_citation` annotations
whose indices are those of the mark in the content.
"""

from __future__ import annotations

import json
import re
import secrets
import time
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, pairwise
from typing import Any, Literal
from urllib.parse import quote as url_quote

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from corpus.errors import BadQuestion
from qa.types import Answer, Citation, Turn
from web.asking import Asked, ask, stream
from web.errors import ModelNotFound
from web.events import EVENT_STREAM
from web.failures import failure_of
from web.logs import LOGGER
from web.schemas import A_WORD, failures
from web.service import Service, service_of
from web.visitors import Visitor

COMPOSER_OF_MODEL = {"tanya": None, "tanya-extractive": "extractive", "tanya-llm": "llm"}
# What the schema says of the messages: one of them is the user's and says something.
A_QUESTION: dict[str, Any] = {
    "type": "object",
    "properties": {"role": {"const": "user"}, "content": {"type": "string", "pattern": A_WORD}},
    "required": ["role", "content"],
}
router = APIRouter(prefix="/v1", tags=["OpenAI-compatible"])


COMPLETIONS: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "A completion, or with `stream` its chunks as events.",
        "content": {EVENT_STREAM: {}},
    }
}


class Part(BaseModel):
    """One part of a message; only text is read."""

    model_config = ConfigDict(extra="ignore")

    type: str
    text: str = ""


class Message(BaseModel):
    """One message of the conversation."""

    model_config = ConfigDict(extra="ignore")

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: str | list[Part] | None = None

    @property
    def text(self) -> str:
        """The message's words."""
        if isinstance(self.content, list):
            return "\n".join(part.text for part in self.content if part.type == "text")
        return self.content or ""


class CompletionRequest(BaseModel):
    """A conversation whose last user message is the question; settings of other models are ignored."""

    model_config = ConfigDict(
        extra="ignore",
        json_schema_extra={
            "examples": [{"model": "tanya", "messages": [{"role": "user", "content": "Kapan pilkada 2024?"}]}]
        },
    )

    model: str = "tanya"
    messages: list[Message] = Field(min_length=1, max_length=200, json_schema_extra={"contains": A_QUESTION})
    stream: bool = False


@router.get("/models", responses=failures(), summary="The models to choose from")
def models(request: Request) -> dict[str, Any]:
    """One per composer; the one with a language model only where that is set up."""
    service = service_of(request)
    service.visitor(request)
    return {
        "object": "list",
        "data": [{"id": name, "object": "model", "created": 0, "owned_by": "tanya"} for name in _offered(service)],
    }


@router.post("/chat/completions", responses=COMPLETIONS | failures(400, 404, 422, 429, 503), summary="Ask as a chat")
def complete(request: Request, body: CompletionRequest) -> Response:
    """Answer the last user message; earlier ones make it a follow-up. The whole Answer is under `tanya`."""
    service = service_of(request)
    visitor = service.visitor(request)
    asked = _asked(service, body)
    base = str(request.base_url).rstrip("/")
    if body.stream:
        return _streamed(service, visitor, asked, body.model, base)
    answer = ask(service, visitor, asked)
    message = {
        "role": "assistant", "content": answer.text, "refusal": None, "annotations": url_citations(answer, base),
    }  # fmt: skip
    choice = {"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}
    head = _head(answer.id, body.model, "chat.completion")
    return JSONResponse({**head, "choices": [choice], "usage": None, "tanya": answer.to_json()})


def _offered(service: Service) -> list[str]:
    return [name for name in COMPOSER_OF_MODEL if name != "tanya-llm" or service.settings.llm_base_url]


def _asked(service: Service, body: CompletionRequest) -> Asked:
    """The last thing that the user says is the question; what a client adds after it has no say."""
    offered = _offered(service)
    if body.model not in offered:
        raise ModelNotFound(f"There is no model {body.model[:80]!r}.", f"Use one of: {', '.join(offered)}.")
    spoken = (at for at, said in enumerate(body.messages) if said.role == "user" and re.search(r"\w", said.text))
    at = max(spoken, default=None)
    if at is None:
        raise BadQuestion("No message is the user's.", "End the messages with the question.")
    return Asked(
        body.messages[at].text, composer=COMPOSER_OF_MODEL[body.model], history=_turns(body.messages[:at])
    )  # fmt: skip


def _turns(messages: Sequence[Message]) -> tuple[Turn, ...]:
    """Each user message with the assistant's reply that follows it."""
    turns = []
    for message, reply in pairwise(messages):
        if message.role == "user" and reply.role == "assistant":
            turns.append(Turn(message.text, message.text, reply.text))
    return tuple(turns)


def _streamed(service: Service, visitor: Visitor, asked: Asked, model: str, base: str) -> Response:
    events = stream(service, visitor, asked)
    # Asked for here, so that a failure to answer at all still gets its own status.
    first = next(events)
    return StreamingResponse(_chunks(chain((first,), events), model, base), media_type=EVENT_STREAM)


def _chunks(events: Iterable[tuple[str, object]], model: str, base: str) -> Iterator[str]:
    head = _head(secrets.token_hex(8), model, "chat.completion.chunk")
    yield _chunk(head, {"role": "assistant", "content": ""})
    try:
        for _, value in events:
            if isinstance(value, str):
                yield _chunk(head, {"content": value})
            elif isinstance(value, Answer):
                yield _chunk(head, {"annotations": url_citations(value, base)}, "stop")
    except Exception as error:
        LOGGER.error("stream failed", exc_info=error)
        yield f"data: {json.dumps(failure_of(error).to_json())}\n\n"
    yield "data: [DONE]\n\n"


def _head(name: str, model: str, kind: str) -> dict[str, Any]:
    return {"id": f"chatcmpl-{name}", "object": kind, "created": int(time.time()), "model": model}


def _chunk(head: dict[str, Any], delta: dict[str, Any], finish_reason: str | None = None) -> str:
    choice = {"index": 0, "delta": delta, "finish_reason": finish_reason, "logprobs": None}
    return f"data: {json.dumps({**head, 'choices': [choice]}, ensure_ascii=False)}\n\n"


def url_citations(answer: Answer, base: str) -> list[dict[str, Any]]:
    """One annotation for each mark in the text, leading to the article with the very sentence marked."""
    by_number = {citation.number: citation for citation in answer.citations}
    return [
        _annotation(by_number[int(found.group(1))], found.span(), base)
        for found in re.finditer(r"\[(\d+)\]", answer.text)
        if int(found.group(1)) in by_number
    ]


def _annotation(citation: Citation, place: tuple[int, int], base: str) -> dict[str, Any]:
    address = f"{base}/articles/{url_quote(citation.article_id)}?quote={citation.start}-{citation.end}#quote"
    cited = {"start_index": place[0], "end_index": place[1], "title": citation.title, "url": address}
    return {"type": "url_citation", "url_citation": cited}
