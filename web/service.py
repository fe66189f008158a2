"""What a running server holds, in one place, for its routes. Knows nothing of requests."""

from __future__ import annotations

import os
from dataclasses import dataclass

from starlette.requests import Request

from corpus.database import Database
from corpus.settings import Settings
from corpus.store import ArticleStore
from qa.log import AnswerLog
from web.builds import Builds
from web.conversations import Conversations
from web.engines import AnsweringEngine, Engines, open_real_engine, open_unlogged
from web.errors import Forbidden
from web.feedback import FeedbackStore
from web.following import Follower
from web.guard import RateLimit, WaitingRoom
from web.holdings import prepare
from web.metrics import Metrics
from web.people import People
from web.repeats import Repeats
from web.sessions import Sessions
from web.visitors import Doorkeeper, Visitor, local_visitor

QUEUE = 32
SIGN_INS_PER_MINUTE = 60


@dataclass(frozen=True, slots=True)
class Service:
    """The parts that every route may need."""

    settings: Settings
    database: Database
    engines: Engines
    follower: Follower
    answers: AnswerLog
    conversations: Conversations
    feedback: FeedbackStore
    limit: RateLimit
    sign_in_limit: RateLimit
    room: WaitingRoom
    repeats: Repeats
    metrics: Metrics
    builds: Builds
    people: People
    sessions: Sessions
    door: Doorkeeper

    def visitor(self, request: Request, *, begin: bool = False, scope: str = "ask") -> Visitor:
        """Who asks; with `begin` a browser without a session gets one. Raises `NotSignedIn`, `Forbidden`."""
        off = self.settings.auth == "off"
        visitor = local_visitor(request, begin=begin) if off else self.door.visitor(request, scope)
        request.state.visitor = visitor
        return visitor

    def staff(self, request: Request, role: str = "editor") -> Visitor:
        """The visitor, if they have that role. Raises `NotSignedIn`, `Forbidden`."""
        visitor = self.visitor(request, begin=True, scope="manage")
        if not visitor.may(role):
            raise Forbidden(f"This needs the role {role}.", "Ask an administrator.")
        return visitor


def open_service(settings: Settings, engine: AnsweringEngine | None) -> Service:
    """Open the database and everything that stands on it; the engine loads later, beside the requests."""
    database = Database(settings.database)
    people = People(database, single_sign_on=settings.auth == "oidc")
    sessions = Sessions(database)
    return Service(
        settings=settings,
        database=database,
        engines=Engines(settings, engine, _open_prepared),
        follower=Follower(settings, database),
        answers=AnswerLog(database, ArticleStore(database).held),
        conversations=Conversations(database),
        feedback=FeedbackStore(database),
        limit=RateLimit(settings.rate_limit),
        sign_in_limit=RateLimit(SIGN_INS_PER_MINUTE),
        room=WaitingRoom(seats=max(2, os.cpu_count() or 1), queue=QUEUE),
        repeats=Repeats(),
        metrics=Metrics(),
        builds=Builds(settings, database),
        people=people,
        sessions=sessions,
        door=Doorkeeper(people, sessions),
    )


def _open_prepared(settings: Settings, composer: str | None) -> AnsweringEngine:
    """The real engine, with what its front page shows counted and tried before it serves."""
    engine = open_real_engine(settings, composer)
    if composer is None:
        # Tried with an engine of its own, so that nobody's usage counts what nobody asked.
        prepare(engine, open_unlogged(settings, engine).ask)
    return engine


def service_of(request: Request) -> Service:
    """The service of the app that got this request."""
    service: Service = request.app.state.service
    return service
