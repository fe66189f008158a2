"""Keeping people: who may, what each change does at once, and the administrator who must remain."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from corpus.database import Database
from corpus.settings import Settings
from tests.web.fakes import FakeEngine
from web.app import create_app
from web.errors import AccountDisabled, LastAdministrator, NameTaken, PersonNotFound, WrongPassword
from web.people import People, temporary_password

pytest.importorskip("argon2")
PASSWORD = "sandi-yang-panjang-7"
PAGE = {"accept": "text/html"}


class Browser:
    """Somebody at the pages, who sends the form token that the page before gave."""

    def __init__(self, app: FastAPI, name: str = "", password: str = PASSWORD) -> None:
        self.client = TestClient(
            app, base_url="http://kantor.example", follow_redirects=False, raise_server_exceptions=False
        )
        if name:
            assert self.sign_in(name, password).status_code == 303

    def sign_in(self, name: str, password: str) -> Any:
        return self.client.post("/sign-in", data={"name": name, "password": password})

    def get(self, path: str) -> Any:
        return self.client.get(path, headers=PAGE)

    def post(self, path: str, **data: str) -> Any:
        token = re.search(r'name="csrf" value="(\w*)"', self.get("/").text)
        return self.client.post(path, data={"csrf": token.group(1) if token else "", **data}, headers=PAGE)


@pytest.fixture(scope="module")
def hashed(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The hash of `PASSWORD`, made once: a good one is slow."""
    database = Database(f"sqlite:///{tmp_path_factory.mktemp('hash') / 'one.sqlite'}")
    People(database).add("x", PASSWORD, "reader")
    with database.transaction() as connection:
        row = connection.row("SELECT password_hash FROM people")
    database.close()
    assert row
    return str(row["password_hash"])


def fill(database: Database, hashed: str, *extra: tuple[str, str]) -> None:
    staff = (("ani", "reader"), ("budi", "editor"), ("citra", "administrator"), *extra)
    with database.transaction() as connection:
        for name, role in staff:
            connection.run(
                "INSERT INTO people VALUES (:name, :role, :hashed, '2026-01-01', 0, '')",
                name=name, role=role, hashed=hashed,
            )  # fmt: skip


@pytest.fixture
def people(tmp_path: Path, hashed: str) -> Iterator[People]:
    database = Database(f"sqlite:///{tmp_path / 'people.sqlite'}")
    people = People(database)
    fill(database, hashed)
    yield people
    database.close()


@pytest.fixture
def office(settings: Settings, hashed: str) -> FastAPI:
    app = create_app(settings.model_copy(update={"auth": "local"}), FakeEngine())
    fill(app.state.service.database, hashed)
    return app


def code(response: Any) -> str:
    return str(response.context["failure"].code)


# The rules


def test_the_last_administrator_cannot_be_taken_away(people: People) -> None:
    for change in (partial(people.set_role, "citra", "reader"), partial(people.disable, "citra")):
        with pytest.raises(LastAdministrator):
            change()
        found = people.find("citra")
        assert found is not None
        assert (found.role, found.disabled) == ("administrator", False)
    people.set_role("budi", "administrator")
    people.set_role("citra", "reader")
    with pytest.raises(LastAdministrator):
        people.disable("budi")


def test_an_administrator_who_is_disabled_or_has_no_password_does_not_count(people: People) -> None:
    people.add("dewi", None, "administrator")
    with pytest.raises(LastAdministrator):
        people.set_role("citra", "editor")
    people.set_role("budi", "administrator")
    people.disable("budi")
    with pytest.raises(LastAdministrator):
        people.set_role("citra", "editor")
    people.enable("budi")
    people.set_role("citra", "editor")


def test_with_single_sign_on_no_password_is_needed_to_count(tmp_path: Path) -> None:
    people = People(Database(f"sqlite:///{tmp_path / 'sso.sqlite'}"), single_sign_on=True)
    for name in ("citra@kpu.example", "dewi@kpu.example"):
        people.add(name, None, "administrator")
    people.disable("citra@kpu.example")
    with pytest.raises(LastAdministrator):
        people.disable("dewi@kpu.example")


def test_two_administrators_cannot_remove_each_other_at_once(people: People) -> None:
    people.set_role("budi", "administrator")
    together = threading.Barrier(2)
    refused: list[str] = []

    def demote(name: str) -> None:
        together.wait(10)
        try:
            people.set_role(name, "reader")
        except LastAdministrator:
            refused.append(name)

    threads = [threading.Thread(target=demote, args=(name,)) for name in ("budi", "citra")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(refused) == 1
    assert [person.name for person in people.all() if person.role == "administrator"] == refused


def test_who_does_not_exist_cannot_be_changed(people: People) -> None:
    with pytest.raises(PersonNotFound):
        people.set_role("siapa", "reader")
    with pytest.raises(NameTaken):
        people.add("ani", None, "reader")


def test_that_an_account_is_disabled_is_told_only_to_its_owner(people: People) -> None:
    people.disable("ani")
    with pytest.raises(WrongPassword):
        people.check("ani", "wrong password")
    with pytest.raises(AccountDisabled):
        people.check("ani", PASSWORD)
    people.enable("ani")
    assert people.check("ani", PASSWORD).name == "ani"


def test_temporary_passwords_are_long_and_never_the_same() -> None:
    made = {temporary_password() for _ in range(200)}
    assert len(made) == 200
    assert all(re.fullmatch(r"(?:[a-z2-9]{4}-){3}[a-z2-9]{4}", one) for one in made)


# The pages


@pytest.mark.parametrize("name", ["ani", "budi"])
def test_only_administrators_keep_people(office: FastAPI, name: str) -> None:
    browser = Browser(office, name)
    assert browser.get("/admin/people").status_code == 403
    for path in ("add", "role", "disable", "enable", "password"):
        assert browser.post(f"/admin/people/{path}", name="ani", role="administrator").status_code == 403
    assert office.state.service.people.find("ani").role == "reader"
    assert "/admin/people" not in browser.get("/").text


def test_a_form_without_its_token_changes_nothing(office: FastAPI) -> None:
    browser = Browser(office, "citra")
    for path in ("add", "role", "disable", "enable", "password"):
        response = browser.client.post(
            f"/admin/people/{path}", data={"name": "ani", "role": "administrator", "csrf": "0" * 64}
        )
        assert (response.status_code, response.json()["error"]["code"]) == (403, "cross_site")
    found = office.state.service.people.find("ani")
    assert (found.role, found.disabled) == ("reader", False)


def test_a_key_keeps_neither_people_nor_keys(office: FastAPI) -> None:
    sessions = office.state.service.sessions
    bearer = {"authorization": f"Bearer {sessions.make_key('citra', 'uji', ['ask', 'manage', 'metrics'])}"}
    client = TestClient(office, base_url="http://kantor.example")
    assert client.get("/admin", headers=bearer).status_code == 200
    for path in ("/admin/people/add", "/admin/people/password", "/admin/keys"):
        response = client.post(path, data={"name": "ani", "label": "x", "scopes": "ask"}, headers=bearer)
        assert response.json()["error"]["code"] == "forbidden"
    assert len(sessions.keys()) == 1


def test_somebody_added_signs_in_with_the_password_shown_once(office: FastAPI) -> None:
    browser = Browser(office, "citra")
    shown = browser.post("/admin/people/add", name=" dewi ", role="editor")
    name, password = shown.context["handed"]
    assert password in shown.text
    assert password not in browser.get("/admin/people").text
    assert Browser(office, name, password).get("/admin").status_code == 200
    assert code(browser.post("/admin/people/add", name="dewi", role="reader")) == "name_taken"
    assert code(browser.post("/admin/people/add", name="<b>x</b>", role="reader")) == "bad_account"


def test_a_changed_role_counts_at_once(office: FastAPI) -> None:
    ani = Browser(office, "ani")
    Browser(office, "citra").post("/admin/people/role", name="ani", role="editor")
    assert ani.get("/admin").status_code == 200


def test_disabling_ends_sessions_and_keys_at_once(office: FastAPI) -> None:
    ani, citra = Browser(office, "ani"), Browser(office, "citra")
    secret = office.state.service.sessions.make_key("ani", "skrip", ["ask"])
    bearer = {"authorization": f"Bearer {secret}"}
    outside = Browser(office).client
    assert outside.get("/ask?q=pilpres", headers=bearer).status_code == 200
    citra.post("/admin/people/disable", name="ani")
    assert ani.client.get("/history").status_code == 401
    assert outside.get("/ask?q=pilpres", headers=bearer).status_code == 401
    assert code(ani.sign_in("ani", PASSWORD)) == "account_disabled"
    citra.post("/admin/people/enable", name="ani")
    assert ani.client.get("/history").status_code == 401
    assert ani.sign_in("ani", PASSWORD).status_code == 303


def test_the_last_administrator_is_told_why(office: FastAPI) -> None:
    citra = Browser(office, "citra")
    for path, role in (("disable", ""), ("role", "reader")):
        response = citra.post(f"/admin/people/{path}", name="citra", role=role)
        assert (response.status_code, code(response)) == (409, "last_administrator")
    assert citra.get("/admin/people").status_code == 200


def test_a_reset_password_signs_out_and_ends_a_lock_out(office: FastAPI) -> None:
    ani = Browser(office, "ani")
    for _ in range(6):
        failed = Browser(office).sign_in("ani", "wrong password")
    assert code(failed) == "locked_out"
    assert "Terlalu banyak percobaan" in failed.context["failure"].message
    _, password = Browser(office, "citra").post("/admin/people/password", name="ani").context["handed"]
    assert ani.client.get("/history").status_code == 401
    assert ani.sign_in("ani", PASSWORD).status_code == 401
    assert ani.sign_in("ani", password).status_code == 303


def test_people_change_their_own_password(office: FastAPI) -> None:
    here, elsewhere = Browser(office, "ani"), Browser(office, "ani")
    fresh = "kuda baterai benar"
    assert code(here.post("/account/password", current="wrong password", fresh=fresh)) == "wrong_password"
    assert code(here.post("/account/password", current=PASSWORD, fresh="pendek")) == "bad_password"
    changed = here.post("/account/password", current=PASSWORD, fresh=fresh)
    assert (changed.status_code, changed.headers["location"]) == (303, "/account?changed=1")
    assert here.get("/account").status_code == 200
    assert elsewhere.client.get("/account").status_code == 401
    assert Browser(office, "ani", fresh).get("/account").status_code == 200


def test_without_accounts_there_is_nothing_to_keep(client: TestClient) -> None:
    for path in ("/admin/people", "/admin/keys", "/account"):
        response = client.get(path)
        assert (response.status_code, response.json()["error"]["code"]) == (403, "forbidden"), path
