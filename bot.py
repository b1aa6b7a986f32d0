"""The composition root and the command line: wiring and nothing else."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TextIO, TypeVar

import click
import structlog

from handlers.application import build_application
from handlers.console import CONSOLE, Online, Place, finish
from handlers.console_archive import CONSOLE_ARCHIVE
from handlers.console_feeds import FEED_COMMANDS
from handlers.console_pages import write_pages
from handlers.context import Desk
from handlers.locales import load_translations
from handlers.membership import ring_again
from handlers.running import running
from handlers.terminal import TERMINAL_BOT, TERMINAL_CHAT, Terminal, language_of_environment, open_terminal
from readouts.archive import chats, pages, sources, watchlists
from readouts.archive.database import Archive, Database
from readouts.delivery.pacing import Pace
from readouts.delivery.policy import quiet_until
from readouts.delivery.sender import Sender
from readouts.domain.feed_list import FeedList, NoFeedList
from readouts.domain.gazetteer import Gazetteer
from readouts.domain.item import Item
from readouts.domain.readout import Readout
from readouts.domain.source import FirstPoll, Poll, Source, Validators
from readouts.extractors.gazetteer import load_gazetteer
from readouts.pipeline.compiling import LONGEST_COMPILING, MEMORY_FOR_COMPILING
from readouts.pipeline.deliver import Deliver
from readouts.pipeline.ingest import Ingest, Ingested
from readouts.pipeline.memory import collect_seldom
from readouts.pipeline.reports import poll_table
from readouts.pipeline.round import Progress, look_once
from readouts.pipeline.schedule import Schedule
from readouts.pipeline.serve import serve
from readouts.pipeline.trying import Trial, Trier
from readouts.pipeline.watchbook import Judge, kept_engine
from readouts.queries.engine import Engine
from readouts.settings import Settings, SettingsError, load_settings
from readouts.settings.logs import configure_logging
from watchers.decoding import decode as text_of_file
from watchers.fetching import HttpFetcher, Limits
from watchers.kinds import Watchers, watchers_on
from watchers.opml import parse_opml, render_opml
from watchers.understanding import feed_list, understood
from watchers.workers import WorkerPool

HERE = Path(__file__).resolve().parent
SAMPLE = Source("sample", "", file=HERE / "samples" / "readouts.xml", first_poll=FirstPoll.ALERT)
T = TypeVar("T")
log = structlog.get_logger()


def now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Core:
    """The parts that polling needs, opened."""

    settings: Settings
    gazetteer: Gazetteer
    archive: Archive
    engine: Engine
    watchers: Watchers
    understand: Callable[[Item], Awaitable[tuple[Readout, ...]]]
    read_feed_list: Callable[[bytes], Awaitable[FeedList | NoFeedList]]

    def ingest(self, on_owed: Callable[[], None]) -> Ingest:
        quiet, zone = self.settings.delivery.quiet_hours, self.settings.bot.time_zone
        return Ingest(
            archive=self.archive,
            engine=self.engine,
            watchers=self.watchers.of_kind,
            articles=self.watchers.articles,
            understand=self.understand,
            not_before=lambda moment: quiet_until(moment, quiet, zone),
            clock=now,
            zone=zone,
            on_owed=on_owed,
            admins=self.admins,
        )

    @property
    def admins(self) -> tuple[int, ...]:
        """The admins' Telegram ids, which are those of their private chats, too."""
        return self.settings.bot.admins if self.settings.token else (TERMINAL_CHAT,)

    async def try_source(self, source: Source) -> Poll:
        return await self.watchers.of_kind[source.kind].poll(source, Validators())

    async def find_feeds(self, site: Source) -> tuple[Poll, ...]:
        return await self.watchers.discovery.feeds(site)


@asynccontextmanager
async def asking(settings: Settings) -> AsyncIterator[tuple[Watchers, WorkerPool]]:
    """The client and the child processes, for as long as the block lasts."""
    polling, agent = settings.polling, settings.polling.user_agent
    limits = Limits(polling.timeout, polling.max_bytes, polling.per_host, polling.concurrency, agent)
    fetching = HttpFetcher(limits, allow_private=settings.allow_private_addresses)
    async with fetching as fetcher, WorkerPool() as workers:
        yield watchers_on(fetcher, workers, agent, now, bool(settings.keep_pages)), workers


@asynccontextmanager
async def opened(settings: Settings, more_sources: Sequence[Source] = ()) -> AsyncIterator[Core]:
    """The archive, and all that asks and understands, for as long as the block lasts."""
    async with (
        await Archive.open(settings.archive_path) as archive,
        asking(settings) as (watchers, workers),
        WorkerPool(1, wall=LONGEST_COMPILING, memory=MEMORY_FOR_COMPILING) as compilers,
    ):
        gazetteer = load_gazetteer()
        await archive.write(lambda db: sources.sync_built_in(db, (*settings.sources, *more_sources), now()))
        watchers.recall(await archive.read(sources.all_health), now())
        await archive.write(lambda db: watchlists.sync_built_in(db, settings.watchlists, now()))
        await archive.write(lambda db: pages.forget_before(db, now() - settings.keep_pages))
        async with kept_engine(archive, gazetteer, settings.archive_path, compilers.did) as engine:
            understand = partial(understood, workers)
            read_feed_list = partial(feed_list, workers, allow_private=settings.allow_private_addresses)
            collect_seldom()
            yield Core(settings, gazetteer, archive, engine, watchers, understand, read_feed_list)


async def run_bot(settings: Settings, terminal: Terminal | None) -> None:
    """Poll, alert and answer until a signal, or until the person at the terminal leaves."""
    log.info("starting", archive=str(settings.archive_path), sources=len(settings.sources))
    stop = terminal.closed if terminal else asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    async with opened(settings, [SAMPLE] if terminal else []) as core:
        if not terminal:
            await core.archive.write(forget_terminal)
        changed = asyncio.Event()

        def wake() -> None:  # the lane renders for the desk, and so comes after it
            deliver.wake()

        ingest = core.ingest(wake)
        polling = settings.polling
        schedule = Schedule(
            core.archive, ingest, core.gazetteer, polling.budget, polling.concurrency, now, changed
        )
        desk = the_desk(core, ingest, schedule, changed)
        token = settings.token.get_secret_value() if settings.token else TERMINAL_BOT
        application = build_application(desk, token, settings.api_url, terminal, Pace(settings.delivery.pace))
        deliver = Deliver(
            archive=core.archive,
            sender=Sender(application.bot),
            render=desk.rendered,
            clock=now,
            on_moved=lambda chat: ring_again(desk, chat),
        )
        async with running(application, stop) as connected:
            look_after = terminal.opening_done if terminal else None
            await serve(deliver, schedule, stop, look_after=look_after, send_after=connected)


def forget_terminal(db: Database) -> None:
    """What the terminal chat left behind is no news for the subscribers of a real bot."""
    sources.forget_source(db, SAMPLE.name)
    chats.forget(db, TERMINAL_CHAT)


def the_desk(core: Core, ingest: Ingest, schedule: Schedule, changed: asyncio.Event) -> Desk:
    settings = core.settings
    return Desk(
        archive=core.archive,
        engine=core.engine,
        gazetteer=core.gazetteer,
        admins=frozenset(core.admins),
        languages=settings.bot.languages,
        translations=load_translations(),
        clock=now,
        zone=settings.bot.time_zone,
        try_source=core.try_source,
        find_feeds=core.find_feeds,
        poke=changed.set,
        release=ingest.release,
        read_feed_list=core.read_feed_list,
        intervals=schedule.intervals,
    )


@dataclass(frozen=True, slots=True)
class Shop:
    """Where commands find what the configuration says; read only when a command asks for it."""

    config: Path | None
    decode = staticmethod(text_of_file)
    write_feed_list = staticmethod(render_opml)

    def settings(self) -> Settings:
        """The settings, and logging to match; ends with status 2 where they are wrong."""
        try:
            settings = load_settings(self.config, HERE / "config.toml", Judge(load_gazetteer()))
        except SettingsError as error:
            mistakes = "".join(f"  {line}\n" for line in error.mistakes)
            sys.stderr.write(f"The configuration is wrong:\n{mistakes}")
            sys.exit(2)
        log_to(sys.stderr, settings)
        return settings

    def read_feed_list(self, document: bytes) -> FeedList | NoFeedList:
        return parse_opml(document, self.settings().allow_private_addresses)

    def place(self) -> Place:
        settings = self.settings()
        zone, budget = settings.bot.time_zone, settings.polling.budget
        return Place(settings.archive_path, zone, now(), budget, settings.sources)

    def online(self) -> Online:
        settings = self.settings()
        return Online(settings.token, settings.api_url, partial(try_all, settings))


async def try_all(settings: Settings, sources: Sequence[Source], progress: Progress) -> list[Trial]:
    async with asking(settings) as (watchers, _):
        trier = Trier(watchers.of_kind, watchers.articles, settings.polling.concurrency)
        return await trier.try_all(sources, progress)


@click.group(invoke_without_command=True)
@click.option(
    "--config", type=click.Path(path_type=Path), help="The configuration file; config.toml otherwise."
)
@click.pass_context
def main(context: click.Context, config: Path | None) -> None:
    """Watches for readouts of China's regional National Security Commission committees."""
    os.environ.setdefault("PTB_TIMEDELTA", "true")  # python-telegram-bot warns at each 429 otherwise
    context.obj = Shop(config)
    if context.invoked_subcommand is None:
        context.invoke(run)


def log_to(stream: TextIO, settings: Settings) -> None:
    secrets = (settings.token.get_secret_value(),) if settings.token else ()
    configure_logging(stream, secrets, os.environ.get("READOUT_LOG_LEVEL", "INFO").upper())


@main.command()
@click.pass_obj
def run(shop: Shop) -> None:
    """Poll, alert and answer until SIGINT or SIGTERM. Without a token, on a terminal: a chat here."""
    settings = shop.settings()
    if settings.token is None and not sys.stdin.isatty():
        sys.stderr.write(
            "TELEGRAM_BOT_TOKEN is not set, and this is not a terminal.\n"
            "Set it to the token that @BotFather gave you (see README.md, Go live),\n"
            "or start on a terminal for a chat without Telegram.\n"
        )
        sys.exit(2)
    finish(run_bot(settings, None) if settings.token else run_in_terminal(settings))


async def run_in_terminal(settings: Settings) -> None:
    """The chat in the terminal; the log goes to a file, so that it does not stand in the chat."""
    folder = settings.archive_path.parent
    folder.mkdir(parents=True, exist_ok=True)
    is_first = not settings.archive_path.exists()
    with (folder / "terminal.log").open("a", encoding="utf-8") as file:
        log_to(file, settings)
        language = language_of_environment(settings.bot.languages, os.environ)
        await run_bot(settings, open_terminal(language, is_first, now))


@main.command()
@click.pass_obj
def poll(shop: Shop) -> None:
    """One look at every enabled source. Status 1 if some did not answer."""
    looks = finish(poll_once(shop.settings()))
    click.echo(poll_table(looks))
    sys.exit(0 if all(look.poll.state.answered for look in looks) else 1)


async def poll_once(settings: Settings) -> list[Ingested]:
    async with opened(settings) as core:
        with click.progressbar(length=0, label="Asking sources", file=sys.stderr) as bar:
            return await look_once(core.archive, core.ingest(lambda: None), settings.polling.concurrency, bar)


for command in (*CONSOLE, *CONSOLE_ARCHIVE, *FEED_COMMANDS, write_pages):
    main.add_command(command)

if __name__ == "__main__":
    main()
