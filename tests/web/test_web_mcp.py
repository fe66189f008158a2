"""The MCP server through the official SDK's own client."""

from __future__ import annotations

import json
from typing import Any

import anyio
import pytest

from tests.web.fakes import ARTICLES, FakeEngine
from web.mcp import make_server

mcp = pytest.importorskip("mcp")


def call(tool: str, **arguments: object) -> Any:
    async def talk() -> Any:
        async with mcp.Client(make_server(FakeEngine())) as client:
            return await client.call_tool(tool, arguments)

    return anyio.run(talk)


def content(result: Any) -> dict[str, Any]:
    assert not result.is_error, result
    return dict(json.loads(result.content[0].text))


def test_the_three_tools_are_offered() -> None:
    async def talk() -> list[str]:
        async with mcp.Client(make_server(FakeEngine())) as client:
            return sorted(tool.name for tool in (await client.list_tools()).tools)

    assert anyio.run(talk) == ["ask", "read_article", "search"]


def test_ask_gives_the_whole_answer() -> None:
    answer = content(call("ask", question="Kapan pemungutan suara pilpres?"))
    assert (answer["short_answer"], answer["as_of"]) == ("14 Februari 2024", "2022-01-31")
    assert "14 Februari 2024" in answer["citations"][0]["quote"]


def test_search_gives_passages_that_stand_in_their_articles() -> None:
    passages = content(call("search", query="TPS Cilacap", limit=2))["passages"]
    assert len(passages) == 2
    texts = {article.id: article.text for article in ARTICLES}
    for passage in passages:
        assert texts[passage["article_id"]][passage["start"] : passage["end"]] == passage["text"]


def test_an_article_is_read_whole_and_a_missing_one_is_said() -> None:
    assert content(call("read_article", article_id="cilacap-tps-a"))["text"] == ARTICLES[2].text
    result = call("read_article", article_id="tidak-ada")
    assert result.is_error
    assert "tidak-ada" in result.content[0].text
