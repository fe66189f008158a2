"""Kill -9 at seeded moments: what was acknowledged is there, nothing is half, and the next command works."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from corpus.article import Article
from corpus.database import Database
from corpus.home import Home
from corpus.readers import read_path
from corpus.store import ArticleStore
from index.encoder import Encoder
from index.publish import current, history
from tests.faults.commands import Commands, Outcome, served, stored, write_articles

KILLS = 8  # of each command
BEFORE = frozenset({"gudang", "debat"})
MORE = ["kirab", "pelipatan"]
ALL = BEFORE | set(MORE)


@dataclass(frozen=True, slots=True)
class Deed:
    """A command on a home that serves `BEFORE`, and what store and index hold once it is done."""

    argv: tuple[str, ...]
    after: frozenset[str]
    stored_when: str  # what it prints once the store is changed for good
    files: bool = False
    stored_before: frozenset[str] = BEFORE


DEEDS = {
    "add": Deed(("add",), ALL, "2 added", files=True),
    "sync": Deed(("sync",), ALL, "2 new", files=True),
    "remove": Deed(("remove", "gudang", "debat"), frozenset(), "Published"),
    "index build": Deed(("index", "build"), ALL, "Published", stored_before=ALL),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", DEEDS)
def test_a_kill_at_any_moment_loses_nothing_that_was_acknowledged(
    name: str, commands: Commands, new_home: Callable[[], Home], encoder: Encoder, tmp_path: Path
) -> None:
    deed = DEEDS[name]
    argv = [*deed.argv, *([str(write_articles(tmp_path / "files", MORE))] if deed.files else [])]
    more = write_articles(tmp_path / "more", ["simulasi"])
    lasted = commands.run(_prepared(name, new_home()), *argv).seconds
    moments = random.Random(name)
    killed = 0
    for _ in range(3 * KILLS):
        home = _prepared(name, new_home())
        outcome = commands.run(home, *argv, kill_after_s=moments.uniform(0, lasted))
        if outcome.code == 0:
            # It was done before its moment came: the machine is less busy now than when the first run was timed.
            lasted = min(lasted, outcome.seconds)
            continue
        assert outcome.code == -9, outcome.err
        killed += 1
        _check_whole(deed, home, encoder, outcome)
        again = commands.run(home, "add", more)
        assert (again.code, again.err) == (0, "")
        assert served(home, encoder) == stored(home) >= {"simulasi"}
        assert not list(home.index.glob("building-*"))
        if killed == KILLS:
            return
    raise AssertionError(f"only {killed} of {KILLS} kills came in time")


def _prepared(name: str, home: Home) -> Home:
    """For a build the store has more than the index; everything else starts from the home as it is."""
    if name == "index build":
        database = Database(home.database_url)
        found = [item for item in read_path(write_articles(home.path / "more", MORE)) if isinstance(item, Article)]
        ArticleStore(database).put(found)
        database.close()
    return home


def _check_whole(deed: Deed, home: Home, encoder: Encoder, outcome: Outcome) -> None:
    in_store, in_index = stored(home), served(home, encoder)
    assert in_store in (deed.stored_before, deed.after)
    assert in_index in (BEFORE, deed.after)
    if deed.stored_when in outcome.out:
        assert in_store == deed.after
    if "Published" in outcome.out:
        assert in_index == deed.after
        assert f"Published {current(home)}:" in outcome.out
    # A kill between the two files leaves a generation in the history that is not served yet; the next build serves it.
    assert current(home) in history(home)[-2:]
