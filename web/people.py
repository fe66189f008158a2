"""Accounts: names, roles, passwords (argon2id) and the back-off after wrong ones. Knows nothing of sessions.

One administrator who can sign in always remains: a change that would take the last one away is undone.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from math import ceil
from typing import TYPE_CHECKING

from corpus.database import Connection, Database, Row
from corpus.settings import Settings
from web.errors import (
    AccountDisabled,
    BadAccount,
    BadPassword,
    LastAdministrator,
    LockedOut,
    NameTaken,
    PersonNotFound,
    WrongPassword,
)

if TYPE_CHECKING:
    from argon2 import PasswordHasher

_SELECT = """SELECT p.name, p.role, p.created_at, p.password_hash, p.failures, p.locked_until,
    CASE WHEN d.name IS NULL THEN 0 ELSE 1 END AS disabled
    FROM people p LEFT JOIN people_disabled d ON d.name = p.name"""
ROLES = ("reader", "editor", "administrator")  # each may do what those before it may
NAME = re.compile(r"[\w.@+-]{1,80}")
MIN_PASSWORD = 10
MAX_PASSWORD = 200
FREE_FAILURES = 4
MAX_WAIT_S = 900
# Nothing that is read for something else on paper or over the telephone; 16 of them are 79 bits.
CLEAR = "abcdefghjkmnpqrstuvwxyz23456789"

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an account; one that is disabled can neither sign in nor go on."""

    name: str
    role: str
    created_at: str
    disabled: bool = False


def utc_now() -> datetime:
    """The time now, in UTC."""
    return datetime.now(UTC)


class People:
    """Everybody with an account."""

    def __init__(self, database: Database, clock: Clock = utc_now, *, single_sign_on: bool = False) -> None:
        self._database = database
        self._clock = clock
        self._single_sign_on = single_sign_on

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
        _check_role(role)
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
            raise NameTaken(f"There is already an account {name!r}.", "Choose another name.")
        return Person(name, role, now)

    def find(self, name: str) -> Person | None:
        """The account of that name, if any."""
        row = self._row(name)
        return _person(row) if row else None

    def all(self) -> list[Person]:
        """Every account, by name."""
        with self._database.transaction() as connection:
            return [_person(row) for row in connection.rows(f"{_SELECT} ORDER BY p.name")]

    def set_role(self, name: str, role: str) -> None:
        """Give somebody another role. Raises `PersonNotFound`, `BadAccount`, `LastAdministrator`."""
        _check_role(role)
        with self._changing(name) as connection:
            connection.run("UPDATE people SET role = :role WHERE name = :name", role=role, name=name)

    def disable(self, name: str) -> None:
        """Keep somebody out until `enable`. Raises `PersonNotFound`, `LastAdministrator`."""
        with self._changing(name) as connection:
            connection.run(
                "INSERT INTO people_disabled (name, since) VALUES (:name, :now) ON CONFLICT (name) DO NOTHING",
                name=name,
                now=self._clock().isoformat(timespec="seconds"),
            )

    def enable(self, name: str) -> None:
        """Let somebody in again. Raises `PersonNotFound`."""
        with self._changing(name) as connection:
            connection.run("DELETE FROM people_disabled WHERE name = :name", name=name)

    def set_password(self, name: str, password: str) -> None:
        """Replace a password, and end a lock-out. Raises `PersonNotFound`, `BadPassword`."""
        hashed = self._hash(password)
        with self._changing(name) as connection:
            connection.run(
                "UPDATE people SET password_hash = :hashed, failures = 0, locked_until = '' WHERE name = :name",
                hashed=hashed,
                name=name,
            )

    @contextmanager
    def _changing(self, name: str) -> Iterator[Connection]:
        """A change to one account, undone if it leaves no administrator who can sign in."""
        with self._database.transaction() as connection:
            # Locks these rows (in SQLite, the database), so that two administrators cannot remove each other at once.
            connection.run("UPDATE people SET role = role WHERE role = 'administrator'")
            before = self._administrators(connection)
            if connection.row("SELECT name FROM people WHERE name = :name", name=name) is None:
                raise PersonNotFound(f"There is no account {name[:80]!r}.", "Choose one from the list.")
            yield connection
            if before and not self._administrators(connection):
                raise LastAdministrator(
                    f"{name} is the last administrator who can sign in.", "Make somebody else administrator first."
                )

    def _administrators(self, connection: Connection) -> int:
        with_password = "" if self._single_sign_on else "AND p.password_hash <> ''"
        row = connection.row(
            f"""SELECT COUNT(*) AS number FROM people p WHERE p.role = 'administrator' {with_password}
            AND p.name NOT IN (SELECT name FROM people_disabled)"""
        )
        return int(row["number"]) if row else 0

    def check(self, name: str, password: str) -> Person:
        """The person, if this is the password. Raises `WrongPassword`, `LockedOut` or `AccountDisabled`.

        After four wrong passwords each further one doubles the wait, up to 15 minutes. An unknown name takes as long
        as a wrong password and is answered alike, so that names cannot be probed.
        """
        row = self._row(name)
        now = self._clock()
        if row and row["locked_until"] > now.isoformat():
            wait_s = ceil((datetime.fromisoformat(row["locked_until"]) - now).total_seconds())
            raise LockedOut("Too many wrong passwords.", f"Try again in {wait_s} seconds.", wait_s)
        hashed = row["password_hash"] if row and row["password_hash"] else self._nobody
        right = self._matches(hashed, password[:MAX_PASSWORD]) and hashed is not self._nobody
        if row is None or not right:
            if row:
                self._count_failure(row, now)
            raise WrongPassword("The name or the password is wrong.", "Try again, or ask an administrator.")
        if row["disabled"]:
            # Told only to somebody who knows the password.
            raise AccountDisabled("This account has been disabled.", "Ask an administrator.")
        with self._database.transaction() as connection:
            connection.run("UPDATE people SET failures = 0, locked_until = '' WHERE name = :name", name=name)
        return _person(row)

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
            return connection.row(f"{_SELECT} WHERE p.name = :name", name=name)

    def _hash(self, password: str) -> str:
        if not MIN_PASSWORD <= len(password) <= MAX_PASSWORD:
            raise BadPassword(
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


def temporary_password() -> str:
    """A password to hand over once, in four groups that can be read out."""
    return "-".join("".join(secrets.choice(CLEAR) for _ in range(4)) for _ in range(4))


def _person(row: Row) -> Person:
    return Person(row["name"], row["role"], row["created_at"], bool(row["disabled"]))


def _check_role(role: str) -> None:
    if role not in ROLES:
        raise BadAccount(f"There is no role {role[:80]!r}.", f"Choose one of: {', '.join(ROLES)}.")


def add_person(settings: Settings, name: str, password: str | None, role: str = "reader") -> Person:
    """Make an account in the home's database, for the command line. Raises `BadAccount`.

    Where people sign in through a provider (`TANYA_AUTH=oidc`), the password is not kept: there is none to guess.
    """
    database = Database(settings.database)
    try:
        return People(database).add(name, None if settings.auth == "oidc" else password, role)
    finally:
        database.close()
