"""The article store: what is known, under which addresses, what it said before. Knows nothing of files or indexes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from itertools import islice

from corpus import groups
from corpus import storetables as tables
from corpus.article import Article
from corpus.database import Connection, Database
from corpus.errors import ArticleNotFound
from corpus.identity import content_hash, text_hash

BATCH = 500  # articles in one transaction, or fetched at once


@dataclass(frozen=True, slots=True)
class PutReport:
    """The ids of what a `put` did, in the order given. `duplicates` names articles whose text was already there."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    duplicates: tuple[str, ...] = ()

    @property
    def anything(self) -> bool:
        """Whether the articles differ from before, so that a new generation is worth building."""
        return bool(self.added or self.changed)

    def summary(self) -> str:
        """One line for people: "3 added, 1 changed, 40 unchanged, 2 already known under another address"."""
        counts = (
            (len(self.added), "added"),
            (len(self.changed), "changed"),
            (len(self.unchanged), "unchanged"),
            (len(self.duplicates), "already known under another address"),
        )
        return ", ".join(f"{count} {name}" for count, name in counts if count) or "nothing to do"


@dataclass(frozen=True, slots=True)
class Version:
    """What an article said before; `replaced_at` is when (ISO 8601, UTC)."""

    version: int
    article: Article
    replaced_at: str


class ArticleStore:
    """Articles in a database: one row for each text, with all its addresses and its earlier versions."""

    def __init__(self, database: Database) -> None:
        self._database = database
        database.ensure(tables.SCHEMA)

    def put(self, articles: Iterable[Article]) -> PutReport:
        """Store articles. The same text under another address becomes one more address of the article that has it.

        An article whose id is known and whose content differs keeps its id; what it said before becomes a version.
        Committed every `BATCH` articles, each batch whole or not at all.
        """
        done: dict[str, list[str]] = {"added": [], "changed": [], "unchanged": [], "duplicates": []}
        waiting = iter(articles)
        while batch := list(islice(waiting, BATCH)):
            with self._database.transaction() as connection:
                outcomes = [_put(connection, article) for article in batch]
            for article, outcome in zip(batch, outcomes, strict=True):
                done[outcome].append(article.id)
        return PutReport(**{name: tuple(ids) for name, ids in done.items()})

    def all(self) -> Iterator[Article]:
        """Every article, ordered by id, fetched `BATCH` at a time."""
        last = ""
        while True:
            with self._database.transaction() as connection:
                rows = connection.rows(
                    f"{tables.SELECT} WHERE id > :last ORDER BY id LIMIT :size", last=last, size=BATCH
                )
            yield from map(tables.from_row, rows)
            if len(rows) < BATCH:
                return
            last = str(rows[-1]["id"])

    def get(self, article_id: str) -> Article:
        """The article with this id. Raises `ArticleNotFound`, which says so where the article was withdrawn."""
        with self._database.transaction() as connection:
            row = connection.row(f"{tables.SELECT} WHERE id = :id", id=article_id)
            if row is None:
                raise _not_found(connection, article_id)
        return tables.from_row(row)

    def remove(self, ids: Sequence[str]) -> None:
        """Withdraw articles: text, versions and addresses are deleted; their ids and titles are kept as withdrawn.

        Raises `ArticleNotFound` for an unknown id, and then removes nothing.
        """
        with self._database.transaction() as connection:
            for article_id in ids:
                _withdraw(connection, article_id)

    def remove_location(self, location: str) -> bool:
        """Forget one address. Its article is withdrawn with its last address; True if it was."""
        with self._database.transaction() as connection:
            row = connection.row("SELECT article_id FROM article_addresses WHERE location = :at", at=location)
            if row is None:
                return False
            article_id = str(row["article_id"])
            connection.run("DELETE FROM article_addresses WHERE location = :at", at=location)
            left = _addresses(connection, article_id)
            if not left:
                _withdraw(connection, article_id)
                return True
            connection.run(
                "UPDATE articles SET location = :location, source = :source WHERE id = :id AND location = :gone",
                location=left[0]["location"], source=left[0]["source"], id=article_id, gone=location,
            )  # fmt: skip
        return False

    def versions(self, article_id: str) -> list[Version]:
        """What the article said before, newest first."""
        with self._database.transaction() as connection:
            rows = connection.rows(
                "SELECT * FROM article_versions WHERE article_id = :id ORDER BY version DESC", id=article_id
            )
        return [Version(int(row["version"]), _from_json(str(row["content"])), str(row["replaced_at"])) for row in rows]

    def addresses(self, article_id: str) -> list[str]:
        """Every source that this text was read from, in order."""
        with self._database.transaction() as connection:
            return sorted({str(row["source"]) for row in _addresses(connection, article_id)})

    def holds_address(self, address: str) -> bool:
        """Whether an article was read from this source or location."""
        with self._database.transaction() as connection:
            statement = "SELECT 1 AS held FROM article_addresses WHERE location = :at OR source = :at"
            return connection.row(statement, at=address) is not None

    def groups(self) -> dict[str, str]:
        """For each article that has near copies, the id of the one that represents them."""
        with self._database.transaction() as connection:
            rows = connection.rows("SELECT article_id, representative_id FROM article_groups ORDER BY article_id")
        return {str(row["article_id"]): str(row["representative_id"]) for row in rows}

    def withdrawn(self) -> dict[str, str]:
        """The ids of withdrawn articles, each with when it was withdrawn (ISO 8601, UTC)."""
        with self._database.transaction() as connection:
            rows = connection.rows("SELECT id, withdrawn_at FROM withdrawn_articles ORDER BY id")
        return {str(row["id"]): str(row["withdrawn_at"]) for row in rows}

    def corpus_hash(self) -> str:
        """A hash of every article's id and content: equal for equal corpora, whatever their history."""
        with self._database.transaction() as connection:
            rows = connection.rows("SELECT id, content_hash FROM articles ORDER BY id")
        lines = "".join(f"{row['id']}\t{row['content_hash']}\n" for row in rows)
        return hashlib.sha256(lines.encode()).hexdigest()


def _put(connection: Connection, article: Article) -> str:
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
        _write(connection, article, tables.UPDATE)
    else:
        _write(connection, article, tables.INSERT)
    _add_address(connection, article.id, article.id, location, article.source)
    return "added" if old is None else "changed"


def _write(connection: Connection, article: Article, statement: str) -> None:
    last = connection.row(
        "SELECT COALESCE(MAX(version), 0) AS last FROM article_versions WHERE article_id = :id", id=article.id
    )
    version = int(last["last"]) + 1 if last else 1
    connection.run(statement, **tables.to_row(article), text_hash=text_hash(article.text), version=version)
    connection.run("DELETE FROM withdrawn_articles WHERE id = :id", id=article.id)
    groups.enter(connection, article.id, article.text)


def _keep_version(connection: Connection, old: Article, location: str) -> None:
    """Make room for another content: the old one becomes a version, and stays live where it was read elsewhere too."""
    number = connection.row("SELECT version FROM articles WHERE id = :id", id=old.id)
    connection.run(
        """INSERT INTO article_versions (article_id, version, content, replaced_at)
           VALUES (:id, :version, :content, :now)""",
        id=old.id,
        version=number["version"] if number else 1,
        content=json.dumps(asdict(old), ensure_ascii=False),
        now=_now(),
    )
    groups.leave(connection, old.id)
    others = [row for row in _addresses(connection, old.id) if row["own_id"] != old.id and row["location"] != location]
    if others:
        first = others[0]
        heir = replace(old, id=str(first["own_id"]), location=str(first["location"]), source=str(first["source"]))
        _write(connection, heir, tables.INSERT)
        for row in others:
            _add_address(connection, heir.id, str(row["own_id"]), str(row["location"]), str(row["source"]))


def _withdraw(connection: Connection, article_id: str) -> None:
    row = connection.row("SELECT title, source FROM articles WHERE id = :id", id=article_id)
    if row is None:
        raise _not_found(connection, article_id)
    groups.leave(connection, article_id)
    connection.run("DELETE FROM article_versions WHERE article_id = :id", id=article_id)
    connection.run("DELETE FROM article_addresses WHERE article_id = :id", id=article_id)
    connection.run("DELETE FROM articles WHERE id = :id", id=article_id)
    connection.run(tables.WITHDRAW, id=article_id, title=row["title"], source=row["source"], withdrawn_at=_now())


def _addresses(connection: Connection, article_id: str) -> list[dict[str, object]]:
    return connection.rows(
        "SELECT location, source, own_id FROM article_addresses WHERE article_id = :id ORDER BY location",
        id=article_id,
    )


def _add_address(connection: Connection, article_id: str, own_id: str, location: str, source: str) -> None:
    before = connection.row("SELECT article_id FROM article_addresses WHERE location = :at", at=location)
    connection.run(tables.ADDRESS, location=location, source=source, article_id=article_id, own_id=own_id)
    if before is not None and before["article_id"] != article_id:
        left_behind = str(before["article_id"])
        if not _addresses(connection, left_behind):
            _withdraw(connection, left_behind)


def _not_found(connection: Connection, article_id: str) -> ArticleNotFound:
    gone = connection.row("SELECT title, withdrawn_at FROM withdrawn_articles WHERE id = :id", id=article_id)
    if gone is None:
        return ArticleNotFound(f"There is no article {article_id}.", "See which there are: tanya articles")
    day = str(gone["withdrawn_at"])[:10]
    return ArticleNotFound(f"The article {article_id} (“{gone['title']}”) was withdrawn on {day}.", "Add it again.")


def _from_json(content: str) -> Article:
    values = json.loads(content)
    return Article(**values | {"pages": tuple(values["pages"])})


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
