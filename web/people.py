"""Accounts: names, roles, passwords (argon2id) and the back-off after wrong ones. Knows nothing of sessions."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from math import ceil
from typing import TYPE_CHECKING

from corpus.database import Database, Row
from corpus.settings import Settings
from web.errors import BadAccount, TooManyRequests, WrongPassword

if TYPE_CHECKING:
    from argon2 import PasswordHasher

ROLES = ("reader", "editor", "administrator")  # each may do what those before it may
NAME = re.compile(r"[\w.@+-]{1,80}")
MIN_PASSWORD = 10
MAX_PASSWORD = 200
FREE_FAILURES = 4
MAX_WAIT_S = 900

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may sign in."""

    name: str
    role: str
    created_at: str


def utc_now() -> datetime:
    """The time now, in UTC."""
    return datetime.now(UTC)


class People:
    """Everybody with an account."""

    def __init__(self, database: Database, clock: Clock = utc_now) -> None:
        self._database = database
        self._clock = clock

    @cached_property
    def _hasher(self) -> PasswordHasher:
        from argon2 import PasswordHasher

        return PasswordHasher()

    @cached_property
    def _nobody(self) -> str:
        return self._hasher.hash("nobody has this password")

    def add(self, name: str, password: str | None, role: str) -> Person:
        """Make an account; without a password it can only be used through single sign-on. Raises `BadAccount`."""
        if not NAME.fullmatch(name):
            raise BadAccount(f"{name[:80]!r} cannot be a name.", "Use up to 80 letters, digits and . _ @ + -")
        if role not in ROLES:
            raise BadAccount(f"There is no role {role!r}.", f"Choose one of: {', '.join(ROLES)}.")
        hashed = self._hash(password) if password is not None else ""
        now = self._clock().isoformat(timespec="seconds")
        with self._database.transaction() as connection:
            made = connection.run(
                """INSERT INTO people (name, role, password_hash, created_at, failures, locked_until)
                VALUES (:name, :role, :hashed, :now, 0, '') ON CONFLICT (name) DO NOTHING""",
                name=name,
                role=role,
                hashed=hashed,
                now=now,
            )
        if not made:
            raise BadAccount(f"There is already an account {name!r}.", "Choose another name.")
        return Person(name, role, now)

    def find(self, name: str) -> Person | None:
        """The account of that name, if any."""
        row = self._row(name)
        return Person(row["name"], row["role"], row["created_at"]) if row else None

    def all(self) -> list[Person]:
        """Every account, by name."""
        with self._database.transaction() as connection:
            return [Person(**row) for row in connection.rows("SELECT name, role, created_at FROM people ORDER BY name")]

    def remove(self, name: str) -> None:
        """Delete an account; what it asked stays under its name."""
        with self._database.transaction() as connection:
            connection.run("DELETE FROM people WHERE name = :name", name=name)

    def check(self, name: str, password: str) -> Person:
        """The person, if this is the password. Raises `WrongPassword`, or `TooManyRequests` while locked out.

        After four wrong passwords each further one doubles the wait, up to 15 minutes. An unknown name takes as long
        as a wrong password and is answered alike, so that names cannot be probed.
        """
        row = self._row(name)
        now = self._clock()
        if row and row["locked_until"] > now.isoformat():
            wait_s = ceil((datetime.fromisoformat(row["locked_until"]) - now).total_seconds())
            raise TooManyRequests("Too many wrong passwords.", f"Try again in {wait_s} seconds.", wait_s)
        hashed = row["password_hash"] if row and row["password_hash"] else self._nobody
        right = self._matches(hashed, password[:MAX_PASSWORD]) and hashed is not self._nobody
        if row is None or not right:
            if row:
                self._count_failure(row, now)
            raise WrongPassword("The name or the password is wrong.", "Try again, or ask an administrator.")
        with self._database.transaction() as connection:
            connection.run("UPDATE people SET failures = 0, locked_until = '' WHERE name = :name", name=name)
        return Person(row["name"], row["role"], row["created_at"])

    def _count_failure(self, row: Row, now: datetime) -> None:
        failures = row["failures"] + 1
        wait_s = min(MAX_WAIT_S, 2 ** (failures - FREE_FAILURES)) if failures > FREE_FAILURES else 0
        until = (now + timedelta(seconds=wait_s)).isoformat() if wait_s else ""
        with self._database.transaction() as connection:
            connection.run(
                "UPDATE people SET failures = failures + 1, locked_until = :until WHERE name = :name",
                until=until,
                name=row["name"],
            )

    def _row(self, name: str) -> Row | None:
        with self._database.transaction() as connection:
            return connection.row("SELECT * FROM people WHERE name = :name", name=name)

    def _hash(self, password: str) -> str:
        if not MIN_PASSWORD <= len(password) <= MAX_PASSWORD:
            raise BadAccount(
                f"A password has {MIN_PASSWORD} to {MAX_PASSWORD} characters.",
                "Several unrelated words make a good one.",
            )
        return self._hasher.hash(password)

    def _matches(self, hashed: str, password: str) -> bool:
        from argon2.exceptions import VerificationError

        try:
            return self._hasher.verify(hashed, password)
        except VerificationError:
            return False


def add_person(settings: Settings, name: str, password: str | None, role: str = "reader") -> Person:
    """Make an account in the home's database, for the command line. Raises `BadAccount`.

    Where people sign in through a provider (`TANYA_AUTH=oidc`), the password is not kept: there is none to guess.
    """
    database = Database(settings.database)
    try:
        return People(database).add(name, None if settings.auth == "oidc" else password, role)
    finally:
        database.close()
