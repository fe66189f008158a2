"""Many articles in one file: JSON Lines and CSV. Knows rows; a bad row is told by its number or id, and harms no other.

A row's location ends in its id where it gives one, because its number shifts when rows come and go above it.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from typing import Any

from corpus.article import Article
from corpus.decoding import decode
from corpus.errors import UnreadableArticle
from corpus.identity import given_id
from corpus.page import to_article
from corpus.readers.markdown import from_mapping

_GIVEN = re.compile(r'"id"\s*:\s*(?:"([^"\\]*)"|(\d+))')  # the id that a line which is not JSON shows


def read_jsonl(data: bytes, location: str) -> Iterator[Article | UnreadableArticle]:
    """One article for each line: an object with `text` and, where known, id, title, date, office, source, author…"""
    seen: set[str] = set()
    for number, line in enumerate(decode(data, location).split("\n"), start=1):
        if line.strip():
            yield _from_line(line, location, number, seen)


def _from_line(line: str, location: str, number: int, seen: set[str]) -> Article | UnreadableArticle:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        named = _GIVEN.search(line)
        return UnreadableArticle(
            f"{location}#{number} is not a line of JSON.",
            "Write one object on each line.",
            _place(location, number, (named[1] or named[2]) if named else None),
        )
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        return UnreadableArticle(
            f"{location}#{number} is not an object with a “text”.",
            'Write {"title": …, "text": …}.',
            _place(location, number, row.get("id") if isinstance(row, dict) else None),
        )
    return _from_row(row, location, number, seen)


def _place(location: str, number: int, given: object) -> str:
    # "id=" keeps the row with the id 3 apart from the third row, should that one give none.
    name = given_id(given)
    return f"{location}#id={name}" if name else f"{location}#{number}"


def _from_row(row: dict[str, Any], location: str, number: int, seen: set[str]) -> Article | UnreadableArticle:
    place = _place(location, number, row.get("id"))
    try:
        article = to_article(from_mapping(row, row.get("text", ""), place))
    except UnreadableArticle as failure:
        return failure.at(place)
    if article.id in seen:
        return UnreadableArticle(
            f"{location}#{number} repeats the id {article.id}.", "Give every row its own id.", place
        )
    seen.add(article.id)
    return article


# Column names of a CSV file that people write, and the key that each stands for.
COLUMNS = {
    "judul": "title",
    "isi": "text",
    "konten": "text",
    "content": "text",
    "body": "text",
    "teks": "text",
    "tanggal": "date",
    "published": "date",
    "kantor": "office",
    "satker": "office",
    "sumber": "source",
    "url": "source",
    "tautan": "source",
    "penulis": "author",
    "bahasa": "language",
    "kategori": "category",
}
DELIMITERS = ",;\t|"
LARGEST_FIELD = 20_000_000  # characters; the csv module stops at 131,072 unless told


def read_csv(data: bytes, location: str) -> Iterator[Article | UnreadableArticle]:
    """One article for each row of a table whose first row names a `text` column; parted by , ; tab or |."""
    text = decode(data, location).lstrip("\ufeff")
    csv.field_size_limit(LARGEST_FIELD)
    head = text.split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=head.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        names = [name.strip().casefold() for name in next(rows, [])]
        keys = [COLUMNS.get(name, name) for name in names]
        if "text" not in keys:
            raise UnreadableArticle(f"{location} has no column “text”.", "Name its columns title, date, office, text.")
        seen: set[str] = set()
        for number, row in enumerate(rows, start=2):
            values = {key: value for key, value in zip(keys, row, strict=False) if value.strip()}
            if values:
                yield _from_row(values, location, number, seen)
    except csv.Error as error:
        raise UnreadableArticle(f"{location} is not a table of values.", "Save it again as CSV.") from error
