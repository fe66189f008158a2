"""What every room's tests share: the bundled corpus, indexed once with the real embedded encoder."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.home import Home


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No `TANYA_…` variable and no `.env` of the person who runs the tests reaches them."""
    for name in list(os.environ):
        if name.startswith("TANYA_"):
            monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def bundled_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """A home that holds the bundled articles and one generation; read it, do not change it."""
    from corpus.bundled import read_bundled
    from corpus.database import Database
    from corpus.store import ArticleStore
    from index.build import build
    from index.encoder import open_encoder

    home = Home(tmp_path_factory.mktemp("bundled"))
    database = Database(home.database_url)
    store = ArticleStore(database)
    store.put(read_bundled())
    build(home, store.all(), open_encoder("use-multilingual"))
    yield home
    database.close()
