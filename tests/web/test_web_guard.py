"""Limits against a clock that the test turns, and the door of the server."""

from __future__ import annotations

import threading

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from corpus.errors import SettingsError
from corpus.settings import Settings
from web.errors import Overloaded, TooManyRequests
from web.guard import RateLimit, WaitingRoom
from web.serve import refuse_open_door


def test_a_client_is_refused_after_its_burst_and_let_in_again() -> None:
    now = [0.0]
    limit = RateLimit(60, burst=3, clock=lambda: now[0])
    for _ in range(3):
        limit.spend("a")
    with pytest.raises(TooManyRequests) as caught:
        limit.spend("a")
    assert caught.value.retry_after_s >= 1
    limit.spend("b")
    now[0] += caught.value.retry_after_s
    limit.spend("a")


def test_no_limit_means_none() -> None:
    limit = RateLimit(0)
    for _ in range(10_000):
        limit.spend("a")


def test_a_full_waiting_room_turns_people_away_and_recovers() -> None:
    room = WaitingRoom(seats=1, queue=0, patience_s=0.01)
    inside, leave = threading.Event(), threading.Event()

    def sit() -> None:
        with room.seat():
            inside.set()
            leave.wait(5)

    thread = threading.Thread(target=sit)
    thread.start()
    assert inside.wait(5)
    with pytest.raises(Overloaded), room.seat():
        raise AssertionError("two people on one seat")
    leave.set()
    thread.join(5)
    with room.seat():
        pass


def test_a_refused_client_is_told_when_to_come_back(client: TestClient, app: FastAPI) -> None:
    service = app.state.service
    owner = "local"
    with pytest.raises(TooManyRequests):
        for _ in range(100_000):
            service.limit.spend(owner)
    response = client.get("/ask?q=apa")
    assert response.status_code == 429
    assert int(response.headers["retry-after"]) >= 1


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.4", "kantor.example"])
def test_without_accounts_only_this_machine_is_served(settings: Settings, host: str) -> None:
    with pytest.raises(SettingsError, match="TANYA_AUTH"):
        refuse_open_door(settings, host)
    refuse_open_door(settings.model_copy(update={"auth": "local"}), host)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.9", "::1", "[::1]", "localhost"])
def test_loopback_is_served_without_accounts(settings: Settings, host: str) -> None:
    refuse_open_door(settings, host)


def test_a_name_rebound_to_loopback_is_refused(client: TestClient) -> None:
    response = client.get("/", headers={"host": "attacker.example"})
    assert (response.status_code, response.json()["error"]["code"]) == (421, "wrong_host")


@pytest.mark.parametrize(
    "headers",
    [{"origin": "https://attacker.example"}, {"sec-fetch-site": "cross-site"}, {"origin": "null"}],
)
def test_another_sites_page_cannot_post(client: TestClient, headers: dict[str, str]) -> None:
    response = client.post("/chat", data={"q": "apa"}, headers=headers)
    assert (response.status_code, response.json()["error"]["code"]) == (403, "cross_site")
    assert client.post("/chat", data={"q": "apa"}, headers={"origin": "http://127.0.0.1"}).status_code == 303


def test_every_response_carries_the_security_headers_and_a_request_id(client: TestClient) -> None:
    for path in ("/", "/ask?q=apa", "/static/tanya.css", "/nowhere", "/openapi.json"):
        response = client.get(path, headers={"x-request-id": "abc-1"})
        policy = response.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert response.headers["x-content-type-options"] == "nosniff"
        assert response.headers["x-request-id"] == "abc-1"
    assert client.get("/", headers={"x-request-id": "bad id\t!"}).headers["x-request-id"] != "bad id\t!"
