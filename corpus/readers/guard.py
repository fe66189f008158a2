"""Keeps a library's surprise from stopping the rest: whatever it raises over a damaged file becomes one clear line."""

from __future__ import annotations

import io
import logging
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager

from corpus.errors import UnreadableArticle

MEGABYTE = 1_000_000
LARGEST_UNPACKED = 300 * MEGABYTE
MOST_TIMES_LARGER = 250  # unpacked over packed; text packs some ten times, a bomb a thousand


@contextmanager
def readable(location: str, kind: str, logger: str) -> Iterator[None]:
    """Turn any failure of a parser into `UnreadableArticle`, and keep its own complaints (`logger`) quiet.

    Parsers of foreign formats raise whatever their code trips over (KeyError, struct.error, …); none of it is the
    user's to read.
    """
    logging.getLogger(logger).setLevel(logging.CRITICAL)
    try:
        yield
    except (UnreadableArticle, GeneratorExit, KeyboardInterrupt):
        raise
    except Exception as error:
        raise UnreadableArticle(f"{location} is damaged, or not {kind}.", "Save it again, or leave it out.") from error


def safe_zip(data: bytes, location: str) -> zipfile.ZipFile:
    """An archive that unpacks to a bearable size. Raises `UnreadableArticle` for a bomb, else what zipfile raises."""
    archive = zipfile.ZipFile(io.BytesIO(data))
    unpacked = sum(member.file_size for member in archive.infolist())
    if unpacked > LARGEST_UNPACKED or unpacked > MOST_TIMES_LARGER * max(len(data), 4096):
        raise UnreadableArticle(
            f"{location} would unpack to {unpacked / MEGABYTE:.0f} MB.", "Unpack it yourself and add the folder."
        )
    return archive
