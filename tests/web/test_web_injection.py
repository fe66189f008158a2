"""What somebody hostile writes, wherever it can be written, is only text wherever it is shown."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from corpus.article import Article
from corpus.settings import Settings
from corpus.store import ArticleStore
from eval.history import save_run
from tests.web.fakes import FakeEngine, FakeGeneration
from web.app import create_app
from web.view import DISGUISES

PAGE = {"accept": "text/html"}
# Scripts, attributes, templates, Markdown, a terminal's colours and title, bidirectional overrides, a form's structure.
ATTACKS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "\"><svg onload=alert(1)>'",
    "</textarea></title></style><marquee>",
    "{{ 1234*5678 }} {% raw %} ${1234*5678}",
    "[klik](https://jahat.example) ![x](https://jahat.example/x.png)",
    "\x1b[31mmerah\x1b]0;judul\x07",
    "\u202egnusop\u202c\u2066dalam\u2069\ufeff",
)
EVIL = " ".join(ATTACKS)
UNANSWERED = "<a onclick=zzz> qqq"
ALLOWED_SCRIPT = re.compile(r"/static/tanya\.js\?v=[0-9a-f]{12}")
OWN_ADDRESS = re.compile(r"/(?!/)|#|data:image/svg\+xml,%3Csvg ")


class Inspector(HTMLParser):
    """Reads a page as a browser does, and notes what no page of ours may hold."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in {"img", "iframe", "object", "embed", "base", "style", "marquee"}:
            self.found.append(tag)
        if tag == "script" and not ALLOWED_SCRIPT.fullmatch(given.get("src", "")):
            self.found.append(f"script {given}")
        self.found += [name for name in given if name.startswith("on") or name == "style"]
        for name in ("href", "src", "action"):
            if name in given and not OWN_ADDRESS.match(given[name]):
                self.found.append(f"{name}={given[name]}")

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def inspect(html: str) -> str:
    """The page's text, once it is sure that nothing hostile came alive."""
    inspector = Inspector()
    inspector.feed(html)
    assert inspector.found == []
    assert "7006652" not in html
    assert not DISGUISES.search(html)
    return "".join(inspector.text)


def hostile_article(number: int) -> Article:
    return Article(
        f"jahat-{number}/{ATTACKS[number]}"[:60],
        "javascript:alert(1)",
        f"{ATTACKS[number]} serangan siber",
        f"Kalimat tentang serangan siber {EVIL} pada 3 Maret 2023.",
        "2023-03-03",
        f"Kantor {EVIL}",
        author=EVIL,
        category=EVIL,
    )


@pytest.fixture
def planted(settings: Settings) -> Any:
    """A server into which every kind of text was put that somebody can put there, and its administrator."""
    articles = [hostile_article(number) for number in range(len(ATTACKS))]
    app = create_app(settings, FakeEngine(FakeGeneration(articles)))
    ArticleStore(app.state.service.database).put(articles)
    client = TestClient(app, base_url="http://127.0.0.1", follow_redirects=False, raise_server_exceptions=False)
    asked = client.post("/chat", data={"q": f"serangan siber tentang kalimat {EVIL}"}, headers=PAGE)
    shown: Any = client.get(asked.headers["location"], headers=PAGE)
    answer = shown.context["answer"]
    assert answer.sources
    client.post("/ask", json={"question": UNANSWERED})
    client.post("/feedback", json={"answer_id": answer.id, "rating": "down", "comment": EVIL})
    client.post(f"/conversations/{shown.context['conversation']}/rename", data={"title": EVIL})
    client.post("/admin/articles/upload", files=[("files", (f"{ATTACKS[0]}{ATTACKS[6]}.exe", b"x"))])
    row = {"id": EVIL, "right": False, "why": EVIL, "question": EVIL, "golds": [EVIL], "unanswerable": False}
    run = {"at": "2026-01-02T00:00:00", "n": 1, "accuracy": 0.5}
    save_run(settings.place, "uji", {**run, "rows": [row | {"answer": {"short_answer": EVIL, "text": EVIL}}]})
    return client, app, answer, shown.context["conversation"]


def test_no_page_brings_it_to_life(planted: Any) -> None:
    client, _, answer, conversation = planted
    source = answer.sources[0]
    assert "onclick=zzz" in inspect(client.get("/admin/usage", headers=PAGE).text)
    inspect(client.get("/admin", headers=PAGE).text)
    pages = (
        "/", f"/answers/{answer.id}", f"/answers/{answer.id}?source=1", "/history", "/admin/articles",
        "/admin/feedback", "/admin/quality?run=uji", f"/articles/{source.article_id}?quote=0-9",
        f"/articles/{source.article_id}?quote=0-9&part=1",
    )  # fmt: skip
    for path in pages:
        response = client.get(path, headers=PAGE)
        assert response.status_code == 200, path
        assert "alert(1)" in inspect(response.text), path
    assert conversation in client.get("/history", headers=PAGE).text


def test_no_search_or_failure_brings_it_to_life(planted: Any) -> None:
    client, _, _, _ = planted
    for path in ("/history", "/admin/articles", "/"):
        name = "q" if path == "/" else "find"
        assert "alert(1)" in inspect(client.get(path, params={name: EVIL}, headers=PAGE).text), path
    for folder in ("/articles/", "/answers/", "/conversations/", "/"):
        response = client.get(folder + quote(EVIL, safe=""), headers=PAGE)
        assert response.status_code == 404
        inspect(response.text)
    inspect(client.get("/admin/quality", params={"run": EVIL}, headers=PAGE).text)


def test_no_event_brings_it_to_life(planted: Any) -> None:
    client, _, _, _ = planted
    headers = {"accept": "text/event-stream"}
    streamed = client.post("/chat", data={"q": f"serangan siber tentang kalimat {EVIL}"}, headers=headers)
    told = [json.loads(line.removeprefix("data: ")) for line in streamed.text.splitlines() if line.startswith("data: ")]
    drawn = [event["html"] for event in told if "html" in event]
    assert len(drawn) == 2
    assert all("alert(1)" in inspect(html) for html in drawn)


def test_an_export_is_a_file_and_its_markdown_is_flat(planted: Any) -> None:
    client, _, _, conversation = planted
    for kind in ("md", "json"):
        exported = client.get(f"/conversations/{conversation}/export?format={kind}")
        assert exported.headers["content-disposition"].startswith("attachment;")
        assert re.fullmatch(r'attachment; filename="[a-z0-9-]+\.(md|json)"', exported.headers["content-disposition"])
    markdown = client.get(f"/conversations/{conversation}/export").text
    assert "alert(1)" in markdown
    assert not re.search(r"(?<!\\)<(?:script|img|svg|marquee)", markdown)
    assert not re.search(r"(?<!\\)\]\(", markdown)
    assert not DISGUISES.search(markdown)


def test_a_file_name_stays_a_name(planted: Any, settings: Settings) -> None:
    names = [path.name for path in (settings.home / "uploads").glob("*/*")]
    assert len(names) == 1
    assert not re.search(r"[<>\x1b;()\[\]]", names[0])


def test_accounts_and_keys_show_it_as_text(settings: Settings) -> None:
    pytest.importorskip("argon2")
    app: FastAPI = create_app(settings.model_copy(update={"auth": "local"}), FakeEngine())
    service = app.state.service
    service.people.add("citra", None, "administrator")
    service.sessions.make_key("citra", EVIL[:80], ["ask"])
    client = TestClient(app, base_url="http://kantor.example", follow_redirects=False)
    client.cookies.set("tanya_session", service.sessions.begin("citra"), domain="kantor.example")
    assert "alert(1)" in inspect(client.get("/admin/keys", headers=PAGE).text)
    token = client.get("/admin/people", headers=PAGE).context["csrf"]  # type: ignore[attr-defined]
    refused = client.post("/admin/people/add", data={"name": EVIL[:80], "csrf": token}, headers=PAGE)
    assert refused.status_code == 422
    inspect(refused.text)
    signing = client.post(
        "/sign-in", data={"name": EVIL[:190], "password": "x", "back": "//jahat.example"}, headers=PAGE
    )
    assert signing.status_code == 401
    inspect(signing.text)
