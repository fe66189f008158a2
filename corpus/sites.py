"""What an address leads to: a page, a sitemap, a feed, a WordPress site, a site to crawl. Knows nothing of sockets."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from defusedxml.ElementTree import fromstring

from corpus.article import Article
from corpus.crawl import Frontier
from corpus.errors import TanyaError, UnreadableArticle
from corpus.fetching import Fetcher, Page, joined
from corpus.links import links

Read = Article | UnreadableArticle
ParsePage = Callable[[bytes, str], Article]
MAX_SITEMAPS = 50
LARGEST_SITEMAP = 50_000_000  # bytes, sitemaps.org protocol 0.9
WORDPRESS_POSTS = "wp/v2/posts?per_page=50&orderby=date&page={number}"


@dataclass(frozen=True, slots=True)
class Lead:
    """An address worth reading and what its listing already says of it."""

    url: str
    title: str | None = None
    published: str | None = None


def read_address(
    url: str, fetcher: Fetcher, frontier: Frontier, parse: ParsePage, max_pages: int
) -> Generator[Read, None, None]:
    """Every article that an address leads to, at most `max_pages` of them.

    A page gives itself, and with `max_pages` above 1 the pages of its host that it leads to, breadth first. Sitemaps,
    RSS or Atom feeds and WordPress REST endpoints give the articles that they list. What cannot be read is yielded as
    `UnreadableArticle`, so that the rest is still read; only the first address raises.
    """
    first = fetcher.get(url.partition("#")[0])
    kind = _kind(first)
    if kind == "wordpress":
        yield from _wordpress(first, fetcher, parse, max_pages)
    elif kind == "page":
        yield from _crawl(first, fetcher, frontier, parse, max_pages)
    else:
        leads = _feed_leads(first) if kind == "feed" else _sitemap_leads(first, fetcher)
        yield from _read_leads(leads, fetcher, frontier, parse, max_pages)


def _kind(page: Page) -> str:
    start = _unzipped(page).lstrip(b"\xef\xbb\xbf \t\r\n")[:2000].lower()
    if start[:1] in (b"[", b"{") and "json" in page.content_type:
        return "wordpress"
    if b"<urlset" in start or b"<sitemapindex" in start:
        return "sitemap"
    if start.startswith((b"<?xml", b"<rss", b"<feed", b"<rdf")) and any(
        mark in start for mark in (b"<rss", b"<feed", b"<rdf:rdf")
    ):
        return "feed"
    return "page"


def _unzipped(page: Page) -> bytes:
    if page.body[:2] != b"\x1f\x8b":
        return page.body
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(page.body)) as file:
            return file.read(LARGEST_SITEMAP)
    except (OSError, EOFError) as error:
        raise UnreadableArticle(
            f"{page.url} is compressed but damaged.", "Name another address of the site."
        ) from error


def _sitemap_leads(page: Page, fetcher: Fetcher) -> Iterator[Lead | UnreadableArticle]:
    """What a sitemap lists; one of an index that cannot be had or read is told, and the others are still read."""
    is_index, places = _listed(page)
    if not is_index:
        yield from (_lead(page, place) for place in places)
        return
    waiting = [(page, place) for place in places]
    opened = 0
    while waiting and opened < MAX_SITEMAPS:
        parent, place = waiting.pop(0)
        opened += 1
        try:
            child = fetcher.get(joined(parent.url, place))
            is_index, places = _listed(child)
        except TanyaError as failure:
            yield UnreadableArticle(failure.message, failure.hint)
            continue
        if is_index:
            waiting += [(child, place) for place in places]
        else:
            yield from (_lead(child, place) for place in places)


def _listed(page: Page) -> tuple[bool, list[str]]:
    """Whether a sitemap is an index of others, and the addresses in it as they are written."""
    try:
        root = fromstring(_unzipped(page))
    except UnreadableArticle:
        raise
    except Exception as error:
        raise UnreadableArticle(f"{page.url} is not a well-formed sitemap.", "Name a page instead.") from error
    places = [(entry.findtext("{*}loc") or "").strip() for entry in root]
    return root.tag.endswith("sitemapindex"), [place for place in places if place]


def _lead(page: Page, link: str, title: str | None = None, published: str | None = None) -> Lead | UnreadableArticle:
    try:
        return Lead(joined(page.url, link), title, published)
    except TanyaError as failure:
        return UnreadableArticle(failure.message, failure.hint)


def _feed_leads(page: Page) -> Iterator[Lead | UnreadableArticle]:
    import feedparser

    for entry in feedparser.parse(page.body).entries:
        link = entry.get("link")
        day = entry.get("published_parsed") or entry.get("updated_parsed")
        if link:
            iso = f"{day.tm_year:04}-{day.tm_mon:02}-{day.tm_mday:02}" if day else None
            yield _lead(page, link, entry.get("title"), iso)


def _read_leads(
    leads: Iterator[Lead | UnreadableArticle], fetcher: Fetcher, frontier: Frontier, parse: ParsePage, max_pages: int
) -> Iterator[Read]:
    seen: set[str] = set()
    for lead in leads:
        if len(seen) >= max_pages:
            return
        if isinstance(lead, UnreadableArticle):
            yield lead
            continue
        if lead.url in seen:
            continue
        seen.add(lead.url)
        page = _fetch_known(lead.url, fetcher, frontier)
        if isinstance(page, TanyaError):
            yield UnreadableArticle(page.message, page.hint)
        elif not page.unchanged:
            yield _with_lead(_parsed(page, parse), lead)
            frontier.remember(lead.url, page.etag, page.last_modified)


def _with_lead(read: Read, lead: Lead) -> Read:
    if not isinstance(read, Article):
        return read
    if read.published is None and lead.published:
        read = replace(read, published=lead.published, published_from="feed")
    return replace(read, title=read.title or lead.title or lead.url)


def _fetch_known(url: str, fetcher: Fetcher, frontier: Frontier) -> Page | TanyaError:
    known = frontier.known(url)
    try:
        return fetcher.get(url, etag=known.etag, last_modified=known.last_modified)
    except TanyaError as failure:
        return failure


def _parsed(page: Page, parse: ParsePage) -> Read:
    try:
        return parse(page.body, page.url)
    except TanyaError as failure:
        return UnreadableArticle(failure.message, failure.hint)


def _wordpress(first: Page, fetcher: Fetcher, parse: ParsePage, max_pages: int) -> Iterator[Read]:
    root = first.url.split("/wp-json")[0] + "/wp-json/"
    read, number = 0, 1
    while read < max_pages:
        try:
            listing = json.loads(fetcher.get(root + WORDPRESS_POSTS.format(number=number)).body)
        except TanyaError:
            # WordPress answers 400 behind its last page; on the first page it means there is no such endpoint.
            if number == 1:
                raise
            return
        except ValueError as error:
            raise UnreadableArticle(f"{root} does not answer in JSON.", "Name a page of the site.") from error
        if not isinstance(listing, list) or not listing:
            return
        for post in listing[: max_pages - read]:
            read += 1
            yield _post(post, root, parse)
        number += 1


def _post(post: Any, root: str, parse: ParsePage) -> Read:
    match post:
        case {"link": str(link), "title": {"rendered": str(title)}, "content": {"rendered": str(content)}}:
            head, body = f"<title>{title}</title>", f"<article><h1>{title}</h1>{content}</article>"
            whole = f"<html><head>{head}</head><body>{body}</body></html>"
            read = _parsed(Page(link, "text/html", whole.encode()), parse)
            day = post.get("date")
            if isinstance(read, Article) and isinstance(day, str) and len(day) >= 10:
                read = replace(read, published=day[:10], published_from="metadata")
            return read
        case _:
            return UnreadableArticle(f"{root} lists a post without a link, title or content.", "Name its page instead.")


def _crawl(first: Page, fetcher: Fetcher, frontier: Frontier, parse: ParsePage, max_pages: int) -> Iterator[Read]:
    yield _parsed(first, parse)
    if max_pages <= 1:
        return
    host = urlsplit(first.url).netloc
    frontier.begin(first.url)
    frontier.found(first.url, links(first, host))
    for url in frontier.waiting(first.url, max_pages - 1):
        page = _fetch_known(url, fetcher, frontier)
        if isinstance(page, TanyaError):
            yield UnreadableArticle(page.message, page.hint)
        elif not page.unchanged and urlsplit(page.url).netloc == host:
            frontier.found(first.url, links(page, host))
            yield _parsed(page, parse)
            frontier.remember(url, page.etag, page.last_modified)
        frontier.done(first.url, url)
