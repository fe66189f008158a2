"""Who is asking: a browser's session, a person, or a program with a key. Knows nothing of pages or answers."""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass

from starlette.requests import Request

SESSION_COOKIE = "tanya_session"
SESSION_ID = re.compile(r"[A-Za-z0-9_-]{32,64}")
ROLES = ("reader", "editor", "administrator")


@dataclass(frozen=True, slots=True)
class Visitor:
    """`owner` is what conversations and limits go by; `name` is set for somebody signed in."""

    owner: str
    name: str | None
    role: str

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
