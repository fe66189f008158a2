"""0003: people who may not come in for now, without losing what is theirs."""

from corpus.migrating import run

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the list; it is empty until an administrator puts somebody on it."""
    run("CREATE TABLE IF NOT EXISTS people_disabled (name VARCHAR(80) PRIMARY KEY, since VARCHAR(32) NOT NULL)")
