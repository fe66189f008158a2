"""Who is signed in: sessions of browsers and keys of programs, stored only as hashes. Knows nothing of passwords."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from corpus.database import Database
from web.errors import BadAccount
from web.people import Clock, utc_now

SESSION_DAYS = 14
SCOPES = ("ask", "manage", "metrics")
KEY_PREFIX = "tanya_"


@dataclass(frozen=True, slots=True)
class Key:
    """A program's key, without its secret."""

    id: str
    name: str
    label: str
    scopes: tuple[str, ...]
    created_at: str
    used_at: str


class Sessions:
    """Sessions and keys of the people."""

    def __init__(self, database: Database, clock: Clock = utc_now) -> None:
        self._database = database
        self._clock = clock

    def begin(self, name: str) -> str:
        """A new session's secret, for the cookie; sessions that ran out are cleared away."""
        token = secrets.token_urlsafe(32)
        now = self._clock()
        with self._database.transaction() as connection:
            connection.run("DELETE FROM person_sessions WHERE expires_at < :now", now=now.isoformat())
            connection.run(
                "INSERT INTO person_sessions (hash, name, expires_at) VALUES (:hash, :name, :expires)",
                hash=_hash(token),
                name=name,
                expires=(now + timedelta(days=SESSION_DAYS)).isoformat(),
            )
        return token

    def name_of(self, token: str) -> str | None:
        """Whose session this is, if it still runs."""
        with self._database.transaction() as connection:
            row = connection.row(
                "SELECT name FROM person_sessions WHERE hash = :hash AND expires_at > :now",
                hash=_hash(token),
                now=self._clock().isoformat(),
            )
        return str(row["name"]) if row else None

    def end(self, token: str) -> None:
        """Sign out this session."""
        with self._database.transaction() as connection:
            connection.run("DELETE FROM person_sessions WHERE hash = :hash", hash=_hash(token))

    def end_all(self, name: str, but: str | None = None) -> None:
        """Sign out every session of a person, except the one whose secret is `but`."""
        with self._database.transaction() as connection:
            connection.run(
                "DELETE FROM person_sessions WHERE name = :name AND hash <> :kept",
                name=name,
                kept=_hash(but) if but else "",
            )

    def make_key(self, name: str, label: str, scopes: Iterable[str]) -> str:
        """A new key's secret, shown once. Raises `BadAccount` for a scope that does not exist."""
        chosen = tuple(scope for scope in SCOPES if scope in set(scopes))
        if not chosen or not label.strip():
            raise BadAccount("A key needs a label and at least one scope.", f"Scopes: {', '.join(SCOPES)}.")
        secret = KEY_PREFIX + secrets.token_urlsafe(32)
        with self._database.transaction() as connection:
            connection.run(
                """INSERT INTO api_keys (id, hash, name, label, scopes, created_at, used_at)
                VALUES (:id, :hash, :name, :label, :scopes, :now, '')""",
                id=secrets.token_hex(6),
                hash=_hash(secret),
                name=name,
                label=label.strip()[:80],
                scopes=" ".join(chosen),
                now=self._clock().isoformat(timespec="seconds"),
            )
        return secret

    def key_of(self, secret: str) -> Key | None:
        """The key with this secret; its use is noted once a day."""
        today = self._clock().date().isoformat()
        with self._database.transaction() as connection:
            row = connection.row("SELECT * FROM api_keys WHERE hash = :hash", hash=_hash(secret))
            if row and row["used_at"] != today:
                connection.run("UPDATE api_keys SET used_at = :today WHERE id = :id", today=today, id=row["id"])
        return _key(row) if row else None

    def keys(self) -> list[Key]:
        """Every key, newest first."""
        with self._database.transaction() as connection:
            return [_key(row) for row in connection.rows("SELECT * FROM api_keys ORDER BY created_at DESC, id")]

    def revoke(self, key_id: str) -> None:
        """Make a key useless at once."""
        with self._database.transaction() as connection:
            connection.run("DELETE FROM api_keys WHERE id = :id", id=key_id)


def csrf_token(session: str) -> str:
    """What a form must carry to count as this session's own; it tells nothing of the session."""
    return hmac.new(session.encode(), b"tanya form", hashlib.sha256).hexdigest()


def _hash(secret: str) -> str:
    # The secrets are 256 random bits: there is nothing to guess that a slow hash would slow down.
    return hashlib.sha256(secret.encode()).hexdigest()


def _key(row: dict[str, str]) -> Key:
    return Key(row["id"], row["name"], row["label"], tuple(row["scopes"].split()), row["created_at"], row["used_at"])
