"""What is understood where it can do no harm, in the children that parse feeds: articles, lists of feeds."""

from typing import cast

import structlog

from readouts.domain.feed_list import FeedList, NoFeedList
from readouts.domain.item import Item
from readouts.domain.readout import Readout
from readouts.extractors.first_look import may_tell
from watchers.errors import Unreadable
from watchers.polling import parsed_by
from watchers.workers import WorkerKilled, WorkerPool

log = structlog.get_logger()


async def understood(workers: WorkerPool, item: Item) -> tuple[Readout, ...]:
    """The readouts of an item. Nearly all items end at the first look, which is taken here. A child that
    dies may have died of somebody else's job or of a busy machine, so there is a second try; after that the
    item is archived as one that tells nothing."""
    if not may_tell(item):
        return ()
    for is_last in (False, True):
        try:
            readouts = await workers.run("readouts.extractors.article:extract_readouts", item)
        except WorkerKilled as killed:
            log.warning("an item could not be understood", url=item.url, reason=str(killed), is_last=is_last)
        else:
            return cast("tuple[Readout, ...]", readouts)
    return ()


async def feed_list(workers: WorkerPool, document: bytes, allow_private: bool) -> FeedList | NoFeedList:
    """The feeds that a file names."""
    try:
        found = await parsed_by(workers, "the file", "watchers.opml:parse_opml", document, allow_private)
    except Unreadable as error:
        return NoFeedList(str(error))
    return cast("FeedList | NoFeedList", found)
