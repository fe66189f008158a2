"""The corpora that contenders are compared on, all in one form. Knows sets and files; nothing of contenders."""

from __future__ import annotations

import json
from pathlib import Path

from corpus.article import Article
from corpus.errors import BadSet
from eval.beir import Task, read_task
from eval.homes import bundled_articles
from eval.reading import read_reading_set
from eval.sets import bundled_sets, cases, read_sets

BUNDLED = "bundled"


def open_task(name: str) -> Task:
    """The task of a name: `bundled`, a BEIR folder, a SQuAD-like file, or JSON Lines of parallel questions.

    Raises `BadSet` for anything else.
    """
    path = Path(name)
    if name == BUNDLED:
        return bundled_task()
    if path.is_dir():
        return read_task(path)
    return parallel_task(path) if path.suffix == ".jsonl" else passages_task(path)


def bundled_task() -> Task:
    """The bundled articles; the bundled questions that have gold articles among them, each language apart.

    Follow-ups are left out, since they cannot be understood alone, and so are items with a corpus of their own.
    """
    articles = tuple(bundled_articles())
    known = {article.id for article in articles}
    queries, judged = {}, {}
    for item, language in cases(read_sets(bundled_sets())):
        gold = {article: 1 for article in item.articles if article in known}
        if gold and not item.history and not item.corpus:
            queries[f"{item.id}:{language}"] = item.questions[language]
            judged[f"{item.id}:{language}"] = gold
    return Task(articles, queries, judged, 0)


def passages_task(path: Path) -> Task:
    """All passages of a SQuAD-like file pooled; each answerable question's gold is its own passage."""
    found = read_reading_set(path)
    articles = [_article(f"p{row:05}", text, title) for row, (text, title) in _numbered(found.passages, found.titles)]
    queries, judged = {}, {}
    for place, question in enumerate(found.questions):
        if question.golds:
            queries[f"q{place:05}"] = question.question
            judged[f"q{place:05}"] = {f"p{question.passage:05}": 1}
    return Task(tuple(articles), queries, judged, 0)


def parallel_task(path: Path) -> Task:
    """Indonesian contexts pooled; each row asks in both languages (`question_id`, `question_en`, `context_id`)."""
    places: dict[str, str] = {}
    queries, judged = {}, {}
    try:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            row = json.loads(line)
            gold = places.setdefault(row["context_id"], f"p{len(places):05}")
            for language in ("id", "en"):
                queries[f"q{number:05}:{language}"] = row[f"question_{language}"]
                judged[f"q{number:05}:{language}"] = {gold: 1}
    except (OSError, UnicodeDecodeError, json.JSONDecodeError, KeyError, TypeError) as error:
        raise BadSet(
            f"{path} could not be read as parallel questions ({error!r}).",
            "Give rows with question_id, question_en and context_id, a SQuAD-like .json, a BEIR folder, or bundled.",
        ) from error
    return Task(tuple(_article(place, text) for text, place in places.items()), queries, judged, 0)


def _numbered(texts: tuple[str, ...], titles: tuple[str, ...]) -> enumerate[tuple[str, str]]:
    return enumerate(zip(texts, titles, strict=True))


def _article(name: str, text: str, title: str = "") -> Article:
    return Article(id=name, source=name, title=title, text=text)
