"""Evaluation sets: JSONL files of questions with gold answers. Knows their form; nothing of engines or scores."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from corpus.article import Article
from corpus.errors import BadSet

BUNDLED = Path(__file__).parent / "sets"
DIFFICULTIES = ("easy", "medium", "hard")
LANGUAGES = ("id", "en")
KEYS = {
    "id", "question_id", "question_en", "answers", "articles", "type", "difficulty", "unanswerable", "history",
    "superseded", "conflicts", "tags", "corpus", "note",
}  # fmt: skip
ARTICLE_KEYS = {field.name for field in fields(Article)} | {"date"}
HINT = "Each line is an object with id, question_id and/or question_en, answers, articles, type and difficulty."


@dataclass(frozen=True, slots=True)
class Item:
    """One thing asked, in one or both languages.

    `questions`, and the earlier questions in `history`, are by language. `golds` are acceptable values by language; any
    one is right. `superseded` are values that a later article replaced, `conflicts` values of which every one must be
    shown. `corpus` holds the item's own articles, where it does not ask the corpus at large.
    """

    id: str
    questions: dict[str, str]
    golds: dict[str, tuple[str, ...]]
    articles: tuple[str, ...]
    type: str
    difficulty: str
    unanswerable: bool
    history: dict[str, tuple[str, ...]]
    superseded: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    corpus: tuple[Article, ...] = ()

    @property
    def all_golds(self) -> tuple[str, ...]:
        """The golds of every language; a name or a figure given in the other one is no less right."""
        return tuple(dict.fromkeys(gold for golds in self.golds.values() for gold in golds))


def read_set(path: Path) -> tuple[Item, ...]:
    """The items of a file. Raises `BadSet` that names the file, the line and what is wrong with it."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise BadSet(f"{path} could not be read: {error}.", HINT) from error
    items: dict[str, Item] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            item = read_item(json.loads(line))
            if item.id in items:
                raise ValueError(f"the id {item.id!r} stands there twice")
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise BadSet(f"{path}, line {number}: {_told(error)}.", HINT) from error
        items[item.id] = item
    if not items:
        raise BadSet(f"{path} holds no items.", HINT)
    return tuple(items.values())


def read_sets(paths: Iterable[Path]) -> tuple[Item, ...]:
    """The items of several files, in order. Raises `BadSet` also for an id that two files share."""
    items = [item for path in paths for item in read_set(path)]
    ids = [item.id for item in items]
    twice = sorted({name for name in ids if ids.count(name) > 1})
    if twice:
        raise BadSet(f"Several files have an item with the id {twice[0]!r}.", "Ids must differ across a set's files.")
    return tuple(items)


def bundled_sets() -> tuple[Path, ...]:
    """The files of the set that comes with Tanya, by name."""
    return tuple(sorted(BUNDLED.glob("*.jsonl")))


def read_item(row: Mapping[str, Any]) -> Item:
    """The item of one row. Raises `KeyError`, `TypeError` or `ValueError` for what is missing or makes no sense."""
    unknown = sorted(set(row) - KEYS)
    if unknown:
        raise ValueError(f"unknown keys: {', '.join(unknown)}")
    item = Item(
        id=_text(row["id"]),
        questions={tag: _text(row[f"question_{tag}"]) for tag in LANGUAGES if row.get(f"question_{tag}")},
        golds={tag: _texts(golds) for tag, golds in (row.get("answers") or {}).items()},
        articles=_texts(row.get("articles") or ()),
        type=_text(row["type"]),
        difficulty=_text(row["difficulty"]),
        unanswerable=bool(row.get("unanswerable", False)),
        history=_history(row.get("history") or ()),
        superseded=_texts(row.get("superseded") or ()),
        conflicts=_texts(row.get("conflicts") or ()),
        tags=_texts(row.get("tags") or ()),
        corpus=tuple(_article(article) for article in row.get("corpus") or ()),
    )
    _check(item)
    return item


def _check(item: Item) -> None:
    if not item.questions:
        raise ValueError("neither question_id nor question_en is given")
    if item.difficulty not in DIFFICULTIES:
        raise ValueError(f"difficulty is {item.difficulty!r}, not one of {', '.join(DIFFICULTIES)}")
    if item.unanswerable and item.all_golds:
        raise ValueError("an unanswerable item has answers")
    if not item.unanswerable and not item.all_golds:
        raise ValueError("an answerable item has no answers")
    if not item.unanswerable and not item.articles:
        raise ValueError("an answerable item names no articles")
    if item.corpus and not set(item.articles) <= {article.id for article in item.corpus}:
        raise ValueError("articles names one that its own corpus lacks")


def _history(turns: Iterable[str | Mapping[str, str]]) -> dict[str, tuple[str, ...]]:
    """Earlier questions by language; a turn given as a bare string was asked in that form in every language."""
    spoken = [
        dict.fromkeys(LANGUAGES, turn)
        if isinstance(turn, str)
        else {tag: _text(turn[f"question_{tag}"]) for tag in LANGUAGES if turn.get(f"question_{tag}")}
        for turn in turns
    ]
    shared = [tag for tag in LANGUAGES if spoken and all(tag in turn for turn in spoken)]
    return {tag: tuple(turn[tag] for turn in spoken) for tag in shared}


def _article(row: Mapping[str, Any]) -> Article:
    unknown = sorted(set(row) - ARTICLE_KEYS)
    if unknown:
        raise ValueError(f"an article of its corpus has unknown keys: {', '.join(unknown)}")
    given = {key: value for key, value in row.items() if key != "date"}
    given.setdefault("published", row.get("date"))
    given.setdefault("source", row["id"])
    return Article(**given)


def _texts(values: Iterable[Any]) -> tuple[str, ...]:
    if isinstance(values, str):
        raise TypeError(f"{values!r} stands where a list of strings should")
    return tuple(_text(value) for value in values)


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise TypeError(f"{value!r} stands where a text should")
    return value


def _told(error: Exception) -> str:
    return f"{error.args[0]!r} is missing" if isinstance(error, KeyError) else str(error)


def cases(items: Iterable[Item], languages: Iterable[str] = LANGUAGES) -> Iterator[tuple[Item, str]]:
    """Every item in every one of `languages` that it is asked in, in order."""
    wanted = tuple(languages)
    for item in items:
        yield from ((item, tag) for tag in wanted if tag in item.questions)
