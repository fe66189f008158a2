"""Read the pages and questions of our own in `qa/fitting_set`. Knows their form, not what is learnt from them.

The form is told in the folder's README. Families of pages, never single ones, are dealt out to the three parts, so
that no part holds a page that resembles one of another.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, get_args

from corpus.article import Article

FOLDER = Path(__file__).parent / "fitting_set"
Part = Literal["read", "fit", "choose"]
# Out of twenty families: what the reader learns from, what the weights of choosing are fitted on, what decides.
_DEALT: tuple[Part, ...] = ("read",) * 13 + ("fit",) * 4 + ("choose",) * 3
_PAGE = re.compile(r"(?m)^@page ")
_RULE = re.compile(r"(?m)^---[ ]*$")
_NONE = "-"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question in both languages; `answers` stand in the page's text, the fullest first; none: no page answers it.

    `hard` ones were written to be so: in other words than the page's, or with a long answer.
    """

    indonesian: str
    english: str
    kind: str
    answers: tuple[str, ...]
    hard: bool = False


@dataclass(frozen=True, slots=True)
class WrittenPage:
    """A page with the questions that were written beside it; without an office, a passage of an encyclopaedia."""

    article: Article
    family: str
    part: Part
    asked: tuple[Asked, ...]


def written_pages(part: Part) -> list[WrittenPage]:
    """The pages of one part, in the order of their files."""
    return [page for page in all_pages() if page.part == part]


@cache
def all_pages(folder: Path = FOLDER) -> tuple[WrittenPage, ...]:
    """Every page. Raises `ValueError` that names the page whose form is broken."""
    return tuple(
        _page(piece)
        for path in sorted(folder.glob("*.txt"))
        for piece in _PAGE.split(path.read_text(encoding="utf-8"))[1:]
    )


def part_of(family: str) -> Part:
    """The part that a family of pages is dealt to, always the same."""
    return _DEALT[zlib.crc32(family.encode()) % len(_DEALT)]


def _page(piece: str) -> WrittenPage:
    sections = [section.strip() for section in _RULE.split(piece)]
    name, *lines = sections[0].split("\n")
    if len(sections) != 3:
        raise ValueError(f"The page {name!r} has {len(sections)} sections; head, text and questions are wanted.")
    head = dict(_pairs(lines))
    name, published, office = name.strip(), head.get("date"), head.get("office")
    article = Article(name, name, head["title"], sections[1], published, office)
    asked = tuple(_asked(block.split("\n")) for block in re.split(r"\n\s*\n", sections[2]))
    part = next((part for part in get_args(Part) if part == head.get("part")), part_of(head["family"]))
    return WrittenPage(article, head["family"], part, asked)


def _asked(lines: Sequence[str]) -> Asked:
    row = dict(_pairs(lines))
    answers = () if row["A"] == _NONE else tuple(answer.strip() for answer in row["A"].split(" | "))
    return Asked(row["Q"], row["E"], row["T"], answers, "W" in row)


def _pairs(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    for line in lines:
        key, _, value = line.partition(":")
        yield key.strip(), value.strip()
