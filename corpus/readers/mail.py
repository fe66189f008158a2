"""E-mail (.eml). Knows messages: the text is an article, and so is every attachment in a readable format."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr, parsedate_to_datetime

from corpus.article import Article
from corpus.draft import Draft
from corpus.errors import UnreadableArticle
from corpus.identity import content_hash
from corpus.normalise import normalise, one_line
from corpus.page import to_article
from corpus.paragraphs import unwrapped
from corpus.readers.guard import readable
from corpus.readers.html import read_html

MOST_ATTACHMENTS = 50
Read = Article | UnreadableArticle


def read_mail(data: bytes, location: str, read_member: Callable[[bytes, str, str], Iterator[Read]]) -> Iterator[Read]:
    """The article of a message, then those of its attachments, read by `read_member(data, name, location)`.

    A message without text is unreadable only if nothing is attached either.
    """
    with readable(location, "an e-mail message", "email"):
        message = message_from_bytes(data, policy=policy.default)
        assert isinstance(message, EmailMessage)
        if not message.keys():
            raise UnreadableArticle(f"{location} has no headers of a message.", "Save it again as .eml.")
        attachments = [
            (part.get_filename() or "", part.get_payload(decode=True)) for part in message.iter_attachments()
        ]
        article = _body(message, location)
    if article:
        yield article
    elif not attachments:
        yield UnreadableArticle(f"{location} holds no text.", "Leave it out.")
    for name, content in attachments[:MOST_ATTACHMENTS]:
        if name and isinstance(content, bytes):
            yield from read_member(content, name, f"{location}/{one_line(name).replace('/', '-')}")


def _body(message: EmailMessage, location: str) -> Article | None:
    part = message.get_body(preferencelist=("plain", "html"))
    content = part.get_content() if part else ""
    if not part or not isinstance(content, str) or not content.strip():
        return None
    title = one_line(str(message["subject"] or ""))
    if part.get_content_type() == "text/html":
        try:
            # The mark of UTF-8 wins over what the markup says of itself, which holds no more.
            article = read_html(content.encode("utf-8-sig"), location)
        except UnreadableArticle:
            return None
    else:
        article = to_article(Draft(unwrapped(normalise(content)), location, title=title or None, scraped=True))
    sent = _day(message)
    article = replace(
        article,
        title=title or article.title,
        author=article.author or parseaddr(str(message["from"] or ""))[0] or None,
        published=article.published or sent,
        published_from=article.published_from or ("metadata" if sent else None),
    )
    return replace(article, content_hash=content_hash(article))


def _day(message: EmailMessage) -> str | None:
    try:
        return parsedate_to_datetime(str(message["date"])).date().isoformat()
    except (TypeError, ValueError, IndexError):
        return None
