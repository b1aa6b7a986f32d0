"""Looks at one feed: fetch it, and parse in a worker only what has changed."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import cast

from readouts.domain.source import Poll, Source, SourceState, Validators
from watchers.errors import Unreachable, Unreadable
from watchers.fetching import Fetcher, NotModified, Page, body_hash
from watchers.googlenews import is_google_news, with_plain_title
from watchers.parsed import Feed
from watchers.polling import parsed_by, polled, unchanged
from watchers.workers import WorkerPool

MAX_FILE = 5_000_000


class FeedWatcher:
    """Polls sources of kind "feed", over HTTP or, for those with a `file`, from disk."""

    def __init__(self, fetcher: Fetcher, workers: WorkerPool) -> None:
        self._fetcher = fetcher
        self._workers = workers
        # By source: the body read last, by its hash, and the digests and the memory of its entries.
        self._read_last: dict[str, tuple[bytes | None, bytes, bytes]] = {}

    async def poll(self, source: Source, validators: Validators) -> Poll:
        """What the source holds now. Whatever a source does comes back as a state and a sentence.

        After a failure the poll carries the old validators on: they still describe what was last read.
        """
        return await polled(self._look(source, validators), source, validators)

    async def _look(self, source: Source, validators: Validators) -> Poll:
        page = await self._page(source, validators)
        if isinstance(page, NotModified):
            poll = unchanged(source, page.validators)
        else:
            poll = await self._read(page, source, validators)
        return replace(poll, moved_to=page.moved_to) if page.moved_to else poll

    async def _read(self, page: Page, source: Source, validators: Validators) -> Poll:
        feed = await self._parse(page, source, self._known(source, validators))
        self._read_last[source.name] = page.validators.body_hash, feed.digests, feed.memory
        return Poll(
            source,
            SourceState.OK if feed.listed else SourceState.EMPTY,
            f"{_counted(feed)} {feed.remark}".strip(),
            timedelta(),
            items=feed.items,
            validators=_trusted(page.validators, feed),
            known=feed.listed - len(feed.items),
        )

    def _known(self, source: Source, validators: Validators) -> tuple[bytes, bytes]:
        """The entries whose items need not be made again: those of the body that the caller tells of.

        Validators are kept together with the items they came with. So where they name the body that
        was read last, its items are kept; where they do not, something went wrong in between.
        """
        body, *known = self._read_last.get(source.name, (None, b"", b""))
        return (known[0], known[1]) if body is not None and body == validators.body_hash else (b"", b"")

    async def _page(self, source: Source, validators: Validators) -> Page | NotModified:
        if source.file is None:
            return await self._fetcher.fetch(source.url, validators)
        return await asyncio.to_thread(_read_file, source.file, source.url, validators)

    async def _parse(self, page: Page, source: Source, known: tuple[bytes, bytes]) -> Feed:
        reader = "watchers.parsing:parse_feed"
        answer = await parsed_by(
            self._workers, "the feed", reader, page.body, page.content_type, page.url, source, *known
        )
        feed = cast("Feed", answer)
        if is_google_news(source):
            return replace(feed, items=tuple(map(with_plain_title, feed.items)))
        return feed


def _counted(feed: Feed) -> str:
    if not feed.listed:
        return "The feed holds no items."
    return "1 item." if feed.listed == 1 else f"{feed.listed} items."


def _trusted(validators: Validators, feed: Feed) -> Validators:
    """Of an answer that was cut off only the hash is kept: a proxy may have cut it and passed the ETag
    of the whole on, and "not modified" would then be a lie."""
    return validators if feed.is_whole else Validators(body_hash=validators.body_hash)


def _read_file(path: Path, url: str, validators: Validators) -> Page | NotModified:
    try:
        with path.open("rb") as file:
            body = file.read(MAX_FILE + 1)
    except OSError as error:
        raise Unreachable(f"The file {path.name} cannot be read ({error.strerror}).") from None
    if len(body) > MAX_FILE:
        raise Unreadable(f"The file is larger than {MAX_FILE / 1e6:g} MB.")
    found = Validators(body_hash=body_hash(body))
    return NotModified(found) if found.body_hash == validators.body_hash else Page(url, body, None, found)
