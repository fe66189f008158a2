"""What people thought of answers. Knows nothing of evaluation sets or pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from corpus.database import Database


@dataclass(frozen=True, slots=True)
class Rating:
    """One person's opinion of one answer; `rating` is "up" or "down"."""

    answer_id: str
    owner: str
    rating: str
    comment: str
    given_at: str


class FeedbackStore:
    """At most one rating per answer and person; the last one counts."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def give(self, answer_id: str, owner: str, rating: str, comment: str) -> None:
        """Keep a rating, replacing the same person's earlier one; an empty comment leaves an earlier one standing."""
        with self._database.transaction() as connection:
            connection.run(
                """INSERT INTO feedback (answer_id, owner, rating, comment, given_at)
                VALUES (:answer_id, :owner, :rating, :comment, :now)
                ON CONFLICT (answer_id, owner) DO UPDATE SET rating = :rating, given_at = :now,
                comment = CASE WHEN :comment = '' THEN feedback.comment ELSE :comment END""",
                answer_id=answer_id,
                owner=owner,
                rating=rating,
                comment=comment,
                now=datetime.now(UTC).isoformat(timespec="seconds"),
            )

    def recent(self, limit: int = 100) -> list[Rating]:
        """The newest ratings of everybody."""
        with self._database.transaction() as connection:
            rows = connection.rows(
                """SELECT answer_id, owner, rating, comment, given_at FROM feedback
                ORDER BY given_at DESC, answer_id, owner LIMIT :limit""",
                limit=limit,
            )
        return [Rating(**row) for row in rows]

    def of(self, answer_id: str, owner: str) -> str | None:
        """This person's rating of this answer, if any."""
        with self._database.transaction() as connection:
            row = connection.row(
                "SELECT rating FROM feedback WHERE answer_id = :answer_id AND owner = :owner",
                answer_id=answer_id,
                owner=owner,
            )
        return str(row["rating"]) if row else None
