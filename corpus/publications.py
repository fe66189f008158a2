"""Which generations were published, for hosts that share the database. Knows nothing of what a generation holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from corpus.database import Database

_LATEST = "SELECT number, generation FROM publications ORDER BY number DESC LIMIT 1"


@dataclass(frozen=True, slots=True)
class Publication:
    """One publication; a greater `number` is a later one, whatever the hosts' clocks say."""

    number: int
    generation: str


class Publications:
    """The list of publications in the database, the same for every host."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def record(self, generation: str) -> None:
        """Say that this generation is served now; a repetition of the latest changes nothing."""
        with self._database.transaction() as connection:
            connection.lock("publications")
            last = connection.row(_LATEST)
            if last is None or last["generation"] != generation:
                connection.run(
                    """INSERT INTO publications (number, generation, published_at)
                    VALUES (:number, :generation, :now)""",
                    number=int(last["number"]) + 1 if last else 1,
                    generation=generation,
                    now=datetime.now(UTC).isoformat(timespec="seconds"),
                )

    def latest(self) -> Publication | None:
        """The last one, or None before the first."""
        with self._database.transaction() as connection:
            row = connection.row(_LATEST)
        return Publication(int(row["number"]), str(row["generation"])) if row else None
