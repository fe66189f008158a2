"""The schema's history, run for real on SQLite and PostgreSQL: from nothing, from an old home, from a newer Tanya."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus import migrating
from corpus.database import SCHEMA, Connection, Database
from corpus.errors import DatabaseMismatch
from corpus.publications import Publications
from corpus.store import ArticleStore
from qa.log import AnswerLog
from tests.postgres import running_postgres
from web.conversations import Conversations
from web.people import People

OLD = Path(__file__).with_name("unversioned.sql").read_text(encoding="utf-8")
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with running_postgres() as url:
        yield url


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'tanya.sqlite'}"
    server: str = request.getfixturevalue("server")
    _execute(server, "DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    return server


def test_the_newest_revision_is_the_one_that_the_database_looks_for() -> None:
    assert migrating.revisions()[-1] == SCHEMA


def test_an_empty_database_gets_every_table_and_its_version(url: str) -> None:
    database = Database(url)
    assert database.version == SCHEMA
    assert ArticleStore(database).put([]).anything is False
    assert Publications(database).latest() is None
    database.close()


def test_a_home_from_before_versions_is_taken_over_with_all_it_holds(url: str) -> None:
    _execute(url, OLD)
    database = Database(url)
    assert database.version == SCHEMA
    store = ArticleStore(database)
    assert [article.id for article in store.all()] == ["salatiga", "sikka"]
    assert store.get("salatiga").text == "Rapat pleno digelar 16 Oktober 2020."
    assert [version.article.text for version in store.versions("salatiga")] == ["Rapat pleno digelar 15 Oktober 2020."]
    assert AnswerLog(database).get("a1")["short_answer"] == "14 Februari 2024"
    assert [turn["id"] for turn in Conversations(database).turns("local", "c1")] == ["a1"]
    assert People(database).check("rina", "rahasia-panjang").role == "editor"
    Publications(database).record("g1")
    database.close()
    again = Database(url)
    assert [article.id for article in ArticleStore(again).all()] == ["salatiga", "sikka"]
    assert Publications(again).latest() is not None
    again.close()


def test_each_revision_upgrades_the_one_before(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = migrating.upgrade
    for revision in migrating.revisions():
        monkeypatch.setattr("corpus.migrating.upgrade", lambda raw, to=revision: whole(raw, to))
        database = Database(url)
        assert database.version == revision
        database.close()


def test_a_revision_that_fails_leaves_the_old_database_as_it_was(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    _execute(url, OLD)
    run = migrating.run

    def fails(*statements: str) -> None:
        run(*statements)
        if "publications" in statements[0]:
            raise RuntimeError("the machine stopped")

    monkeypatch.setattr("corpus.migrating.run", fails)
    with pytest.raises(RuntimeError, match="stopped"):
        migrating._scripts.cache_clear()
        Database(url)
    monkeypatch.undo()
    migrating._scripts.cache_clear()
    database = Database(url)
    assert database.version == SCHEMA
    assert len(list(ArticleStore(database).all())) == 2
    database.close()


def test_the_database_of_a_newer_tanya_is_told_and_left_alone(url: str) -> None:
    Database(url).close()
    _execute(url, "UPDATE alembic_version SET version_num = '9001'")
    with pytest.raises(DatabaseMismatch, match=r"newer Tanya.*9001"):
        Database(url)
    _execute(url, f"UPDATE alembic_version SET version_num = '{SCHEMA}'")
    Database(url).close()


def test_several_that_open_an_empty_database_at_once_all_succeed(url: str) -> None:
    program = f"from corpus.database import Database; print(Database({url!r}).version)"
    opening = [
        subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True, cwd=ROOT) for _ in range(4)
    ]
    assert [process.communicate(timeout=60)[0].strip() for process in opening] == [SCHEMA] * 4


def test_a_new_file_that_another_process_reads_is_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "tanya.sqlite"
    reading = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    reading.execute("CREATE TABLE other (x)")
    reading.execute("BEGIN IMMEDIATE")
    threading.Timer(0.5, reading.execute, ("COMMIT",)).start()
    database = Database(f"sqlite:///{path}")
    assert database.version == SCHEMA
    database.close()
    reading.close()


def test_publications_are_numbered_even_when_several_record_at_once(url: str) -> None:
    database = Database(url)
    publications = Publications(database)
    publications.record("g0")
    publications.record("g0")
    threads = [threading.Thread(target=publications.record, args=(f"g{n}",)) for n in range(1, 9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    with database.transaction() as connection:
        rows = connection.rows("SELECT number, generation FROM publications ORDER BY number")
    assert [row["number"] for row in rows] == list(range(1, 10))
    assert {row["generation"] for row in rows} == {f"g{n}" for n in range(9)}
    latest = publications.latest()
    assert latest is not None and (latest.number, latest.generation) == (9, rows[-1]["generation"])
    database.close()


def test_opening_an_up_to_date_database_loads_no_alembic(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'tanya.sqlite'}"
    Database(url).close()
    program = f"import sys; from corpus.database import Database; Database({url!r}); print('alembic' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, check=True)
    assert told.stdout.strip() == "False"


def _execute(url: str, statements: str) -> None:
    """Run statements as another program would, without bringing the database up to date."""
    from sqlalchemy import create_engine

    engine = create_engine(url)
    with engine.begin() as raw:
        for statement in statements.split(";\n"):
            lines = [line for line in statement.splitlines() if not line.startswith("--")]
            if "".join(lines).strip():
                raw.exec_driver_sql("\n".join(lines).replace("%", "%%") if "%" in statement else "\n".join(lines))
    engine.dispose()


def test_a_lock_keeps_other_writers_out(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'tanya.sqlite'}")
    order: list[str] = []

    def write() -> None:
        with database.transaction() as connection:
            connection.lock("publications")
            order.append("second")

    with database.transaction() as connection:
        connection.lock("publications")
        thread = threading.Thread(target=write)
        thread.start()
        thread.join(0.3)
        order.append("first")
        assert isinstance(connection, Connection)
    thread.join(30)
    assert order == ["first", "second"]
    database.close()
