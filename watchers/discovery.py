"""The feeds of a site, when somebody names the site and not the feed."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import cast
from urllib.parse import urljoin

from readouts.domain.source import Poll, Source, SourceState, Validators
from watchers.errors import SourceError
from watchers.feed import FeedWatcher
from watchers.fetching import Fetcher, Page
from watchers.workers import WorkerKilled, WorkerPool

MOST_NAMED = 12
COMMON_PATHS = ("/feed", "/rss", "/rss.xml", "/atom.xml", "/feed.xml", "/index.xml")


class Discovery:
    """Asks a site for its feeds, through the same client and workers as every poll.

    patience: how long to go on asking; what has been found by then is the answer.
    """

    def __init__(
        self,
        fetcher: Fetcher,
        workers: WorkerPool,
        watcher: FeedWatcher,
        patience: timedelta = timedelta(seconds=60),
    ) -> None:
        self._fetcher = fetcher
        self._workers = workers
        self._watcher = watcher
        self._patience = patience.total_seconds()

    async def feeds(self, site: Source) -> tuple[Poll, ...]:
        """Every feed of the site that can be read, as a poll of a source like `site` at the feed's own
        address: those that the page names first, then those at the usual places. Never raises.
        """
        found: dict[object, Poll] = {}
        try:
            async with asyncio.timeout(self._patience):
                for address in await self._candidates(site.url):
                    poll = await self._watcher.poll(replace(site, url=address), Validators())
                    if poll.state.answered:
                        found.setdefault(_what_it_says(poll), poll)
        except TimeoutError:
            pass
        return tuple(found.values())

    async def _candidates(self, address: str) -> Sequence[str]:
        try:
            page = cast("Page", await self._fetcher.fetch(address, Validators()))
            named = await self._workers.run(
                "watchers.listing:feed_links", page.body, page.content_type, page.url
            )
        except (SourceError, WorkerKilled):
            return _usual(address)
        links = cast("tuple[str, ...]", named)[:MOST_NAMED]
        return list(dict.fromkeys((address, *links, *_usual(page.url))))


def _usual(address: str) -> list[str]:
    try:
        return [urljoin(address, path) for path in COMMON_PATHS]
    except ValueError:  # no address at all
        return []


def _what_it_says(poll: Poll) -> object:
    """The same for one feed under several addresses; empty feeds are told apart by their address."""
    if poll.state is SourceState.EMPTY:
        return poll.source.url
    return tuple((item.url, item.title) for item in poll.items)
