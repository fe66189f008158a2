"""The database server goes away for a while under a running Tanya, and comes back: told meanwhile, mended by itself."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from corpus.database import Database
from corpus.errors import DatabaseUnavailable
from corpus.settings import Settings
from corpus.store import ArticleStore
from tests.postgres import Postgres, postgres
from tests.web.fakes import FakeEngine
from web.app import create_app

GONE_S = float(os.environ.get("TEST_DATABASE_GONE_S", "3"))  # 30 to wait as long as the promise is
QUESTION = {"question": "Kapan pemungutan suara pilpres?", "conversation_id": "satu"}

pytestmark = pytest.mark.slow


@pytest.fixture
def server() -> Iterator[Postgres]:
    with postgres() as running:
        yield running


def test_a_database_that_goes_and_comes_back_is_told_and_then_used_again(server: Postgres) -> None:
    database = Database(server.url)
    store = ArticleStore(database)
    assert list(store.all()) == []
    server.stop()
    started = time.monotonic()
    with pytest.raises(DatabaseUnavailable, match="Check that it is reachable"):
        list(store.all())
    assert time.monotonic() - started < 10
    time.sleep(GONE_S)
    with pytest.raises(DatabaseUnavailable):
        list(store.all())
    server.start()
    assert list(store.all()) == []
    database.close()


def test_a_server_outlives_its_database(server: Postgres, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    settings = Settings.model_validate({"home": tmp_path / "home", "database_url": server.url})
    app = create_app(settings, FakeEngine())
    with TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False) as client:
        client.cookies.set("tanya_session", "a" * 43)
        assert client.post("/ask", json=QUESTION).status_code == 200
        server.stop()
        refused = client.post("/ask", json=QUESTION)
        assert refused.status_code == 503
        assert refused.json()["error"]["code"] == "database_unavailable"
        assert int(refused.headers["retry-after"]) > 0
        assert client.get("/healthz").status_code == 200
        time.sleep(GONE_S)
        server.start()
        assert client.post("/ask", json=QUESTION).status_code == 200
        history = client.get("/history").text
    assert QUESTION["question"] in history
