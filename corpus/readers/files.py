"""Which reader reads which file. Knows names, sizes and folders; refuses to know what is inside a file."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus.article import Article
from corpus.errors import UnreadableArticle
from corpus.readers.archive import read_zip
from corpus.readers.docx import read_docx
from corpus.readers.guard import MEGABYTE
from corpus.readers.html import read_html
from corpus.readers.mail import read_mail
from corpus.readers.markdown import read_markdown
from corpus.readers.odt import read_odt
from corpus.readers.pdf import read_pdf
from corpus.readers.plain import read_plain
from corpus.readers.rows import read_csv, read_jsonl

Read = Article | UnreadableArticle
Member = Callable[[bytes, str, str], Iterator[Read]]


@dataclass(frozen=True, slots=True)
class Format:
    """How to read a kind of file, given its bytes and canonical location, and how large it may be."""

    read: Callable[[bytes, str], Iterator[Read]]
    largest_mb: int


def _with_members(read: Callable[[bytes, str, Member], Iterator[Read]]) -> Callable[[bytes, str], Iterator[Read]]:
    return lambda data, location: read(data, location, read_bytes)


def _one(read: Callable[[bytes, str], Article]) -> Callable[[bytes, str], Iterator[Read]]:
    def reading(data: bytes, location: str) -> Iterator[Read]:
        yield read(data, location)

    return reading


READERS: dict[str, Format] = {
    ".txt": Format(_one(read_plain), 20),
    ".text": Format(_one(read_plain), 20),
    ".md": Format(_one(read_markdown), 20),
    ".markdown": Format(_one(read_markdown), 20),
    ".html": Format(_one(read_html), 20),
    ".htm": Format(_one(read_html), 20),
    ".xhtml": Format(_one(read_html), 20),
    ".pdf": Format(_one(read_pdf), 150),
    ".docx": Format(_one(read_docx), 100),
    ".odt": Format(_one(read_odt), 100),
    ".eml": Format(_with_members(read_mail), 50),
    ".jsonl": Format(read_jsonl, 200),
    ".csv": Format(read_csv, 200),
    ".zip": Format(_with_members(read_zip), 300),
}


def read_path(path: Path) -> Iterator[Read]:
    """Every article of a file, or of a folder and the folders in it, in the order of their names.

    What cannot be read is yielded as one `UnreadableArticle` each, never raised, so that the rest is read. Hidden
    files and folders are passed over, links to folders are not followed.
    """
    if path.is_dir():
        closed: list[OSError] = []
        files = list(files_in(path, closed.append))
        if not files and not closed:
            yield UnreadableArticle(f"{path} holds no files.", f"Put articles there: {endings()}.")
        for file in files:
            yield from _read_file(file)
        yield from (closed_folder(error, path) for error in closed)
    else:
        yield from _read_file(path)


def files_in(folder: Path, closed: Callable[[OSError], object]) -> Iterator[Path]:
    """The files of a folder and of those in it, in the order of their names, without hidden ones.

    `closed` gets the error of each folder that cannot be listed, whose files are then missing here.
    """
    for place, folders, names in os.walk(folder, onerror=closed):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith("."):
                yield Path(place) / name


def closed_folder(error: OSError, folder: Path) -> UnreadableArticle:
    """What to tell of a folder, in or at `folder`, that could not be listed."""
    place = error.filename or folder
    return UnreadableArticle(f"{place} cannot be listed: {error.strerror or error}.", "Check who may read it.")


def read_bytes(data: bytes, name: str, location: str) -> Iterator[Read]:
    """Every article of a file's bytes; the reader is chosen by the ending of `name`."""
    try:
        form = _format(name, location)
        if len(data) > form.largest_mb * MEGABYTE:
            raise _too_large(location, len(data), form)
        yield from form.read(data, location)
    except UnreadableArticle as failure:
        yield failure.at(location)
    except (MemoryError, RecursionError):
        message = f"{location} is too complex to read."
        yield UnreadableArticle(message, "Save it in a simpler form, or leave it out.", location)


def endings() -> str:
    """The readable endings, for messages: built from the table, so that it cannot go stale."""
    return " ".join(sorted(READERS))


def _read_file(path: Path) -> Iterator[Read]:
    location = path.resolve().as_posix()
    try:
        form = _format(path.name, str(path))
        if not path.exists():
            raise UnreadableArticle(f"{path} does not exist.", "Check how it is spelt.")
        if not path.is_file():
            raise UnreadableArticle(f"{path} is not a file.", "Name a file or a folder of files.")
        size = path.stat().st_size
        if size > form.largest_mb * MEGABYTE:
            raise _too_large(str(path), size, form)
        data = path.read_bytes()
    except UnreadableArticle as failure:
        yield failure
        return
    except OSError as error:
        yield UnreadableArticle(f"{path} cannot be read: {error.strerror or error}.", "Check who may read it.")
        return
    yield from read_bytes(data, path.name, location)


def _format(name: str, shown: str) -> Format:
    ending = Path(name).suffix.lower()
    if ending not in READERS:
        kind = f"ends in {ending}" if ending else "has no ending"
        raise UnreadableArticle(f"{shown} {kind}, which Tanya does not read.", f"It reads {endings()}.")
    return READERS[ending]


def _too_large(shown: str, size: int, form: Format) -> UnreadableArticle:
    return UnreadableArticle(
        f"{shown} is too large: {size / MEGABYTE:.0f} MB, and at most {form.largest_mb} MB is read.",
        "Split it into articles.",
    )
