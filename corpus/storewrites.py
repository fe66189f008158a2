"""How the store's tables change when an article comes, changes or goes. Each function runs inside a transaction."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from datetime import UTC, datetime

from corpus import groups
from corpus import storetables as tables
from corpus.article import Article
from corpus.database import Connection
from corpus.errors import ArticleNotFound
from corpus.identity import content_hash, text_hash


def put_article(connection: Connection, article: Article) -> str:
    """Store one article; tells "added", "changed", "unchanged" or "duplicates", as `ArticleStore.put` explains."""
    article = replace(article, content_hash=content_hash(article))
    location = article.location or f"{article.source}#{article.id}"
    old = connection.row(f"{tables.SELECT} WHERE id = :id", id=article.id)
    if old is not None and old["content_hash"] == article.content_hash:
        _add_address(connection, article.id, article.id, location, article.source)
        return "unchanged"
    words = text_hash(article.text)
    twin = connection.row("SELECT id FROM articles WHERE text_hash = :words ORDER BY id", words=words)
    if old is None and twin is not None:
        _add_address(connection, str(twin["id"]), article.id, location, article.source)
        return "duplicates"
    if old is not None:
        _keep_version(connection, tables.from_row(old), location)
    _write(connection, article)
    _add_address(connection, article.id, article.id, location, article.source)
    return "added" if old is None else "changed"


def _write(connection: Connection, article: Article) -> None:
    last = connection.row(
        "SELECT COALESCE(MAX(version), 0) AS last FROM article_versions WHERE article_id = :id", id=article.id
    )
    version = int(last["last"]) + 1 if last else 1
    connection.run(tables.WRITE, **tables.to_row(article), text_hash=text_hash(article.text), version=version)
    connection.run("DELETE FROM withdrawn_articles WHERE id = :id", id=article.id)
    groups.enter(connection, article.id, article.text)


def _keep_version(connection: Connection, old: Article, location: str) -> None:
    """Make room for another content: the old one becomes a version, and stays live where it was read elsewhere too."""
    number = connection.row("SELECT version FROM articles WHERE id = :id", id=old.id)
    connection.run(
        tables.VERSION,
        id=old.id,
        version=number["version"] if number else 1,
        content=json.dumps(asdict(old), ensure_ascii=False),
        now=_now(),
    )
    groups.leave(connection, old.id)
    others = [row for row in addresses(connection, old.id) if row["own_id"] != old.id and row["location"] != location]
    if others:
        first = others[0]
        heir = replace(old, id=str(first["own_id"]), location=str(first["location"]), source=str(first["source"]))
        _write(connection, heir)
        for row in others:
            _add_address(connection, heir.id, str(row["own_id"]), str(row["location"]), str(row["source"]))


def withdraw(connection: Connection, article_id: str) -> None:
    """Delete an article with all that belongs to it, but for its id and title. Raises `ArticleNotFound`."""
    row = connection.row("SELECT title, source FROM articles WHERE id = :id", id=article_id)
    if row is None:
        raise not_found(connection, article_id)
    groups.leave(connection, article_id)
    connection.run("DELETE FROM article_versions WHERE article_id = :id", id=article_id)
    connection.run("DELETE FROM article_addresses WHERE article_id = :id", id=article_id)
    connection.run("DELETE FROM articles WHERE id = :id", id=article_id)
    connection.run(tables.WITHDRAW, id=article_id, title=row["title"], source=row["source"], withdrawn_at=_now())


def addresses(connection: Connection, article_id: str) -> list[dict[str, object]]:
    """Where an article was read from: rows of `location`, `source` and `own_id`, ordered by location."""
    return connection.rows(
        "SELECT location, source, own_id FROM article_addresses WHERE article_id = :id ORDER BY location",
        id=article_id,
    )


def _add_address(connection: Connection, article_id: str, own_id: str, location: str, source: str) -> None:
    before = connection.row("SELECT article_id FROM article_addresses WHERE location = :at", at=location)
    connection.run(tables.ADDRESS, location=location, source=source, article_id=article_id, own_id=own_id)
    if before is not None and before["article_id"] != article_id:
        left_behind = str(before["article_id"])
        if not addresses(connection, left_behind):
            withdraw(connection, left_behind)


def not_found(connection: Connection, article_id: str) -> ArticleNotFound:
    """What to tell about an id without an article: that it was withdrawn, or that it never was."""
    gone = connection.row("SELECT title, withdrawn_at FROM withdrawn_articles WHERE id = :id", id=article_id)
    if gone is None:
        return ArticleNotFound(f"There is no article {article_id}.", "See which there are: tanya articles")
    day = str(gone["withdrawn_at"])[:10]
    return ArticleNotFound(f"The article {article_id} (“{gone['title']}”) was withdrawn on {day}.", "Add it again.")


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
