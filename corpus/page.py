"""From a draft to an article: title, body, date, office, author. Knows the genre of office news; nothing of formats."""

from __future__ import annotations

from dataclasses import replace

from corpus.article import Article
from corpus.dates import find_dates
from corpus.draft import Draft
from corpus.errors import UnreadableArticle
from corpus.identity import content_hash, location_id
from corpus.language import detect
from corpus.normalise import normalise, one_line

LONGEST_TITLE = 200


def to_article(draft: Draft) -> Article:
    """The article of a draft. Raises `UnreadableArticle` when no text is left."""
    text = normalise(draft.text)
    if not text:
        raise UnreadableArticle(f"{draft.location} holds no text.", "Leave it out.")
    title = one_line(draft.title or "")
    if not title:
        first, _, rest = text.partition("\n")
        if rest.strip() and len(first) <= LONGEST_TITLE and not first.endswith("."):
            title, text = first, rest.strip()
        else:
            title = first[:90]
    elif draft.scraped:
        lines = text.split("\n")
        while lines and one_line(lines[0]).casefold() in (title.casefold(), ""):
            lines.pop(0)
        text = "\n".join(lines) or text
    dates = [mention.first.iso for mention in find_dates(one_line(draft.published or ""))]
    article = Article(
        id=draft.id or location_id(draft.location),
        source=draft.source or draft.location,
        title=title,
        text=text,
        published=dates[0] if dates else None,
        published_from=draft.published_from if dates else None,
        office=one_line(draft.office or "") or None,
        language=draft.language or detect(text),
        author=one_line(draft.author or "") or None,
        category=one_line(draft.category or "") or None,
        location=draft.location,
        event_date=draft.event_date,
    )
    return replace(article, content_hash=content_hash(article))
