from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.article import Article
from corpus.crawl import Frontier
from corpus.database import Database
from corpus.errors import FetchFailed, UnreadableArticle
from corpus.fetching import Fetcher, Limits
from corpus.sites import Read, read_address
from corpus.store import ArticleStore
from tests.corpus.site import Site

QUICK = Limits(delay_s=0.01, timeout_s=1.0, tries=1)


def _parse(body: bytes, url: str) -> Article:
    title = re.search(rb"<title>(.*?)</title>", body)
    if not title:
        raise UnreadableArticle(f"{url} holds no article.")
    return Article(id=url, source=url, title=title[1].decode(), text=re.sub(r"<[^>]+>", "", body.decode()))


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(f"sqlite:///{tmp_path / 'crawl.sqlite'}")


def _read(site: Site, path: str, database: Database, max_pages: int = 100) -> list[Read]:
    fetcher = Fetcher(allow_private=True, limits=QUICK)
    return list(read_address(site.url(path), fetcher, Frontier(database), _parse, max_pages))


def _titles(read: list[Read]) -> list[str]:
    return [item.title for item in read if isinstance(item, Article)]


def _linked(title: str, *links: str) -> bytes:
    return f"<title>{title}</title>{''.join(f'<a href={link}>x</a>' for link in links)}".encode()


def test_an_address_of_a_page_gives_that_page_alone(site: Site, database: Database) -> None:
    site.page("/a", _linked("A", "/b"))
    site.page("/b", _linked("B"))
    assert _titles(_read(site, "/a", database, max_pages=1)) == ["A"]


def test_a_crawl_is_breadth_first_bounded_and_stays_on_its_host(site: Site, database: Database) -> None:
    site.page("/", _linked("Depan", "/a", "/b#bagian", "http://elsewhere.example/", "/foto.jpg", "mailto:x@y.example"))
    site.page("/a", _linked("A", "/c", "/"))
    site.page("/b", _linked("B"))
    site.page("/c", _linked("C"))
    assert _titles(_read(site, "/", database)) == ["Depan", "A", "B", "C"]
    assert _titles(_read(site, "/", database, max_pages=2)) == ["Depan", "A"]
    assert set(site.asked) == {"/robots.txt", "/", "/a", "/b", "/c"}


def test_a_crawl_that_was_cut_short_goes_on_where_it_stopped(site: Site, database: Database) -> None:
    site.page("/", _linked("Depan", "/a", "/b"))
    site.page("/a", _linked("A"))
    site.page("/b", _linked("B"))
    reading = read_address(
        site.url("/"), Fetcher(allow_private=True, limits=QUICK), Frontier(database), _parse, max_pages=10
    )
    assert [next(reading), next(reading), next(reading)][2] is not None  # the third is taken, then the program dies
    reading.close()
    # "/b" was handed out but never acknowledged, so it is read again; "/a" is not.
    assert _titles(_read(site, "/", database)) == ["Depan", "B"]


def test_a_page_that_has_not_changed_is_not_read_again(site: Site, database: Database) -> None:
    site.page("/", _linked("Depan", "/a"))
    site.page("/a", _linked("A"), etag='"1"')
    assert _titles(_read(site, "/", database)) == ["Depan", "A"]
    assert _titles(_read(site, "/", database)) == ["Depan"]
    site.page("/a", _linked("A baru"), etag='"2"')
    assert _titles(_read(site, "/", database)) == ["Depan", "A baru"]


def test_an_unchanged_page_whose_article_was_removed_is_read_again(site: Site, database: Database) -> None:
    site.page("/", _linked("Depan", "/a"))
    site.page("/a", _linked("A"), etag='"1"')
    assert _titles(_read(site, "/", database)) == ["Depan", "A"]
    fetcher = Fetcher(allow_private=True, limits=QUICK)
    forgetful = Frontier(database, stored=lambda _url: False)
    assert _titles(list(read_address(site.url("/"), fetcher, forgetful, _parse, 10))) == ["Depan", "A"]


def test_a_sitemap_index_leads_to_its_sitemaps_and_pages(site: Site, database: Database) -> None:
    xmlns = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    site.page("/sitemap.xml", f"<sitemapindex {xmlns}><sitemap><loc>/posts.xml</loc></sitemap></sitemapindex>".encode())
    site.page("/posts.xml", f"<urlset {xmlns}><url><loc>/a</loc></url><url><loc>/gone</loc></url></urlset>".encode())
    site.page("/a", _linked("A"))
    read = _read(site, "/sitemap.xml", database)
    assert _titles(read) == ["A"]
    assert [str(item) for item in read if isinstance(item, UnreadableArticle)] == [
        f"{site.url('/gone')} answered 404. Check the address in a browser."
    ]


def test_a_dead_or_broken_sitemap_of_an_index_stops_no_other(site: Site, database: Database) -> None:
    xmlns = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    children = "".join(f"<sitemap><loc>{place}</loc></sitemap>" for place in ("/none", "http://[u]", "/bad", "/good"))
    site.page("/sitemap.xml", f"<sitemapindex {xmlns}>{children}</sitemapindex>".encode())
    site.page("/bad", b"<urlset>")
    pages = "".join(f"<url><loc>{place}</loc></url>" for place in ("http://[url]", "/a"))
    site.page("/good", f"<urlset {xmlns}>{pages}</urlset>".encode())
    site.page("/a", _linked("A"))
    read = _read(site, "/sitemap.xml", database)
    assert _titles(read) == ["A"]
    assert [str(item).split(" ", 1)[1] for item in read if isinstance(item, UnreadableArticle)] == [
        "answered 404. Check the address in a browser.",
        "leads to 'http://[u]', which is no address. Tell the site's owner.",
        "is not a well-formed sitemap. Name a page instead.",
        "leads to 'http://[url]', which is no address. Tell the site's owner.",
    ]


def test_a_link_that_is_no_address_stops_nothing(site: Site, database: Database) -> None:
    site.page("/", _linked("Depan", "http://[url]", "//[x", "/a", "/b"))
    site.page("/a", _linked("A"))
    site.redirect("/b", "http://[url]")
    item = "<item><title>{0}</title><link>{0}</link></item>"
    items = item.format("http://[url]") + item.format("/a")
    site.page("/feed", f'<?xml version="1.0"?><rss version="2.0"><channel>{items}</channel></rss>'.encode())
    for path in ("/", "/feed"):
        read = _read(site, path, database)
        assert _titles(read)[-1] == "A"
        assert ["is no address" in str(item) for item in read if isinstance(item, UnreadableArticle)] == [True]


def test_a_sitemap_cannot_blow_up_memory_by_entities(site: Site, database: Database) -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaa">]><urlset><url><loc>&a;</loc></url></urlset>'
    site.page("/sitemap.xml", bomb)
    with pytest.raises(UnreadableArticle, match="not a well-formed sitemap"):
        _read(site, "/sitemap.xml", database)


def test_a_feed_dates_the_pages_that_do_not_date_themselves(site: Site, database: Database) -> None:
    item = "<item><title>A</title><link>/a</link><pubDate>Wed, 16 Jun 2021 10:00:00 +0700</pubDate></item>"
    site.page("/feed", f'<?xml version="1.0"?><rss version="2.0"><channel>{item}</channel></rss>'.encode())
    site.page("/a", _linked("A"))
    (article,) = _read(site, "/feed", database)
    assert isinstance(article, Article)
    assert (article.published, article.published_from) == ("2021-06-16", "feed")


def test_a_wordpress_endpoint_is_read_page_after_page(site: Site, database: Database) -> None:
    def post(name: str) -> dict[str, object]:
        return {
            "link": site.url(f"/{name}"),
            "date": "2024-01-26T08:00:00",
            "title": {"rendered": name},
            "content": {"rendered": f"<p>Isi {name}</p>"},
        }

    posts = "/wp-json/wp/v2/posts"
    site.page(posts, json.dumps([post("a")]).encode(), content_type="application/json")
    for number, listing in ((1, [post("a"), {"id": 7}]), (2, [post("b")])):
        path = f"{posts}?per_page=50&orderby=date&page={number}"
        site.page(path, json.dumps(listing).encode(), content_type="application/json")
    read = _read(site, posts, database)
    assert _titles(read) == ["a", "b"]
    assert [item.published for item in read if isinstance(item, Article)] == ["2024-01-26", "2024-01-26"]
    assert len(read) == 3  # the post without a link is told, not hidden


def test_an_address_that_leads_nowhere_says_so(site: Site, database: Database) -> None:
    with pytest.raises(FetchFailed, match="404"):
        _read(site, "/none", database)


def test_a_crawl_that_dies_keeps_every_page_it_had_read(site: Site, database: Database) -> None:
    site.page("/", _linked("Depan", "/a", "/b", "/c"))
    for name in "abc":
        site.page(f"/{name}", _linked(name))
    store = ArticleStore(database)

    def reading(until: int | None) -> Iterator[Article]:
        fetcher = Fetcher(allow_private=True, limits=QUICK)
        for number, item in enumerate(read_address(site.url("/"), fetcher, Frontier(database), _parse, 10), 1):
            assert isinstance(item, Article)
            if number == until:
                raise KeyboardInterrupt
            yield replace(item, location=item.source)

    with pytest.raises(KeyboardInterrupt):
        store.put(reading(until=3))
    assert [article.title for article in store.all()] == ["Depan", "a"]
    # "/b" was fetched but not stored: it is read again, "/a" is not.
    assert store.put(reading(until=None)).summary() == "2 added, 1 unchanged"
    assert site.asked.count("/a") == 1 and site.asked.count("/b") == 2
