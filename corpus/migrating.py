"""Bring a database to the newest schema, revision by revision. The only owner of Alembic.

Knows where the revisions stand and how to run them; nothing of what the tables mean. A revision is a module of
`corpus/migrations` with plain SQL that SQLite and PostgreSQL both read.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from alembic.script import ScriptDirectory

REVISIONS = Path(__file__).parent / "migrations"


def run(*statements: str) -> None:
    """Execute statements as part of the revision that is being run."""
    from alembic import op

    for statement in statements:
        op.execute(statement)


def upgrade(connection: Any, target: str = "head") -> None:
    """Run every revision that the database lacks, up to `target`, inside the transaction that the SQLAlchemy
    connection has open."""
    from alembic.config import Config
    from alembic.runtime.environment import EnvironmentContext

    scripts = _scripts()

    def steps(before: Any, _context: Any) -> Sequence[Any]:
        return scripts._upgrade_revs(target, before)

    with EnvironmentContext(Config(), scripts, fn=steps, destination_rev=target) as environment:
        environment.configure(connection=connection)
        environment.run_migrations()


def revisions() -> list[str]:
    """All revisions, oldest first."""
    return [script.revision for script in _scripts().walk_revisions()][::-1]


@cache
def _scripts() -> ScriptDirectory:
    from alembic.script import ScriptDirectory

    return ScriptDirectory(REVISIONS, version_locations=[REVISIONS])
