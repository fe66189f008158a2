"""Every answer as it was given, with what it rested on. Knows nothing of asking, nor of what people thought of it.

An entry is never changed: an article that is withdrawn later stays in the answers that cited it, and is named as
withdrawn when they are read.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from corpus.database import Database, Row
from corpus.errors import TanyaError
from qa.types import Answer

_CHANGING = frozenset({"id", "timings_ms"})
_BESIDE = frozenset({"asked_at", "scores", "withdrawn"})
_SELECT = "SELECT asked_at, scores, body FROM answers"

Entry = dict[str, Any]
Standing = Callable[[Sequence[str]], Iterable[str]]


class AnswerNotFound(TanyaError):
    """No answer with this id is in the log."""

    code = "answer_not_found"


class AnswerLog:
    """The answers in the database; safe with many writers, since every write is one statement.

    An entry is the answer's JSON, field for field, with three more: `asked_at` (UTC), `scores` (the strength of each
    evidence) and `withdrawn` (ids of its sources that are no longer in the store). `standing` tells which of some
    article ids the store still has; without it nothing is called withdrawn.
    """

    def __init__(self, database: Database, standing: Standing | None = None) -> None:
        self._database = database
        self._standing = standing

    def record(self, answer: Answer, scores: Sequence[float] = ()) -> None:
        """Store an answer; storing the same id again changes nothing."""
        values = {
            "id": answer.id,
            "asked_at": datetime.now(UTC).isoformat(timespec="microseconds"),
            "question": answer.question,
            "refused": int(answer.refused),
            "composer": answer.composer,
            "generation": answer.generation,
            "elapsed_ms": answer.timings_ms.get("total", sum(answer.timings_ms.values())),
            "scores": json.dumps([round(float(score), 6) for score in scores]),
            "body": json.dumps(answer.to_json(), ensure_ascii=False),
        }
        columns, names = ", ".join(values), ", ".join(f":{name}" for name in values)
        with self._database.transaction() as connection:
            connection.run(f"INSERT INTO answers ({columns}) VALUES ({names}) ON CONFLICT (id) DO NOTHING", **values)

    def get(self, answer_id: str) -> Entry:
        """The entry of that id. Raises `AnswerNotFound`."""
        with self._database.transaction() as connection:
            row = connection.row(f"{_SELECT} WHERE id = :id", id=answer_id)
        if row is None:
            raise AnswerNotFound(f"There is no answer {answer_id!r} in the log.", "List the latest: tanya logs")
        return self._entries([row])[0]

    def recent(self, n: int = 10) -> list[Entry]:
        """The last `n` entries, newest first."""
        return self._latest("", n)

    def unanswered(self, n: int = 10) -> list[Entry]:
        """The last `n` refusals, newest first."""
        return self._latest("WHERE refused = 1", n)

    def per_day(self, days: int = 30) -> list[Row]:
        """For each of the last `days` that had questions: `day`, `questions`, `refused`, `mean_ms`; oldest first."""
        with self._database.transaction() as connection:
            rows = connection.rows(
                "SELECT substr(asked_at, 1, 10) AS day, count(*) AS questions, sum(refused) AS refused, avg(elapsed_ms)"
                " AS mean_ms FROM answers GROUP BY substr(asked_at, 1, 10) ORDER BY day DESC LIMIT :days",
                days=days,
            )
        return rows[::-1]

    def forget(self, before: str) -> int:
        """Delete the entries from before an ISO date; returns how many."""
        with self._database.transaction() as connection:
            return connection.run("DELETE FROM answers WHERE asked_at < :before", before=before)

    def _latest(self, where: str, n: int) -> list[Entry]:
        with self._database.transaction() as connection:
            rows = connection.rows(f"{_SELECT} {where} ORDER BY asked_at DESC, id DESC LIMIT :n", n=n)
        return self._entries(rows)

    def _entries(self, rows: Sequence[Row]) -> list[Entry]:
        answers = [json.loads(row["body"]) for row in rows]
        cited = sorted({article for answer in answers for article in sources(answer)})
        standing = set(self._standing(cited)) if self._standing and cited else set(cited)
        return [
            {
                **answer,
                "asked_at": row["asked_at"],
                "scores": json.loads(row["scores"]),
                "withdrawn": [article for article in sources(answer) if article not in standing],
            }
            for row, answer in zip(rows, answers, strict=True)
        ]


def sources(answer: Mapping[str, Any]) -> list[str]:
    """Ids of the articles that an answer's JSON shows as sources: cited, superseded or in conflict."""
    dated = [entry["citation"] for kind in ("superseded", "conflicts") for entry in answer[kind]]
    return list(dict.fromkeys(citation["article_id"] for citation in (*answer["citations"], *dated)))


def differences(logged: Mapping[str, Any], replayed: Mapping[str, Any]) -> list[str]:
    """The fields in which a replayed answer's JSON differs from the logged one; [] if they are the same bytes.

    The id, the timings and what the log adds to an answer are left out of the comparison.
    """
    names = sorted((set(logged) | set(replayed)) - _CHANGING - _BESIDE)
    return [name for name in names if _bytes(logged.get(name)) != _bytes(replayed.get(name))]


def _bytes(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True).encode()
