"""Read the public question sets that retrieval is fitted and measured on. Knows nothing of how they are used."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.errors import BadSet


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, its language, and the passage that answers it."""

    question: str
    language: str
    passage: str


def contexts(path: Path) -> list[str]:
    """The distinct passages of a SQuAD-like list of {context, qas}, in order."""
    return list(dict.fromkeys(row["context"] for row in _rows(path)))


def answerable(path: Path, language: str = "id") -> list[Asked]:
    """The answerable questions of a SQuAD-like list."""
    return [
        Asked(asked["question"], language, row["context"])
        for row in _rows(path)
        for asked in row["qas"]
        if not asked.get("is_impossible", False)
    ]


def parallel(path: Path) -> list[tuple[Asked, Asked]]:
    """Indonesian and English forms of each question over an Indonesian passage, from JSON lines."""
    rows = (json.loads(line) for line in _text(path).splitlines())
    return [
        (Asked(row["question_id"], "id", row["context_id"]), Asked(row["question_en"], "en", row["context_id"]))
        for row in rows
    ]


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    yield from json.loads(_text(path))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise BadSet(
            f"{path} cannot be read: {error.strerror}.", "Give the folder that holds it with --data."
        ) from error
