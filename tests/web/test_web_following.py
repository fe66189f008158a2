"""Two hosts share a database: what one publishes the other serves, goes back to, and tries again where it failed."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.article import Article
from corpus.database import Database
from corpus.errors import BuildFailed
from corpus.publications import Publications
from corpus.settings import Settings
from corpus.store import ArticleStore
from index.build import build
from index.generation import load, rollback
from index.publish import current
from tests.faults.encoder import WordHashing, open_hashing
from web.following import Follower

ARTICLES = [
    Article("gudang", "gudang.md", "Kabar gudang", "Gudang Sikka menyimpan 4.120 kotak suara."),
    Article("debat", "debat.md", "Kabar debat", "Debat calon bupati Ngada digelar di aula Kartini."),
]


class Host:
    """A home of its own on the shared database."""

    def __init__(self, place: Path, url: str) -> None:
        self.settings = Settings.model_validate({"home": place, "database_url": url})
        self.database = Database(url)
        self.store = ArticleStore(self.database)
        self.follower = Follower(self.settings, self.database)

    def publish(self) -> str:
        name = build(self.settings.place, self.store.all(), WordHashing()).generation
        Publications(self.database).record(name)
        return name


@pytest.fixture
def hosts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Host, Host]:
    monkeypatch.setattr("index.encoder.open_encoder", open_hashing)
    url = f"sqlite:///{tmp_path / 'shared.sqlite'}"
    return Host(tmp_path / "a", url), Host(tmp_path / "b", url)


def test_what_one_host_publishes_the_other_builds_and_serves(hosts: tuple[Host, Host]) -> None:
    a, b = hosts
    assert b.follower.follow() is False
    a.store.put(ARTICLES[:1])
    first = a.publish()
    assert a.follower.follow() is False
    assert b.follower.follow() is True
    assert current(b.settings.place) == first
    b.store.put(ARTICLES[1:])
    second = b.publish()
    assert a.follower.follow() is True
    assert current(a.settings.place) == second != first
    served = load(a.settings.place, WordHashing())
    assert [article.id for article in served.articles()] == ["debat", "gudang"]
    assert (a.follower.follow(), b.follower.follow()) == (False, False)


def test_going_back_is_followed_without_building(hosts: tuple[Host, Host], monkeypatch: pytest.MonkeyPatch) -> None:
    a, b = hosts
    for count in (1, 2):
        a.store.put(ARTICLES[:count])
        a.publish()
        b.follower.follow()
    Publications(a.database).record(rollback(a.settings.place))
    monkeypatch.setattr("index.build.build", lambda *given, **more: pytest.fail("built"))
    assert b.follower.follow() is True
    assert current(b.settings.place) == current(a.settings.place)


def test_a_build_that_failed_is_tried_again(hosts: tuple[Host, Host], monkeypatch: pytest.MonkeyPatch) -> None:
    a, b = hosts
    a.store.put(ARTICLES)
    name = a.publish()

    def full(*given: object, **more: object) -> None:
        raise BuildFailed("The index could not be written: No space left on device.")

    with monkeypatch.context() as patch:
        patch.setattr("index.build.build", full)
        with pytest.raises(BuildFailed):
            b.follower.follow()
    assert b.follower.follow() is True
    assert current(b.settings.place) == name


def test_articles_that_changed_meanwhile_are_no_reason_to_build_for_ever(hosts: tuple[Host, Host]) -> None:
    a, b = hosts
    a.store.put(ARTICLES[:1])
    a.publish()
    a.store.put(ARTICLES[1:])  # stored, and not published yet
    assert b.follower.follow() is True
    assert current(b.settings.place) != current(a.settings.place)
    assert b.follower.follow() is False
    a.publish()
    assert b.follower.follow() is False  # it is served already
    assert current(b.settings.place) == current(a.settings.place)
