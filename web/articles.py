"""An article at its address: a page, the panel's part of one, or JSON. Knows nothing of answers."""

from __future__ import annotations

import re

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from corpus.article import Article
from web.engines import find_article
from web.rendering import page, wants_page
from web.schemas import ArticleBody, QuoteBody, failures
from web.service import service_of
from web.view import view_proof

router = APIRouter()
SPAN = r"^[0-9]{1,9}-[0-9]{1,9}$"


@router.get(
    "/articles/{article_id:path}",
    responses={200: {"model": ArticleBody, "content": {"text/html": {}}}, **failures(404, 422, 503)},
    summary="Read an article",
)
def article(
    request: Request,
    article_id: str,
    quote: str = Query("", description="A stretch of the text, as START-END.", examples=["120-180"]),
    part: bool = Query(False, description="As HTML, only the panel's part of the page."),
) -> Response:
    """An article with its whole text, the stretch `quote` marked: JSON, or a page where `Accept` names text/html."""
    service = service_of(request)
    service.visitor(request)
    found = find_article(service.engines.get(), article_id)
    span = _span(quote)
    if not part and not wants_page(request):
        return JSONResponse(_as_json(found, span).model_dump(exclude_unset=True))
    context = {"proof": view_proof(found, span), "article": found}
    return page(request, "_proof.html" if part else "article.html", context)


def _as_json(found: Article, span: tuple[int, int] | None) -> ArticleBody:
    names = ("id", "source", "title", "text", "published", "office", "language", "author", "category", "event_date")
    body = ArticleBody(**{name: getattr(found, name) for name in names})
    if span is not None and span[0] < span[1] <= len(found.text):
        body.quote = QuoteBody(start=span[0], end=span[1], text=found.text[span[0] : span[1]])
    return body


def _span(quote: str) -> tuple[int, int] | None:
    if not re.fullmatch(SPAN, quote):
        return None
    start, end = quote.split("-")
    return int(start), int(end)
