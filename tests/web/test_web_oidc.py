"""Single sign-on against a provider that the test runs, which also lies in every way that matters."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from joserfc.jwk import RSAKey
from pydantic import SecretStr
from starlette.testclient import TestClient

from corpus.settings import Settings
from tests.web.fakes import FakeEngine
from web.app import create_app
from web.people import add_person

pytest.importorskip("authlib")
from tests.web.provider import Provider, Running

PAGE = {"accept": "text/html"}


@pytest.fixture
def provider() -> Iterator[Provider]:
    with Running(Provider()) as provider:
        yield provider


@pytest.fixture
def office(settings: Settings, provider: Provider) -> FastAPI:
    chosen = {
        "auth": "oidc", "oidc_issuer": provider.issuer, "oidc_client_id": "tanya",
        "oidc_client_secret": SecretStr("rahasia"),
    }  # fmt: skip
    return create_app(settings.model_copy(update=chosen), FakeEngine())


@pytest.fixture
def browser(office: FastAPI) -> TestClient:
    return TestClient(office, base_url="http://kantor.example", follow_redirects=False, raise_server_exceptions=False)


def callback(browser: TestClient, back: str = "/history") -> str:
    left = browser.get("/sign-in/oidc", params={"back": back})
    assert left.status_code == 303
    assert "rahasia" not in left.headers["location"]
    return httpx.get(left.headers["location"], follow_redirects=False).headers["location"]


def test_somebody_new_signs_in_as_a_reader(browser: TestClient, office: FastAPI) -> None:
    signed = browser.get(callback(browser))
    assert (signed.status_code, signed.headers["location"]) == (303, "/history")
    shown: Any = browser.get("/", headers=PAGE)
    assert (shown.context["visitor"].name, shown.context["visitor"].role) == ("citra@kpu.example", "reader")
    browser.post("/sign-out")
    browser.get(callback(browser))
    assert [person.name for person in office.state.service.people.all()] == ["citra@kpu.example"]


def test_an_account_made_beforehand_is_claimed_once_by_its_verified_address(
    browser: TestClient, office: FastAPI, provider: Provider
) -> None:
    office.state.service.people.add("citra@kpu.example", None, "administrator")
    browser.get(callback(browser))
    shown: Any = browser.get("/", headers=PAGE)
    assert shown.context["visitor"].role == "administrator"
    provider.claims = provider.claims | {"sub": "s-2"}
    other = TestClient(office, base_url="http://kantor.example", follow_redirects=False)
    other.get(callback(other))
    shown = other.get("/", headers=PAGE)
    assert shown.context["visitor"].role == "reader"


@pytest.mark.parametrize("verified", [False, None, "true"])
def test_an_unverified_address_claims_nothing(
    browser: TestClient, office: FastAPI, provider: Provider, verified: object
) -> None:
    office.state.service.people.add("citra@kpu.example", None, "administrator")
    provider.claims = provider.claims | {"email_verified": verified}
    browser.get(callback(browser))
    shown: Any = browser.get("/", headers=PAGE)
    assert shown.context["visitor"].name.startswith("sso-")
    assert shown.context["visitor"].role == "reader"


def test_the_command_line_keeps_no_password_where_a_provider_signs_in(browser: TestClient, office: FastAPI) -> None:
    add_person(office.state.service.settings, "citra@kpu.example", "sandi-yang-panjang", "editor")
    browser.get(callback(browser))
    shown: Any = browser.get("/", headers=PAGE)
    assert shown.context["visitor"].role == "editor"


def test_a_password_account_is_never_claimed_nor_signed_in(browser: TestClient, office: FastAPI) -> None:
    pytest.importorskip("argon2")
    office.state.service.people.add("citra@kpu.example", "sandi-yang-panjang", "administrator")
    browser.get(callback(browser))
    shown: Any = browser.get("/", headers=PAGE)
    assert shown.context["visitor"].role == "reader"
    stranger = TestClient(office, base_url="http://kantor.example", follow_redirects=False)
    form = {"name": "citra@kpu.example", "password": "sandi-yang-panjang"}
    assert stranger.post("/sign-in", data=form).status_code == 401


LIES: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "nonce": lambda claims: claims | {"nonce": "another"},
    "no nonce": lambda claims: {name: value for name, value in claims.items() if name != "nonce"},
    "audience": lambda claims: claims | {"aud": "another"},
    "issuer": lambda claims: claims | {"iss": "https://attacker.example"},
    "expired": lambda claims: claims | {"iat": 1, "exp": 2},
    "no subject": lambda claims: {name: value for name, value in claims.items() if name != "sub"},
}


@pytest.mark.parametrize("lie", LIES)
def test_a_token_that_lies_signs_nobody_in(browser: TestClient, provider: Provider, lie: str) -> None:
    provider.bend = LIES[lie]
    response = browser.get(callback(browser))
    assert (response.status_code, response.json()["error"]["code"]) == (401, "sign_in_failed")
    assert "tanya_session" not in browser.cookies


def test_another_keys_signature_signs_nobody_in(browser: TestClient, provider: Provider) -> None:
    provider.signer = RSAKey.generate_key(2048, {"kid": "k-1"})
    assert browser.get(callback(browser)).status_code == 401


def test_an_answer_works_once_and_only_in_its_own_browser(browser: TestClient, office: FastAPI) -> None:
    address = callback(browser)
    stranger = TestClient(office, base_url="http://kantor.example", follow_redirects=False)
    assert stranger.get(address).json()["error"]["code"] == "sign_in_failed"
    assert browser.get(address).status_code == 303
    assert browser.get(address).status_code == 401


def test_a_provider_out_of_reach_is_said(browser: TestClient, office: FastAPI) -> None:
    office.state.service.settings.oidc_issuer = "http://127.0.0.1:9"
    response = browser.get("/sign-in/oidc")
    assert (response.status_code, response.json()["error"]["code"]) == (401, "sign_in_failed")


def test_the_sign_in_page_offers_the_offices_accounts(browser: TestClient) -> None:
    response = browser.get("/history", headers=PAGE)
    assert response.headers["location"] == "/sign-in?back=/history"
    assert 'href="/sign-in/oidc?back=/history"' in browser.get(response.headers["location"], headers=PAGE).text
    refused = browser.post("/sign-in", data={"name": "a", "password": "b"})
    assert refused.status_code == 401


def test_somebody_disabled_is_not_let_in(browser: TestClient, office: FastAPI) -> None:
    browser.get(callback(browser))
    browser.post("/sign-out")
    office.state.service.people.disable("citra@kpu.example")
    refused = browser.get(callback(browser))
    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "account_disabled")
    assert browser.get("/history").status_code == 401
