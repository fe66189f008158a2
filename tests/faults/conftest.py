"""A home with two articles in it, ways to run commands on it, and disks that are small or cannot be written."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from corpus.home import Home
from index.encoder import Encoder
from tests.faults.commands import Commands, write_articles
from tests.faults.encoder import WordHashing


@pytest.fixture(scope="session")
def commands() -> Iterator[Commands]:
    running = Commands()
    yield running
    running.close()


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    return WordHashing()


@pytest.fixture(scope="session")
def template(commands: Commands, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home that serves `gudang` and `debat`; never change it, copy it."""
    folder = tmp_path_factory.mktemp("template")
    home = Home(folder / "home")
    done = commands.run(home, "add", write_articles(folder / "first", ["gudang", "debat"]))
    assert done.code == 0, done.err
    return home


@pytest.fixture
def new_home(template: Home, tmp_path: Path) -> Callable[[], Home]:
    """Makes copies of the template."""
    made: list[Home] = []

    def copy() -> Home:
        made.append(Home(tmp_path / f"home{len(made)}"))
        shutil.copytree(template.path, made[-1].path)
        return made[-1]

    return copy


@pytest.fixture
def home(new_home: Callable[[], Home]) -> Home:
    return new_home()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own with 12 MB, which takes an administrator to make."""
    place = tmp_path / "disk"
    place.mkdir()
    if os.geteuid() != 0:
        pytest.skip("mounting a small disk takes root")
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=12m", "tanya-test", str(place)], capture_output=True)
    if made.returncode:
        pytest.skip("this machine does not let root mount a small disk")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)
