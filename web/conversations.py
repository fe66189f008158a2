"""What each person asked and was answered, kept as conversations. Knows nothing of who a person is or of pages."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from corpus.database import Database
from qa.types import Answer, Turn
from web.errors import ConversationNotFound

TITLE_LENGTH = 120
REMEMBERED_TURNS = 6

AnswerJson = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Conversation:
    """One conversation as a list shows it; times are ISO 8601 in UTC."""

    id: str
    title: str
    created_at: str
    updated_at: str


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """A stored answer, whose it is and where it stands."""

    owner: str
    conversation_id: str
    asked_at: str
    answer: AnswerJson


class Conversations:
    """Every person's conversations; one person never sees another's list."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, owner: str, conversation_id: str, answer: Answer) -> None:
        """Append an answer; the conversation begins with its first question as its title."""
        now = datetime.now(UTC).isoformat(timespec="microseconds")
        title = " ".join(answer.question.split())[:TITLE_LENGTH]
        who = {"owner": owner, "id": conversation_id}
        with self._database.transaction() as connection:
            connection.run(
                """INSERT INTO conversations (owner, id, title, created_at, updated_at)
                VALUES (:owner, :id, :title, :now, :now) ON CONFLICT (owner, id) DO UPDATE SET updated_at = :now""",
                **who,
                title=title,
                now=now,
            )
            connection.run(
                """INSERT INTO conversation_turns (owner, conversation_id, position, answer_id, asked_at, answer, words)
                SELECT :owner, :id, COALESCE(MAX(position), 0) + 1, :answer_id, :now, :answer, :words
                FROM conversation_turns WHERE owner = :owner AND conversation_id = :id""",
                **who,
                answer_id=answer.id,
                now=now,
                answer=json.dumps(answer.to_json(), ensure_ascii=False),
                words=_searchable(answer),
            )

    def turns(self, owner: str, conversation_id: str) -> list[AnswerJson]:
        """The answers of a conversation, oldest first; empty for one that does not exist."""
        with self._database.transaction() as connection:
            rows = connection.rows(
                """SELECT answer FROM conversation_turns WHERE owner = :owner AND conversation_id = :id
                ORDER BY position""",
                owner=owner,
                id=conversation_id,
            )
        return [json.loads(row["answer"]) for row in rows]

    def find_answer(self, answer_id: str, owner: str) -> KeptAnswer | None:
        """The answer with this id: the owner's own copy where there is one, else anybody's."""
        with self._database.transaction() as connection:
            row = connection.row(
                """SELECT owner, conversation_id, asked_at, answer FROM conversation_turns WHERE answer_id = :id
                ORDER BY CASE WHEN owner = :owner THEN 0 ELSE 1 END, asked_at DESC LIMIT 1""",
                id=answer_id,
                owner=owner,
            )
        if row is None:
            return None
        return KeptAnswer(row["owner"], row["conversation_id"], row["asked_at"], json.loads(row["answer"]))

    def recent(self, owner: str, limit: int = 30, containing: str = "") -> list[Conversation]:
        """The owner's conversations, newest first; with `containing`, those whose title or answers hold the text."""
        pattern = f"%{_escape_like(containing.lower())}%"
        with self._database.transaction() as connection:
            rows = connection.rows(
                """SELECT id, title, created_at, updated_at FROM conversations c WHERE owner = :owner
                AND (:containing = '' OR LOWER(title) LIKE :pattern ESCAPE '!' OR EXISTS (
                    SELECT 1 FROM conversation_turns t WHERE t.owner = c.owner AND t.conversation_id = c.id
                    AND t.words LIKE :pattern ESCAPE '!'))
                ORDER BY updated_at DESC, id LIMIT :limit""",
                owner=owner,
                containing=containing,
                pattern=pattern,
                limit=limit,
            )
        return [Conversation(**row) for row in rows]

    def get(self, owner: str, conversation_id: str) -> Conversation:
        """One conversation; raises `ConversationNotFound`."""
        with self._database.transaction() as connection:
            row = connection.row(
                "SELECT id, title, created_at, updated_at FROM conversations WHERE owner = :owner AND id = :id",
                owner=owner,
                id=conversation_id,
            )
        if row is None:
            raise ConversationNotFound("There is no such conversation of yours.", "Choose one from the history.")
        return Conversation(**row)

    def rename(self, owner: str, conversation_id: str, title: str) -> None:
        """Give a conversation another title; raises `ConversationNotFound`."""
        shown = " ".join(title.split())[:TITLE_LENGTH]
        if not shown:
            return
        self.get(owner, conversation_id)
        with self._database.transaction() as connection:
            connection.run(
                "UPDATE conversations SET title = :title WHERE owner = :owner AND id = :id",
                title=shown,
                owner=owner,
                id=conversation_id,
            )

    def delete(self, owner: str, conversation_id: str) -> None:
        """Remove a conversation and its answers for good; raises `ConversationNotFound`."""
        self.get(owner, conversation_id)
        with self._database.transaction() as connection:
            for statement in (
                "DELETE FROM conversation_turns WHERE owner = :owner AND conversation_id = :id",
                "DELETE FROM conversations WHERE owner = :owner AND id = :id",
            ):
                connection.run(statement, owner=owner, id=conversation_id)


def remembered(turns: Sequence[AnswerJson]) -> tuple[Turn, ...]:
    """The last turns, in the form in which a follow-up question is understood."""
    return tuple(
        Turn(turn["question"], turn["standalone_question"], turn["text"], turn["short_answer"])
        for turn in turns[-REMEMBERED_TURNS:]
    )


def _searchable(answer: Answer) -> str:
    # Lower-cased here, because SQLite's LOWER knows only ASCII.
    quotes = (citation.quote for citation in answer.citations)
    before = (item.value for item in answer.superseded)
    return "\n".join((answer.question, answer.short_answer or "", answer.text, *quotes, *before)).lower()


def _escape_like(text: str) -> str:
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_")
