"""The article store's tables and the statements on them. Knows nothing of when to use which."""

from __future__ import annotations

from typing import Any

from corpus.article import Article
from corpus.database import Row

COLUMNS = (
    "id", "source", "title", "text", "published", "office", "language", "author", "category", "location",
    "published_from", "event_date", "content_hash", "pages",
)  # fmt: skip
BESIDE = ("source", "published_from", "event_date", "pages")  # what the content's hash leaves out


_NAMES = ", ".join(COLUMNS)
_VALUES = ", ".join(f":{name}" for name in COLUMNS)
# Written as one statement, so that two programs that add the same article at once both succeed.
WRITE = (
    f"INSERT INTO articles ({_NAMES}, text_hash, version) VALUES ({_VALUES}, :text_hash, :version) "
    f"ON CONFLICT (id) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in COLUMNS if name != 'id')}, "
    "text_hash = excluded.text_hash, version = excluded.version"
)
CORRECT = f"UPDATE articles SET {', '.join(f'{name} = :{name}' for name in ('location', *BESIDE))} WHERE id = :id"
BAND = """INSERT INTO article_bands (article_id, band, signature) VALUES (:article_id, :band, :signature)
    ON CONFLICT (article_id, band) DO UPDATE SET signature = excluded.signature"""
VERSION = """INSERT INTO article_versions (article_id, version, content, replaced_at)
    VALUES (:id, :version, :content, :now) ON CONFLICT (article_id, version) DO NOTHING"""
SELECT = f"SELECT {_NAMES} FROM articles"
ADDRESS = """INSERT INTO article_addresses (location, source, article_id, own_id)
    VALUES (:location, :source, :article_id, :own_id)
    ON CONFLICT (location) DO UPDATE
    SET source = excluded.source, article_id = excluded.article_id, own_id = excluded.own_id"""
GROUP = """INSERT INTO article_groups (article_id, representative_id) VALUES (:article_id, :representative_id)
    ON CONFLICT (article_id) DO UPDATE SET representative_id = excluded.representative_id"""
WITHDRAW = """INSERT INTO withdrawn_articles (id, title, source, withdrawn_at)
    VALUES (:id, :title, :source, :withdrawn_at)
    ON CONFLICT (id) DO UPDATE SET title = excluded.title, source = excluded.source,
    withdrawn_at = excluded.withdrawn_at"""


def to_row(article: Article) -> dict[str, Any]:
    """The article as column values; `pages` becomes numbers joined by blanks."""
    row = {name: getattr(article, name) for name in COLUMNS}
    return row | {"pages": " ".join(map(str, article.pages))}


def from_row(row: Row) -> Article:
    """The article that `to_row` wrote."""
    values = {name: row[name] for name in COLUMNS}
    return Article(**values | {"pages": tuple(map(int, values["pages"].split()))})
