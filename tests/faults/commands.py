"""How the fault tests run commands, what a command's outcome is, and what must hold in a home after any fault."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.database import Database
from corpus.home import Home
from corpus.store import ArticleStore
from index.encoder import Encoder
from index.generation import load, status

ROOT = Path(__file__).parent.parent.parent
# One fact each, in words that no other article uses, so that a search tells which articles an index holds.
FACTS = {
    "gudang": "Gudang logistik KPU Kabupaten Sikka menyimpan 4.120 kotak suara sejak 3 Januari 2024.",
    "debat": "Debat publik calon bupati Ngada digelar di aula Kartini pada 19 Oktober 2024.",
    "kirab": "Kirab maskot pemilihan melewati jembatan Merah Putih dan pelabuhan Ambon.",
    "pelipatan": "Sebanyak 250 warga melipat surat suara di gelanggang olahraga Wonosobo selama sembilan hari.",
    "simulasi": "Simulasi pemungutan suara di lapas Banyuwangi diikuti 73 warga binaan.",
    "radio": "Penyuluh menyiarkan cara pindah memilih lewat radio komunitas Enrekang setiap Jumat pagi.",
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a command ended: its exit status (negative for a signal), what it printed, and how long it took."""

    code: int
    out: str
    err: str
    seconds: float

    @property
    def one_clear_line(self) -> bool:
        """Whether it failed as promised: status 1 and one line that a person can act on."""
        return self.code == 1 and len(self.err.strip().splitlines()) == 1 and self.err.startswith("tanya: ")


class Commands:
    """Runs commands in forks of one warm process."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.runner"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
            env={**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
        )  # fmt: skip
        self._line()

    def run(self, home: Home, *argv: str | Path, **job: Any) -> Outcome:
        """One command; `kill_after_s`, `file_limit` (bytes) and `busy_s` as the runner knows them."""
        return self.together([{"argv": [*map(str, argv), "--home", str(home.path)], **job}])[0]

    def together(self, jobs: list[dict[str, Any]]) -> list[Outcome]:
        """Several commands at the same time."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(jobs) + "\n")
        self._process.stdin.flush()
        return [Outcome(**outcome) for outcome in json.loads(self._line())]

    def close(self) -> None:
        """End the warm process."""
        self._process.communicate(timeout=30)  # closes its input, which ends it

    def _line(self) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline().strip()
        if not line:
            self.close()
            raise RuntimeError("The runner of the fault tests ended; its error is above.")
        return line


def write_articles(folder: Path, names: list[str]) -> Path:
    """A folder with one article for each name; its id is the name."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        text = f"---\nid: {name}\ntitle: Kabar {name}\ndate: 2024-03-01\n---\n\n{FACTS[name]}\n"
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    return folder


def stored(home: Home) -> set[str]:
    """The ids in the article store."""
    database = Database(home.database_url)
    try:
        return {article.id for article in ArticleStore(database).all()}
    finally:
        database.close()


def served(home: Home, encoder: Encoder) -> set[str]:
    """The ids that the served generation holds, each of them found by asking for its fact.

    Loading verifies the generation; `status` checks every byte of it.
    """
    assert status(home)["generation"] == (home.index / "CURRENT").read_text().strip()
    generation = load(home, encoder)
    held = {article.id for article in generation.articles()}
    for name in held:
        assert generation.search(FACTS[name], "id", k=1)[0].chunk.article_id == name
    return held
