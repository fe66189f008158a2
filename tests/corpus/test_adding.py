"""What `tanya add` is told to read: progress that a bar can show, and failures that harm nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.adding import add_articles, read_sources
from corpus.database import Database
from corpus.settings import Settings, read_settings
from corpus.store import ArticleStore
from tests.corpus.site import Site
from tests.corpus.test_sync import close_folder

PAGE = "<html><head><title>{0}</title></head><body><article><h1>{0}</h1><p>{1}</p>{2}</article></body></html>"
PARAGRAPH = "KPU Kabupaten Kudus menetapkan daftar pemilih tetap dalam rapat pleno terbuka di Hotel {0}. " * 4


@pytest.fixture
def store(tmp_path: Path) -> Iterator[ArticleStore]:
    database = Database(f"sqlite:///{tmp_path / 'tanya.sqlite'}")
    yield ArticleStore(database)
    database.close()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return read_settings(tmp_path).model_copy(update={"allow_private_addresses": True})


def test_files_are_counted_as_they_are_read_and_failures_are_told(
    tmp_path: Path, store: ArticleStore, settings: Settings
) -> None:
    folder = tmp_path / "berita"
    folder.mkdir()
    (folder / "a.txt").write_text("Judul\n\nIsi pertama.", encoding="utf-8")
    (folder / "b.xyz").write_bytes(b"?")
    (folder / "c.jsonl").write_text('{"title": "X", "text": "Isi x."}\n{"title": "Y", "text": "Isi y."}\n')
    seen: list[tuple[str, int, int]] = []
    read = read_sources([str(folder)], settings, store.database, progress=lambda *step: seen.append(step))
    report = add_articles(store, read)
    assert seen == [("read", 1, 3), ("read", 2, 3), ("read", 3, 3)]
    assert (report.found, len(report.put.added)) == (3, 3)
    assert [str(failure).split()[0].rpartition("/")[2] for failure in report.failures] == ["b.xyz"]


def test_an_empty_folder_and_one_that_is_not_there_are_told(
    tmp_path: Path, store: ArticleStore, settings: Settings
) -> None:
    (tmp_path / "kosong").mkdir()
    named = [str(tmp_path / "kosong"), str(tmp_path / "tidak-ada.txt")]
    report = add_articles(store, read_sources(named, settings, store.database))
    assert ["holds no files" in str(report.failures[0]), "does not exist" in str(report.failures[1])] == [True, True]


def test_a_folder_that_cannot_be_listed_is_told_and_the_rest_is_read(
    tmp_path: Path, store: ArticleStore, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a", "b"):
        (tmp_path / "berita" / name).mkdir(parents=True)
        (tmp_path / "berita" / name / "x.txt").write_text(f"Judul {name}\n\nIsi {name}.", encoding="utf-8")
    for closed, found in ((tmp_path / "berita" / "a", 1), (tmp_path / "berita", 0)):
        with monkeypatch.context() as patch:
            close_folder(patch, closed)
            report = add_articles(store, read_sources([str(tmp_path / "berita")], settings, store.database))
        assert (report.found, [str(failure).partition(":")[0] for failure in report.failures]) == (
            found,
            [f"{closed} cannot be listed"],
        )


def test_pages_of_a_site_are_counted_and_stored_one_by_one(site: Site, store: ArticleStore, settings: Settings) -> None:
    links = '<a href="/a">a</a><a href="/b">b</a>'
    site.page("/", PAGE.format("Depan", PARAGRAPH.format("Satu"), links).encode())
    site.page("/a", PAGE.format("Berita A", PARAGRAPH.format("Dua"), "").encode())
    site.page("/b", PAGE.format("Berita B", PARAGRAPH.format("Tiga"), "").encode())
    stored: list[int] = []
    steps: list[tuple[str, int, int]] = []

    def watch(stage: str, done: int, total: int) -> None:
        steps.append((stage, done, total))
        stored.append(sum(1 for _ in store.all()))

    report = add_articles(store, read_sources([site.url("/")], settings, store.database, 10, watch))
    assert not report.failures
    assert steps == [("fetch", 1, 10), ("fetch", 2, 10), ("fetch", 3, 10), ("fetch", 3, 3)]
    # A page counts as read only once its article is in the store.
    assert stored == [1, 2, 3, 3]
