import errno
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
from tests.corpus.papers import zipped


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


def rows(*numbers: int) -> list[str]:
    return [
        f'{{"id": "baris-{number}", "title": "Baris {number}", "text": "Isi baris {number}."}}' for number in numbers
    ]


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
    write(folder / "banyak.jsonl", "\n".join(rows(0, 1, 2)))
    sync_folder(folder, store)
    write(folder / "banyak.jsonl", "\n".join(rows(0, 1)), age_s=30)
    assert sync_folder(folder, store).withdrawn == 1
    assert [article.id for article in store.all() if article.id.startswith("baris")] == ["baris-0", "baris-1"]


def test_a_row_above_the_others_takes_nothing_from_them(store: ArticleStore, folder: Path) -> None:
    path = folder / "banyak.jsonl"
    write(path, "\n".join(rows(1, 2)))
    sync_folder(folder, store)
    write(path, "\n".join(rows(1, 2)).replace("Isi", "Naskah"), age_s=40)
    sync_folder(folder, store)
    write(path, "\n".join([*rows(9), *rows(1, 2)]).replace("Isi", "Naskah"), age_s=30)
    report = sync_folder(folder, store)
    assert (report.put.added, len(report.put.unchanged), report.withdrawn) == (("baris-9",), 2, 0)
    for number in (1, 2):
        assert [old.article.text for old in store.versions(f"baris-{number}")] == [f"Isi baris {number}."]


def test_a_bad_row_keeps_its_article_and_holds_up_no_other(store: ArticleStore, folder: Path) -> None:
    path, bad = folder / "banyak.jsonl", rows(1)[0][:-4]
    write(path, "\n".join(rows(1, 2)))
    sync_folder(folder, store)
    write(path, "\n".join([bad, *rows(2, 3)]), age_s=40)
    report = sync_folder(folder, store)
    assert (len(report.failures), report.put.added, report.withdrawn) == (1, ("baris-3",), 0)
    assert sync_folder(folder, store).failures == ()  # told once, as long as the file stays the same
    write(path, "\n".join([bad, *rows(3, 4)]), age_s=30)
    assert sync_folder(folder, store).withdrawn == 1
    assert [title for title in titles(store) if title.startswith("Baris")] == ["Baris 1", "Baris 3", "Baris 4"]
    path.unlink()
    assert sync_folder(folder, store).withdrawn == 3


def test_a_strange_member_of_an_archive_holds_up_no_other(store: ArticleStore, folder: Path) -> None:
    def pack(age_s: float, **members: bytes) -> None:
        (folder / "semua.zip").write_bytes(zipped({name.replace("_", "."): data for name, data in members.items()}))
        os.utime(folder / "semua.zip", (time.time() - age_s,) * 2)

    one, two = b"Judul A\n\nIsi a.", b"Judul B\n\nIsi b."
    pack(50, a_txt=one, foto_jpg=b"?", rusak_jsonl=rows(1)[0].encode())
    sync_folder(folder, store)
    pack(40, b_txt=two, foto_jpg=b"?", rusak_jsonl=b"\xff\x00\x01" * 99)
    report = sync_folder(folder, store)
    assert ([str(failure).count("rusak") for failure in report.failures], report.withdrawn) == ([0, 1], 1)
    assert titles(store) == ["Baris 1", "Judul B", "Judul Dua", "Judul Satu"]
    (folder / "semua.zip").unlink()
    assert sync_folder(folder, store).withdrawn == 2


def test_what_a_file_held_before_it_became_unreadable_goes_with_it(store: ArticleStore, folder: Path) -> None:
    table = "id,title,text\n1,Satu,Isi tabel satu.\n2,Dua,Isi tabel dua.\n"
    write(folder / "tabel.csv", table)
    sync_folder(folder, store)
    write(folder / "tabel.csv", f"{table}3,Tiga,Isi tabel tiga.\n4,{'x' * 20_000_001},\n", age_s=30)
    assert len(sync_folder(folder, store).put.added) == 1
    (folder / "tabel.csv").unlink()
    assert sync_folder(folder, store).withdrawn == 3


def test_a_file_that_moved_and_changed_keeps_the_id_it_gives(store: ArticleStore, folder: Path) -> None:
    write(folder / "satu.md", "---\nid: rapat\ntitle: Rapat\n---\nIsi lama.")
    sync_folder(folder, store)
    (folder / "satu.md").unlink()
    write(folder / "2024" / "pindah.md", "---\nid: rapat\ntitle: Rapat\n---\nIsi baru.")
    assert sync_folder(folder, store).put.changed == ("rapat",)
    assert [old.article.text for old in store.versions("rapat")] == ["Isi lama."]


def test_two_exports_of_a_folder_that_count_from_one_are_both_kept(store: ArticleStore, folder: Path) -> None:
    for month in ("januari", "februari"):
        write(folder / f"{month}.csv", f"id,title,text\n1,{month},Isi {month}.\n")
    sync_folder(folder, store)
    write(folder / "januari.csv", "id,title,text\n1,januari,Isi januari diperbaiki.\n", age_s=30)
    assert len(sync_folder(folder, store).put.changed) == 1
    texts = sorted(article.text for article in store.all() if article.title in ("januari", "februari"))
    assert texts == ["Isi februari.", "Isi januari diperbaiki."]


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


def test_a_small_folder_that_is_suddenly_empty_withdraws_nothing_until_it_is_told_to(
    store: ArticleStore, folder: Path
) -> None:
    sync_folder(folder, store)
    for path in (folder / "satu.txt", folder / "2024" / "dua.md"):
        path.unlink()
    with pytest.raises(TanyaError, match="is empty, though it held 2 files"):
        sync_folder(folder, store)
    assert len(titles(store)) == 2
    store.remove([article.id for article in store.all()])
    assert sync_folder(folder, store).plan.vanished != ()
    assert sync_folder(folder, store).plan.vanished == ()


def close_folder(monkeypatch: pytest.MonkeyPatch, closed: Path) -> None:
    """As a folder without permission, or a network drive that hiccups; root, who runs the tests, may read any."""
    scandir = os.scandir

    def refusing(place: str) -> object:
        if Path(place) == closed:
            raise PermissionError(errno.EACCES, "Permission denied", str(closed))
        return scandir(place)

    monkeypatch.setattr(os, "scandir", refusing)


def test_a_folder_that_cannot_be_listed_for_a_moment_keeps_its_articles(
    store: ArticleStore, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync_folder(folder, store)
    (folder / "satu.txt").unlink()
    write(folder / "tiga.txt", "Judul Tiga\n\nIsi berita yang ketiga.")
    with monkeypatch.context() as patch:
        close_folder(patch, folder / "2024")
        report = sync_folder(folder, store)
        assert (report.withdrawn, titles(store)) == (1, ["Judul Dua", "Judul Tiga"])
        assert [str(failure) for failure in report.failures] == [
            f"{folder / '2024'} cannot be listed: Permission denied. Check who may read it."
        ]
    with monkeypatch.context() as patch:
        close_folder(patch, folder)
        with pytest.raises(TanyaError, match="cannot be listed"):
            sync_folder(folder, store)
    assert sync_folder(folder, store).summary() == "nothing changed (2 files as before)"


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


def test_what_changes_during_the_first_round_brings_another(folder: Path) -> None:
    stop = threading.Event()
    rounds = watch(folder, stop)
    next(rounds)
    write(folder / "baru.txt", "Judul\n\nIsi.")  # while the first round reads and builds
    timer = threading.Timer(10, stop.set)
    timer.start()
    next(rounds)
    timer.cancel()
    stop.set()
    assert list(rounds) == []


def test_a_folder_that_is_not_there_cannot_be_watched(tmp_path: Path) -> None:
    with pytest.raises(TanyaError, match="not a folder"):
        next(watch(tmp_path / "tidak-ada"))
