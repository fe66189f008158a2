"""The pages a person sees: the chat, an answer's own address with its proof. Knows nothing of answering."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from typing import Annotated, Any, Literal
from urllib.parse import quote as url_quote

from fastapi import APIRouter, Depends, Form
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from corpus.errors import ArticleNotFound, TanyaError
from qa.types import Answer, Passage
from web.asking import Asked, ask, give_rating, stream
from web.engines import find_article
from web.errors import ConversationNotFound
from web.events import EVENT_STREAM, event, live
from web.failures import failure_of
from web.holdings import Holdings, holdings
from web.messages import LANGUAGES
from web.rendering import LANGUAGE_COOKIE, THEME_COOKIE, THEMES, fragment, in_words, language_of, page
from web.schemas import ID_PATTERN
from web.service import Service, service_of
from web.signing import own_form, safe_path
from web.view import AnswerView, Proof, Source, view_answer, view_proof, view_withdrawn
from web.visitors import Visitor

router = APIRouter(include_in_schema=False, dependencies=[Depends(own_form)])
YEAR_S = 365 * 24 * 3600


@router.get("/")
def home(request: Request, q: str = "") -> Response:
    """The empty page, or with `q` the answer to it: the address asks again whenever it is opened."""
    service = service_of(request)
    visitor = service.visitor(request, begin=True)
    if not q.strip():
        return _chat_page(request, service, visitor, (), None, None)
    try:
        answer = ask(service, visitor, Asked(q))
    except TanyaError as error:
        return _failed_page(request, service, visitor, q, error)
    return _chat_page(request, service, visitor, (answer.to_json(),), None, None)


@router.get("/answers/{answer_id}")
def kept_answer(request: Request, answer_id: str, source: int | None = None) -> Response:
    """One kept answer, with the conversation around it for the person who had it."""
    service = service_of(request)
    visitor = service.visitor(request, begin=True)
    kept = service.conversations.find_answer(answer_id, visitor.owner)
    if kept is None:
        return _chat_page(request, service, visitor, (service.answers.get(answer_id),), None, source)
    if kept.owner != visitor.owner:
        return _chat_page(request, service, visitor, (kept.answer,), None, source)
    turns = service.conversations.turns(visitor.owner, kept.conversation_id)
    return _chat_page(request, service, visitor, turns, kept.conversation_id, source, answer_id)


@router.get("/conversations/{conversation_id}")
def open_conversation(request: Request, conversation_id: str) -> Response:
    """A conversation, at its last answer."""
    service = service_of(request)
    turns = service.conversations.turns(service.visitor(request).owner, conversation_id)
    if not turns:
        raise ConversationNotFound("There is no such conversation of yours.", "Choose one from the history.")
    return RedirectResponse(f"/answers/{url_quote(turns[-1]['id'])}", 303)


@router.post("/chat")
def chat(
    request: Request,
    q: Annotated[str, Form()] = "",
    conversation: Annotated[str, Form(pattern=ID_PATTERN)] = "",
) -> Response:
    """A question from the page: its answer as events for the page's script, or a redirect to the answer's address."""
    service = service_of(request)
    visitor = service.visitor(request, begin=True)
    conversation = conversation or secrets.token_urlsafe(12)
    asked = Asked(q, conversation_id=conversation)
    if EVENT_STREAM in request.headers.get("accept", ""):
        return live(
            _events(request, service, visitor, asked), lambda error: in_words(failure_of(error), language_of(request))
        )
    try:
        answer = ask(service, visitor, asked)
    except TanyaError as error:
        return _failed_page(request, service, visitor, q, error)
    return RedirectResponse(f"/answers/{url_quote(answer.id)}", 303)


def _events(request: Request, service: Service, visitor: Visitor, asked: Asked) -> Iterator[str]:
    for name, value in stream(service, visitor, asked):
        if isinstance(value, Answer):
            yield event("answer", _answer_event(request, service, asked, value))
        elif name == "passages":
            passages = _passages(value)
            yield event("passages", {"html": fragment(request, "_reading.html", {"passages": passages})})
        else:
            yield event(name, {"text": value})


def _answer_event(request: Request, service: Service, asked: Asked, answer: Answer) -> dict[str, Any]:
    view = view_answer(answer.to_json())
    context = {"answer": view, "active": None, "rated": None}
    return {
        "id": answer.id,
        "url": f"/answers/{url_quote(answer.id)}",
        "conversation": asked.conversation_id,
        "html": fragment(request, "_turn.html", context),
        "say": view.headline or answer.text,
    }


def _passages(value: object) -> list[Passage]:
    found = [item for item in value if isinstance(item, Passage)] if isinstance(value, list | tuple) else []
    return list({passage.article_id: passage for passage in reversed(found)}.values())[::-1]


@router.post("/preferences")
def preferences(
    language: Annotated[str, Form()] = "", theme: Annotated[str, Form()] = "", back: Annotated[str, Form()] = "/"
) -> Response:
    """Remember the language or the theme, and go back."""
    response = RedirectResponse(safe_path(back), 303)
    for cookie, value, allowed in ((LANGUAGE_COOKIE, language, LANGUAGES), (THEME_COOKIE, theme, THEMES)):
        if value in allowed:
            response.set_cookie(cookie, value, max_age=YEAR_S, samesite="lax", httponly=True)
    return response


def _chat_page(
    request: Request,
    service: Service,
    visitor: Visitor,
    turns: Any,
    conversation_id: str | None,
    source: int | None,
    answer_id: str | None = None,
) -> Response:
    views = [view_answer(turn) for turn in turns]
    active = next((view for view in views if view.id == answer_id), views[-1] if views else None)
    proof = _proof_of(service, active, source)
    context = {
        "answer": active,
        "answers": views,
        "question": "",
        "failure": None,
        "proof": proof,
        "proof_asked": source is not None,
        "active": proof.source.number if proof and proof.source else None,
        "conversation": conversation_id,
        "rated": service.feedback.of(active.id, visitor.owner) if active else None,
        "holdings": None if views else _holdings(request, service),
        "loading": _loading(service),
        "conversations": service.conversations.recent(visitor.owner, 20),
    }
    return page(request, "chat.html", context)


def _failed_page(request: Request, service: Service, visitor: Visitor, question: str, error: TanyaError) -> Response:
    failure = in_words(failure_of(error), language_of(request))
    context = {
        "answer": None, "answers": (), "question": question, "failure": failure, "proof": None, "proof_asked": False,
        "active": None, "rated": None, "holdings": _holdings(request, service),
        "loading": _loading(service),
        "conversations": service.conversations.recent(visitor.owner, 20),
    }  # fmt: skip
    response = page(request, "chat.html", context, failure.status)
    response.headers.update(failure.headers)
    return response


def _loading(service: Service) -> bool:
    """Whether there is an index that is not open yet, or cannot be."""
    return not service.engines.ready and (service.settings.place.index / "CURRENT").exists()


def _holdings(request: Request, service: Service) -> Holdings | None:
    try:
        return holdings(service.engines.get())
    except TanyaError:
        return None


def _proof_of(service: Service, answer: AnswerView | None, number: int | None) -> Proof | None:
    """The proof beside an answer: the source asked for, else the first."""
    if answer is None or not answer.sources:
        return None
    source: Source = next((item for item in answer.sources if item.number == number), answer.sources[0])
    try:
        found = find_article(service.engines.get(), source.article_id)
    except (ArticleNotFound, TanyaError):
        return view_withdrawn(source)
    return view_proof(found, (source.start, source.end), source)


@router.post("/rate")
def rate(
    request: Request,
    answer_id: Annotated[str, Form(max_length=80)],
    rating: Annotated[Literal["up", "down"], Form()],
    comment: Annotated[str, Form(max_length=2_000)] = "",
) -> Response:
    """An opinion from a page without the script."""
    service = service_of(request)
    give_rating(service, service.visitor(request, begin=True), answer_id, rating, comment)
    return RedirectResponse(f"/answers/{url_quote(answer_id)}", 303)
