"""Puts the server together. Knows nothing of what its parts do."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from corpus.errors import TanyaError
from corpus.settings import Settings
from web import accounts, administration, api, articles, completions, keeping, oidc, oversight, pages, signing
from web.edge import Edge
from web.engines import AnsweringEngine
from web.failures import failure_of
from web.rendering import failure_response
from web.service import Service, open_service

DESCRIPTION = "Cited, dated answers from official articles. Every citation is an exact quotation."

ROUTERS = (
    api.router,
    articles.router,
    completions.router,
    pages.router,
    keeping.router,
    signing.router,
    oidc.router,
    administration.router,
    oversight.router,
    accounts.router,
    accounts.own_router,
)


def create_app(settings: Settings, engine: AnsweringEngine | None = None) -> FastAPI:
    """The whole server. Without an engine it loads the home's, and every generation published later, by itself."""
    service = open_service(settings, engine)
    app = FastAPI(
        title="Tanya", version="1", description=DESCRIPTION, docs_url=None, redoc_url=None, lifespan=_lifespan(service)
    )
    app.state.service = service
    for kind in (TanyaError, HTTPException, RequestValidationError):
        app.add_exception_handler(kind, _show_failure)
    app.add_middleware(Edge, service=service)
    for router in ROUTERS:
        app.include_router(router)
    app.mount("/static", _Static(directory=Path(__file__).parent / "static"))
    return app


def _lifespan(service: Service):  # type: ignore[no-untyped-def]
    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        service.engines.watch()
        if service.settings.database_url:
            service.follower.watch()
        yield
        service.follower.stop()
        service.engines.stop()
        service.database.close()

    return lifespan


async def _show_failure(request: Request, error: Exception) -> Response:
    return failure_response(request, failure_of(error))


class _Static(StaticFiles):
    """Files whose addresses change with their content, so that a browser may keep them."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        if b"v=" in scope.get("query_string", b""):
            response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response
