"""Looks at a sitemap: a plain one, one for news, or an index of further ones."""

from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import cast

from readouts.domain.item import Item
from readouts.domain.source import Poll, Source, SourceState, Validators
from watchers.errors import SourceError
from watchers.fetching import Fetcher, Page
from watchers.parsed import Listing
from watchers.polling import look_at_issue, parsed_by, polled
from watchers.workers import WorkerPool

# Of an index the newest few are read, and of an index of indexes; what is older is no news.
MOST_SITEMAPS = 5


class SitemapWatcher:
    """Polls sources of kind "sitemap". The items are links: their text is for who reads the articles.

    fetcher: one that respects robots.txt. clock: the time now, with a zone; an address may have the day
    in it.
    """

    def __init__(self, fetcher: Fetcher, workers: WorkerPool, clock: Callable[[], datetime]) -> None:
        self._fetcher = fetcher
        self._workers = workers
        self._clock = clock

    async def poll(self, source: Source, validators: Validators) -> Poll:
        """What the sitemap holds now. Whatever a source does comes back as a state and a sentence."""
        look = look_at_issue(source, validators, self._clock(), self._fetcher.fetch, self._read)
        return await polled(look, source, validators)

    async def _read(self, page: Page, source: Source) -> Poll:
        first = await self._parse(page, source)
        items, trouble = first.items, None
        # The index may stay as it is while the sitemaps it names change.
        kept = page.validators if not first.further else Validators()
        if first.further:
            items, trouble = await self._named(first.further, page.url, source)
        state = SourceState.OK if items else SourceState.EMPTY
        pages = "1 page" if len(items) == 1 else f"{len(items)} pages"
        detail = f"The sitemap names {pages}."
        if trouble:
            detail = f"{detail} A further sitemap could not be read: {trouble}"
        return Poll(source, state, detail, timedelta(), items=items, validators=kept)

    async def _named(
        self, addresses: tuple[str, ...], index: str, source: Source
    ) -> tuple[tuple[Item, ...], SourceError | None]:
        """The items of the newest sitemaps that an index names, directly or through further indexes, and
        what was wrong with the first that could not be read.

        Raises SourceError where none of them can be read.
        """
        waiting, known = deque(addresses), {index, *addresses}
        items: dict[str, Item] = {}
        errors: list[SourceError] = []
        for _ in range(MOST_SITEMAPS):
            if not waiting:
                break
            try:
                page = cast("Page", await self._fetcher.fetch(waiting.popleft(), Validators()))
                listing = await self._parse(page, source)
            except SourceError as error:
                errors.append(error)
                continue
            items |= {item.identity: item for item in listing.items if item.identity not in items}
            waiting.extendleft(link for link in reversed(listing.further) if link not in known)
            known.update(listing.further)
        if errors and not items:
            raise errors[0]
        return tuple(items.values()), next(iter(errors), None)

    async def _parse(self, page: Page, source: Source) -> Listing:
        reader = "watchers.sitemap_reading:parse_sitemap"
        listing = await parsed_by(
            self._workers, "the sitemap", reader, page.body, page.content_type, page.url, source
        )
        return cast("Listing", listing)
