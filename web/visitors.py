"""Who is asking: a browser's session, a person, or a program with a key. Knows nothing of pages or answers."""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass

from starlette.requests import Request

from web.errors import Forbidden, NotSignedIn
from web.people import ROLES, People
from web.sessions import Sessions, csrf_token

SESSION_COOKIE = "tanya_session"
SESSION_ID = re.compile(r"[A-Za-z0-9_-]{32,64}")


@dataclass(frozen=True, slots=True)
class Visitor:
    """`owner` is what conversations and limits go by; `name` is set for somebody signed in, `scopes` for a key."""

    owner: str
    name: str | None
    role: str
    scopes: tuple[str, ...] | None = None

    def may(self, role: str) -> bool:
        """Whether this visitor has that role or a higher one."""
        return ROLES.index(self.role) >= ROLES.index(role)


def session_of(request: Request, *, begin: bool) -> str | None:
    """The browser's session id; with `begin`, a new one is made (and sent by the edge) when there is none."""
    found = request.cookies.get(SESSION_COOKIE, "")
    if SESSION_ID.fullmatch(found):
        return found
    if not begin:
        return None
    if not hasattr(request.state, "new_session"):
        request.state.new_session = secrets.token_urlsafe(32)
    return str(request.state.new_session)


def local_visitor(request: Request, *, begin: bool) -> Visitor:
    """The visitor where nobody signs in: each browser its own history, every program on this machine one together."""
    session = session_of(request, begin=begin)
    if session is None:
        return Visitor("local", None, "administrator")
    # The cookie itself is never stored: whoever reads the database cannot take over a session.
    return Visitor(f"session:{hashlib.sha256(session.encode()).hexdigest()[:32]}", None, "administrator")


class Doorkeeper:
    """Finds out who sends a request, where people sign in."""

    def __init__(self, people: People, sessions: Sessions) -> None:
        self._people = people
        self._sessions = sessions

    def visitor(self, request: Request, scope: str) -> Visitor:
        """The person of the session, or of the key in `Authorization: Bearer`. Raises `NotSignedIn`, `Forbidden`."""
        scheme, _, secret = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer" and secret:
            return self._by_key(secret.strip(), scope)
        session = session_of(request, begin=False)
        name = self._sessions.name_of(session) if session else None
        person = self._people.find(name) if name else None
        if session is None or person is None or person.disabled:
            raise NotSignedIn("Nobody is signed in.", "Sign in, or send an API key as Authorization: Bearer KEY.")
        request.state.csrf = csrf_token(session)
        return Visitor(f"person:{person.name}", person.name, person.role)

    def _by_key(self, secret: str, scope: str) -> Visitor:
        key = self._sessions.key_of(secret)
        person = self._people.find(key.name) if key else None
        if key is None or person is None or person.disabled:
            raise NotSignedIn("This API key is not known.", "Ask an administrator for another.")
        if scope not in key.scopes:
            raise Forbidden(f"This API key may not {scope}.", f"Its scopes are: {', '.join(key.scopes)}.")
        return Visitor(f"person:{person.name}", person.name, person.role, key.scopes)
