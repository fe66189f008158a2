"""Serve here what another host published: hosts that share a database hold the same articles, each in its own index.

Knows publications and builds; nothing of requests, nor of how the server notices that `CURRENT` has changed.
"""

from __future__ import annotations

import threading

from corpus.database import Database
from corpus.errors import NoIndex, TanyaError
from corpus.publications import Publications
from corpus.settings import Settings
from corpus.store import ArticleStore
from web.logs import log

POLL_S = 5.0
AFTER_FAILURE_S = 60.0


class Follower:
    """Looks for new publications in the database and brings the home to them, in a thread of its own."""

    def __init__(self, settings: Settings, database: Database) -> None:
        self._settings = settings
        self._database = database
        self._publications = Publications(database)
        self._done = 0
        self._stop = threading.Event()

    def watch(self) -> None:
        """Follow until `stop`."""
        threading.Thread(target=self._watch, name="follower", daemon=True).start()

    def stop(self) -> None:
        """End the watch; a build that is running is finished by its thread or dies with the process, harmlessly."""
        self._stop.set()

    def follow(self) -> bool:
        """Serve the latest publication, if it is new here; whether there was something to do. Raises `TanyaError`."""
        latest = self._publications.latest()
        if latest is None or latest.number == self._done:
            return False
        told = latest.generation != self._served()
        if told:
            log("following a publication", generation=latest.generation, number=latest.number)
            self._bring(latest.generation)
        # Done even where the build gave another name: the articles have changed again, and that will be published too.
        self._done = latest.number
        return told

    def _bring(self, name: str) -> None:
        from index.build import build
        from index.encoder import keep_encoder, open_encoder
        from index.loading import load_into
        from index.publish import serve_kept

        here = self._settings
        if serve_kept(here.place, name):
            return
        # One thread only: the other cores go on answering questions.
        encoder, articles = open_encoder(here.encoder, 1, here.place.cache), ArticleStore(self._database).all()
        build(here.place, articles, encoder, check=lambda built: load_into(here.index, here.place, built))
        keep_encoder(encoder, here.place.cache)

    def _served(self) -> str:
        from index.publish import current

        try:
            return current(self._settings.place)
        except NoIndex:
            return ""

    def _watch(self) -> None:
        while not self._stop.is_set():
            pause_s = POLL_S
            try:
                self.follow()
            except TanyaError as error:
                pause_s = AFTER_FAILURE_S
                log("a publication could not be followed", reason=str(error))
            except Exception:
                # The watch must outlive whatever a library raises; the next round tries again.
                pause_s = AFTER_FAILURE_S
                log("following failed", level=40)
            self._stop.wait(pause_s)
