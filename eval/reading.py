"""Reading-comprehension files: SQuAD 2.0 JSON and the list of {context, qas}. Knows nothing of how they are scored."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.errors import BadSet

FORMS = 'SQuAD 2.0 JSON ({"data": [{"paragraphs": …}]}) or a list of {"context", "qas"}'


@dataclass(frozen=True, slots=True)
class ReadingQuestion:
    """A question put to one passage. `golds` is empty where the passage does not answer it."""

    id: str
    question: str
    passage: int
    golds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReadingSet:
    """Distinct passages in file order, and the questions, each pointing at its own passage by position."""

    passages: tuple[str, ...]
    titles: tuple[str, ...]
    questions: tuple[ReadingQuestion, ...]


def read_reading_set(path: Path) -> ReadingSet:
    """The set that a file holds. Raises `BadSet` for a file that is missing, is no JSON or has another form."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise BadSet(f"{path} could not be read as JSON: {error}.", f"Give a file in {FORMS}.") from error
    try:
        return _collect(list(_paragraphs(data)))
    except (KeyError, TypeError, ValueError) as error:
        raise BadSet(f"{path} has another form than expected ({error!r}).", f"Give a file in {FORMS}.") from error


def _paragraphs(data: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(data, list):
        yield from (("", paragraph) for paragraph in data)
        return
    for article in data["data"]:
        yield from ((str(article.get("title", "")), paragraph) for paragraph in article["paragraphs"])


def _collect(paragraphs: list[tuple[str, dict[str, Any]]]) -> ReadingSet:
    places: dict[str, int] = {}
    titles: list[str] = []
    questions: list[ReadingQuestion] = []
    for title, paragraph in paragraphs:
        context = str(paragraph["context"])
        if context not in places:
            places[context] = len(places)
            titles.append(title.replace("_", " "))
        questions += [_question(row, places[context], len(questions) + at) for at, row in enumerate(paragraph["qas"])]
    if not questions:
        raise ValueError("no questions")
    return ReadingSet(tuple(places), tuple(titles), tuple(questions))


def _question(row: dict[str, Any], passage: int, position: int) -> ReadingQuestion:
    answers = [] if row.get("is_impossible") else row.get("answers", [])
    golds = tuple(dict.fromkeys(str(answer["text"]) for answer in answers if str(answer["text"]).strip()))
    return ReadingQuestion(str(row.get("id", position)), str(row["question"]), passage, golds)
