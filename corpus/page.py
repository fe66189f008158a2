"""From a draft to an article: title, body, date, office, author. Knows the genre of office news; nothing of formats."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from corpus import furniture
from corpus.article import Article
from corpus.dates import PartialDate, find_dates
from corpus.draft import PAGE_MARK, Draft
from corpus.errors import UnreadableArticle
from corpus.identity import content_hash, location_id
from corpus.language import detect
from corpus.normalise import normalise, one_line
from corpus.offices import find_office, is_office_name
from corpus.pagedates import date_line, page_dates
from corpus.titles import bare_title, cut_title, find_title, same_title, without_site_name

EDGE = 12  # lines from the top, or bottom, in which a page without running text has its bylines; repeated titles too
RUNNING_LENGTH, RUNNING_WORDS = 120, 8  # a line this long, or a sentence of so many words, is text of the article
LANGUAGES = {"indonesia": "id", "indonesian": "id", "bahasa indonesia": "id", "ind": "id", "inggris": "en", "eng": "en"}

DateLine = tuple[PartialDate, str]  # a day that a line gives, and whether it is a dateline or a date of the page


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What a scraped page holds once its furniture is gone."""

    title: str
    text: str
    author: str | None = None
    category: str | None = None
    source: str | None = None
    published: PartialDate | None = None
    published_from: str | None = None


def to_article(draft: Draft) -> Article:
    """The article of a draft, with its text normalised once.

    Raises `UnreadableArticle` when no text is left.
    """
    text = normalise(draft.text if draft.paged else draft.text.replace(PAGE_MARK, ""))
    if not re.search(r"\w", text):
        raise UnreadableArticle(f"{draft.location} holds no text.", "Leave it out.")
    title = one_line((draft.title or "").replace(PAGE_MARK, ""))
    page = clean(text, title) if draft.scraped else Cleaned(title or cut_title(text), text)
    host = urlsplit(draft.source if "://" in draft.source else draft.location).netloc
    hashtags = " ".join(re.findall(r"#\w+", text))
    office = one_line(draft.office or "") or find_office(f"{page.text}\n{hashtags}", page.title, host)
    known, known_from = _known_date(draft, page)
    news = draft.scraped and office is not None
    dates = page_dates(page.text, page.title, known, known_from, office_news=news, years=_years(draft.location))
    if dates.published is None and (written := _iso(draft.written)):
        dates = replace(dates, published=written, published_from="metadata")
    body, pages = _pages(page.text)
    article = Article(
        id=draft.id or location_id(draft.location),
        source=draft.source or page.source or draft.location,
        title=page.title.replace(PAGE_MARK, ""),
        text=body,
        published=dates.published,
        published_from=dates.published_from,
        office=office,
        language=_language(one_line(draft.language or "")) or detect(body),
        author=furniture.clean_author(one_line(draft.author or "")) or page.author,
        category=one_line(draft.category or "") or page.category,
        location=draft.location,
        event_date=_iso(draft.event_date) or dates.event_date,
        pages=pages,
    )
    return replace(article, content_hash=content_hash(article))


def clean(text: str, title: str = "") -> Cleaned:
    """A scraped page's normalised text without its furniture. `title` is the one that its format gave, if any.

    Bylines, date lines and credits are looked for above the first paragraph and below the last. A page of which
    nothing would be left stays as it is.
    """
    lines = _without_related(text.split("\n"))
    first, last = _body_range(lines)
    found: dict[str, str] = {}
    above: list[DateLine] = []
    below: list[DateLine] = []
    kept = []
    for number, line in enumerate(lines):
        bare = line.replace(PAGE_MARK, "")
        days = above if number < first else below
        around = not first <= number <= last and (_is_sign(bare) or _take(bare, found, days))
        if not bare or not (around or furniture.is_furniture(bare)):
            kept.append(line)
        elif PAGE_MARK in line:
            kept.append(PAGE_MARK * line.count(PAGE_MARK))
    # Above the text the day of a visit or an update may stand too, and neither is before that of publication.
    published, published_from = min(above, default=None) or next(iter(below), (None, None))
    title = bare_title(title)
    title = "" if is_office_name(title) else without_site_name(title)
    if not title and (named := find_title(kept)):
        title, used = without_site_name(named[0]), named[1]
        kept = kept[used:]
    kept = _without_repeats(kept, title)
    body = furniture.without_signature(normalise("\n".join(kept)))
    if not re.search(r"\w", body):
        title, body = title or cut_title(text), text
    return Cleaned(
        title or cut_title(body),
        body,
        found.get("author") or None,
        found.get("category"),
        found.get("source"),
        published,
        published_from,
    )


def _is_sign(line: str) -> bool:
    return furniture.is_letterhead(line) or is_office_name(line)


def _take(line: str, found: dict[str, str], days: list[DateLine]) -> bool:
    """Read what a line around the article says of it; False for a line that says nothing of that kind."""
    pieces = [piece.strip() for piece in re.split(r"\s[|•·]\s|\s{2,}", line)]
    telling = [piece for piece in pieces if not (furniture.is_furniture(piece) or furniture.names_nobody(piece))]
    values = [(name, value) for piece in telling for name, value in _about(piece) if value is not None]
    day = date_line(" | ".join(telling))
    if day is not None:
        days.append((day, "dateline" if re.match(r"[A-Z][\w .]{2,30},", line) else "page date"))
    for name, value in values:
        found[name] = found.get(name) or value
    return day is not None or len(values) >= len(telling)


def _about(piece: str) -> list[tuple[str, str | None]]:
    return [
        ("author", furniture.author_of(piece)),
        ("category", furniture.category_of(piece)),
        ("source", furniture.source_of(piece)),
    ]


def _body_range(lines: list[str]) -> tuple[int, int]:
    """The numbers of the first and last line that are running text; all lines are "around" where none is."""
    running = [number for number, line in enumerate(lines) if _is_running_text(line)]
    return (running[0], running[-1]) if running else (EDGE, max(EDGE, len(lines) - 1 - EDGE))


def _is_running_text(line: str) -> bool:
    if len(line) >= RUNNING_LENGTH:
        return True
    return line.endswith((".", "!", "?", "”", '"')) and len(line.split()) >= RUNNING_WORDS


def _without_related(lines: list[str]) -> list[str]:
    """Lines up to the heading over a list of other articles, when nothing but such a list follows running text."""
    for number, line in enumerate(lines):
        if furniture.opens_related(line) and any(map(_is_running_text, lines[:number])):
            after = lines[number + 1 :]
            if not any(len(other) >= RUNNING_LENGTH or other.endswith(".") for other in after):
                return lines[:number]
    return lines


def _without_repeats(lines: list[str], title: str) -> list[str]:
    """Lines without the title where it is repeated above the text."""
    top, rest = lines[:EDGE], lines[EDGE:]
    return [line for line in top if PAGE_MARK in line or not line or not same_title(line, title)] + rest


def _known_date(draft: Draft, page: Cleaned) -> tuple[PartialDate | None, str | None]:
    """The date that the format gives, else the one of a date line."""
    if draft.published:
        written = next((mention for mention in find_dates(one_line(draft.published)) if not mention.relative), None)
        if written is not None and written.first.year is not None:
            return written.first, draft.published_from
    return page.published, page.published_from


def _iso(written: str | None) -> str | None:
    """The first date in a value, as ISO 8601."""
    return next((mention.first.iso for mention in find_dates(one_line(written or ""))), None)


def _language(written: str) -> str:
    """The two-letter code that "id", "en-GB", "Indonesia" or "English" stand for."""
    return LANGUAGES.get(written.lower(), written.lower()[:2])


def _years(location: str) -> list[int]:
    """Years in an address such as https://…/2021/06/kegiatan/."""
    return [int(year) for year in re.findall(r"/((?:19|20)\d{2})(?=[/-])", location)] if "://" in location else []


def _pages(text: str) -> tuple[str, tuple[int, ...]]:
    """The text without page marks, and where each page starts in it; a sentence that runs over a page end stays one."""
    parts = [part.strip() for part in text.split(PAGE_MARK)]
    if len(parts) == 1:
        return text, ()
    whole, starts = "", []
    for part in parts:
        if whole and part:
            whole += " " if part[0].islower() and whole[-1].isalnum() else "\n"
        starts.append(len(whole))
        whole += part
    return whole, tuple(starts)
