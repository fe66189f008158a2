"""The pages of a person's own history: search, rename, delete, take away. Knows nothing of answering."""

from __future__ import annotations

import json
import re
from typing import Annotated, Any, Literal
from urllib.parse import quote as url_quote

from fastapi import APIRouter, Depends, Form
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from web.conversations import AnswerJson, Conversation
from web.messages import show_date, translator
from web.rendering import language_of, page
from web.service import service_of
from web.signing import own_form
from web.view import plain, web_link

router = APIRouter(include_in_schema=False, dependencies=[Depends(own_form)])
LISTED = 200


@router.get("/history")
def history(request: Request, find: str = "") -> Response:
    """Every conversation of this person, or those that hold the words sought."""
    service = service_of(request)
    visitor = service.visitor(request, begin=True)
    found = service.conversations.recent(visitor.owner, LISTED, find.strip()[:200])
    return page(request, "history.html", {"found": found, "find": find.strip()})


@router.post("/conversations/{conversation_id}/rename")
def rename(request: Request, conversation_id: str, title: Annotated[str, Form(max_length=200)]) -> Response:
    """Give it another title."""
    service = service_of(request)
    service.conversations.rename(service.visitor(request).owner, conversation_id, title)
    return RedirectResponse("/history", 303)


@router.post("/conversations/{conversation_id}/delete")
def delete(request: Request, conversation_id: str) -> Response:
    """Remove it for good."""
    service = service_of(request)
    service.conversations.delete(service.visitor(request).owner, conversation_id)
    return RedirectResponse("/history", 303)


@router.get("/conversations/{conversation_id}/export")
def export(request: Request, conversation_id: str, format: Literal["md", "json"] = "md") -> Response:  # noqa: A002
    """The conversation as a file: Markdown for people, JSON for programs."""
    service = service_of(request)
    owner = service.visitor(request).owner
    conversation = service.conversations.get(owner, conversation_id)
    turns = service.conversations.turns(owner, conversation_id)
    name = re.sub(r"[^A-Za-z0-9]+", "-", conversation.title).strip("-").lower()[:60] or "tanya"
    language = language_of(request)
    written = {
        "md": lambda: as_markdown(conversation, turns, language),
        "json": lambda: json.dumps({"title": conversation.title, "answers": turns}, ensure_ascii=False, indent=2),
    }[format]()
    types = {"md": "text/markdown; charset=utf-8", "json": "application/json"}
    headers = {"Content-Disposition": f'attachment; filename="{url_quote(name)}.{format}"'}
    return Response(written, media_type=types[format], headers=headers)


def as_markdown(conversation: Conversation, turns: list[AnswerJson], language: str) -> str:
    """The conversation as Markdown, each quotation under its answer."""
    t = translator(language)
    lines = [f"# {_one_line(conversation.title)}", ""]
    for turn in turns:
        lines += [f"## {_one_line(turn['question'])}", ""]
        if turn["short_answer"]:
            lines += [f"**{_one_line(turn['short_answer'])}**", ""]
        if turn["as_of"]:
            lines += [t("answer.as_of", date=show_date(turn["as_of"], language)), ""]
        lines += [_one_line(turn["text"]), ""]
        lines += [_before(item, language) for item in turn["superseded"]]
        lines += [_citation(item, language) for item in turn["citations"]] + [""]
    return "\n".join(lines).rstrip() + "\n"


def _before(item: dict[str, Any], language: str) -> str:
    t = translator(language)
    when = t("answer.as_of", date=show_date(item["as_of"], language))
    return f"- {t('answer.before')}: ~~{_one_line(item['value'])}~~ ({when}) \\[{item['citation']['number']}\\]"


def _citation(item: dict[str, Any], language: str) -> str:
    who = ", ".join(part for part in (item["title"], item["office"], show_date(item["published"], language)) if part)
    return f"- \\[{item['number']}\\] {_one_line(who)}: “{_one_line(item['quote'])}” {_address(item['source'])}"


def _one_line(text: str) -> str:
    # Written into Markdown: nothing in an article or a question may become structure, or a link that misleads.
    return re.sub(r"([<>`*_#\\\[\]|~])", r"\\\1", " ".join(plain(text).split()))


def _address(source: str) -> str:
    return f"<{source}>" if web_link(source) else _one_line(source)
