"""What the corpus holds, and three questions it can answer, for the empty page. Knows nothing of HTML."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any
from weakref import WeakKeyDictionary

from corpus.settings import Settings
from web.engines import AnsweringEngine

SUGGESTED = 3


@dataclass(frozen=True, slots=True)
class Holdings:
    """Counts, the newest date (ISO, None if no article has one) and questions by language."""

    articles: int
    offices: int
    newest: str | None
    questions: dict[str, tuple[str, ...]]


_KNOWN: WeakKeyDictionary[object, Holdings] = WeakKeyDictionary()


def holdings(engine: AnsweringEngine, settings: Settings) -> Holdings:
    """What this engine's generation holds; counted once per engine."""
    found = _KNOWN.get(engine)
    if found is None:
        found = _KNOWN[engine] = _count(engine)
    return found


def _count(engine: AnsweringEngine) -> Holdings:
    articles = list(engine.generation.articles())
    dates = [article.published for article in articles if article.published]
    return Holdings(
        len(articles),
        len({article.office for article in articles if article.office}),
        max(dates, default=None),
        _suggested(frozenset(article.id for article in articles)),
    )


def _suggested(held: frozenset[str]) -> dict[str, tuple[str, ...]]:
    """Questions of the bundled sets whose articles are all held, spread evenly over the sets."""
    fitting = [row for row in _bundled_questions() if row["articles"] and held.issuperset(row["articles"])]
    step = max(1, len(fitting) // SUGGESTED)
    chosen = fitting[::step][:SUGGESTED]
    return {lang: tuple(row[f"question_{lang}"] for row in chosen) for lang in ("id", "en")}


@cache
def _bundled_questions() -> tuple[dict[str, Any], ...]:
    folder = files("eval") / "sets"
    rows = []
    for path in sorted(folder.iterdir(), key=lambda path: path.name) if folder.is_dir() else ():
        if not path.name.endswith(".jsonl"):
            continue
        rows += [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    return tuple(row for row in rows if _is_plain(row))


def _is_plain(row: dict[str, Any]) -> bool:
    troublesome = ("unanswerable", "history", "superseded", "conflicts")
    return bool(row.get("question_id") and row.get("question_en")) and not any(row.get(name) for name in troublesome)
