"""Accounts, sessions, keys: who gets in, who does not, and that nothing secret is kept in the clear."""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.testclient import TestClient

from corpus.database import Database
from corpus.settings import Settings
from tests.web.fakes import FakeEngine
from web.app import ROUTERS, create_app
from web.errors import BadAccount, TooManyRequests, WrongPassword
from web.people import People, add_person
from web.sessions import Sessions

pytest.importorskip("argon2")
PASSWORD = "sandi-yang-panjang-7"
PAGE = {"accept": "text/html"}
OPEN = {
    "/healthz",
    "/readyz",
    "/openapi.json",
    "/sign-in",
    "/sign-out",
    "/preferences",
    "/sign-in/oidc",
    "/sign-in/oidc/callback",
}


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def people(tmp_path: Path, clock: Clock) -> Iterator[People]:
    database = Database(f"sqlite:///{tmp_path / 'people.sqlite'}")
    yield People(database, clock)
    database.close()


@pytest.fixture(scope="session")
def staff(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with three accounts, made once: a good password hash is slow."""
    home = tmp_path_factory.mktemp("staff")
    for name, role in (("ani", "reader"), ("budi", "editor"), ("citra", "administrator")):
        add_person(Settings.model_validate({"home": home}), name, PASSWORD, role)
    return home / "tanya.sqlite"


@pytest.fixture
def guarded(settings: Settings, staff: Path) -> FastAPI:
    settings.home.mkdir()
    shutil.copy(staff, settings.home)
    return create_app(settings.model_copy(update={"auth": "local"}), FakeEngine())


@pytest.fixture
def outsider(guarded: FastAPI) -> TestClient:
    return TestClient(guarded, base_url="http://kantor.example", follow_redirects=False, raise_server_exceptions=False)


def sign_in(client: TestClient, name: str, password: str = PASSWORD, back: str = "/") -> Any:
    return client.post("/sign-in", data={"name": name, "password": password, "back": back})


def csrf(client: TestClient) -> str:
    return str(client.get("/", headers=PAGE).context["csrf"])  # type: ignore[attr-defined]


def test_a_password_is_checked_and_not_kept(people: People, tmp_path: Path) -> None:
    people.add("ani", PASSWORD, "reader")
    assert people.check("ani", PASSWORD).role == "reader"
    with pytest.raises(WrongPassword):
        people.check("ani", PASSWORD + "x")
    with pytest.raises(WrongPassword):
        people.check("nobody", PASSWORD)
    assert PASSWORD.encode() not in b"".join(path.read_bytes() for path in tmp_path.glob("people.sqlite*"))


def test_an_account_without_a_password_has_none_that_works(people: People) -> None:
    people.add("sso", None, "reader")
    for password in ("", "nobody has this password"):
        with pytest.raises(WrongPassword):
            people.check("sso", password)


@pytest.mark.parametrize(
    ("name", "password", "role"), [("a b", PASSWORD, "reader"), ("ani", "short", "reader"), ("ani", PASSWORD, "king")]
)
def test_bad_accounts_are_refused(people: People, name: str, password: str, role: str) -> None:
    with pytest.raises(BadAccount):
        people.add(name, password, role)


def test_wrong_passwords_lock_out_for_longer_and_longer(people: People, clock: Clock) -> None:
    people.add("ani", PASSWORD, "reader")
    for _ in range(4):
        with pytest.raises(WrongPassword):
            people.check("ani", "wrong password")
    waits = []
    for _ in range(4):
        with pytest.raises(WrongPassword):
            people.check("ani", "wrong password")
        with pytest.raises(TooManyRequests) as locked:
            people.check("ani", PASSWORD)
        waits.append(locked.value.retry_after_s)
        clock.now += timedelta(seconds=locked.value.retry_after_s)
    assert waits == [2, 4, 8, 16]
    assert people.check("ani", PASSWORD).name == "ani"
    with pytest.raises(WrongPassword):
        people.check("ani", "wrong password")
    assert people.check("ani", PASSWORD).name == "ani"


def test_sessions_end_by_sign_out_and_by_age(tmp_path: Path, clock: Clock) -> None:
    database = Database(f"sqlite:///{tmp_path / 's.sqlite'}")
    sessions = Sessions(database, clock)
    token, other = sessions.begin("ani"), sessions.begin("ani")
    assert sessions.name_of(token) == "ani"
    sessions.end(token)
    assert sessions.name_of(token) is None
    assert sessions.name_of(other) == "ani"
    clock.now += timedelta(days=15)
    assert sessions.name_of(other) is None
    database.close()


FORM = {"q": "apa", "answer_id": "a", "rating": "up", "title": "x", "address": "x", "name": "x", "label": "x"}
BODIES: dict[str, dict[str, Any]] = {
    "/ask": {"json": {"question": "apa"}},
    "/ask/batch": {"json": {"questions": [{"question": "apa"}]}},
    "/feedback": {"json": {"answer_id": "a", "rating": "up"}},
    "/v1/chat/completions": {"json": {"messages": [{"role": "user", "content": "apa"}]}},
}


def test_every_route_needs_somebody_signed_in(outsider: TestClient) -> None:
    routes = [route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)]
    closed = [route for route in routes if route.path not in OPEN]
    assert len(closed) >= 15
    for route in closed:
        path = re.sub(r"\{.*?\}", "some", route.path)
        for method in sorted(route.methods or ()):
            body = BODIES.get(route.path, {"data": FORM}) if method == "POST" else {}
            response = outsider.request(method, path, params={"q": "apa"}, **body)
            assert response.status_code == 401, (method, route.path, response.text)
            assert response.json()["error"]["code"] == "not_signed_in"


def test_a_page_leads_to_the_sign_in_and_back(outsider: TestClient) -> None:
    response = outsider.get("/history", headers=PAGE)
    assert (response.status_code, response.headers["location"]) == (303, "/sign-in?back=/history")
    signed = sign_in(outsider, "ani", back="/history")
    assert (signed.status_code, signed.headers["location"]) == (303, "/history")
    cookie = signed.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert outsider.get("/history", headers=PAGE).status_code == 200


def test_the_session_id_changes_when_somebody_signs_in(outsider: TestClient) -> None:
    outsider.cookies.set("tanya_session", "a" * 43)
    sign_in(outsider, "ani")
    assert set(outsider.cookies.get("tanya_session", domain="kantor.example") or "") != {"a"}


def test_wrong_passwords_say_little_and_set_no_cookie(outsider: TestClient) -> None:
    known, unknown = sign_in(outsider, "ani", "wrong password"), sign_in(outsider, "siapa", "wrong password")
    assert known.status_code == unknown.status_code == 401
    assert known.context["failure"] == unknown.context["failure"]
    assert "set-cookie" not in known.headers
    assert "wrong password" not in known.text


def test_a_form_without_the_sessions_token_is_refused(outsider: TestClient) -> None:
    sign_in(outsider, "ani")
    response = outsider.post("/chat", data={"q": "apa"})
    assert (response.status_code, response.json()["error"]["code"]) == (403, "cross_site")
    response = outsider.post("/chat", data={"q": "Kapan pemungutan suara pilpres?", "csrf": csrf(outsider)})
    assert response.status_code == 303
    other = TestClient(outsider.app, base_url="http://kantor.example", follow_redirects=False)
    sign_in(other, "budi")
    assert other.post("/chat", data={"q": "apa", "csrf": csrf(outsider)}).status_code == 403


def test_sign_out_ends_the_session_for_good(outsider: TestClient) -> None:
    sign_in(outsider, "ani")
    session = outsider.cookies["tanya_session"]
    outsider.post("/sign-out")
    outsider.cookies.set("tanya_session", session)
    assert outsider.get("/history").status_code == 401


def test_history_belongs_to_the_person_not_to_the_browser(guarded: FastAPI) -> None:
    found: list[int] = []
    for name in ("ani", "ani", "budi"):
        browser = TestClient(guarded, base_url="http://kantor.example", follow_redirects=False)
        sign_in(browser, name)
        if not found:
            browser.post("/chat", data={"q": "Kapan pilpres?", "csrf": csrf(browser)})
        response: Any = browser.get("/history", headers=PAGE)
        found.append(len(response.context["found"]))
    assert found == [1, 1, 0]


def test_a_key_may_do_what_its_scopes_say(guarded: FastAPI, outsider: TestClient) -> None:
    sessions = guarded.state.service.sessions
    secret = sessions.make_key("ani", "skrip", ["ask"])
    bearer = {"authorization": f"Bearer {secret}"}
    assert outsider.get("/ask", params={"q": "Kapan pilpres?"}, headers=bearer).status_code == 200
    refused = outsider.get("/metrics", headers=bearer)
    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "forbidden")
    assert outsider.get("/ask?q=a", headers={"authorization": "Bearer tanya_x"}).status_code == 401
    key = sessions.keys()[0]
    assert (key.name, key.label, key.scopes) == ("ani", "skrip", ("ask",))
    sessions.revoke(key.id)
    assert outsider.get("/ask?q=a", headers=bearer).status_code == 401


def test_no_secret_is_stored_in_the_clear(guarded: FastAPI, outsider: TestClient, settings: Settings) -> None:
    secret = guarded.state.service.sessions.make_key("ani", "skrip", ["ask"])
    sign_in(outsider, "ani")
    session = outsider.cookies["tanya_session"]
    path = settings.home / "tanya.sqlite"
    with sqlite3.connect(path) as connection:
        dump = "\n".join(connection.iterdump())
    connection.close()
    assert "api_keys" in dump
    for hidden in (secret, secret.removeprefix("tanya_"), session, PASSWORD):
        assert hidden not in dump
