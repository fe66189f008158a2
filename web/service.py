"""What a running server holds, in one place, for its routes. Knows nothing of requests."""

from __future__ import annotations

import os
from dataclasses import dataclass

from starlette.requests import Request

from corpus.database import Database
from corpus.settings import Settings
from qa.log import AnswerLog
from web.conversations import Conversations
from web.engines import AnsweringEngine, Engines
from web.feedback import FeedbackStore
from web.guard import RateLimit, WaitingRoom
from web.metrics import Metrics
from web.visitors import Visitor, local_visitor

QUEUE = 32


@dataclass(frozen=True, slots=True)
class Service:
    """The parts that every route may need."""

    settings: Settings
    database: Database
    engines: Engines
    answers: AnswerLog
    conversations: Conversations
    feedback: FeedbackStore
    limit: RateLimit
    room: WaitingRoom
    metrics: Metrics

    def visitor(self, request: Request, *, begin: bool = False) -> Visitor:
        """Who asks; with `begin` a browser without a session gets one."""
        return local_visitor(request, begin=begin)


def open_service(settings: Settings, engine: AnsweringEngine | None) -> Service:
    """Open the database and everything that stands on it; the engine loads later, beside the requests."""
    database = Database(settings.database)
    return Service(
        settings=settings,
        database=database,
        engines=Engines(settings, engine),
        answers=AnswerLog(database),
        conversations=Conversations(database),
        feedback=FeedbackStore(database),
        limit=RateLimit(getattr(settings, "rate_limit", 600)),
        room=WaitingRoom(seats=max(2, os.cpu_count() or 1), queue=QUEUE),
        metrics=Metrics(),
    )


def service_of(request: Request) -> Service:
    """The service of the app that got this request."""
    service: Service = request.app.state.service
    return service
