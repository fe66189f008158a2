"""How the store's tables change when an article comes, changes or goes. Each function runs inside a transaction."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import asdict, replace
from datetime import UTC, datetime

from corpus import groups
from corpus import storetables as tables
from corpus.article import Article
from corpus.database import Connection
from corpus.errors import ArticleNotFound
from corpus.identity import content_hash, file_of, location_id, text_hash
from corpus.titles import same_title


def put_article(connection: Connection, article: Article, leaving: Collection[str] = ()) -> tuple[str, str]:
    """Store one article; tells "added", "changed", "unchanged" or "duplicates", as `ArticleStore.put` explains, and
    the id under which it goes."""
    location = article.location or f"{article.source}#{article.id}"
    asked = article.id
    article = replace(article, id=_free_id(connection, article, location, leaving), content_hash=content_hash(article))
    row = connection.row(f"{tables.SELECT} WHERE id = :id", id=article.id)
    old = tables.from_row(row) if row else None
    if old is not None and old.content_hash == article.content_hash:
        corrected = _correct(connection, old, article)
        _add_address(connection, article.id, asked, location, article.source)
        return "changed" if corrected else "unchanged", article.id
    words = text_hash(article.text)
    twin = connection.row("SELECT id FROM articles WHERE text_hash = :words ORDER BY id", words=words)
    if old is None and twin is not None:
        _add_address(connection, str(twin["id"]), article.id, location, article.source)
        return "duplicates", article.id
    if old is not None:
        _keep_version(connection, old, location)
    _write(connection, article)
    _add_address(connection, article.id, asked, location, article.source)
    return "added" if old is None else "changed", article.id


def _free_id(connection: Connection, article: Article, location: str, leaving: Collection[str]) -> str:
    """The id that an article asks for, unless another file's article has it: two exports may both count from 1.

    It then goes by its location, and goes on doing so when the other leaves, because its versions hang on that id.
    Of the same title it is that article, put right in another file.
    """
    asked, place = article.id, location_id(location)
    here = connection.row(
        "SELECT article_id FROM article_addresses WHERE location = :at AND own_id = :asked", at=location, asked=asked
    )
    if here is not None and here["article_id"] == place:
        return place
    held = [str(row["location"]) for row in addresses(connection, asked) if row["own_id"] == asked]
    elsewhere = any(file_of(other) != file_of(location) and other not in leaving for other in held)
    if not elsewhere:
        return asked
    title = connection.row("SELECT title FROM articles WHERE id = :asked", asked=asked)
    return asked if title is not None and same_title(str(title["title"]), article.title) else place


def _correct(connection: Connection, old: Article, article: Article) -> bool:
    """Take over what the article's own file says beside its content; whether that differed. It makes no version."""
    # What another file says beside the same content is its own: the two would take turns with every sync.
    if file_of(old.location) != file_of(article.location):
        return False
    if all(getattr(old, name) == getattr(article, name) for name in tables.BESIDE):
        return False
    row = tables.to_row(article)
    connection.run(tables.CORRECT, **{name: row[name] for name in ("id", "location", *tables.BESIDE)})
    return True


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
        own_id = str(first["own_id"])
        if connection.row("SELECT id FROM articles WHERE id = :id", id=own_id):
            own_id = location_id(str(first["location"]))  # meanwhile another file's article took the id
        heir = replace(old, id=own_id, location=str(first["location"]), source=str(first["source"]))
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
