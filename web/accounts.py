"""Accounts on pages: an administrator keeps everybody's, each person changes their own password.

Knows nothing of how a password is kept. A password that an administrator sets is made here, shown once, and meant to be
changed by its owner.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from corpus.errors import TanyaError
from web.errors import Forbidden
from web.failures import failure_of
from web.logs import log
from web.people import ROLES, temporary_password
from web.rendering import in_words, language_of, page
from web.service import Service, service_of
from web.signing import administrators_only, own_form
from web.visitors import Visitor, session_of

router = APIRouter(
    prefix="/admin/people", include_in_schema=False, dependencies=[Depends(administrators_only), Depends(own_form)]
)
own_router = APIRouter(prefix="/account", include_in_schema=False, dependencies=[Depends(own_form)])
Name = Annotated[str, Form(max_length=200)]


@router.get("")
def people(request: Request) -> Response:
    """Everybody with an account."""
    return _people_page(request)


@router.post("/add")
def add(request: Request, name: Name = "", role: Annotated[str, Form(max_length=20)] = "reader") -> Response:
    """Make an account; where people sign in with a password, its first one is shown this once."""
    service = service_of(request)
    password = temporary_password() if service.settings.auth == "local" else None
    return _done(request, "added", name.strip(), lambda: service.people.add(name.strip(), password, role), password)


@router.post("/role")
def change_role(request: Request, name: Name, role: Annotated[str, Form(max_length=20)]) -> Response:
    """Give somebody another role."""
    service = service_of(request)
    return _done(request, f"made {role}", name, lambda: service.people.set_role(name, role))


@router.post("/disable")
def disable(request: Request, name: Name) -> Response:
    """Keep somebody out at once, sessions and keys included."""
    service = service_of(request)

    def out() -> None:
        service.people.disable(name)
        service.sessions.end_all(name)

    return _done(request, "disabled", name, out)


@router.post("/enable")
def enable(request: Request, name: Name) -> Response:
    """Let somebody in again."""
    service = service_of(request)
    return _done(request, "enabled", name, lambda: service.people.enable(name))


@router.post("/password")
def reset_password(request: Request, name: Name) -> Response:
    """Give somebody a new password, shown this once, and sign them out everywhere."""
    service = service_of(request)
    if service.settings.auth != "local":
        raise Forbidden("Nobody has a password here.", "People sign in with their office account.")
    password = temporary_password()

    def reset() -> None:
        service.people.set_password(name, password)
        service.sessions.end_all(name)

    return _done(request, "given a new password", name, reset, password)


@own_router.get("")
def account(request: Request) -> Response:
    """Who is signed in, and where to change the password."""
    return _account_page(request, service_of(request))


@own_router.post("/password")
def change_password(
    request: Request,
    current: Annotated[str, Form(max_length=1_000)] = "",
    fresh: Annotated[str, Form(max_length=1_000)] = "",
) -> Response:
    """Change one's own password, and sign out everywhere else."""
    service = service_of(request)
    visitor = _with_password(request, service)
    try:
        service.people.check(visitor.name or "", current)
        service.people.set_password(visitor.name or "", fresh)
    except TanyaError as error:
        return _account_page(request, service, error)
    service.sessions.end_all(visitor.name or "", but=session_of(request, begin=False))
    return RedirectResponse("/account?changed=1", 303)


def _with_password(request: Request, service: Service) -> Visitor:
    """The person who signed in with a password. Raises `NotSignedIn`, `Forbidden`."""
    visitor = service.visitor(request)
    if service.settings.auth != "local" or visitor.scopes is not None:
        raise Forbidden("There is no password to change here.", "Sign in with a password first.")
    return visitor


def _done(
    request: Request, what: str, name: str, change: Callable[[], object], password: str | None = None
) -> Response:
    """Make a change and note who made it; then the page again, with what failed or the password to hand over."""
    try:
        change()
    except TanyaError as error:
        return _people_page(request, error)
    log(f"account {what}", account=name, by=request.state.visitor.name)
    if password is None:
        return RedirectResponse("/admin/people", 303)
    return _people_page(request, handed=(name, password))


def _people_page(request: Request, error: TanyaError | None = None, handed: tuple[str, str] | None = None) -> Response:
    service = service_of(request)
    return _page(
        request, "admin_people.html", error, {"people": service.people.all(), "roles": ROLES, "handed": handed}
    )


def _account_page(request: Request, service: Service, error: TanyaError | None = None) -> Response:
    _with_password(request, service)
    return _page(request, "account.html", error, {"changed": "changed" in request.query_params})


def _page(request: Request, template: str, error: TanyaError | None, context: dict[str, Any]) -> Response:
    failure = in_words(failure_of(error), language_of(request)) if error else None
    response = page(request, template, context | {"failure": failure}, failure.status if failure else 200)
    response.headers.update(failure.headers if failure else {})
    return response
