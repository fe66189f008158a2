"""The BEIR layout (Thakur et al. 2021): corpus.jsonl, queries.jsonl, qrels/test.tsv. Knows nothing of searching."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.article import Article
from corpus.errors import BadSet

LAYOUT = "BEIR's layout: corpus.jsonl (_id, title, text), queries.jsonl (_id, text), qrels/test.tsv with a header"


@dataclass(frozen=True, slots=True)
class Task:
    """A retrieval task: documents, the queries that have a judgement, and query → document → grade."""

    articles: tuple[Article, ...]
    queries: dict[str, str]
    judged: dict[str, dict[str, int]]
    blank: int


def read_task(folder: Path) -> Task:
    """The task of a folder. Raises `BadSet`, naming file and line, for anything that is not in BEIR's layout.

    A document without text stands by its title; one without either can't be found and is only counted, in `blank`.
    """
    rows = list(_rows(folder / "corpus.jsonl"))
    articles = tuple(article for row in rows if (article := _article(row)) is not None)
    texts = {row["_id"]: str(row.get("text", "")) for row in _rows(folder / "queries.jsonl")}
    judged = _qrels(folder / "qrels" / "test.tsv")
    missing = sorted(set(judged) - set(texts))
    if missing:
        raise BadSet(f"{folder} judges {len(missing)} queries that queries.jsonl lacks, such as {missing[0]!r}.")
    if not articles or not judged:
        raise BadSet(f"{folder} holds no documents or no judgements.", f"Give a folder in {LAYOUT}.")
    return Task(articles, {query: texts[query] for query in judged}, judged, len(rows) - len(articles))


def _article(row: dict[str, Any]) -> Article | None:
    title, text = (str(row.get(key) or "").strip() for key in ("title", "text"))
    if not title and not text:
        return None
    return Article(id=row["_id"], source=row["_id"], title=title, text=text or title)


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    seen: set[str] = set()
    for number, line in enumerate(_read(path).split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            row["_id"] = str(row["_id"])
        except (json.JSONDecodeError, KeyError, TypeError) as error:
            raise BadSet(f"{path}, line {number}: not an object with an _id.", f"Give a folder in {LAYOUT}.") from error
        if row["_id"] in seen:
            raise BadSet(f"{path}, line {number}: the id {row['_id']!r} stands there twice.")
        seen.add(row["_id"])
        yield row


def _qrels(path: Path) -> dict[str, dict[str, int]]:
    judged: dict[str, dict[str, int]] = {}
    lines = csv.reader(_read(path).splitlines()[1:], delimiter="\t", quoting=csv.QUOTE_NONE)
    for number, fields in enumerate(lines, 2):
        if not fields:
            continue
        try:
            query, document, grade = fields
            judged.setdefault(query, {})[document] = int(grade)
        except ValueError as error:
            raise BadSet(f"{path}, line {number}: not query-id, corpus-id and score, tab-separated.") from error
    # Queries with nothing relevant have no ideal ranking; the field's scorers leave them out of the mean as well.
    return {query: documents for query, documents in judged.items() if any(grade > 0 for grade in documents.values())}


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadSet(f"{path} could not be read: {error}.", f"Give a folder in {LAYOUT}.") from error
