"""Homes that live as long as one evaluation: an index, and an engine, over given articles. Knows no metrics."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from corpus.article import Article
from corpus.home import Home
from corpus.progress import Progress
from corpus.settings import Settings
from index.encoder import Encoder, open_encoder
from index.types import Filters
from qa.types import Answer, Turn


class Articles(Protocol):
    """Whatever holds the articles that answers cite."""

    def article(self, article_id: str) -> Article:
        """The article of that id. Raises `ArticleNotFound`."""
        ...


class Asker(Protocol):
    """Whatever answers a question from its whole corpus: the engine, or a fake of it."""

    def ask(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        filters: Filters | None = None,
        language: str | None = None,
    ) -> Answer:
        """The answer to one question, asked in the turn after `history`."""
        ...

    @property
    def generation(self) -> Articles:
        """The generation it answers from."""
        ...


class GivenAsker(Asker, Protocol):
    """An asker that can also be held to one article."""

    def ask_given(self, question: str, article: Article) -> Answer:
        """The answer from that article alone."""
        ...


@contextmanager
def temporary_home(
    articles: Iterable[Article],
    settings: Settings,
    progress: Progress | None = None,
    encoder: Encoder | None = None,
    *,
    cold: bool = False,
) -> Iterator[Home]:
    """A home whose only generation holds these articles; deleted afterwards. `encoder` is by default the settings'.

    It uses the settings' home's cache of embeddings, where there is one, unless `cold` asks for a build from nothing.
    Raises what the build raises, such as `BuildFailed` or `EncoderUnavailable`.
    """
    from index.build import build

    folder = Path(tempfile.mkdtemp(prefix="tanya-eval-"))
    try:
        home = Home(folder)
        cache = settings.place.cache
        if not cold and cache.is_dir() and os.access(cache, os.W_OK):
            home.cache.symlink_to(cache.resolve(), target_is_directory=True)
        build(home, articles, encoder or open_encoder(settings.encoder, settings.threads), progress=progress)
        yield home
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def settings_at(settings: Settings, home: Home) -> Settings:
    """The same settings pointed at another home, with that home's own database."""
    return settings.model_copy(update={"home": home.path, "database_url": ""})


@contextmanager
def temporary_engine(
    articles: Sequence[Article], settings: Settings, progress: Progress | None = None
) -> Iterator[GivenAsker]:
    """An engine over exactly these articles; its home is deleted afterwards."""
    from qa.engine import open_engine

    with temporary_home(articles, settings, progress) as home:
        yield open_engine(settings_at(settings, home))


def bundled_articles() -> list[Article]:
    """The articles that come with Tanya."""
    from corpus.bundled import read_bundled

    return list(read_bundled())
