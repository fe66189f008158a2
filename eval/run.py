"""Run a set of questions and judge the answers. Knows items, engines and verdicts; nothing of saved runs or reports."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import Any

from corpus.article import Article
from corpus.errors import ArticleNotFound
from corpus.progress import Progress
from corpus.settings import Settings
from eval.homes import Asker, bundled_articles, temporary_engine
from eval.judge import judge
from eval.sets import LANGUAGES, Item, bundled_sets, cases, read_sets
from eval.summary import summarise
from qa.types import Answer, Turn


def run_set(
    path: Path | None,
    settings: Settings,
    *,
    engine: Asker | None = None,
    languages: Sequence[str] = LANGUAGES,
    limit: int | None = None,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Ask a set's questions and judge the answers; the object that `eval run --json` prints, and `rows` beside it.

    `path` None is the bundled set, asked of the bundled articles in a temporary home, whatever the home holds. Another
    set is asked of `engine`, by default the home's own. Items with a corpus of their own are asked of that. `limit`
    keeps the first that many items. Raises `BadSet` for a file of another form, `NoIndex` for a home without an index.
    """
    items = read_sets(bundled_sets() if path is None else [path])[:limit]
    total = sum(1 for _ in cases(items, languages))
    rows: list[dict[str, Any]] = []
    for asker, group in _askers(items, settings, engine, bundled=path is None):
        for item, language in cases(group, languages):
            rows.append(ask_item(asker, item, language))
            if progress:
                progress("ask", len(rows), total)
    order = {item.id: place for place, item in enumerate(items)}
    rows.sort(key=lambda row: (order[row["id"]], languages.index(row["language"])))
    about = {
        "set": "bundled" if path is None else path.name,
        "encoder": settings.encoder,
        "composer": settings.composer,
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    return {**summarise(rows), **about, "rows": rows}


def _askers(
    items: Sequence[Item], settings: Settings, engine: Asker | None, *, bundled: bool
) -> Iterator[tuple[Asker, list[Item]]]:
    """Each engine that the items need, once, with its items; a temporary one is gone before the next is made."""
    keyed = sorted(((_corpus_key(item), item) for item in items), key=lambda pair: pair[0])
    for key, group in groupby(keyed, key=lambda pair: pair[0]):
        members = [item for _, item in group]
        with ExitStack() as stack:
            if key:
                yield stack.enter_context(temporary_engine(members[0].corpus, settings)), members
            elif engine is not None:
                yield engine, members
            elif bundled:
                yield stack.enter_context(temporary_engine(bundled_articles(), settings)), members
            else:
                from qa.engine import open_engine

                yield open_engine(settings), members


def _corpus_key(item: Item) -> str:
    return json.dumps([_identity(article) for article in item.corpus]) if item.corpus else ""


def _identity(article: Article) -> list[str | None]:
    return [article.id, article.title, article.published, article.office, article.text]


def ask_item(asker: Asker, item: Item, language: str) -> dict[str, Any]:
    """One row of a run: what was asked and said, the verdict, and the seconds it took.

    Earlier questions of the conversation are asked first, so that the follow-up meets real answers.
    """
    turns: list[Turn] = []
    for earlier in item.history.get(language, ()):
        said = asker.ask(earlier, history=tuple(turns))
        turns.append(Turn(earlier, said.standalone_question, said.text, said.short_answer))
    question = item.questions[language]
    started = time.perf_counter()
    answer = asker.ask(question, history=tuple(turns))
    elapsed_ms = (time.perf_counter() - started) * 1000
    verdict = judge(item, answer, _cited_texts(asker, answer))
    return {
        **_asked(item, language),
        "right": verdict.right,
        "why": verdict.why,
        "read_gold": verdict.read_gold,
        "citation_counts": None if verdict.citations is None else asdict(verdict.citations),
        "ms": round(elapsed_ms, 3),
        "answer": _kept(answer),
    }


def _cited_texts(asker: Asker, answer: Answer) -> dict[str, str]:
    texts: dict[str, str] = {}
    for citation in answer.citations:
        try:
            texts[citation.article_id] = asker.generation.article(citation.article_id).text
        except ArticleNotFound:
            continue
    return texts


def _asked(item: Item, language: str) -> dict[str, Any]:
    return {
        "id": item.id,
        "language": language,
        "question": item.questions[language],
        "history": list(item.history.get(language, ())),
        "golds": list(item.golds.get(language) or item.all_golds),
        "gold_articles": list(item.articles),
        "type": item.type,
        "difficulty": item.difficulty,
        "unanswerable": item.unanswerable,
        "tags": list(item.tags),
    }


def _kept(answer: Answer) -> Mapping[str, Any]:
    """The answer as a run keeps it: everything but the full text of the passages, of which ids and scores remain."""
    told = answer.to_json()
    told["passages"] = [
        {key: passage[key] for key in ("article_id", "start", "end", "score")} for passage in told["passages"]
    ]
    return told
