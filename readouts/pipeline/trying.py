"""Every source tried once, for the one who sets the bot up; nothing is archived."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from readouts.domain.item import Item
from readouts.domain.source import ArticlePolicy, Poll, Source, SourceKind, SourceState, Validators
from readouts.pipeline.ingest import Articles, Watcher
from readouts.pipeline.round import Progress

_TOO_LATE = "It did not answer in time."


@dataclass(frozen=True, slots=True)
class Trial:
    """What one source came to. `poll` is with what reading its first article says of it; `read` is that
    article, None where there is none."""

    poll: Poll
    read: Item | None = None

    @property
    def works(self) -> bool:
        """Whether it answers, and lists and sitemaps also give the text that they do not have themselves."""
        if not self.poll.state.answered:
            return False
        source = self.poll.source
        has_own_text = source.kind is SourceKind.FEED or source.articles is ArticlePolicy.NEVER
        return has_own_text or self.read is None or bool(self.read.text)

    @property
    def newest(self) -> datetime | None:
        """The latest date that an item bears."""
        return max((item.published for item in self.poll.items if item.published), default=None)

    @property
    def title(self) -> str:
        """The headline of one item, "" where there is none."""
        return next((item.title for item in (self.read, *self.poll.items) if item and item.title), "")


@dataclass(frozen=True, slots=True)
class Trier:
    """Tries sources, at most `concurrency` at a time, each for `patience` at most."""

    watchers: Mapping[SourceKind, Watcher]
    articles: Articles
    concurrency: int
    patience: timedelta = timedelta(minutes=2)

    async def try_all(self, sources: Sequence[Source], progress: Progress) -> list[Trial]:
        """One trial for each source, in the order in which they end."""
        places = asyncio.Semaphore(self.concurrency)

        async def tried(source: Source) -> Trial:
            async with places:
                return await self._tried(source)

        progress.length = len(sources)
        trials = []
        for done in asyncio.as_completed(map(tried, sources)):
            trials.append(await done)
            progress.update(1)
        return trials

    async def _tried(self, source: Source) -> Trial:
        try:
            async with asyncio.timeout(self.patience.total_seconds()):
                poll = await self.watchers[source.kind].poll(source, Validators())
                reading = await self.articles.read(poll, poll.items[:1])
        except TimeoutError:
            return Trial(Poll(source, SourceState.UNREACHABLE, _TOO_LATE, self.patience))
        read = (*reading.items, *reading.left)
        return Trial(replace(reading.poll, items=poll.items), read[0] if read else None)


def to_try(configured: Sequence[Source], known: Sequence[Source]) -> list[Source]:
    """The sources of the configuration, paused or not as the archive knows them, and those that were added
    in chat."""
    paused = {source.name: source.paused for source in known}
    added = [source for source in known if not source.built_in]
    return [replace(each, paused=paused.get(each.name, each.paused)) for each in configured] + added
