"""Readout Watch as the bot polls: fetched, parsed, understood, matched and taken into the archive."""

import asyncio
import ssl
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from benchmarks.newsserver import look_up
from benchmarks.polling_rounds import main
from readouts.archive import sources
from readouts.archive.database import Archive
from readouts.domain.source import ArticlePolicy, Source
from readouts.pipeline.ingest import Ingest
from readouts.pipeline.memory import collect_seldom
from readouts.pipeline.round import look_once
from readouts.queries.engine import Engine
from watchers.dialing import Dialer
from watchers.fetching import HttpFetcher, Limits
from watchers.kinds import watchers_on
from watchers.understanding import understood
from watchers.workers import WorkerPool

# As `[polling] concurrency` can have it: so many distant servers may keep us waiting at a time.
CONCURRENCY = 500
T = TypeVar("T")
_NEVER = ArticlePolicy.NEVER


class Ours:
    """The parts that bot.py wires for polling, on an archive of their own. Nobody watches anything."""

    def __init__(self, runner: asyncio.Runner, archive: Archive, authority: Path) -> None:
        self._runner = runner
        self._archive = archive
        self._workers = WorkerPool()
        self._fetcher = HttpFetcher(
            Limits(concurrency=CONCURRENCY),
            allow_private=True,
            dialer=Dialer(allow_private=True, lookup=look_up),
            tls=ssl.create_default_context(cafile=str(authority)),
        )
        watchers = watchers_on(self._fetcher, self._workers, Limits().user_agent, _now)
        self._ingest = Ingest(
            archive=archive,
            engine=Engine(),
            watchers=watchers.of_kind,
            articles=watchers.articles,
            understand=partial(understood, self._workers),
            not_before=lambda moment: moment,
            clock=_now,
            zone=ZoneInfo("Asia/Shanghai"),
            on_owed=lambda: None,
        )
        self._sources: list[Source] = []

    def add(self, urls: list[str]) -> None:
        first = len(self._sources)
        # Nobody else asks for the pages behind the items, either.
        self._sources += [Source(f"Site {first + n}", url, articles=_NEVER) for n, url in enumerate(urls)]
        self._runner.run(self._archive.write(lambda db: sources.sync_built_in(db, self._sources, _now())))

    def round(self) -> None:
        self.run(self.look())

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """What `work` comes to, on the client's own loop."""
        return self._runner.run(work)

    async def close(self) -> None:
        await self._workers.close()

    async def look(self) -> None:
        """Ask every source once."""
        async with self._fetcher:
            looks = await look_once(self._archive, self._ingest, CONCURRENCY, _Silent())
        assert all(look.poll.state.answered for look in looks), [look.poll.detail for look in looks]


class _Silent:
    """Shows no progress."""

    length: int | None = None

    def update(self, n_steps: int) -> None:
        pass


def _now() -> datetime:
    return datetime.now(UTC)


@contextmanager
def opened(folder: Path, authority: Path) -> Iterator[Ours]:
    with asyncio.Runner() as runner:
        archive = runner.run(Archive.open(folder / "archive.sqlite"))
        client = Ours(runner, archive, authority)
        collect_seldom()
        yield client
        runner.run(client.close())
        runner.run(archive.close())


if __name__ == "__main__":
    main(opened)
