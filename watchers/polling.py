"""What looks at all kinds of source have in common: they are timed and raise for nothing a source does."""

import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta

from readouts.domain.source import Poll, Source, SourceState, Validators
from watchers.errors import GONE, MAX_RETRY_AFTER, SourceError, Unreadable
from watchers.fetching import NotModified, Page
from watchers.issues import newest_issue
from watchers.parsed import Unparsable
from watchers.workers import WorkerKilled, WorkerPool


async def polled(look: Awaitable[Poll], source: Source, validators: Validators) -> Poll:
    """What `look` brings. Whatever the source does wrong comes back as a state and a sentence.

    After a failure the poll carries the old validators on: they still describe what was last read.
    """
    began = time.monotonic()
    try:
        poll = await look
    except SourceError as error:
        poll = Poll(
            source,
            error.state,
            str(error),
            timedelta(),
            validators=validators,
            # Gone for good, as it says: it is looked at once a day, should somebody have been mistaken.
            retry_after=MAX_RETRY_AFTER if error.status == GONE else error.retry_after,
        )
    return replace(poll, took=timedelta(seconds=time.monotonic() - began))


def unchanged(source: Source, validators: Validators) -> Poll:
    """The poll of a source that says the same as last time."""
    detail = "Nothing has changed since the last look."
    return Poll(source, SourceState.NOT_MODIFIED, detail, timedelta(), validators=validators)


async def look_at_issue(
    source: Source,
    validators: Validators,
    now: datetime,
    fetch: Callable[[str, Validators], Awaitable[Page | NotModified]],
    read: Callable[[Page, Source], Awaitable[Poll]],
) -> Poll:
    """The poll of a list or sitemap: what `read` makes of its newest issue, unless that was read last.

    An address with a day in it has never moved for good: one issue has. And what a server says of one
    page's age holds for no other issue, but a body that is the same is the same.
    """
    known = Validators(body_hash=validators.body_hash) if source.has_issues else validators

    async def at(address: str) -> Poll:
        page = await fetch(address, known)
        if isinstance(page, NotModified):
            poll = unchanged(source, page.validators)
        else:
            poll = await read(page, source)
        return replace(poll, moved_to=None if source.has_issues else page.moved_to)

    return await newest_issue(source, now, at)


async def parsed_by(workers: WorkerPool, what: str, function: str, *args: object) -> object:
    """What a worker makes of an answer; raises Unreadable where it can make nothing of it.

    what: the kind of document, for the sentence ("the feed"). function: as WorkerPool.run takes it.
    """
    try:
        answer = await workers.run(function, *args)
    except WorkerKilled as error:
        raise Unreadable(f"Reading {what} {error}.") from None
    if isinstance(answer, Unparsable):
        raise Unreadable(answer.reason)
    return answer
