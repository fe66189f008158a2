"""The engine that is serving now: loaded beside the requests, swapped whole. Knows nothing of how it answers."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from corpus.article import Article
from corpus.errors import ArticleNotFound, TanyaError
from corpus.settings import Settings
from index.types import Filters, Hit
from qa.types import Answer, Turn
from web.errors import NotReady
from web.logs import log

if TYPE_CHECKING:
    from index.generation import Generation

POLL_S = 2.0


class ServedGeneration(Protocol):
    """What the pages need of a generation."""

    @property
    def name(self) -> str:
        """The generation's name."""
        ...

    @property
    def language(self) -> str:
        """The language of most of its articles."""
        ...

    def search(self, question: str, language: str, k: int = 10, filters: Filters | None = None) -> list[Hit]:
        """The best passages for a question."""
        ...

    def article(self, article_id: str) -> Article:
        """The article of that id; raises `ArticleNotFound` or `KeyError`."""
        ...

    def articles(self) -> Iterable[Article]:
        """Every article."""
        ...


class AnsweringEngine(Protocol):
    """What the pages need of an engine."""

    @property
    def generation(self) -> ServedGeneration:
        """What it answers from."""
        ...

    def ask(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        filters: Filters | None = None,
        language: str | None = None,
    ) -> Answer:
        """The whole answer."""
        ...

    def stream(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        filters: Filters | None = None,
        language: str | None = None,
    ) -> Iterator[tuple[str, object]]:
        """("passages", …), then ("delta", str) each, then ("answer", Answer)."""
        ...


OpenEngine = Callable[[Settings, str | None], AnsweringEngine]


def open_real_engine(settings: Settings, composer: str | None) -> AnsweringEngine:
    """The engine of the home, with the composer of the settings or the one named."""
    from qa.engine import open_engine

    # The engine asks less of a generation than the pages do; what it loads has it all.
    engine = cast(AnsweringEngine, open_engine(settings, composer))
    # Models load at their first use: let that be now, and not during somebody's question.
    engine.generation.search("pemilu", "id", 1)
    return engine


def open_unlogged(settings: Settings, engine: AnsweringEngine) -> AnsweringEngine:
    """An offline engine on another one's generation, whose answers are not kept."""
    from qa.engine import open_engine

    generation = cast("Generation", engine.generation)
    return cast(AnsweringEngine, open_engine(settings, "extractive", generation=generation, logged=False))


class Engines:
    """Holds one engine per composer and replaces them all when another generation becomes current.

    Requests that hold the old engine finish with it; a generation that cannot be loaded changes nothing.
    """

    def __init__(
        self, settings: Settings, engine: AnsweringEngine | None = None, opener: OpenEngine = open_real_engine
    ) -> None:
        self._settings = settings
        self._opener = opener
        self._fixed = engine is not None
        self._engines: dict[str, AnsweringEngine] = {} if engine is None else {settings.composer: engine}
        self._failure: TanyaError | None = None
        self._pointer = ""
        self._refreshing = threading.Lock()
        self._stop = threading.Event()

    def get(self, composer: str | None = None) -> AnsweringEngine:
        """The engine to answer with; raises what kept it from loading, or `NotReady` while it loads."""
        name = composer or self._settings.composer
        engine = self._engines.get(name)
        if engine is not None:
            return engine
        if self._settings.composer not in self._engines:
            raise self._failure or NotReady("The index is still being loaded.", "Try again in a few seconds.")
        with self._refreshing:
            if name not in self._engines:
                self._engines = {**self._engines, name: self._opener(self._settings, name)}
            return self._engines[name]

    @property
    def ready(self) -> bool:
        """Whether a question asked now would be answered."""
        return self._settings.composer in self._engines

    def refresh(self) -> None:
        """Load the current generation if it is not the one being served."""
        pointer = self._read_pointer()
        # A generation that failed is not tried again while another serves; without one, every refresh tries.
        if self._fixed or (pointer == self._pointer and self.ready):
            return
        with self._refreshing:
            try:
                engine = self._opener(self._settings, None)
            except TanyaError as error:
                if self._failure is None or str(self._failure) != str(error):
                    log("the generation could not be loaded", reason=str(error))
                self._failure, self._pointer = error, pointer
                return
            self._engines = {self._settings.composer: engine}
            self._pointer, self._failure = pointer, None
        log("serving a generation", generation=engine.generation.name)

    def watch(self) -> None:
        """Refresh now and every two seconds, in a thread of its own, until `stop`."""
        threading.Thread(target=self._watch, name="generation-watch", daemon=True).start()

    def stop(self) -> None:
        """End the watch."""
        self._stop.set()

    def _watch(self) -> None:
        while not self._stop.is_set():
            try:
                self.refresh()
            except Exception:
                # The watch must outlive a damaged generation, whatever a damaged file makes a library raise.
                log("refreshing failed", level=40)
            self._stop.wait(POLL_S)

    def _read_pointer(self) -> str:
        current: Path = self._settings.place.index / "CURRENT"
        try:
            return current.read_text(encoding="utf-8")
        except OSError:
            return ""


def find_article(engine: AnsweringEngine, article_id: str) -> Article:
    """The article of that id in the generation being served; raises `ArticleNotFound`."""
    try:
        return engine.generation.article(article_id)
    except (KeyError, ArticleNotFound):
        raise ArticleNotFound(
            f"There is no article {article_id[:80]!r}.", "It may have been withdrawn; search for it by its title."
        ) from None
