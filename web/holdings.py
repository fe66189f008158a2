"""What the corpus holds, and three questions it can answer, for the empty page. Knows nothing of HTML.

Of the bundled articles there are known questions; any other corpus is asked about its own newest titles.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from weakref import WeakKeyDictionary

from corpus.article import Article
from eval.sets import Item, bundled_sets, read_sets
from web.engines import AnsweringEngine
from web.suggestions import Ask, suggest

SUGGESTED = 3
LANGUAGES = ("id", "en")


@dataclass(frozen=True, slots=True)
class Holdings:
    """Counts, the newest date (ISO, None if no article has one), the newest articles, and questions by language."""

    articles: int
    offices: int
    newest: str | None
    latest: tuple[Article, ...]
    questions: dict[str, tuple[str, ...]]


_KNOWN: WeakKeyDictionary[object, Holdings] = WeakKeyDictionary()


def holdings(engine: AnsweringEngine) -> Holdings:
    """What this engine's generation holds; counted once per engine."""
    return _KNOWN.get(engine) or prepare(engine, None)


def prepare(engine: AnsweringEngine, ask: Ask | None) -> Holdings:
    """Count what an engine's generation holds, and try questions with `ask`, before anybody waits for them."""
    found = _KNOWN[engine] = _count(tuple(engine.generation.articles()), ask)
    return found


def _count(articles: tuple[Article, ...], ask: Ask | None) -> Holdings:
    published = {article.id: article.published or "" for article in articles}
    questions = suggested(_bundled_items(), published)
    if ask is not None and not all(questions.values()):
        questions = dict.fromkeys(LANGUAGES, suggest(articles, ask, SUGGESTED))
    return Holdings(
        len(articles),
        len({article.office for article in articles if article.office}),
        max(published.values(), default="") or None,
        tuple(sorted(articles, key=lambda article: (article.published or "", article.id), reverse=True)[:SUGGESTED]),
        questions,
    )


def suggested(items: tuple[Item, ...], published: dict[str, str]) -> dict[str, tuple[str, ...]]:
    """Plain questions whose articles are all held, of different kinds, about the newest articles."""
    fitting = [item for item in items if _is_plain(item) and all(name in published for name in item.articles)]
    fitting.sort(key=lambda item: item.id)
    fitting.sort(key=lambda item: max(published[name] for name in item.articles), reverse=True)
    of_kind: dict[str, Item] = {}
    for item in fitting:
        of_kind.setdefault(item.type, item)
    chosen = list(of_kind.values())[:SUGGESTED]
    return {language: tuple(item.questions[language] for item in chosen) for language in LANGUAGES}


@cache
def _bundled_items() -> tuple[Item, ...]:
    return read_sets(bundled_sets())


def _is_plain(item: Item) -> bool:
    troublesome = (item.unanswerable, item.history, item.superseded, item.conflicts, item.tags, item.corpus)
    return (
        bool(item.articles)
        and item.difficulty == "easy"
        and set(LANGUAGES) <= set(item.questions)
        and not any(troublesome)
    )
