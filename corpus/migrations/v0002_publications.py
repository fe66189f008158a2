"""0002: which generations were published, in order, so that hosts that share the database serve the same articles."""

from corpus.migrating import run

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the list; it is empty until the next build. Numbers order it: the hosts' clocks need not agree."""
    run(
        """CREATE TABLE publications (
            number INTEGER PRIMARY KEY, generation VARCHAR(80) NOT NULL, published_at VARCHAR(40) NOT NULL)"""
    )
