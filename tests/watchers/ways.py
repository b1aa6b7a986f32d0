"""The ways by which an address comes to be asked, each tried in a world where everything answers."""

import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from html import escape
from typing import TypeAlias, cast

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from telegram import Bot

from handlers.access import Caller
from handlers.admin import add_source
from handlers.context import Turn
from readouts.archive.database import Archive
from readouts.domain.chat import Chat
from readouts.domain.item import Item
from readouts.domain.source import ArticlePolicy, Poll, Selectors, Source, SourceKind, SourceState, Validators
from tests.handlers.stage import NOW, make_desk
from tests.newssite import NewsSite, Story, rss
from tests.watchers.pages import HTML, list_page
from tests.watchers.test_dialing import info
from watchers.dialing import AddressInfo, Dialer
from watchers.discovery import Discovery
from watchers.errors import SourceError
from watchers.feed import FeedWatcher
from watchers.fetching import HttpFetcher, Limits
from watchers.page import PageWatcher
from watchers.reading import ArticleReader
from watchers.robots import PoliteFetcher
from watchers.signposts import SignFollower
from watchers.sitemap import SitemapWatcher
from watchers.workers import WorkerPool

SITE, OTHER, OTHER_6 = "8.8.8.8", "1.1.1.1", "2606:4700::1111"
ORIGIN = f"http://{SITE}"
NAME = "http://inside.example/"
SOURCE = Source(
    "paper", ORIGIN, articles=ArticlePolicy.ALWAYS, selectors=Selectors(item="ul.news li", next="a.more")
)
UNSEEN = Validators()


class Names:
    """What names mean. Each answer of a name is given once, the last one again and again."""

    def __init__(self) -> None:
        self.answers: dict[str, list[Sequence[AddressInfo]]] = {
            "localhost": [[info("127.0.0.1"), info("::1")]]
        }

    def __call__(self, host: str, port: int) -> Sequence[AddressInfo]:
        answers = self.answers.get(host.rstrip(".").lower())
        if answers is None:  # as C reads numbers: 127.1, 0x7f000001
            return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
        return answers.pop(0) if len(answers) > 1 else answers[0]


class Turncoat(Dialer):
    """Whose answers change between the check and the connection."""

    def __init__(self, address: str) -> None:
        super().__init__(allow_private=False, lookup=lambda _host, _port: [info(SITE)])
        self._address = address

    async def resolve(self, host: str, port: int) -> Sequence[AddressInfo]:
        await super().resolve(host, port)
        return [info(self._address, port)]


class Careless(AbstractResolver):
    """What a client has that checks nothing."""

    def __init__(self, lookup: Callable[[str, int], Sequence[AddressInfo]]) -> None:
        self._lookup = lookup

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """What the name means, whatever it is."""
        found = self._lookup(host, port)
        return [
            ResolveResult(hostname=host, host=each[4][0], port=port, family=each[0], proto=0, flags=0)
            for each in found
            if family in (each[0], socket.AF_UNSPEC)
        ]

    async def close(self) -> None:
        """Nothing is held open."""


@dataclass
class World:
    """A site under every address there is, and who may be sent astray."""

    site: NewsSite
    workers: WorkerPool
    archive: Archive
    names: Names = field(default_factory=Names)

    @asynccontextmanager
    async def fetcher(self, dialer: Dialer | None = None) -> AsyncIterator[HttpFetcher]:
        dialer = dialer or Dialer(allow_private=False, lookup=self.names)
        async with HttpFetcher(Limits(deadline=timedelta(seconds=3)), dialer=dialer) as fetcher:
            yield fetcher

    @asynccontextmanager
    async def polite(self) -> AsyncIterator[PoliteFetcher]:
        async with self.fetcher() as fetcher:
            yield PoliteFetcher(fetcher, self.workers, "Probe/1", timedelta())

    def publish(self, path: str, body: str) -> None:
        self.site.publish(path, body, content_type=HTML)


Way: TypeAlias = Callable[[World, str], Awaitable[object]]


async def added_in_chat(world: World, url: str) -> None:
    async with world.fetcher() as fetcher:
        feeds = FeedWatcher(fetcher, world.workers)
        desk = replace(
            make_desk(world.archive, frozenset()),
            try_source=lambda source: feeds.poll(source, UNSEEN),
            find_feeds=Discovery(fetcher, world.workers, feeds).feeds,
        )
        chat = Chat(1, "private", "Boss", "en", True, None, NOW)
        await add_source(Turn(desk, cast("Bot", None), chat, Caller(1, None), url, ()))


async def polled_as_a_feed(world: World, url: str, dialer: Dialer | None = None) -> None:
    async with world.fetcher(dialer) as fetcher:
        await FeedWatcher(fetcher, world.workers).poll(replace(SOURCE, url=url), UNSEEN)


async def polled_as_a_page(world: World, url: str) -> None:
    async with world.polite() as polite:
        source = replace(SOURCE, kind=SourceKind.PAGE, url=url)
        await PageWatcher(polite, world.workers, lambda: NOW).poll(source, UNSEEN)


async def polled_as_a_sitemap(world: World, url: str) -> None:
    async with world.polite() as polite:
        source = replace(SOURCE, kind=SourceKind.SITEMAP, url=url)
        await SitemapWatcher(polite, world.workers, lambda: NOW).poll(source, UNSEEN)


async def searched_for_feeds(world: World, url: str) -> None:
    async with world.fetcher() as fetcher:
        finder = Discovery(fetcher, world.workers, FeedWatcher(fetcher, world.workers))
        await finder.feeds(replace(SOURCE, url=url))


async def named_as_a_feed(world: World, url: str) -> None:
    world.publish("/home", f'<link rel="alternate" type="application/rss+xml" href="{escape(url)}">')
    await searched_for_feeds(world, f"{ORIGIN}/home")


async def redirected(world: World, url: str, hops: int) -> None:
    for hop, status in zip(range(hops), (301, 302, 303, 307, 308), strict=False):
        to = url if hop == hops - 1 else f"{ORIGIN}/hop{hop + 1}"
        world.site.redirect(f"/hop{hop}", to, status)
    await polled_as_a_feed(world, f"{ORIGIN}/hop0")


async def where_robots_txt_redirects(world: World, url: str) -> None:
    world.site.redirect("/robots.txt", url)
    await polled_as_a_page(world, f"{ORIGIN}/list")
    world.site.fail("/robots.txt", 404)


async def article_of_an_item(world: World, url: str) -> None:
    await read(world, Item("1", url, "Title", ""))


async def article_of_a_feed(world: World, url: str) -> None:
    world.site.publish("/feed", rss(Story("Title", url)))
    async with world.fetcher() as fetcher:
        poll = await FeedWatcher(fetcher, world.workers).poll(replace(SOURCE, url=f"{ORIGIN}/feed"), UNSEEN)
    await read(world, *poll.items)


async def read(world: World, *items: Item) -> None:
    async with world.polite() as polite:
        poll = Poll(SOURCE, SourceState.OK, "", timedelta(), items)
        await ArticleReader(polite, world.workers).read(poll, items)


async def next_page_of_a_list(world: World, url: str) -> None:
    world.publish("/list", list_page((f"{ORIGIN}/1", "要闻"), further=[escape(url)]))
    await polled_as_a_page(world, f"{ORIGIN}/list")


async def base_of_a_list(world: World, url: str) -> None:
    page = list_page(("1", "要闻"), further=["2"]).replace("<head>", f'<head><base href="{escape(url)}">')
    world.publish("/list", page)
    await polled_as_a_page(world, f"{ORIGIN}/list")


async def sitemap_of_an_index(world: World, url: str) -> None:
    world.publish("/index", f"<sitemapindex><sitemap><loc>{escape(url)}</loc></sitemap></sitemapindex>")
    await polled_as_a_sitemap(world, f"{ORIGIN}/index")


async def sign_on_a_page(world: World, url: str) -> None:
    world.publish("/sign", f'<meta http-equiv="refresh" content="0; url={escape(url)}">')
    async with world.polite() as polite:
        with suppress(SourceError):
            await SignFollower(polite).fetch(f"{ORIGIN}/sign", UNSEEN)


async def carelessly(world: World, url: str) -> None:
    """The yardstick: what a client without any check reaches."""
    connector = aiohttp.TCPConnector(resolver=Careless(world.names))
    timeout = aiohttp.ClientTimeout(total=0.5)
    async with aiohttp.ClientSession(connector=connector, timeout=timeout) as session:
        with suppress(aiohttp.ClientError, OSError, ValueError, AssertionError):
            await session.get(url)


WITH_URLS: dict[str, Way] = {
    "added in chat": added_in_chat,
    "polled as a feed": polled_as_a_feed,
    "polled as a page": polled_as_a_page,
    "polled as a sitemap": polled_as_a_sitemap,
    "searched for feeds": searched_for_feeds,
    "named as a feed": named_as_a_feed,
    **{f"redirect at hop {hops}": partial(redirected, hops=hops) for hops in range(1, 6)},
    "where robots.txt redirects": where_robots_txt_redirects,
    "article of an item": article_of_an_item,
    "article of a feed": article_of_a_feed,
    "next page of a list": next_page_of_a_list,
    "base of a list": base_of_a_list,
    "sitemap of an index": sitemap_of_an_index,
    "sign on a page": sign_on_a_page,
    "carelessly": carelessly,
}


async def name(world: World, address: str, way: Way = polled_as_a_feed) -> None:
    world.names.answers["inside.example"] = [[info(address)]]
    await way(world, NAME)


async def name_beside_a_public_address(world: World, address: str) -> None:
    for order in (1, -1):
        world.names.answers["inside.example"] = [[info(OTHER), info(address)][::order]]
        await polled_as_a_feed(world, NAME)


async def rebinding(world: World, address: str) -> None:
    """Public when it is asked first, inside ever after; a new client keeps no names."""
    world.names.answers["inside.example"] = [[info(OTHER)], [info(address)]]
    for _ in range(3):
        await polled_as_a_feed(world, NAME)


async def answer_changed_after_the_check(world: World, address: str) -> None:
    await polled_as_a_feed(world, NAME, Turncoat(address))


WITH_ADDRESSES: dict[str, Way] = {
    "name": name,
    "name added in chat": partial(name, way=added_in_chat),
    "name of a page": partial(name, way=polled_as_a_page),
    "name of an article": partial(name, way=article_of_an_item),
    "name that a redirect leads to": partial(name, way=partial(redirected, hops=1)),
    "name beside a public address": name_beside_a_public_address,
    "rebinding": rebinding,
    "answer changed after the check": answer_changed_after_the_check,
}
