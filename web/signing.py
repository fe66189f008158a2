"""Signing in and out, and the check that a form came from our own page. Knows nothing of how a name is proved."""

from __future__ import annotations

import hmac
import re
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from corpus.errors import TanyaError
from web.errors import CrossSite, Forbidden, WrongPassword
from web.failures import failure_of
from web.rendering import in_words, language_of, page
from web.service import Service, service_of
from web.sessions import SESSION_DAYS, csrf_token
from web.visitors import SESSION_COOKIE, session_of

router = APIRouter(include_in_schema=False)


async def own_form(request: Request) -> None:
    """Let a form through only with the token that our page put into it. Raises `CrossSite`."""
    if request.method in ("GET", "HEAD") or service_of(request).settings.auth == "off":
        return
    session = session_of(request, begin=False)
    if session is None or "authorization" in request.headers:
        return
    form = await request.form()
    given = form.get("csrf") or request.headers.get("x-csrf", "")
    if not hmac.compare_digest(str(given).encode(), csrf_token(session).encode()):
        raise CrossSite("This form is not from your session.", "Load the page again, then send it.")


def editors_only(request: Request) -> None:
    """Let editors and administrators through. Raises `NotSignedIn`, `Forbidden`."""
    service_of(request).staff(request)


def administrators_only(request: Request) -> None:
    """Let signed-in administrators through: a key that leaks must not make itself successors. Raises `Forbidden`."""
    service = service_of(request)
    if service.settings.auth == "off":
        raise Forbidden("There are no accounts while TANYA_AUTH=off.", "Set TANYA_AUTH to local or oidc.")
    if service.staff(request, "administrator").scopes is not None:
        raise Forbidden("Accounts and keys are not managed with a key.", "Sign in.")


@router.get("/sign-in")
def sign_in_page(request: Request, back: str = "/") -> Response:
    """Where to sign in; where nobody needs to, the front page."""
    if service_of(request).settings.auth == "off":
        return RedirectResponse("/", 303)
    return page(request, "sign_in.html", {"back": safe_path(back), "failure": None, "name": ""})


@router.post("/sign-in")
def sign_in(
    request: Request,
    name: Annotated[str, Form(max_length=200)] = "",
    password: Annotated[str, Form(max_length=1_000)] = "",
    back: Annotated[str, Form(max_length=2_000)] = "/",
) -> Response:
    """Check the password and begin a session."""
    service = service_of(request)
    client = request.client.host if request.client else "unknown"
    try:
        service.sign_in_limit.spend(client)
        if service.settings.auth != "local":
            raise WrongPassword("Nobody signs in with a password here.", "Use your office account.")
        person = service.people.check(name.strip(), password)
    except TanyaError as error:
        failure = in_words(failure_of(error), language_of(request))
        context = {"back": safe_path(back), "failure": failure, "name": name[:80]}
        response = page(request, "sign_in.html", context, failure.status)
        response.headers.update(failure.headers)
        return response
    return begin_session(request, service, person.name, back)


@router.post("/sign-out")
def sign_out(request: Request) -> Response:
    """End the session, here and in the database."""
    session = session_of(request, begin=False)
    if session:
        service_of(request).sessions.end(session)
    response = RedirectResponse("/sign-in", 303)
    response.delete_cookie(SESSION_COOKIE)
    return response


def begin_session(request: Request, service: Service, name: str, back: str) -> Response:
    """A fresh session for this person (never one whose id was known before), and back to where they were going."""
    old = session_of(request, begin=False)
    if old:
        service.sessions.end(old)
    response = RedirectResponse(safe_path(back), 303)
    response.set_cookie(
        SESSION_COOKIE,
        service.sessions.begin(name),
        max_age=SESSION_DAYS * 24 * 3600,
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )
    return response


def safe_path(back: str) -> str:
    """A path of this site, or the front page: "//host" would lead elsewhere."""
    return back if re.match(r"/(?![/\\])", back) and back.isprintable() else "/"
