"""Turns a rated answer into an item of an evaluation set. Knows the set's form; nothing of pages."""

from __future__ import annotations

import json
from typing import Any

from corpus.home import Home
from eval.sets import read_item
from web.conversations import AnswerJson
from web.errors import BadRequest

FILE = "from-feedback.jsonl"
HINT = "Write the right answer, or say that the articles do not hold it."


def item_of(answer: AnswerJson, expected: str, *, unanswerable: bool) -> dict[str, Any]:
    """The set's row for an answer and what it should have been. Raises `BadRequest` when nothing is expected."""
    expected = " ".join(expected.split())
    if not expected and not unanswerable:
        raise BadRequest("An item needs the answer that is right.", HINT)
    language = answer["language"] if answer["language"] in ("id", "en") else "id"
    row: dict[str, Any] = {
        "id": f"feedback-{answer['id']}",
        f"question_{language}": answer["standalone_question"],
        "answers": {} if unanswerable else {language: [expected]},
        "articles": [] if unanswerable else _articles(answer, expected),
        "type": "feedback",
        "difficulty": "medium",
        "unanswerable": unanswerable,
        "tags": ["feedback"],
    }
    try:
        read_item(row)
    except (KeyError, TypeError, ValueError) as error:
        raise BadRequest(f"This answer makes no item: {error}.", HINT) from error
    return row


def _articles(answer: AnswerJson, expected: str) -> list[str]:
    """The articles that were cited; where none was, those whose passages hold what was expected."""
    cited = {item["article_id"] for item in answer["citations"]}
    holding = {item["article_id"] for item in answer["passages"] if expected.lower() in item["text"].lower()}
    return sorted(cited or holding)


def save_item(home: Home, row: dict[str, Any]) -> bool:
    """Append the row to the home's set, unless its id stands there; whether it was written."""
    path = home.evaluations / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    if row["id"] in saved_ids(home):
        return False
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(row, ensure_ascii=False) + "\n")
    return True


def saved_ids(home: Home) -> set[str]:
    """The ids that stand in the home's set."""
    path = home.evaluations / FILE
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return {json.loads(line)["id"] for line in lines if line.strip()}
