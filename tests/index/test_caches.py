import logging
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from index.caches import BlobCache

BLOBS = {f"kata{number}".encode(): f"isi {number} ".encode() * 200 for number in range(60)}
PAGE = 4096


@pytest.mark.parametrize("wal", [False, True])
def test_what_is_put_is_found_by_the_next_to_open_it(wal: bool, tmp_path: Path) -> None:
    with closing(BlobCache(tmp_path / "new" / "c.sqlite", wal=wal)) as cache:
        cache.put(BLOBS)
        cache.put({b"kata1": b"lain"})
    with closing(BlobCache(tmp_path / "new" / "c.sqlite", wal=wal)) as cache:
        assert cache.find([*BLOBS, b"tak ada"]) == {**BLOBS, b"kata1": b"lain"}


def test_looking_makes_no_file(tmp_path: Path) -> None:
    with closing(BlobCache(tmp_path / "c.sqlite")) as cache:
        assert cache.find([b"kata1"]) == {}
        cache.put({})
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("spoilt", [b"\xff" * PAGE, b"\0" * PAGE, b"isi"])
def test_every_damaged_page_costs_no_more_than_what_was_kept(spoilt: bytes, tmp_path: Path) -> None:
    """Whatever part is overwritten: nothing wrong is ever found, and the cache can be written again."""
    file = tmp_path / "c.sqlite"
    with closing(BlobCache(file)) as cache:
        cache.put(BLOBS)
    whole = file.read_bytes()
    missed = 0
    for at in range(0, len(whole), PAGE):
        file.write_bytes(whole[:at] + spoilt + whole[at + len(spoilt) :])
        with closing(BlobCache(file)) as cache:
            found = cache.find(list(BLOBS))
            assert found.items() <= BLOBS.items()
            missed += len(BLOBS) - len(found)
            cache.put({b"kata baru": b"isi"})
            assert cache.find([b"kata baru"]) == {b"kata baru": b"isi"}
    assert missed


def test_a_file_that_is_no_database_is_begun_anew_and_told_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "c.sqlite"
    for part in ("", "-wal", "-journal"):
        file.with_name(f"c.sqlite{part}").write_bytes(b"bukan basis data " * 500)
    with caplog.at_level(logging.WARNING), closing(BlobCache(file, wal=True)) as cache:
        cache.put(BLOBS)
        assert cache.find(list(BLOBS)) == BLOBS
    assert [str(file) in record.getMessage() for record in caplog.records] == [True]


def test_a_lock_is_no_damage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.caches._BUSY_S", 0)
    file = tmp_path / "c.sqlite"
    with closing(BlobCache(file)) as cache:
        cache.put(BLOBS)
        with closing(sqlite3.connect(file)) as other:
            other.execute("BEGIN EXCLUSIVE")
            with closing(BlobCache(file)) as waiting, pytest.raises(sqlite3.OperationalError, match="locked"):
                waiting.put({b"kata1": b"lain"})
        assert cache.find(list(BLOBS)) == BLOBS
