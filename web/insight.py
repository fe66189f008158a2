"""What the log says about use: questions a day, refusals, waits, what was not answered. Knows nothing of pages."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.database import Database

DAYS = 30
TIMED = 1_000
UNANSWERED = 50


@dataclass(frozen=True, slots=True)
class Day:
    """One day's questions."""

    day: str
    questions: int
    refused: int


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A question that got no answer, and how often."""

    question: str
    times: int


@dataclass(frozen=True, slots=True)
class Usage:
    """Days newest first; the waits are over the last 1,000 answers, None before the first."""

    days: tuple[Day, ...]
    questions: int
    refused: int
    p50_ms: float | None
    p95_ms: float | None
    unanswered: tuple[Unanswered, ...]


def usage(database: Database) -> Usage:
    """How the system is used, from the answers that were kept."""
    with database.transaction() as connection:
        days = connection.rows(
            """SELECT SUBSTR(asked_at, 1, 10) AS day, COUNT(*) AS questions, SUM(refused) AS refused FROM answers
            GROUP BY SUBSTR(asked_at, 1, 10) ORDER BY day DESC LIMIT :days""",
            days=DAYS,
        )
        waits = connection.rows("SELECT elapsed_ms FROM answers ORDER BY asked_at DESC LIMIT :timed", timed=TIMED)
        unanswered = connection.rows(
            """SELECT question, COUNT(*) AS times, MAX(asked_at) AS latest FROM answers WHERE refused = 1
            GROUP BY question ORDER BY COUNT(*) DESC, latest DESC LIMIT :limit""",
            limit=UNANSWERED,
        )
    ordered = sorted(row["elapsed_ms"] for row in waits)
    counted = tuple(Day(row["day"], int(row["questions"]), int(row["refused"])) for row in days)
    return Usage(
        counted,
        sum(day.questions for day in counted),
        sum(day.refused for day in counted),
        _quantile(ordered, 0.5),
        _quantile(ordered, 0.95),
        tuple(Unanswered(row["question"], int(row["times"])) for row in unanswered),
    )


def _quantile(ordered: list[float], share: float) -> float | None:
    """The nearest-rank quantile of ordered values."""
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else None
