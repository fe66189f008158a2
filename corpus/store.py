"""The article store: what is known, under which addresses, what it said before. Knows nothing of files or indexes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from corpus import storetables as tables
from corpus.article import Article
from corpus.database import Database
from corpus.storewrites import addresses, not_found, put_article, withdraw

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

    @property
    def database(self) -> Database:
        """Where it keeps them; for what belongs to the articles but not in their tables."""
        return self._database

    def put(self, articles: Iterable[Article], leaving: Collection[str] = ()) -> PutReport:
        """Store articles. The same text under another address becomes one more address of the article that has it.

        An article whose id is known and whose content differs keeps its id; what it said before becomes a version.
        If the id is that of another file's article of another title, both are kept, the new one under an id made of its
        location; locations that are `leaving` hold no id, so that a file which moved and changed goes on with its own.
        Committed every `BATCH` articles, each batch whole or not at all; one that was fetched from an address at once,
        because a crawl counts it as read when it is asked for the next.
        """
        done: dict[str, list[str]] = {"added": [], "changed": [], "unchanged": [], "duplicates": []}
        for batch in _batches(articles):
            with self._database.transaction() as connection:
                # SQLite locks at the first write, and what is read before it another process may be about to change.
                connection.run("UPDATE articles SET version = version WHERE id = ''")
                outcomes = [put_article(connection, article, leaving) for article in batch]
            for outcome, article_id in outcomes:
                done[outcome].append(article_id)
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
                raise not_found(connection, article_id)
        return tables.from_row(row)

    def remove(self, ids: Sequence[str]) -> None:
        """Withdraw articles: text, versions and addresses are deleted; their ids and titles are kept as withdrawn.

        Raises `ArticleNotFound` for an unknown id, and then removes nothing.
        """
        with self._database.transaction() as connection:
            for article_id in ids:
                withdraw(connection, article_id)

    def remove_location(self, location: str) -> bool:
        """Forget one address. Its article is withdrawn with its last address; True if it was."""
        with self._database.transaction() as connection:
            row = connection.row("SELECT article_id FROM article_addresses WHERE location = :at", at=location)
            if row is None:
                return False
            article_id = str(row["article_id"])
            connection.run("DELETE FROM article_addresses WHERE location = :at", at=location)
            left = addresses(connection, article_id)
            if not left:
                withdraw(connection, article_id)
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
            return sorted({str(row["source"]) for row in addresses(connection, article_id)})

    def held(self, ids: Sequence[str]) -> set[str]:
        """Those of some ids that are an article's here."""
        found: set[str] = set()
        with self._database.transaction() as connection:
            for start in range(0, len(ids), BATCH):
                values = {f"id{number}": one for number, one in enumerate(ids[start : start + BATCH])}
                among = ", ".join(f":{name}" for name in values)
                rows = connection.rows(f"SELECT id FROM articles WHERE id IN ({among})", **values)
                found |= {str(row["id"]) for row in rows}
        return found

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


def _batches(articles: Iterable[Article]) -> Iterator[list[Article]]:
    batch: list[Article] = []
    for article in articles:
        batch.append(article)
        if len(batch) == BATCH or article.location.startswith(("http://", "https://")):
            yield batch
            batch = []
    if batch:
        yield batch


def _from_json(content: str) -> Article:
    values = json.loads(content)
    return Article(**values | {"pages": tuple(values["pages"])})
