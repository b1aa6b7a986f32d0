"""Looks at one feed: fetch it, and parse in a worker only what has changed."""

import asyncio
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import cast

from readouts.domain.source import Poll, Source, SourceState, Validators
from watchers.errors import SourceError, Unreachable, Unreadable
from watchers.fetching import Fetcher, NotModified, Page, body_hash
from watchers.parsed import Feed, Unparsable
from watchers.workers import WorkerKilled, WorkerPool

MAX_FILE = 5_000_000


class FeedWatcher:
    """Polls sources of kind "feed", over HTTP or, for those with a `file`, from disk."""

    def __init__(self, fetcher: Fetcher, workers: WorkerPool) -> None:
        self._fetcher = fetcher
        self._workers = workers

    async def poll(self, source: Source, validators: Validators) -> Poll:
        """What the source holds now. Whatever a source does comes back as a state and a sentence.

        After a failure the poll carries the old validators on: they still describe what was last read.
        """
        began = time.monotonic()
        try:
            poll = await self._look(source, validators)
        except SourceError as error:
            poll = Poll(
                source,
                error.state,
                str(error),
                timedelta(),
                validators=validators,
                retry_after=error.retry_after,
            )
        return replace(poll, took=timedelta(seconds=time.monotonic() - began))

    async def _look(self, source: Source, validators: Validators) -> Poll:
        page = await self._page(source, validators)
        if isinstance(page, NotModified):
            detail = "Nothing has changed since the last look."
            return Poll(source, SourceState.NOT_MODIFIED, detail, timedelta(), validators=page.validators)
        feed = await self._parse(page, source)
        return Poll(
            source,
            SourceState.OK if feed.items else SourceState.EMPTY,
            f"{_counted(feed)} {feed.remark}".strip(),
            timedelta(),
            items=feed.items,
            validators=_trusted(page.validators, feed),
        )

    async def _page(self, source: Source, validators: Validators) -> Page | NotModified:
        if source.file is None:
            return await self._fetcher.fetch(source.url, validators)
        return await asyncio.to_thread(_read_file, source.file, source.url, validators)

    async def _parse(self, page: Page, source: Source) -> Feed:
        try:
            answer = await self._workers.run(
                "watchers.parsing:parse_feed", page.body, page.content_type, page.url, source
            )
        except WorkerKilled as error:
            raise Unreadable(f"Reading the feed {error}.") from None
        parsed = cast("Feed | Unparsable", answer)
        if isinstance(parsed, Unparsable):
            raise Unreadable(parsed.reason)
        return parsed


def _counted(feed: Feed) -> str:
    if not feed.items:
        return "The feed holds no items."
    return "1 item." if len(feed.items) == 1 else f"{len(feed.items)} items."


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
