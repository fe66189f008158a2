"""Many articles in one file: JSON Lines. Knows rows; a bad row is told by its number and harms no other."""

from __future__ import annotations

import json
from collections.abc import Iterator

from corpus.article import Article
from corpus.decoding import decode
from corpus.errors import UnreadableArticle
from corpus.page import to_article
from corpus.readers.markdown import from_mapping


def read_jsonl(data: bytes, location: str) -> Iterator[Article | UnreadableArticle]:
    """One article for each line: an object with `text` and, where known, id, title, date, office, source, author…"""
    for number, line in enumerate(decode(data, location).split("\n"), start=1):
        if line.strip():
            try:
                yield _from_line(line, f"{location}#{number}")
            except UnreadableArticle as failure:
                yield failure


def _from_line(line: str, location: str) -> Article:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise UnreadableArticle(f"{location} is not a line of JSON.", "Write one object on each line.") from error
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        raise UnreadableArticle(f"{location} is not an object with a “text”.", 'Write {"title": …, "text": …}.')
    return to_article(from_mapping(row, row["text"], location))
