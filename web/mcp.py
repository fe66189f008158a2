"""Tanya for other programs' assistants: a Model Context Protocol server on stdin and stdout, through the official SDK.

Knows the three tools; nothing of how a question is answered. Nothing else may print on stdout.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from corpus.errors import TanyaError
from corpus.settings import Settings
from index.types import Filters
from qa.searching import find
from web.engines import AnsweringEngine, find_article, open_real_engine

if TYPE_CHECKING:
    from mcp.server import MCPServer

INSTRUCTIONS = (
    "Answers questions about Indonesian elections from dated official articles. Every citation is an exact quotation. "
    "A refused answer means that the articles do not say: do not fill it in from memory."
)
MAX_FOUND = 20
Json = dict[str, Any]


def serve_mcp(settings: Settings) -> None:
    """Serve `ask`, `search` and `read_article` on stdin and stdout until they close."""
    make_server(open_real_engine(settings, None)).run("stdio")


def make_server(engine: AnsweringEngine) -> MCPServer[Any]:
    """The server and its tools, which any transport may carry."""
    from mcp.server import MCPServer
    from mcp.server.mcpserver.exceptions import ToolError

    server: MCPServer[Any] = MCPServer("tanya", instructions=INSTRUCTIONS, log_level="WARNING")

    @server.tool()
    def ask(
        question: str,
        language: str | None = None,
        published_after: str | None = None,
        published_before: str | None = None,
        office: str | None = None,
    ) -> Json:
        """Answer a question with exact, dated quotations. Dates are ISO 8601; `language` is "id" or "en"."""
        try:
            filters = _filters(published_after, published_before, office)
            return engine.ask(question, filters=filters, language=language).to_json()
        except TanyaError as error:
            raise ToolError(str(error)) from error

    @server.tool()
    def search(query: str, limit: int = 10, language: str = "id", office: str | None = None) -> Json:
        """Find passages, best first, without answering."""
        hits = find(engine.generation, query, language, max(1, min(limit, MAX_FOUND)), _filters(None, None, office))
        return {"passages": [_passage(engine, hit.chunk.article_id, hit.chunk.start, hit.chunk.end) for hit in hits]}

    @server.tool()
    def read_article(article_id: str) -> Json:
        """One article whole, with its title, date, office and source."""
        try:
            return asdict(find_article(engine, article_id))
        except TanyaError as error:
            raise ToolError(str(error)) from error

    return server


def _filters(after: str | None, before: str | None, office: str | None) -> Filters | None:
    return Filters(after, before, office) if after or before or office else None


def _passage(engine: AnsweringEngine, article_id: str, start: int, end: int) -> Json:
    article = find_article(engine, article_id)
    head = {"article_id": article.id, "title": article.title, "office": article.office, "published": article.published}
    return head | {"source": article.source, "start": start, "end": end, "text": article.text[start:end]}
