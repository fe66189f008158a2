"""Scoring retrieval on a BEIR folder, from building its index to the ranking. Knows nothing of answers or printing."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from corpus.errors import BadQuestion
from corpus.progress import Progress
from corpus.settings import Settings
from eval.beir import Task, read_task
from eval.homes import temporary_home
from eval.metrics import ranking_scores
from index.types import Hit
from qa.searching import Searched, find

DEPTH = 10
Asked = tuple[str, str]


def run_retrieval(folder: Path, settings: Settings, *, progress: Progress | None = None) -> dict[str, Any]:
    """Index a BEIR folder in a temporary home and rank its queries; the object that `eval retrieval --json` prints.

    Each document is one article; its score is that of its best passage. `index_s` is the whole build, `search_s` all
    queries together, both in seconds of wall clock. Raises `BadSet` for a folder of another form.
    """
    from index.encoder import open_encoder
    from index.generation import load

    task = read_task(folder)
    started = time.perf_counter()
    with temporary_home(task.articles, settings, progress, cold=True) as home:
        index_s = time.perf_counter() - started
        generation = load(home, open_encoder(settings.encoder, settings.threads))
        started = time.perf_counter()
        ranked = rank_documents(task, generation, as_asked, progress)
        search_s = time.perf_counter() - started
    return {
        **ranking_scores(task.judged, ranked),
        "queries": len(task.queries),
        "passages": len(task.articles) + task.blank,
        "encoder": settings.encoder,
        "index_s": round(index_s, 3),
        "search_s": round(search_s, 3),
        "blank_passages": task.blank,
    }


def as_asked(text: str) -> Asked | None:
    """A query as answering would search for it, cut to the longest question that is read; None if it has no words."""
    from qa.question import MAX_QUESTION_CHARS, understand

    try:
        query = understand(text[:MAX_QUESTION_CHARS])
    except BadQuestion:
        return None
    return query.core, query.language


def rank_documents(
    task: Task, searcher: Searched, read: Callable[[str], Asked | None], progress: Progress | None = None
) -> dict[str, list[str]]:
    """Query id → ids of the ten best documents, best first; none for a query that `read` can make nothing of."""
    ranked: dict[str, list[str]] = {}
    for query, text in task.queries.items():
        asked = read(text)
        ranked[query] = _best_documents(searcher, *asked) if asked else []
        if progress:
            progress("search", len(ranked), len(task.queries))
    return ranked


def _best_documents(searcher: Searched, text: str, language: str) -> list[str]:
    wanted = 3 * DEPTH
    while True:
        hits = find(searcher, text, language, wanted)
        documents = list(dict.fromkeys(_documents(hits)))
        # Long documents crowd the list with their own passages: look deeper until ten different ones stand there.
        if len(documents) >= DEPTH or len(hits) < wanted:
            return documents[:DEPTH]
        wanted *= 4


def _documents(hits: Iterable[Hit]) -> Iterable[str]:
    for hit in hits:
        yield hit.chunk.article_id
        # A hit may stand for near copies in other documents; each of those was found as well.
        yield from (similar.rpartition(":")[0] for similar in hit.similar)
