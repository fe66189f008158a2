"""A real server on a free port, and a real Chromium that may talk to nothing else."""

from __future__ import annotations

import os
import shutil
import subprocess
import tarfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import pytest
import uvicorn
from fastapi import FastAPI

from corpus.settings import Settings
from tests.web.fakes import FakeEngine
from web.app import create_app

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")


@dataclass(frozen=True)
class Site:
    """A running server."""

    url: str
    engine: FakeEngine


def missing(reason: str) -> NoReturn:
    """Skip, except where the whole suite is promised to run."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


# One for each module, not for the session: while it runs, no other test of this thread may start an event loop.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing("playwright is not installed: pip install playwright")
    path = next((found for name in CHROMIUMS if (found := shutil.which(name))), None)
    if path is None:
        missing("no Chromium on this machine: apt-get install chromium")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield launched
        launched.close()


@contextmanager
def serve_site(app: FastAPI, engine: FakeEngine) -> Iterator[Site]:
    """An app on a free port of this machine, stopped afterwards."""
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error", ws="none"))
    thread = threading.Thread(target=server.run)
    thread.start()
    deadline = time.monotonic() + 20
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield Site(f"http://127.0.0.1:{port}", engine)
    server.should_exit = True
    thread.join(20)


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.chdir(tmp_path)
    engine = FakeEngine()
    with serve_site(create_app(Settings.model_validate({"home": tmp_path / "home"}), engine), engine) as site:
        yield site


@pytest.fixture
def open_page(browser: Browser, site: Site) -> Iterator[Callable[..., Page]]:
    """Opens pages that fail the test when their script fails, the policy is broken or another host is asked.

    `expected_status` names the failure that the test is about, of which the browser may complain.
    """
    contexts: list[Any] = []
    complaints: list[str] = []

    def opened(*, base_url: str = "", expected_status: int = 0, **options: Any) -> Page:
        home = base_url or site.url
        context = browser.new_context(locale="id-ID", base_url=home, **options)

        def note(message: ConsoleMessage) -> None:
            if message.type == "error" and f"status of {expected_status} " not in message.text:
                complaints.append(message.text)

        context.set_default_timeout(30_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", note)
        page.on("request", lambda request: complaints.append(request.url) if _is_foreign(request.url, home) else None)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


def _is_foreign(url: str, home: str) -> bool:
    return not url.startswith((home, "data:"))


@pytest.fixture(scope="session")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The source of axe-core, Deque's accessibility checker."""
    folder = tmp_path_factory.mktemp("axe")
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("npm is not installed, so axe-core cannot be had")
    try:
        subprocess.run(
            [npm, "pack", "axe-core@4.14.1", "--silent"], cwd=folder, check=True, timeout=60, capture_output=True
        )
    except (subprocess.SubprocessError, OSError) as error:
        pytest.skip(f"axe-core cannot be had: {error}")
    with tarfile.open(next(folder.glob("*.tgz"))) as archive:
        source = archive.extractfile("package/axe.min.js")
        assert source is not None
        return source.read().decode("utf-8")
