"""Many articles in one file: JSON Lines and CSV. Knows rows; a bad row is told by its number and harms no other."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator

from corpus.article import Article
from corpus.decoding import decode
from corpus.errors import UnreadableArticle
from corpus.page import to_article
from corpus.readers.markdown import from_mapping


def read_jsonl(data: bytes, location: str) -> Iterator[Article | UnreadableArticle]:
    """One article for each line: an object with `text` and, where known, id, title, date, office, source, author…"""
    seen: set[str] = set()
    for number, line in enumerate(decode(data, location).split("\n"), start=1):
        if line.strip():
            try:
                yield _first_of_its_id(_from_line(line, f"{location}#{number}"), seen)
            except UnreadableArticle as failure:
                yield failure


def _first_of_its_id(article: Article, seen: set[str]) -> Article:
    if article.id in seen:
        raise UnreadableArticle(f"{article.location} repeats the id {article.id}.", "Give every row its own id.")
    seen.add(article.id)
    return article


def _from_line(line: str, location: str) -> Article:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise UnreadableArticle(f"{location} is not a line of JSON.", "Write one object on each line.") from error
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        raise UnreadableArticle(f"{location} is not an object with a “text”.", 'Write {"title": …, "text": …}.')
    return to_article(from_mapping(row, row["text"], location))


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
        names = [name.strip().casefold() for name in next(rows)]
        keys = [COLUMNS.get(name, name) for name in names]
        if "text" not in keys:
            raise UnreadableArticle(f"{location} has no column “text”.", "Name its columns title, date, office, text.")
        seen: set[str] = set()
        for number, row in enumerate(rows, start=2):
            values = {key: value for key, value in zip(keys, row, strict=False) if value.strip()}
            if values:
                yield _from_row(values, f"{location}#{number}", seen)
    except csv.Error as error:
        raise UnreadableArticle(f"{location} is not a table of values.", "Save it again as CSV.") from error


def _from_row(values: dict[str, str], location: str, seen: set[str]) -> Article | UnreadableArticle:
    try:
        return _first_of_its_id(to_article(from_mapping(values, values.get("text", ""), location)), seen)
    except UnreadableArticle as failure:
        return failure
