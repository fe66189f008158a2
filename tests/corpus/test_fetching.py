from __future__ import annotations

import pytest

from corpus.errors import FetchFailed
from corpus.fetching import Fetcher, Limits
from tests.corpus.site import Site

QUICK = Limits(delay_s=0.01, timeout_s=1.0, max_bytes=10_000)


def _resolver(*addresses: str):  # type: ignore[no-untyped-def]
    return lambda _host, _port: list(addresses)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1",
        "::1", "fe80::1", "fc00::1", "::ffff:127.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1", "224.0.0.1",
    ],
)  # fmt: skip
def test_addresses_that_are_not_public_are_refused(address: str) -> None:
    with pytest.raises(FetchFailed, match="not a public address"):
        Fetcher(limits=QUICK, resolver=_resolver(address)).get("http://office.example/")


def test_one_private_address_among_public_ones_is_enough_to_refuse() -> None:
    with pytest.raises(FetchFailed, match="not a public address"):
        Fetcher(limits=QUICK, resolver=_resolver("93.184.215.14", "10.0.0.1")).get("http://office.example/")


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://office.example/a", "http://", "http://office.example:x/", "http://[url]/"]
)
def test_other_schemes_and_broken_addresses_are_refused(url: str) -> None:
    with pytest.raises(FetchFailed):
        Fetcher(limits=QUICK, resolver=_resolver("127.0.0.1"), allow_private=True).get(url)


def test_a_name_that_no_server_could_be_asked_for_is_told() -> None:
    with pytest.raises(FetchFailed, match="has no address"):
        Fetcher(limits=QUICK).get(f"http://{'a' * 70}.example/")


def test_a_redirect_to_another_host_is_checked_too(site: Site) -> None:
    site.redirect("/away", "http://elsewhere.example/")

    def resolver(host: str, _port: int) -> list[str]:
        if host == "elsewhere.example":
            raise FetchFailed("looked up")
        return ["127.0.0.1"]

    with pytest.raises(FetchFailed, match="looked up"):
        Fetcher(limits=QUICK, resolver=resolver, allow_private=True).get(site.url("/away"))


def test_the_name_is_looked_up_anew_for_each_request_and_checked_each_time() -> None:
    # A name that is public when first checked and private later must fail the later check.
    answers = [["127.0.0.1"], ["10.0.0.1"]]
    fetcher = Fetcher(limits=QUICK, resolver=lambda _host, _port: answers.pop(0))
    for expected in ("127.0.0.1", "10.0.0.1"):
        with pytest.raises(FetchFailed, match=expected):
            fetcher._request("http://office.example/", {})


def test_a_page_arrives_with_its_validators_and_is_not_sent_twice(site: Site) -> None:
    site.page("/a", b"<p>isi</p>", etag='"v1"')
    fetcher = Fetcher(limits=QUICK, allow_private=True)
    page = fetcher.get(site.url("/a"))
    assert (page.body, page.etag) == (b"<p>isi</p>", '"v1"')
    again = fetcher.get(site.url("/a"), etag=page.etag)
    assert again.unchanged and again.body == b""


def test_robots_rules_are_honoured(site: Site) -> None:
    site.page("/robots.txt", b"User-agent: *\nDisallow: /rahasia", content_type="text/plain")
    site.page("/rahasia/a", b"x")
    site.page("/umum", b"y")
    fetcher = Fetcher(limits=QUICK, allow_private=True)
    assert fetcher.get(site.url("/umum")).body == b"y"
    with pytest.raises(FetchFailed, match=r"robots\.txt"):
        fetcher.get(site.url("/rahasia/a"))
    assert "/rahasia/a" not in site.asked


def test_a_busy_server_is_asked_again_and_a_missing_page_is_not(site: Site) -> None:
    site.page("/busy", b"ready", busy_times=2)
    fetcher = Fetcher(limits=QUICK, allow_private=True)
    assert fetcher.get(site.url("/busy")).body == b"ready"
    with pytest.raises(FetchFailed, match="404"):
        fetcher.get(site.url("/none"))
    assert site.asked.count("/busy") == 3
    assert site.asked.count("/none") == 1


def test_a_body_over_the_limit_is_dropped(site: Site) -> None:
    site.page("/big", b"x" * 20_000)
    with pytest.raises(FetchFailed, match="larger than"):
        Fetcher(limits=QUICK, allow_private=True).get(site.url("/big"))


def test_endless_redirects_end(site: Site) -> None:
    site.redirect("/round", site.url("/round"))
    with pytest.raises(FetchFailed, match="redirects"):
        Fetcher(limits=QUICK, allow_private=True).get(site.url("/round"))
