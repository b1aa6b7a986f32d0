"""Looks at a list page: the links on it, by the source's own selectors, over a few pages of the list."""

from collections import deque
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import cast

from readouts.domain.item import Item
from readouts.domain.source import Poll, Source, SourceState, Validators
from watchers.errors import SourceError, Unreadable
from watchers.fetching import Fetcher, Page
from watchers.parsed import Listing
from watchers.polling import look_at_issue, parsed_by, polled
from watchers.workers import WorkerPool


class PageWatcher:
    """Polls sources of kind "page". The items are links: their text is for who reads the articles.

    fetcher: one that respects robots.txt. clock: the time now, with a zone; it says which issue of an
    e-paper is today's.
    """

    def __init__(self, fetcher: Fetcher, workers: WorkerPool, clock: Callable[[], datetime]) -> None:
        self._fetcher = fetcher
        self._workers = workers
        self._clock = clock

    async def poll(self, source: Source, validators: Validators) -> Poll:
        """What the list holds now. Whatever a source does comes back as a state and a sentence."""
        look = look_at_issue(source, validators, self._clock(), self._fetcher.fetch, self._read)
        return await polled(look, source, validators)

    async def _read(self, page: Page, source: Source) -> Poll:
        first = await self._parse(page, source)
        items, pages, trouble = await self._further(first, page.url, source)
        detail = f"{_links(len(items))} on {pages} pages." if pages > 1 else f"{_links(len(items))}."
        if trouble:
            # Without validators the next look asks for the whole list again.
            detail = f"{detail} A further page could not be read: {trouble}"
        kept = Validators() if trouble else page.validators
        return Poll(source, SourceState.OK, detail, timedelta(), items=items, validators=kept)

    async def _further(
        self, first: Listing, address: str, source: Source
    ) -> tuple[tuple[Item, ...], int, SourceError | None]:
        """The items of all pages, how many pages were read, and what kept from reading more.

        A page without any item is no trouble here: in a newspaper some hold only advertisements.
        """
        items = {item.identity: item for item in first.items}
        waiting = deque(link for link in first.further if link != address)
        known, pages = {address, *first.further}, 1
        while waiting and pages < source.pages:
            try:
                page = cast("Page", await self._fetcher.fetch(waiting.popleft(), Validators()))
            except SourceError as error:
                return tuple(items.values()), pages, error
            pages += 1
            with suppress(Unreadable):
                listing = await self._parse(page, source)
                items |= {item.identity: item for item in listing.items if item.identity not in items}
                waiting.extend(link for link in listing.further if link not in known)
                known.update(listing.further)
        return tuple(items.values()), pages, None

    async def _parse(self, page: Page, source: Source) -> Listing:
        reader = "watchers.listing:parse_list"
        listing = await parsed_by(
            self._workers, "the page", reader, page.body, page.content_type, page.url, source
        )
        return cast("Listing", listing)


def _links(count: int) -> str:
    return "1 link" if count == 1 else f"{count} links"
