"""Disks that are full or may not be written: one clear line, nothing lost, and all is well once there is room."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from corpus.home import Home
from index.encoder import Encoder
from tests.faults.commands import Commands, served, stored, write_articles

BEFORE = {"gudang", "debat"}


@pytest.mark.parametrize("kilobytes", [0, 24, 64, 128, 256])
def test_a_full_disk_is_told_and_harms_nothing(
    kilobytes: int, commands: Commands, template: Home, small_disk: Path, encoder: Encoder, tmp_path: Path
) -> None:
    """The disk fills while the article is stored, while words are cached, or while the index is written."""
    home = Home(small_disk / "home")
    shutil.copytree(template.path, home.path)
    articles = write_articles(tmp_path / "files", ["kirab"])
    _fill(small_disk, leaving=kilobytes * 1024)
    outcome = commands.run(home, "add", articles)
    assert outcome.one_clear_line, outcome
    assert "space" in outcome.err or "room" in outcome.err
    (small_disk / "filler").unlink()
    assert served(home, encoder) == BEFORE
    assert stored(home) == BEFORE | ({"kirab"} if "1 added" in outcome.out else set())
    assert commands.run(home, "add", articles).code == 0
    assert served(home, encoder) == stored(home) == BEFORE | {"kirab"}


@pytest.mark.parametrize("limit", [4_096, 30_000, 60_000, 100_000])
def test_a_file_that_may_not_grow_is_told_and_harms_nothing(
    limit: int, commands: Commands, home: Home, encoder: Encoder, tmp_path: Path
) -> None:
    """As a full disk, for machines on which nobody may mount one: the system refuses to let files grow."""
    articles = write_articles(tmp_path / "files", ["kirab"])
    outcome = commands.run(home, "add", articles, file_limit=limit)
    assert outcome.one_clear_line, outcome
    assert served(home, encoder) == BEFORE
    assert stored(home) == BEFORE | ({"kirab"} if "1 added" in outcome.out else set())
    assert commands.run(home, "add", articles).code == 0
    assert served(home, encoder) == stored(home) == BEFORE | {"kirab"}


@pytest.mark.parametrize("argv", [("add", "FILES"), ("remove", "gudang"), ("index", "build"), ("index", "rollback")])
def test_a_home_that_may_only_be_read_is_told_and_still_served(
    argv: tuple[str, ...], commands: Commands, template: Home, small_disk: Path, encoder: Encoder, tmp_path: Path
) -> None:
    home = Home(small_disk / "home")
    shutil.copytree(template.path, home.path)
    articles = write_articles(tmp_path / "files", ["kirab"])
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    outcome = commands.run(home, *(str(articles) if word == "FILES" else word for word in argv))
    assert outcome.one_clear_line, outcome
    assert served(home, encoder) == BEFORE


def test_a_home_without_permission_is_told(commands: Commands, tmp_path: Path) -> None:
    """What a user meets who names a folder of somebody else; /proc refuses even an administrator."""
    place = tmp_path / "locked"
    place.mkdir(mode=0o555)
    home = Home(Path("/proc/tanya") if os.geteuid() == 0 else place / "home")
    outcome = commands.run(home, "add", write_articles(tmp_path / "files", ["kirab"]))
    assert outcome.one_clear_line, outcome
    assert "--home" in outcome.err


def _fill(disk: Path, leaving: int) -> None:
    left = shutil.disk_usage(disk).free
    with (disk / "filler").open("wb") as filler:
        filler.write(bytes(max(0, left - leaving)))
