"""Read the question sets that the reader learns from, and keep what it will be judged by out of them.

Knows the files' forms (SQuAD-like lists of contexts, JSONL); knows nothing of features or networks.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_SPACE_BEFORE = re.compile(r"\s+([.,;:?!%)\]])")
_SPACE_AFTER = re.compile(r"([(\[])\s+")
_QUOTED = re.compile(r"\"\s*([^\"]*?)\s*\"")
_HYPHEN = re.compile(r"(?<=\w) - (?=(?:an|nya|ku|mu)\b)")


@dataclass(frozen=True, slots=True)
class Example:
    """A question over a passage; `answers` are texts, and `start` places the first of them; none: unanswerable."""

    id: str
    question: str
    context: str
    answers: tuple[str, ...]
    start: int | None


@dataclass(frozen=True, slots=True)
class Sets:
    """What is learned from, by source, and what the result is chosen by."""

    train: dict[str, tuple[Example, ...]]
    valid: tuple[Example, ...]
    english: tuple[Example, ...]
    english_in_indonesian: tuple[Example, ...]


def load_sets(folder: Path) -> Sets:
    """Every set, with all passages of the yardsticks (and near copies of them) left out of training."""
    valid = tuple(read_squad(folder / "idk_mrc/idk_mrc_valid.json"))
    crossing = list(_rows(folder / "xquad_en_id/questions.jsonl"))
    judged = [e.context for e in valid] + [row["context_id"] for row in crossing]
    held_out = Contexts([*judged, *(e.context for e in read_squad(folder / "idk_mrc/tydiqa_valid.json"))])
    native = tuple(read_squad(folder / "idk_mrc/idk_mrc_train.json"))
    seen = {(e.question, e.context) for e in native}
    train = {
        "idk_mrc": native,
        "tydiqa": tuple(
            e for e in read_squad(folder / "idk_mrc/tydiqa_train.json") if (e.question, e.context) not in seen
        ),
        "trans_squad": tuple(read_squad(folder / "idk_mrc/trans_squad_valid.json")),
        "facqa": tuple(read_facqa(folder / "facqa/train.jsonl")),
    }
    kept = {name: tuple(e for e in rows if not held_out.near(e.context)) for name, rows in train.items()}
    return Sets(kept, valid, tuple(_crossing(crossing, "question_en")), tuple(_crossing(crossing, "question_id")))


class Contexts:
    """A set of passages that recognises near copies: half of the runs of eight words of one stand in the others."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._runs = {run for text in texts for run in _runs(text)}

    def near(self, text: str) -> bool:
        """Whether `text` is one of the passages, or nearly."""
        runs = list(_runs(text))
        return sum(run in self._runs for run in runs) * 2 >= len(runs)


def read_squad(path: Path) -> Iterator[Example]:
    """Questions of a JSON list of {context, qas}."""
    for paragraph in json.loads(path.read_text("utf-8")):
        for row in paragraph["qas"]:
            answers = [a for a in row["answers"] if a["text"].strip()]
            first = answers[0] if answers else None
            texts = tuple(dict.fromkeys(a["text"] for a in answers))
            start = first["answer_start"] if first else None
            yield Example(row["id"], row["question"], paragraph["context"], texts, start)


def read_facqa(path: Path) -> Iterator[Example]:
    """Questions over news snippets, their spacing repaired, where the answer stands in the snippet exactly once."""
    for number, row in enumerate(_rows(path)):
        context, answer = respace(row["passage"]), respace(row["answer"])
        if answer and context.count(answer) == 1:
            yield Example(f"facqa-{number}", respace(row["question"]), context, (answer,), context.index(answer))


def respace(text: str) -> str:
    """Undo the spaces that a tokeniser put around punctuation."""
    text = _SPACE_AFTER.sub(r"\1", _SPACE_BEFORE.sub(r"\1", text))
    return _HYPHEN.sub("-", _QUOTED.sub(r'"\1"', text)).strip()


def _crossing(rows: Iterable[dict[str, Any]], question: str) -> Iterator[Example]:
    for row in rows:
        yield Example(row["id"], row[question], row["context_id"], (row["answer_id"],), row["answer_start"])


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _runs(text: str) -> Iterator[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    size = min(8, len(words))
    for at in range(len(words) - size + 1):
        yield tuple(words[at : at + size])
