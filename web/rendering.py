"""Templates, the language and look of a page, and how a failure is drawn. Knows nothing of what the pages say."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote as url_quote

from fastapi.templating import Jinja2Templates
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from web.failures import Failure
from web.messages import choose_language, known, show_date, show_number, show_share, translator
from web.view import plain, web_link

FOLDER = Path(__file__).parent
LANGUAGE_COOKIE = "tanya_language"
THEME_COOKIE = "tanya_theme"
THEMES = ("light", "dark")
# Programs talk to these; a page's reader never sees them, so their failures are JSON whatever Accept says.
API_PREFIXES = ("/ask", "/v1/", "/feedback", "/healthz", "/readyz", "/metrics")


def _undisguised(value: object) -> object:
    return plain(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_undisguised,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["asset"] = asset
    environment.filters["web_link"] = web_link
    return environment


@cache
def asset(name: str) -> str:
    """The address of a static file, which changes with its content so that browsers may keep it for ever."""
    digest = hashlib.sha256((FOLDER / "static" / name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?v={digest}"


TEMPLATES = Jinja2Templates(env=_environment())


def language_of(request: Request) -> str:
    """The language of the interface for this request."""
    return choose_language(request.cookies.get(LANGUAGE_COOKIE), request.headers.get("accept-language"))


def surroundings(request: Request) -> dict[str, Any]:
    """What every template needs: words, dates, the theme and where we are."""
    language = language_of(request)
    theme = request.cookies.get(THEME_COOKIE, "")
    here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return {
        "lang": language,
        "t": translator(language),
        "date": lambda iso: show_date(iso, language),
        "number": lambda value: show_number(value, language),
        "percent": lambda part, whole: show_share(part / whole, language, 0) if whole else "–",
        "share": lambda value: show_share(value, language),
        "milliseconds": lambda value: _milliseconds(value, language),
        "theme": theme if theme in THEMES else "auto",
        "here": here if request.method == "GET" else "/",
        "visitor": getattr(request.state, "visitor", None),
        "auth": request.app.state.service.settings.auth,
        "csrf": getattr(request.state, "csrf", ""),
        "conversations": (),
        "conversation": None,
    }


def _milliseconds(value: float | None, language: str) -> str:
    if value is None:
        return "–"
    # An answer given again takes next to no time, but no answer takes none.
    return f"{show_number(round(value), language)} ms" if value >= 1 else "< 1 ms"


def page(request: Request, template: str, context: dict[str, Any], status: int = 200) -> Response:
    """A whole page."""
    return TEMPLATES.TemplateResponse(
        request, template, surroundings(request) | context, status_code=status, headers={"Vary": "Cookie, Accept"}
    )


def fragment(request: Request, template: str, context: dict[str, Any]) -> str:
    """A part of a page, to be put into one that is open."""
    return TEMPLATES.get_template(template).render(surroundings(request) | {"request": request} | context)


def wants_page(request: Request) -> bool:
    """Whether a person's browser asks, rather than a program."""
    path = request.url.path
    return not path.startswith(API_PREFIXES) and "text/html" in request.headers.get("accept", "")


def in_words(failure: Failure, language: str) -> Failure:
    """The failure as it is told to a reader in their language; what has no words there keeps those it came with."""
    t = translator(language)
    message, hint = f"error.{failure.code}", f"hint.{failure.code}"
    if not known(message):
        return failure
    # A hint in the wrong language beside a message in the right one would read like two voices.
    told = t(hint) if known(hint) else failure.hint if language == "en" else ""
    return replace(failure, message=t(message), hint=told)


def failure_response(request: Request, failure: Failure) -> Response:
    """A failure in the one error shape: as JSON, or said in words on a page for a person."""
    headers = dict(failure.headers)
    if failure.code == "not_signed_in" and wants_page(request):
        back = f"?back={url_quote(request.url.path)}" if request.method == "GET" else ""
        return RedirectResponse(f"/sign-in{back}", 303)
    if not wants_page(request):
        # The page's own script asks at /chat, and shows a person what comes back.
        told = in_words(failure, language_of(request)) if request.url.path == "/chat" else failure
        return JSONResponse(told.to_json(), failure.status, headers)
    context = {
        "failure": in_words(failure, language_of(request)),
        "request_id": getattr(request.state, "request_id", "-"),
    }
    response = page(request, "failure.html", context, failure.status)
    response.headers.update(headers)
    return response
