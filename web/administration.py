"""Pages for the people who keep the corpus: articles, uploads, builds, generations. Knows nothing of building."""

from __future__ import annotations

import re
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import quote as url_quote

from fastapi import APIRouter, Depends, File, Form, UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from corpus.article import Article
from corpus.errors import TanyaError
from corpus.publications import Publications
from corpus.store import ArticleStore
from web.builds import Read
from web.errors import BadRequest
from web.insight import usage
from web.jobwords import job_in_words
from web.rendering import language_of, page
from web.service import Service, service_of
from web.signing import editors_only, own_form

router = APIRouter(prefix="/admin", include_in_schema=False, dependencies=[Depends(editors_only), Depends(own_form)])
LISTED = 200
MAX_FILES = 200
MAX_PAGES = 50


@router.get("")
def overview(request: Request) -> Response:
    """What runs, what is served, and how it is used."""
    service = service_of(request)
    context = {
        "job": job_in_words(service.builds.latest(), language_of(request)),
        "generations": _generations(service),
        "usage": usage(service.database),
    }
    return page(request, "admin_overview.html", context)


@router.get("/articles")
def articles(request: Request, find: str = "") -> Response:
    """The stored articles, or those that hold the words sought."""
    service = service_of(request)
    sought = find.strip()[:200].lower()
    found, total = _matching(ArticleStore(service.database).all(), sought)
    context = {
        "found": found,
        "total": total,
        "find": find.strip(),
        "job": job_in_words(service.builds.latest(), language_of(request)),
    }
    return page(request, "admin_articles.html", context)


@router.post("/articles/upload")
def upload(request: Request, files: Annotated[list[UploadFile], File()]) -> Response:
    """Keep the files in the home, and begin to read and index them."""
    service = service_of(request)
    if len(files) > MAX_FILES:
        raise BadRequest(f"{len(files)} files came at once; {MAX_FILES} are taken.", "Send fewer, or a ZIP.")
    chosen = [file for file in files if file.filename]
    if not chosen:
        raise BadRequest("No file was chosen.", "Choose one or more files of articles.")
    service.builds.refuse_while_running()
    # A folder for each request: the same name another day is another file, and replaces nothing.
    folder = service.settings.place.path / "uploads" / secrets.token_hex(8)
    folder.mkdir(parents=True)
    paths = [_keep(folder, file) for file in chosen]

    def read() -> Iterator[Read]:
        from corpus.adding import read_sources

        return read_sources([str(path) for path in paths], service.settings, service.database)

    try:
        return _begun(request, service.builds.add(", ".join(path.name for path in paths), read))
    except TanyaError:  # no job will read them, as when another began while they were written
        shutil.rmtree(folder)
        raise


@router.post("/articles/address")
def add_address(
    request: Request,
    address: Annotated[str, Form(max_length=2_000)],
    pages: Annotated[int, Form(ge=1, le=MAX_PAGES)] = 1,
) -> Response:
    """Begin to fetch a page, a feed or a site, and to index it."""
    service = service_of(request)
    if not re.match(r"https?://[^\s]+$", address):
        raise BadRequest("An address begins with http:// or https://.", "Copy it from the browser's address bar.")

    def read() -> Iterator[Read]:
        from corpus.adding import read_sources

        return read_sources([address], service.settings, service.database, pages)

    return _begun(request, service.builds.add(address, read))


@router.post("/articles/remove")
def remove(request: Request, ids: Annotated[list[str], Form()]) -> Response:
    """Begin to withdraw articles; one that is unknown stops it before anything is removed."""
    service = service_of(request)
    store = ArticleStore(service.database)
    titles = [store.get(article_id).title for article_id in ids]
    return _begun(request, service.builds.remove(", ".join(titles), tuple(ids)))


@router.get("/builds/now")
def build_now(request: Request) -> Response:
    """The newest job, for a bar that moves."""
    service = service_of(request)
    return JSONResponse({"job": job_in_words(service.builds.latest(), language_of(request))})


@router.post("/builds")
def rebuild(request: Request) -> Response:
    """Begin to index what is stored."""
    service = service_of(request)
    return _begun(request, service.builds.rebuild())


@router.post("/rollback")
def roll_back(request: Request) -> Response:
    """Serve the generation before the current one."""
    from index.generation import rollback

    service = service_of(request)
    service.staff(request, "administrator")
    Publications(service.database).record(rollback(service.settings.place))
    service.engines.refresh()
    return RedirectResponse("/admin", 303)


def _matching(stored: Iterator[Article], sought: str) -> tuple[list[Article], int]:
    found: list[Article] = []
    total = 0
    for article in stored:
        total += 1
        hay = f"{article.id}\n{article.title}\n{article.office or ''}\n{article.text if sought else ''}".lower()
        if sought in hay and len(found) < LISTED:
            found.append(article)
    return found, total


def _generations(service: Service) -> list[dict[str, Any]]:
    """Those kept, newest first, each with its manifest's figures."""
    from index.manifest import read_manifest
    from index.publish import current, history

    home = service.settings.place
    try:
        serving = current(home)
    except TanyaError:
        return []
    rows = []
    for name in reversed(history(home)):
        manifest = read_manifest(home.index / name)
        rows.append(
            {"name": name, "serving": name == serving, "articles": manifest.articles, "passages": manifest.passages}
        )
    return rows


def _keep(folder: Path, file: UploadFile) -> Path:
    """Write an upload under a name that cannot leave the folder and that no other there has."""
    name = re.sub(r"[^\w. -]+", "_", Path((file.filename or "").replace("\\", "/")).name).lstrip(".")[:120] or "upload"
    path, number = folder / name, 1
    while path.exists():
        number += 1
        path = folder / f"{Path(name).stem}-{number}{Path(name).suffix}"
    with path.open("xb") as target:
        shutil.copyfileobj(file.file, target)
    return path


def _begun(request: Request, job: str) -> Response:
    if "application/json" in request.headers.get("accept", ""):
        return JSONResponse({"job": job}, 202)
    return RedirectResponse(f"/admin/articles?job={url_quote(job)}", 303)
