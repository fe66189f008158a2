"""ZIP archives of articles. Knows names and limits; nothing is unpacked to disk, and no archive in an archive."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable, Iterator

from corpus.article import Article
from corpus.errors import UnreadableArticle
from corpus.readers.guard import readable, safe_zip

MOST_MEMBERS = 20_000
Read = Article | UnreadableArticle


def read_zip(data: bytes, location: str, read_member: Callable[[bytes, str, str], Iterator[Read]]) -> Iterator[Read]:
    """Every article of an archive, read by `read_member(data, name, location)`, in the order of the members' names.

    Raises `UnreadableArticle` for a damaged archive, a bomb or too many members; a damaged or locked member is
    yielded as one, and harms no other.
    """
    with readable(location, "a ZIP archive", "zipfile"):
        archive = safe_zip(data, location)
    with archive:
        members = sorted((one for one in archive.infolist() if _counts(one)), key=lambda one: one.filename)
        if len(members) > MOST_MEMBERS:
            raise UnreadableArticle(f"{location} holds {len(members)} files.", "Unpack it and add the folder.")
        if not members:
            raise UnreadableArticle(f"{location} holds no files.", "Leave it out.")
        for member in members:
            yield from _read(archive, member, f"{location}/{member.filename}", read_member)


def _counts(member: zipfile.ZipInfo) -> bool:
    parts = member.filename.split("/")
    return not member.is_dir() and not any(part.startswith((".", "__MACOSX")) for part in parts)


def _read(
    archive: zipfile.ZipFile,
    member: zipfile.ZipInfo,
    location: str,
    read_member: Callable[[bytes, str, str], Iterator[Read]],
) -> Iterator[Read]:
    if member.filename.lower().endswith(".zip"):
        yield UnreadableArticle(f"{location} is an archive in an archive.", "Unpack it and add the folder.", location)
        return
    try:
        with archive.open(member) as file:
            content = file.read(member.file_size + 1)
    except (RuntimeError, NotImplementedError):
        message = f"{location} is locked with a password or packed in a rare way."
        yield UnreadableArticle(message, "Unpack it yourself.", location)
        return
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError):
        yield UnreadableArticle(f"{location} is damaged.", "Pack it again, or leave it out.", location)
        return
    yield from read_member(content, member.filename, location)
