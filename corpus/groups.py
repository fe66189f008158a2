"""Which stored articles are near copies of which. Knows the tables of the store; how alike texts are told elsewhere."""

from __future__ import annotations

from corpus import storetables as tables
from corpus.database import Connection
from corpus.duplicates import bands, near_copies


def enter(connection: Connection, article_id: str, text: str) -> None:
    """Sign the article and put it into the group of the stored articles that it is a near copy of."""
    signature = bands(text)
    alike = {
        str(row["id"]) for row in _candidates(connection, article_id, signature) if near_copies(text, str(row["text"]))
    }
    connection.run_many(
        tables.BAND,
        [{"article_id": article_id, "band": band, "signature": value} for band, value in enumerate(signature)],
    )
    if alike:
        members = {article_id, *alike}.union(*(_members(connection, other) for other in sorted(alike)))
        _write_group(connection, members)


def leave(connection: Connection, article_id: str) -> None:
    """Forget the article's signature and take it out of its group, which may need another representative."""
    members = _members(connection, article_id) - {article_id}
    connection.run("DELETE FROM article_bands WHERE article_id = :id", id=article_id)
    connection.run("DELETE FROM article_groups WHERE article_id = :id", id=article_id)
    _write_group(connection, members)


def _candidates(connection: Connection, article_id: str, signature: list[str]) -> list[dict[str, object]]:
    clauses = " OR ".join(f"(band = {band} AND signature = :s{band})" for band in range(len(signature)))
    values = {f"s{band}": value for band, value in enumerate(signature)}
    return connection.rows(
        "SELECT id, text FROM articles WHERE id <> :own AND id IN "
        f"(SELECT article_id FROM article_bands WHERE {clauses}) ORDER BY id",
        own=article_id,
        **values,
    )


def _members(connection: Connection, article_id: str) -> set[str]:
    rows = connection.rows(
        """SELECT article_id FROM article_groups WHERE representative_id =
           (SELECT representative_id FROM article_groups WHERE article_id = :id)""",
        id=article_id,
    )
    return {str(row["article_id"]) for row in rows}


def _write_group(connection: Connection, members: set[str]) -> None:
    """Make these articles one group, represented by the earliest published, then the lowest id; one alone is none."""
    if len(members) == 1:
        connection.run("DELETE FROM article_groups WHERE article_id = :id", id=next(iter(members)))
    if len(members) < 2:
        return
    dated = [
        (str(row["published"] or "9999"), str(row["id"]))
        for member in sorted(members)
        for row in connection.rows("SELECT id, published FROM articles WHERE id = :id", id=member)
    ]
    representative = min(dated)[1]
    connection.run_many(
        tables.GROUP, [{"article_id": member, "representative_id": representative} for member in sorted(members)]
    )
