"""Plain text: a page as someone copied or scraped it. Knows encodings; the page's parts are told apart elsewhere."""

from __future__ import annotations

from corpus.article import Article
from corpus.decoding import decode
from corpus.draft import Draft
from corpus.normalise import normalise
from corpus.page import to_article
from corpus.paragraphs import unwrapped


def read_plain(data: bytes, location: str) -> Article:
    """The article of a text file. Raises `UnreadableArticle` for an empty or binary one."""
    return to_article(Draft(unwrapped(normalise(decode(data, location))), location, scraped=True))
