from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.database import Database
from corpus.errors import DatabaseUnavailable
from tests.postgres import running_postgres

NOTES = "CREATE TABLE notes (id TEXT PRIMARY KEY, words INTEGER NOT NULL)"


def opened_with_notes(url: str) -> Database:
    database = Database(url)
    with database.transaction() as connection:
        connection.run(NOTES)
    return database


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    if request.param == "sqlite":
        opened = opened_with_notes(f"sqlite:///{tmp_path / 'a' / 'notes.sqlite'}")
        yield opened
        opened.close()
        return
    with running_postgres() as url:
        opened = opened_with_notes(url)
        yield opened
        opened.close()


def test_what_is_written_is_read_back_in_both_databases(database: Database) -> None:
    with database.transaction() as connection:
        connection.run_many(
            "INSERT INTO notes VALUES (:id, :words)", [{"id": "b", "words": 2}, {"id": "a", "words": 1}]
        )
    with database.transaction() as connection:
        assert connection.rows("SELECT id, words FROM notes ORDER BY id") == [
            {"id": "a", "words": 1},
            {"id": "b", "words": 2},
        ]
        assert connection.row("SELECT id FROM notes WHERE id = :id", id="none") is None
        assert connection.run("UPDATE notes SET words = 3 WHERE id = :id", id="a") == 1


def test_a_transaction_that_raises_leaves_nothing(database: Database) -> None:
    with pytest.raises(RuntimeError, match="stop"), database.transaction() as connection:
        connection.run("INSERT INTO notes VALUES ('x', 1)")
        raise RuntimeError("stop")
    with database.transaction() as connection:
        assert connection.rows("SELECT id FROM notes") == []


def test_a_refused_statement_says_which_database_and_what_to_do(database: Database) -> None:
    with pytest.raises(DatabaseUnavailable, match="Check that it is reachable"), database.transaction() as connection:
        connection.run("INSERT INTO missing VALUES (1)")


def test_a_password_never_reaches_a_message() -> None:
    with pytest.raises(DatabaseUnavailable) as failure:
        Database("postgresql+psycopg://tanya:s3cret@127.0.0.1:1/tanya")
    assert "s3cret" not in str(failure.value)


def test_a_reader_is_not_blocked_by_a_writer(tmp_path: Path) -> None:
    path = tmp_path / "notes.sqlite"
    database = opened_with_notes(f"sqlite:///{path}")
    writer = sqlite3.connect(path, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("INSERT INTO notes VALUES ('w', 1)")
    with database.transaction() as connection:
        assert connection.rows("SELECT id FROM notes") == []
    writer.execute("COMMIT")
    with database.transaction() as connection:
        assert connection.rows("SELECT id FROM notes") == [{"id": "w"}]
    writer.close()
    database.close()


def test_a_home_that_cannot_be_made_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(DatabaseUnavailable, match="Choose another folder with --home"):
        Database(f"sqlite:///{tmp_path / 'file' / 'home' / 'tanya.sqlite'}")
