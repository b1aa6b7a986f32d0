"""The HTTP client against a real server: what it asks, what it takes, where it stops."""

import asyncio
import socket
import time
import traceback
from datetime import timedelta

import pytest
from aiohttp import web

from readouts.domain.source import Validators
from tests.newssite import (
    NewsSite,
    Script,
    Story,
    document,
    late,
    never,
    raw,
    rss,
)
from tests.watchers.conftest import LIMITS, everything_at
from tests.watchers.monsters import HASTY
from watchers.errors import Refused, SourceError, Unreachable, Unreadable
from watchers.fetching import HttpFetcher, Limits, NotModified, Page, body_hash

pytestmark = pytest.mark.asyncio(loop_scope="module")

FEED = rss(Story("安徽省委国安委召开会议", "https://news.example/1"))
UNSEEN = Validators()


async def page(fetcher: HttpFetcher, url: str) -> Page:
    found = await fetcher.fetch(url, UNSEEN)
    assert isinstance(found, Page)
    return found


async def test_a_first_look_brings_the_body_and_what_to_ask_with_next_time(
    site: NewsSite, fetcher: HttpFetcher
) -> None:
    found = await page(fetcher, site.publish("/feed.xml", FEED, last_modified=True))
    assert found.body == FEED.encode()
    assert found.content_type == "application/rss+xml; charset=utf-8"
    assert found.validators.etag
    assert found.validators.last_modified
    assert found.validators.body_hash == body_hash(found.body)


@pytest.mark.parametrize(("etag", "last_modified"), [(True, False), (False, True), (True, True)])
async def test_an_unchanged_feed_is_not_sent_again(
    site: NewsSite, fetcher: HttpFetcher, etag: bool, last_modified: bool
) -> None:
    url = site.publish("/feed.xml", FEED, etag=etag, last_modified=last_modified)
    first = await page(fetcher, url)
    assert await fetcher.fetch(url, first.validators) == NotModified(first.validators)
    conditions = site.asked("/feed.xml")[1].headers
    assert ("If-None-Match" in conditions, "If-Modified-Since" in conditions) == (etag, last_modified)


async def test_a_server_without_validators_is_seen_through_by_the_body_s_hash(
    site: NewsSite, fetcher: HttpFetcher
) -> None:
    url = site.publish("/feed.xml", FEED, etag=False)
    first = await page(fetcher, url)
    assert await fetcher.fetch(url, first.validators) == NotModified(first.validators)
    site.publish("/feed.xml", FEED + " ", etag=False)
    assert isinstance(await fetcher.fetch(url, first.validators), Page)


async def test_a_changed_feed_comes_in_full(site: NewsSite, fetcher: HttpFetcher) -> None:
    url = site.publish("/feed.xml", FEED)
    first = await page(fetcher, url)
    site.publish("/feed.xml", FEED.replace("安徽", "云南"))
    second = await fetcher.fetch(url, first.validators)
    assert isinstance(second, Page)
    assert second.validators.etag != first.validators.etag


async def test_validators_that_are_too_long_to_keep_are_not_kept(
    site: NewsSite, fetcher: HttpFetcher
) -> None:
    answer = b'HTTP/1.1 200 OK\r\nETag: "%b"\r\nContent-Length: 1\r\n\r\nx' % (b"e" * 5000)
    found = await page(fetcher, site.perform("/", raw(answer)))
    assert found.validators.etag is None


async def test_a_packed_answer_is_unpacked(site: NewsSite, fetcher: HttpFetcher) -> None:
    assert (await page(fetcher, site.publish("/feed.xml", FEED, packed=True))).body == FEED.encode()
    assert site.asked("/feed.xml")[0].headers["Accept-Encoding"] == "gzip"


async def test_one_name_is_given_to_every_server(site: NewsSite) -> None:
    limits = Limits(user_agent="Readout Watch of Example Corp.")
    async with HttpFetcher(limits, allow_private=True) as fetcher:
        await page(fetcher, site.publish("/feed.xml", FEED))
    assert site.asked("/feed.xml")[0].headers["User-Agent"] == "Readout Watch of Example Corp."


async def test_redirects_are_followed_and_the_last_address_is_the_base(
    site: NewsSite, fetcher: HttpFetcher
) -> None:
    site.publish("/5/feed.xml", FEED)
    for hop, status in enumerate((301, 302, 303, 307, 308)):
        site.redirect(f"/{hop}/feed.xml", f"../{hop + 1}/feed.xml", status)
    found = await page(fetcher, site.origin + "/0/feed.xml")
    assert found.body == FEED.encode()
    assert found.url == site.origin + "/5/feed.xml"


@pytest.mark.parametrize("written", ["/the feed.xml", "/the%20feed.xml", " /the%20feed.xml ", "/要闻.xml"])
async def test_a_redirect_may_be_written_as_browsers_read_it(
    site: NewsSite, fetcher: HttpFetcher, written: str
) -> None:
    for path in ("/the%20feed.xml", "/%E8%A6%81%E9%97%BB.xml"):
        site.publish(path, FEED)
    head = f"HTTP/1.1 302 Found\r\nLocation: {written}\r\nContent-Length: 0\r\n\r\n"
    assert (await page(fetcher, site.perform("/", raw(head.encode())))).body.decode() == FEED


async def test_a_redirected_feed_is_not_sent_again_either(site: NewsSite, fetcher: HttpFetcher) -> None:
    site.publish("/new.xml", FEED)
    url = site.redirect("/old.xml", "/new.xml")
    first = await page(fetcher, url)
    assert isinstance(await fetcher.fetch(url, first.validators), NotModified)


@pytest.mark.parametrize(
    ("statuses", "moved_to"),
    [
        ((), None),
        ((301, 308), "/2"),
        ((308, 302, 301), "/1"),
        ((302, 301), None),
        ((303,), None),
        ((307,), None),
    ],
)
async def test_where_a_page_has_moved_for_good_is_told_and_what_follows_a_temporary_hop_is_not(
    site: NewsSite, fetcher: HttpFetcher, statuses: tuple[int, ...], moved_to: str | None
) -> None:
    site.publish(f"/{len(statuses)}", FEED)
    for hop, status in enumerate(statuses):
        site.redirect(f"/{hop}", f"/{hop + 1}", status)
    wanted = moved_to and site.origin + moved_to
    found = await page(fetcher, site.origin + "/0")
    assert found.moved_to == wanted
    again = await fetcher.fetch(site.origin + "/0", found.validators)
    assert isinstance(again, NotModified)
    assert again.moved_to == wanted
    assert "127.0.0.1" not in repr(found) + repr(again)


async def test_no_more_than_five_redirects_are_followed(site: NewsSite, fetcher: HttpFetcher) -> None:
    for hop in range(9):
        site.redirect(f"/{hop}", f"/{hop + 1}")
    with pytest.raises(Unreachable, match="redirects more than 5 times"):
        await page(fetcher, site.origin + "/0")
    assert len(site.requests) == 6


async def test_redirects_in_a_circle_are_left_at_once(site: NewsSite, fetcher: HttpFetcher) -> None:
    """A site that wants its cookie back sends to the same address until it gets it."""
    site.redirect("/wall", "/door")
    with pytest.raises(Unreachable, match="in a circle, as sites do that want cookies"):
        await page(fetcher, site.redirect("/door", "/wall"))
    assert len(site.requests) == 2


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("file:///etc/passwd", "Only http and https"),
        ("ftp://127.0.0.1/feed.xml", "Only http and https"),
        ("http://169.254.169.254/latest/meta-data", "private or reserved network"),
        ("http://user:pw@127.0.0.1/", "user name or password"),
        ("http://2130706433/", "disguised number"),
        ("http://127.0.0.1:8080\\@pub.example/", "not a proper URL"),
        ("http://[::1", "not a proper URL"),
    ],
)
async def test_a_redirect_astray_is_not_followed(
    site: NewsSite, fetcher: HttpFetcher, target: str, reason: str
) -> None:
    with pytest.raises(Refused, match=reason):
        await page(fetcher, site.redirect("/feed.xml", target))


STATUSES = [
    (401, Refused, "The server does not let us in (HTTP 401)."),
    (403, Refused, "The server does not let us in (HTTP 403)."),
    (404, Unreachable, "The server has no such page (HTTP 404)."),
    (410, Unreachable, "The server says that this page is gone for good (HTTP 410)."),
    (418, Unreachable, "The server answered with an error (HTTP 418)."),
    (429, Refused, "The server asks us to come less often (HTTP 429)."),
    (500, Unreachable, "The server is in trouble (HTTP 500)."),
    (503, Unreachable, "The server is in trouble (HTTP 503)."),
    (302, Unreadable, "The server redirects without saying where to (HTTP 302)."),
    (304, Unreadable, "The server answered “not modified” to a first question (HTTP 304)."),
]


@pytest.mark.parametrize(("status", "kind", "sentence"), STATUSES)
async def test_an_error_status_has_its_sentence(
    site: NewsSite, fetcher: HttpFetcher, status: int, kind: type[SourceError], sentence: str
) -> None:
    with pytest.raises(kind) as failure:
        await page(fetcher, site.fail("/feed.xml", status))
    assert str(failure.value) == sentence
    assert failure.value.retry_after is None


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({"Retry-After": "120"}, timedelta(minutes=2)),
        ({"Retry-After": "999999999"}, timedelta(days=1)),
        (
            {"Retry-After": "Fri, 31 May 2024 18:30:00 GMT", "Date": "Fri, 31 May 2024 18:00:00 GMT"},
            timedelta(minutes=30),
        ),
        (
            {"Retry-After": "Fri, 31 May 2024 18:00:00 GMT", "Date": "Fri, 31 May 2024 19:00:00 GMT"},
            timedelta(),
        ),
        ({"Retry-After": "soon"}, None),
        ({"Retry-After": "-5"}, None),
        ({"Retry-After": "9" * 3000}, None),
        ({"Retry-After": "Fri, 31 May 99999 18:00:00 GMT"}, None),
    ],
)
async def test_a_server_can_ask_to_be_left_alone_for_a_while(
    site: NewsSite, fetcher: HttpFetcher, headers: dict[str, str], wait: timedelta | None
) -> None:
    with pytest.raises(Unreachable) as failure:
        await page(fetcher, site.fail("/feed.xml", 503, headers))
    assert failure.value.retry_after == wait


async def test_a_host_that_is_asked_too_often_is_asked_for_nothing_until_its_pause_is_over(
    site: NewsSite, fetcher: HttpFetcher
) -> None:
    """Dozens of news searches live on one host: each would be told so by itself."""
    for number in range(9):
        site.fail(f"/{number}", 429, {"Retry-After": "1"})
    asked = (page(fetcher, f"{site.origin}/{number}") for number in range(9))
    told = await asyncio.gather(*asked, return_exceptions=True)
    assert len(site.requests) == 1
    for error in told:
        assert isinstance(error, Refused)
        assert str(error) == "The server asks us to come less often (HTTP 429)."
        assert error.retry_after is not None
        assert timedelta() < error.retry_after <= timedelta(seconds=1)
    async with NewsSite() as neighbour:
        assert (await page(fetcher, neighbour.publish("/feed.xml", FEED))).body == FEED.encode()
    await asyncio.sleep(1.1)
    assert (await page(fetcher, site.publish("/5", FEED))).body == FEED.encode()


@pytest.mark.parametrize(
    ("status", "headers"), [(503, {"Retry-After": "60"}), (429, {}), (403, {"Retry-After": "60"})]
)
async def test_the_trouble_of_one_page_keeps_nobody_from_the_others(
    site: NewsSite, fetcher: HttpFetcher, status: int, headers: dict[str, str]
) -> None:
    with pytest.raises(SourceError):
        await page(fetcher, site.fail("/1", status, headers))
    assert (await page(fetcher, site.publish("/2", FEED))).body == FEED.encode()


async def test_nobody_at_home_has_its_sentence(fetcher: HttpFetcher) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    with pytest.raises(Unreachable, match="not listening"):
        await page(fetcher, f"http://127.0.0.1:{port}/")


async def test_a_server_without_tls_has_its_sentence(site: NewsSite, fetcher: HttpFetcher) -> None:
    with pytest.raises(Unreachable, match="No secure connection"):
        await page(fetcher, site.origin.replace("http", "https"))


async def test_the_deadline_covers_all_redirects_together(site: NewsSite, fetcher: HttpFetcher) -> None:
    for hop in range(5):
        site.perform(f"/{hop}", late(document(b"", {"Location": f"/{hop + 1}"}, 302), pause=0.4))
    began = time.monotonic()
    with pytest.raises(Unreachable, match="within 1 s"):
        await page(fetcher, site.origin + "/0")
    assert time.monotonic() - began < LIMITS.deadline.total_seconds() + 1


class Turnstile:
    """Counts how many are inside at the same time."""

    def __init__(self) -> None:
        self.inside = 0
        self.most = 0

    async def pass_through(self, _request: web.Request) -> web.Response:
        self.inside += 1
        self.most = max(self.most, self.inside)
        await asyncio.sleep(0.02)
        self.inside -= 1
        return web.Response(body=b"x")


@pytest.mark.parametrize(("limits", "most"), [(Limits(), 1), (Limits(per_host=3), 3)])
async def test_a_host_is_asked_few_things_at_a_time(site: NewsSite, limits: Limits, most: int) -> None:
    turnstile = Turnstile()
    urls = [site.perform(f"/{number}", turnstile.pass_through) for number in range(9)]
    async with HttpFetcher(limits, allow_private=True) as fetcher:
        await asyncio.gather(*(fetcher.fetch(url, UNSEEN) for url in urls))
    assert turnstile.most == most


async def test_all_hosts_together_are_asked_a_bounded_number_of_things(site: NewsSite) -> None:
    turnstile = Turnstile()
    site.perform("/", turnstile.pass_through)
    limits = Limits(concurrency=4)
    async with HttpFetcher(limits, allow_private=True, dialer=everything_at(site)) as fetcher:
        hosts = (f"http://host{number}.example/" for number in range(12))
        await asyncio.gather(*(fetcher.fetch(host, UNSEEN) for host in hosts))
    assert turnstile.most == 4


async def test_waiting_for_a_busy_host_does_not_use_up_the_deadline(site: NewsSite) -> None:
    """A hundred feeds of one host, one at a time, take longer together than one may."""
    urls = [site.perform(f"/{number}", late(document(b"x", {}), pause=0.15)) for number in range(6)]
    async with HttpFetcher(Limits(deadline=timedelta(seconds=0.5)), allow_private=True) as fetcher:
        found = await asyncio.gather(*(fetcher.fetch(url, UNSEEN) for url in urls))
    assert all(isinstance(each, Page) for each in found)


async def test_a_cancelled_fetch_gives_its_places_back(site: NewsSite) -> None:
    url = site.perform("/slow", never())
    async with HttpFetcher(Limits(concurrency=1), allow_private=True) as fetcher:
        task = asyncio.create_task(fetcher.fetch(url, UNSEEN))
        await asyncio.sleep(0.1)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        assert (await page(fetcher, site.publish("/feed.xml", FEED))).body == FEED.encode()


async def test_proxies_of_the_environment_are_not_used(
    site: NewsSite, fetcher: HttpFetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A proxy would dial for us, past every check of addresses."""
    async with NewsSite() as proxy:
        for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.origin)
        monkeypatch.setenv("no_proxy", "")
        await page(fetcher, site.publish("/feed.xml", FEED))
        assert proxy.connections == 0


async def test_cookies_are_not_kept(site: NewsSite, fetcher: HttpFetcher) -> None:
    url = site.perform("/feed.xml", document(b"x", {"Set-Cookie": "visitor=1"}))
    await page(fetcher, url)
    await page(fetcher, url)
    assert "Cookie" not in site.asked("/feed.xml")[1].headers


SECRET = "k3ySECRETk3y"


@pytest.mark.parametrize(
    "script", [*(script for script, what in HASTY.values() if "Page" not in what), document(b"", {}, 403)]
)
async def test_no_failure_repeats_any_part_of_a_private_address(
    site: NewsSite, fetcher: HttpFetcher, script: Script
) -> None:
    url = site.perform(f"/{SECRET}/feed.xml?key={SECRET}", script)
    with pytest.raises(SourceError) as failure:
        await page(fetcher, url)
    assert SECRET not in "".join(traceback.format_exception(failure.value)) + repr(failure.value)


@pytest.mark.parametrize(
    "url",
    [f"http://u:{SECRET}@pub.example/", f"http://{SECRET}.invalid/{SECRET}", f"ftp://pub.example/{SECRET}"],
)
async def test_no_refusal_repeats_any_part_of_a_private_address(fetcher: HttpFetcher, url: str) -> None:
    with pytest.raises(SourceError) as failure:
        await page(fetcher, url)
    assert SECRET not in "".join(traceback.format_exception(failure.value)) + repr(failure.value)


async def test_a_page_shows_neither_its_address_nor_its_body(site: NewsSite, fetcher: HttpFetcher) -> None:
    found = await page(fetcher, site.publish(f"/feed.xml?key={SECRET}", f"<rss>{SECRET}</rss>"))
    assert SECRET in found.url
    assert SECRET not in repr(found)
