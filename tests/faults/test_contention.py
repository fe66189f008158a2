"""Several at once: two builds, a locked database, a clock that is set back."""

from __future__ import annotations

import datetime as calendar
import os
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from corpus.article import Article
from corpus.database import Database
from corpus.errors import BuildFailed
from corpus.home import Home
from corpus.publications import Publications
from index.build import build
from index.encoder import Encoder
from index.generation import load, rollback
from index.publish import build_lock, current, history
from qa.log import AnswerLog
from tests.eval.fakes import answer_from
from tests.faults.commands import Commands, served, stored, write_articles

ALL = {"gudang", "debat", "kirab", "radio"}


def test_two_builds_at_once_both_end_well(commands: Commands, home: Home, encoder: Encoder, tmp_path: Path) -> None:
    jobs = [
        {"argv": ["add", str(write_articles(tmp_path / name, [name])), "--home", str(home.path)]}
        for name in ("kirab", "radio")
    ]
    outcomes = commands.together(jobs)
    assert [(outcome.code, outcome.err) for outcome in outcomes] == [(0, ""), (0, "")]
    assert stored(home) == ALL
    # Whoever read the store first may publish last; one more build settles it and costs nothing.
    assert commands.run(home, "index", "build").code == 0
    assert served(home, encoder) == ALL


def test_the_same_folder_added_three_times_at_once_is_stored_once(
    commands: Commands, home: Home, encoder: Encoder, tmp_path: Path
) -> None:
    articles = write_articles(tmp_path / "files", ["kirab", "radio"])
    outcomes = commands.together([{"argv": ["add", str(articles), "--home", str(home.path)]}] * 3)
    assert [(outcome.code, outcome.err) for outcome in outcomes] == [(0, "")] * 3
    assert served(home, encoder) == stored(home) == ALL


def test_a_build_waits_for_another_and_says_so_when_it_will_not(home: Home) -> None:
    with build_lock(home, wait_s=0):
        with pytest.raises(BuildFailed, match="Another build is running"), build_lock(home, wait_s=0.2):
            pass
        with pytest.raises(BuildFailed, match="Another build is running"):
            rollback(home)
    with build_lock(home, wait_s=0):
        pass


def test_a_locked_database_is_waited_for(commands: Commands, home: Home, encoder: Encoder, tmp_path: Path) -> None:
    articles = write_articles(tmp_path / "files", ["kirab"])
    with closing(_lock(home)) as locker:
        threading.Timer(0.5, locker.rollback).start()
        outcome = commands.run(home, "add", articles)
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.seconds >= 0.4
    assert served(home, encoder) == {"gudang", "debat", "kirab"}


def test_a_database_locked_for_too_long_is_told_and_harms_nothing(
    commands: Commands, home: Home, encoder: Encoder, tmp_path: Path
) -> None:
    """The wait is 30 s; here it is a fifth of a second."""
    articles = write_articles(tmp_path / "files", ["kirab"])
    with closing(_lock(home)) as locker:
        outcome = commands.run(home, "add", articles, busy_s=0.2)
        locker.rollback()
    assert outcome.one_clear_line, outcome
    assert "database is locked" in outcome.err
    assert served(home, encoder) == stored(home) == {"gudang", "debat"}
    assert commands.run(home, "add", articles).code == 0


def _lock(home: Home) -> sqlite3.Connection:
    locker = sqlite3.connect(home.path / "tanya.sqlite", isolation_level=None, check_same_thread=False)
    locker.execute("BEGIN EXCLUSIVE")
    return locker


class _SetBack(calendar.datetime):
    """A clock that was set back to 1999."""

    @classmethod
    def now(cls, tz: calendar.tzinfo | None = None) -> _SetBack:
        return cls(1999, 12, 31, 23, 59, 59, tzinfo=tz)


def test_a_clock_set_back_does_not_bring_an_old_generation_back(
    home: Home, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is newest is what was published last, whatever files and manifests say of the time."""
    first = current(home)
    for file in home.index.rglob("*"):
        os.utime(file, (4e9, 4e9))
    monkeypatch.setattr("index.build.datetime", _SetBack)
    article = Article("baru", "baru.txt", "Kabar baru", "Kirab maskot melewati jembatan Merah Putih.")
    manifest = build(home, [article], encoder)
    assert manifest.built_at.startswith("1999")
    assert history(home) == [first, manifest.generation]
    assert load(home, encoder).name == manifest.generation
    assert rollback(home) == first


def test_a_clock_set_back_loses_no_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = AnswerLog(Database(f"sqlite:///{tmp_path / 'log.sqlite'}"))
    log.record(answer_from("sebelum"))
    monkeypatch.setattr("qa.log.datetime", _SetBack)
    log.record(answer_from("sesudah"))
    log.record(answer_from("sesudah lagi"))
    assert {entry["question"] for entry in log.recent(10)} == {"sebelum", "sesudah", "sesudah lagi"}
    assert log.get("answer to sesudah")["asked_at"].startswith("1999")


def test_clocks_that_jump_do_not_change_which_publication_is_the_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publications = Publications(Database(f"sqlite:///{tmp_path / 'shared.sqlite'}"))

    class Clock(calendar.datetime):
        year_now = 2024

        @classmethod
        def now(cls, tz: calendar.tzinfo | None = None) -> Clock:
            return cls(cls.year_now, 2, 14, tzinfo=tz)

    monkeypatch.setattr("corpus.publications.datetime", Clock)
    for year, generation in ((2024, "first"), (2199, "ahead"), (1971, "behind")):
        Clock.year_now = year
        publications.record(generation)
    latest = publications.latest()
    assert latest is not None and (latest.number, latest.generation) == (3, "behind")
