import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.database import Database
from corpus.errors import TanyaError
from corpus.store import ArticleStore
from corpus.sync import make_plan, sync_folder, watch


@pytest.fixture
def store(tmp_path: Path) -> Iterator[ArticleStore]:
    database = Database(f"sqlite:///{tmp_path / 'toko.sqlite'}")
    yield ArticleStore(database)
    database.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "berita"
    (place / "2024").mkdir(parents=True)
    write(place / "satu.txt", "Judul Satu\n\nIsi berita yang pertama.")
    write(place / "2024" / "dua.md", "---\ntitle: Judul Dua\n---\nIsi berita yang kedua.")
    return place


def write(path: Path, text: str, age_s: float = 60) -> None:
    path.write_text(text, encoding="utf-8")
    then = time.time() - age_s
    os.utime(path, (then, then))


def titles(store: ArticleStore) -> list[str]:
    return sorted(article.title for article in store.all())


def test_the_store_follows_the_folder(store: ArticleStore, folder: Path) -> None:
    first = sync_folder(folder, store)
    assert (len(first.put.added), first.anything) == (2, True)
    assert titles(store) == ["Judul Dua", "Judul Satu"]
    ids = {article.title: article.id for article in store.all()}

    write(folder / "satu.txt", "Judul Satu\n\nIsi berita yang diperbaiki.", age_s=30)
    write(folder / "tiga.txt", "Judul Tiga\n\nIsi berita yang ketiga.")
    (folder / "2024" / "dua.md").unlink()
    second = sync_folder(folder, store)
    assert (len(second.put.added), len(second.put.changed), second.withdrawn) == (1, 1, 1)
    assert titles(store) == ["Judul Satu", "Judul Tiga"]
    assert store.get(ids["Judul Satu"]).text == "Isi berita yang diperbaiki."
    assert store.versions(ids["Judul Satu"])[0].article.text == "Isi berita yang pertama."
    assert (
        second.summary()
        == "1 new, 1 changed, 1 vanished (0 files as before); articles: 1 added, 1 changed; 1 withdrawn"
    )

    third = sync_folder(folder, store)
    assert not third.anything
    assert third.summary() == "nothing changed (2 files as before)"


def test_a_touched_file_is_not_a_change(store: ArticleStore, folder: Path) -> None:
    sync_folder(folder, store)
    os.utime(folder / "satu.txt", (1_600_000_000, 1_600_000_000))
    plan = make_plan(folder, store)
    assert ([Path(state.path).name for state in plan.touched], plan.changed) == (["satu.txt"], ())
    sync_folder(folder, store)
    assert make_plan(folder, store).touched == ()


def test_a_second_write_in_the_same_instant_is_noticed(store: ArticleStore, folder: Path) -> None:
    path = folder / "satu.txt"
    write(path, "Judul Satu\n\nAngka 111 tercatat.", age_s=0)
    seen = path.stat()
    sync_folder(folder, store)
    path.write_text("Judul Satu\n\nAngka 222 tercatat.", encoding="utf-8")
    os.utime(path, ns=(seen.st_atime_ns, seen.st_mtime_ns))
    sync_folder(folder, store)
    assert "222" in next(article.text for article in store.all() if article.title == "Judul Satu")


def test_a_moved_file_keeps_its_article(store: ArticleStore, folder: Path) -> None:
    sync_folder(folder, store)
    before = sorted(article.id for article in store.all())
    (folder / "satu.txt").rename(folder / "2024" / "pindah.txt")
    report = sync_folder(folder, store)
    assert (sorted(article.id for article in store.all()), report.anything) == (before, False)


def test_a_row_that_leaves_a_file_is_withdrawn(store: ArticleStore, folder: Path) -> None:
    rows = [f'{{"id": "baris-{number}", "title": "Baris", "text": "Isi baris {number}."}}' for number in range(3)]
    write(folder / "banyak.jsonl", "\n".join(rows))
    sync_folder(folder, store)
    write(folder / "banyak.jsonl", "\n".join(rows[:2]), age_s=30)
    assert sync_folder(folder, store).withdrawn == 1
    assert [article.id for article in store.all() if article.id.startswith("baris")] == ["baris-0", "baris-1"]


def test_a_file_that_becomes_unreadable_withdraws_nothing_and_is_tried_again(store: ArticleStore, folder: Path) -> None:
    sync_folder(folder, store)
    write(folder / "satu.txt", "", age_s=30)
    for _ in range(2):
        report = sync_folder(folder, store)
        assert (report.withdrawn, len(report.failures), report.anything) == (0, 1, False)
    assert "Judul Satu" in titles(store)


def test_a_strange_file_is_told_once(store: ArticleStore, folder: Path) -> None:
    write(folder / "foto.jpg", "bukan berita")
    assert [".jpg" in str(failure) for failure in sync_folder(folder, store).failures] == [True]
    assert sync_folder(folder, store).failures == ()


def test_a_folder_that_is_away_withdraws_nothing(store: ArticleStore, folder: Path) -> None:
    for number in range(12):
        write(folder / f"n{number}.txt", f"Berita {number}\n\nIsi berita nomor {number}.")
    sync_folder(folder, store)
    for path in [*folder.glob("*.txt"), *folder.glob("2024/*")]:
        path.unlink()
    with pytest.raises(TanyaError, match="is empty, though it held 14 files"):
        sync_folder(folder, store)
    with pytest.raises(TanyaError, match="not a folder"):
        sync_folder(folder / "tidak-ada", store)
    assert len(titles(store)) == 14


@pytest.mark.slow
def test_nothing_changed_among_2000_files_takes_under_a_second(store: ArticleStore, tmp_path: Path) -> None:
    place = tmp_path / "banyak"
    place.mkdir()
    for number in range(2000):
        write(place / f"n{number:04}.txt", f"Berita {number}\n\nIsi berita nomor {number} dari kantor kabupaten.")
    assert len(sync_folder(place, store).put.added) == 2000
    started = time.process_time()
    report = sync_folder(place, store)
    assert time.process_time() - started < 1.0
    assert (report.plan.unchanged, report.anything) == (2000, False)


def test_watching_tells_of_changes_once_they_are_quiet(folder: Path) -> None:
    stop = threading.Event()
    rounds = watch(folder, stop)
    next(rounds)

    def change() -> None:
        for number in range(5):
            write(folder / "baru.txt", f"Judul\n\nIsi {number}.")
            time.sleep(0.05)

    timer = threading.Timer(0.5, change)
    timer.start()
    next(rounds)
    timer.join()
    assert (folder / "baru.txt").read_text().endswith("4.")
    stop.set()
    assert list(rounds) == []
