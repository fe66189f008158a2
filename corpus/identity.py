"""Names for articles: readable, unique, and the same tomorrow. Knows nothing of what is stored."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from corpus.article import Article

SLUG_LENGTH = 60
_CONTENT = ("title", "text", "published", "office", "author", "category", "language")


def slug(text: str) -> str:
    """Lower-case ASCII words joined by hyphens, at most `SLUG_LENGTH` characters; "article" if none is left."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:SLUG_LENGTH].strip("-") or "article"


def location_id(location: str) -> str:
    """The id of the article at a canonical location (an absolute path, a URL, a path inside an archive).

    A slug of the file's or page's name and eight hexadecimal digits of the location's hash: it stays the same when
    the content changes.
    """
    path = urlsplit(location).path if "://" in location else location
    name = PurePosixPath(unquote(path.replace("\\", "/"))).name
    stem = re.sub(r"\.[A-Za-z][A-Za-z0-9]{0,8}(?=$|#)", "", name) or urlsplit(location).netloc
    return f"{slug(stem)}-{hashlib.sha256(location.encode('utf-8', 'replace')).hexdigest()[:8]}"


def file_of(location: str) -> str:
    """The file or page in which a location lies: what is left without the row that stands behind `#`."""
    return re.sub(r"#(?:\d+|id=[^/#]*)$", "", location)


def given_id(value: object) -> str | None:
    """An id that a row or front matter gives, made safe for addresses and listings; None when it gives none."""
    text = str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""
    cleaned = re.sub(r"[^\w.:@+-]+", "-", text).strip("-")
    return cleaned[:120] or None


def content_hash(article: Article) -> str:
    """A hash of everything that a reader of the article sees; other addresses of the same article share it."""
    values = [getattr(article, name) for name in _CONTENT]
    return hashlib.sha256(json.dumps(values, ensure_ascii=False).encode("utf-8", "replace")).hexdigest()


def text_hash(text: str) -> str:
    """A hash of the words alone: the same for two prints of one text that differ in case or line breaks."""
    return hashlib.sha256(" ".join(text.casefold().split()).encode("utf-8", "replace")).hexdigest()
