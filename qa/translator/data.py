"""The pairs of questions that the translator learns from. Knows files; knows nothing of networks.

Two sources: the questions of `qa/fitting_set`, asked in both languages, though not always in the same manner; and the
pairs in this folder's `pairs/`, written to say exactly the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from qa.written import Part, written_pages

FOLDER = Path(__file__).parent / "pairs"
FAITHFUL, ASKED, ASKED_FREELY = 2.0, 1.0, 0.5


@dataclass(frozen=True, slots=True)
class Pair:
    """The same question twice; `weight` says how faithful the one is to the other."""

    english: str
    indonesian: str
    weight: float


def asked_pairs(part: Part) -> Iterator[Pair]:
    """The questions about the pages of one part."""
    for page in written_pages(part):
        for asked in page.asked:
            yield Pair(asked.english, asked.indonesian, ASKED_FREELY if asked.hard else ASKED)


def faithful_pairs(folder: Path = FOLDER) -> Iterator[Pair]:
    """The pairs of every file in a folder."""
    for path in sorted(folder.glob("*.tsv")):
        yield from _pairs(path)


def unseen_pairs() -> Iterator[Pair]:
    """Pairs of the same kind that nothing is learned from."""
    return _pairs(FOLDER.parent / "unseen.tsv")


def _pairs(path: Path) -> Iterator[Pair]:
    """One a line: English, a tab, Indonesian."""
    for line in path.read_text("utf-8").splitlines():
        english, indonesian = line.split("\t")
        yield Pair(english, indonesian, FAITHFUL)
