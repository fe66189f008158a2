"""Adding and removing articles beside the requests: one job at a time, its progress in the database for every worker.

Knows the order of the steps (read, store, build, publish); nothing of pages, nor of how each step is done.
"""

from __future__ import annotations

import json
import secrets
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from corpus.article import Article
from corpus.database import Database
from corpus.errors import TanyaError, UnreadableArticle
from corpus.publications import Publications
from corpus.settings import Settings
from corpus.store import ArticleStore
from web.errors import Busy
from web.failures import failure_of
from web.logs import LOGGER, log

RUNNING = "running"
WRITE_EVERY_S = 0.3
# A running job writes far more often than this; one that has been silent longer died with its process.
SILENT = timedelta(minutes=15)

REBUILD = "index build"
SKIPS_TOLD = 20

Read = Article | UnreadableArticle
Facts = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Job:
    """One job as it stands; `left_s` is the time left in this stage, None while it cannot be told.

    A job that is done has `facts` (what it counted and published); one that failed says why in `summary`.
    """

    id: str
    label: str
    stage: str
    done: int
    total: int
    started_at: str
    outcome: str
    summary: str
    left_s: int | None
    facts: Facts


class Builds:
    """Runs jobs in a thread of this process."""

    def __init__(self, settings: Settings, database: Database) -> None:
        self._settings = settings
        self._database = database
        self._starting = threading.Lock()

    def refuse_while_running(self) -> None:
        """Raise `Busy` while a job runs; for whoever must write something before a job can begin."""
        latest = self.latest()
        if latest is not None and latest.outcome == RUNNING:
            raise Busy(f"“{latest.label}” is still running.", "Wait until it has finished.")

    def add(self, label: str, read: Callable[[], Iterable[Read]]) -> str:
        """Begin to read, store and index articles; the job's id. Raises `Busy` while another job runs."""
        return self._begin(label, lambda job: self._add(job, read))

    def remove(self, label: str, ids: tuple[str, ...]) -> str:
        """Begin to withdraw articles and index the rest. Raises `Busy`."""
        return self._begin(label, lambda job: self._remove(job, ids))

    def rebuild(self) -> str:
        """Begin to index what is stored. Raises `Busy`."""
        return self._begin(REBUILD, lambda job: self._index(job, {}))

    def latest(self) -> Job | None:
        """The newest job, running or done."""
        with self._database.transaction() as connection:
            row = connection.row("SELECT * FROM build_jobs ORDER BY started_at DESC, id LIMIT 1")
        if row is None:
            return None
        outcome = row["outcome"]
        if outcome == RUNNING and datetime.fromisoformat(row["seen_at"]) < datetime.now(UTC) - SILENT:
            outcome = "lost"
        kept = {name: row[name] for name in ("id", "label", "stage", "done", "total", "started_at", "summary")}
        left_s = _left_s(row["stage_began_at"], row["done"], row["total"])
        return Job(**kept, outcome=outcome, left_s=left_s, facts=_facts(row["summary"]) if outcome == "done" else {})

    def _begin(self, label: str, work: Callable[[_Progress], Facts]) -> str:
        with self._starting:
            self.refuse_while_running()
            progress = _Progress(self._database, label)
        threading.Thread(target=_run, args=(progress, work), name=f"build-{progress.id}", daemon=True).start()
        return progress.id

    def _add(self, progress: _Progress, read: Callable[[], Iterable[Read]]) -> Facts:
        skipped: list[str] = []

        def readable() -> Iterator[Article]:
            for number, item in enumerate(read(), 1):
                progress("read", number, 0)
                if isinstance(item, UnreadableArticle):
                    skipped.append(str(item)[:300])
                else:
                    yield item

        report = ArticleStore(self._database).put(readable())
        counted = ("added", "changed", "unchanged", "duplicates")
        facts = {name: len(getattr(report, name)) for name in counted} | {"skipped": skipped[:SKIPS_TOLD]}
        return self._index(progress, facts) if report.anything else facts

    def _remove(self, progress: _Progress, ids: tuple[str, ...]) -> Facts:
        ArticleStore(self._database).remove(ids)
        return self._index(progress, {"removed": len(ids)})

    def _index(self, progress: _Progress, facts: Facts) -> Facts:
        from index.build import build
        from index.encoder import keep_encoder, open_encoder
        from index.loading import load_into

        # One thread only: the other cores go on answering questions.
        here, articles = self._settings, ArticleStore(self._database).all()
        encoder = open_encoder(here.encoder, 1, here.place.cache)
        manifest = build(
            here.place, articles, encoder, progress=progress, check=lambda name: load_into(here.index, here.place, name)
        )
        keep_encoder(encoder, here.place.cache)
        Publications(self._database).record(manifest.generation)
        sizes = {"articles": manifest.articles, "passages": manifest.passages}
        return {**facts, "generation": manifest.generation, **sizes}


class _Progress:
    """Writes a job's row, at most a few times a second."""

    def __init__(self, database: Database, label: str) -> None:
        self.id = secrets.token_hex(6)
        self._database = database
        self._stage, self._written_at = "", 0.0
        now = _now()
        with database.transaction() as connection:
            connection.run(
                """INSERT INTO build_jobs (id, label, stage, done, total, started_at, stage_began_at, seen_at, outcome,
                summary) VALUES (:id, :label, 'read', 0, 0, :now, :now, :now, :outcome, '')""",
                id=self.id, label=label[:200], now=now, outcome=RUNNING,
            )  # fmt: skip

    def __call__(self, stage: str, done: int, total: int) -> None:
        fresh = stage != self._stage
        if not fresh and done < total and time.monotonic() - self._written_at < WRITE_EVERY_S:
            return
        self._stage, self._written_at = stage, time.monotonic()
        began = ", stage_began_at = :now" if fresh else ""
        with self._database.transaction() as connection:
            connection.run(
                f"UPDATE build_jobs SET stage = :stage, done = :done, total = :total, seen_at = :now{began} "
                "WHERE id = :id",
                id=self.id, stage=stage, done=done, total=total, now=_now(),
            )  # fmt: skip

    def finish(self, outcome: str, summary: str) -> None:
        """Write how it ended."""
        with self._database.transaction() as connection:
            connection.run(
                "UPDATE build_jobs SET outcome = :outcome, summary = :summary, seen_at = :now WHERE id = :id",
                id=self.id, outcome=outcome, summary=summary, now=_now(),
            )  # fmt: skip


def _run(progress: _Progress, work: Callable[[_Progress], Facts]) -> None:
    try:
        facts = work(progress)
    except Exception as error:
        failure = failure_of(error)
        LOGGER.error("job failed", exc_info=None if isinstance(error, TanyaError) else error)
        progress.finish("failed", f"{failure.message} {failure.hint}".strip())
    else:
        progress.finish("done", json.dumps(facts, ensure_ascii=False))
        log("job done", job=progress.id, **{name: value for name, value in facts.items() if name != "skipped"})


def _facts(summary: str) -> Facts:
    try:
        facts: Facts = json.loads(summary)
    except ValueError:
        return {}
    return facts


def _left_s(began_at: str, done: int, total: int) -> int | None:
    if not 0 < done < total:
        return None
    spent_s = (datetime.now(UTC) - datetime.fromisoformat(began_at)).total_seconds()
    return round(spent_s * (total - done) / done)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")
