"""What sites allow robots to ask for, and how long they want to be left alone between two pages.

Each site's robots.txt is asked once a day. That it is not there (HTTP 4xx) allows everything; while it
cannot be had (no answer, HTTP 5xx) nothing else of the site is asked, as RFC 9309 has it.
"""

import asyncio
from collections import OrderedDict
from dataclasses import dataclass
from datetime import timedelta
from typing import cast
from weakref import WeakValueDictionary

from yarl import URL

from readouts.domain.source import Validators
from watchers.decoding import decode
from watchers.errors import TOO_MANY_REQUESTS, Refused, SourceError, Unreachable
from watchers.fetching import HttpFetcher, NotModified, Page
from watchers.workers import WorkerKilled, WorkerPool

MAX_TEXT = 500_000
MAX_SITES = 5_000
MAX_MEMORY = 20_000_000
LONGEST_WAIT = timedelta(minutes=5)
_GOOD_FOR = timedelta(days=1)
_TROUBLE_GOOD_FOR = timedelta(minutes=10)


@dataclass(slots=True)
class _Site:
    """`trouble`: why nothing of the site is asked. `expires`, `free_at`: by the loop's clock."""

    text: str
    trouble: SourceError | None
    expires: float
    free_at: float = 0.0


class PoliteFetcher:
    """A `Fetcher` that asks only for what robots.txt allows, one page after the other.

    user_agent: under which name we ask. pause: between two pages of one site where it names none.
    """

    def __init__(
        self,
        fetcher: HttpFetcher,
        workers: WorkerPool,
        user_agent: str,
        pause: timedelta = timedelta(seconds=1),
    ) -> None:
        self._fetcher = fetcher
        self._workers = workers
        self._user_agent = user_agent
        self._pause = pause.total_seconds()
        self._sites: OrderedDict[str, _Site] = OrderedDict()
        self._memory = 0
        self._asking: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def fetch(self, url: str, validators: Validators) -> Page | NotModified:
        """What `url` holds, when its turn has come, which is at most five minutes from now.

        Raises SourceError: Refused where the site does not allow it, or not so soon; Unreachable where
        the site does not say. A site to which it redirects is asked, too.
        """
        await self._turn(url)
        return await self._fetcher.fetch(url, validators, self._redirected)

    async def _redirected(self, before: str, to: str) -> None:
        """A redirect within a site is part of the page that was asked for: it takes no turn of its own."""
        if _origin(before) == _origin(to):
            await self._allowed(to)
        else:
            await self._turn(to)

    async def _turn(self, url: str) -> None:
        site, pause = await self._allowed(url)
        await _wait(site, max(pause, self._pause))

    async def _allowed(self, url: str) -> tuple[_Site, float]:
        """The site, which allows `url`, and its pause between two pages in seconds; raises SourceError."""
        site = await self._site(_origin(url))
        if site.trouble:
            raise type(site.trouble)(str(site.trouble))
        allowed, pause = await self._judge(site.text, url)
        if not allowed:
            raise Refused("robots.txt does not allow this address to be read.")
        return site, pause

    async def _judge(self, text: str, url: str) -> tuple[bool, float]:
        if not text:
            return True, 0.0
        try:
            verdict = await self._workers.run("watchers.robots_rules:judge", text, url, self._user_agent)
        except WorkerKilled as error:
            raise Unreachable(f"Reading the site's robots.txt {error}.") from None
        return cast("tuple[bool, float]", verdict)

    async def _site(self, origin: str) -> _Site:
        async with self._asking.setdefault(origin, asyncio.Lock()):
            now = asyncio.get_running_loop().time()
            site = self._sites.get(origin)
            if site is None or site.expires <= now:
                fresh = await self._ask(origin)
                fresh.free_at = site.free_at if site else 0.0
                self._keep(origin, fresh)
            self._sites.move_to_end(origin)
            return self._sites[origin]

    async def _ask(self, origin: str) -> _Site:
        text, trouble = "", None
        try:
            page = cast("Page", await self._fetcher.fetch(f"{origin}/robots.txt", Validators()))
            text = decode(page.body[:MAX_TEXT], page.content_type)
        except SourceError as error:
            trouble = _trouble(error)
        good_for = _TROUBLE_GOOD_FOR if trouble else _GOOD_FOR
        return _Site(text, trouble, asyncio.get_running_loop().time() + good_for.total_seconds())

    def _keep(self, origin: str, site: _Site) -> None:
        old = self._sites.pop(origin, None)
        self._memory += len(site.text) - (len(old.text) if old else 0)
        self._sites[origin] = site
        while len(self._sites) > 1 and (len(self._sites) > MAX_SITES or self._memory > MAX_MEMORY):
            _, forgotten = self._sites.popitem(last=False)
            self._memory -= len(forgotten.text)


def _trouble(error: SourceError) -> SourceError | None:
    """What a failed question for robots.txt means for all other questions to the site."""
    if error.status is not None and 400 <= error.status < 500 and error.status != TOO_MANY_REQUESTS:
        return None
    if isinstance(error, Refused) and error.status is None:
        return error  # an address that is not asked, whatever for
    return Unreachable(f"The site's robots.txt could not be read: {error}")


def _origin(url: str) -> str:
    """The site's address. Of a site that is named with a password in front not even robots.txt is asked."""
    try:
        address = URL(url)
        origin = str(address.origin())
    except ValueError:
        raise Refused("The address is not a proper URL.") from None
    if address.raw_user is not None or address.raw_password is not None:
        raise Refused("Addresses with a user name or password in them are not asked.")
    return origin


async def _wait(site: _Site, pause: float) -> None:
    """Take the site's next turn, unless it is too far away to be waited for."""
    now = asyncio.get_running_loop().time()
    wait = max(site.free_at - now, 0.0)
    if wait > LONGEST_WAIT.total_seconds():
        raise Refused(
            f"robots.txt does not allow two pages within {pause:g} s; the pause is not over yet.",
            timedelta(seconds=wait),
        )
    site.free_at = now + wait + pause
    await asyncio.sleep(wait)
