"""The endpoints that programs hold on to. Knows nothing of pages or of how an answer is made."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import asdict, replace
from typing import Any

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from corpus.errors import TanyaError
from qa.types import Answer
from web.asking import MAX_QUESTION, Asked, ask, give_rating, stream
from web.events import EVENT_STREAM, event, live
from web.failures import failure_of
from web.metrics import CONTENT_TYPE
from web.schemas import (
    A_WORD,
    AnswerBody,
    AskRequest,
    BatchRequest,
    BatchResponse,
    FeedbackRequest,
    FeedbackResponse,
    failures,
)
from web.service import Service, service_of
from web.visitors import Visitor

ASKING = failures(400, 422, 429, 503)
ANSWERS: dict[int | str, dict[str, Any]] = {200: {"model": AnswerBody, "content": {EVENT_STREAM: {}}}}
router = APIRouter()


@router.post("/ask", responses=ANSWERS | ASKING | failures(404), summary="Ask a question")
def post_ask(request: Request, body: AskRequest) -> Response:
    """Answer a question from the articles. With `Accept: text/event-stream` the answer comes as events: `passages`,
    `delta` (several), then `answer` with the whole Answer, or `error`.
    """
    service = service_of(request)
    visitor = service.visitor(request)
    asked = replace(body.asked(), fresh=_wants_fresh(request))
    if EVENT_STREAM in request.headers.get("accept", ""):
        return live(_events(service, visitor, asked))
    return JSONResponse(_answer_json(ask(service, visitor, asked), body.conversation_id))


@router.get("/ask", responses={200: {"model": AnswerBody}, **ASKING}, summary="Ask, for a quick look")
def get_ask(
    request: Request,
    q: str = Query(
        min_length=1, max_length=MAX_QUESTION, examples=["Kapan pilkada 2024?"], json_schema_extra={"pattern": A_WORD}
    ),
) -> Response:
    """The same as POST with only a question."""
    service = service_of(request)
    asked = Asked(q, fresh=_wants_fresh(request))
    return JSONResponse(_answer_json(ask(service, service.visitor(request), asked), None))


@router.post("/ask/batch", responses={200: {"model": BatchResponse}, **ASKING}, summary="Ask several questions")
def post_batch(request: Request, body: BatchRequest) -> Response:
    """Answer up to 50 questions in order; one that fails leaves its error in its place."""
    service = service_of(request)
    visitor = service.visitor(request)
    return JSONResponse({"answers": [_answer_or_error(service, visitor, item) for item in body.questions]})


@router.post("/feedback", responses=failures(400, 404, 422), status_code=201, summary="Rate an answer")
def post_feedback(request: Request, body: FeedbackRequest) -> FeedbackResponse:
    """Keep an opinion; a second one of the same person replaces the first."""
    service = service_of(request)
    give_rating(service, service.visitor(request), body.answer_id, body.rating, body.comment)
    return FeedbackResponse()


@router.get("/healthz", summary="Is the process up?")
async def healthz() -> dict[str, str]:
    """Always 200 while the process answers."""
    return {"status": "up"}


@router.get("/readyz", responses={503: ASKING[503]}, summary="Would a question be answered?")
async def readyz(request: Request) -> dict[str, str]:
    """200 while a generation is loaded, else 503 and why."""
    return {"status": "ready", "generation": service_of(request).engines.get().generation.name}


@router.get("/metrics", response_class=PlainTextResponse, responses=failures(), summary="Prometheus metrics")
def metrics(request: Request) -> Response:
    """Counters and timings of this process."""
    service = service_of(request)
    service.visitor(request, scope="metrics")
    current = service.settings.place.index / "CURRENT"
    age_s = max(0.0, time.time() - current.stat().st_mtime) if current.exists() else 0.0
    body = service.metrics.render(ready=service.engines.ready, generation_age_s=age_s)
    return Response(body, media_type=CONTENT_TYPE)


def _wants_fresh(request: Request) -> bool:
    """Whether the client asks for an answer made now (RFC 9111, section 5.2.1.4)."""
    return "no-cache" in request.headers.get("cache-control", "").lower()


def _answer_json(answer: Answer, conversation_id: str | None) -> dict[str, Any]:
    body = answer.to_json()
    return body | {"conversation_id": conversation_id} if conversation_id else body


def _answer_or_error(service: Service, visitor: Visitor, item: AskRequest) -> dict[str, Any]:
    try:
        return _answer_json(ask(service, visitor, item.asked()), item.conversation_id)
    except TanyaError as error:
        return failure_of(error).to_json()


def _events(service: Service, visitor: Visitor, asked: Asked) -> Iterator[str]:
    for name, value in stream(service, visitor, asked):
        if isinstance(value, Answer):
            yield event("answer", _answer_json(value, asked.conversation_id))
        elif isinstance(value, str):
            yield event(name, {"text": value})
        else:
            yield event(name, _as_json(value))


def _as_json(value: object) -> object:
    items = value if isinstance(value, list | tuple) else ()
    return [asdict(item) for item in items]
