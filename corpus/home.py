"""Where built things live: one folder, never inside a package. Knows nothing of what is in the files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Home:
    """The folder that holds the database, the generations and the caches."""

    path: Path

    @property
    def database_url(self) -> str:
        """The default database: one SQLite file."""
        return f"sqlite:///{self.path.resolve() / 'tanya.sqlite'}"

    @property
    def index(self) -> Path:
        """The folder of generations and of `CURRENT`."""
        return self.path / "index"

    @property
    def cache(self) -> Path:
        """Embeddings by content; safe to delete."""
        return self.path / "cache"

    @property
    def evaluations(self) -> Path:
        """Saved evaluation runs."""
        return self.path / "eval"
