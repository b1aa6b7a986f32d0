"""The commands that need no chat: results on standard output, the rest on standard error."""

import asyncio
import json
import sys
from collections.abc import Callable, Coroutine, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO, Protocol, TypeVar
from zoneinfo import ZoneInfo

import click
import structlog
from pydantic import SecretStr

from handlers.running import TokenRefused
from handlers.token import token_verdict
from readouts.archive import search, sources
from readouts.archive.checks import problems
from readouts.archive.database import Archive, ArchiveError, Database
from readouts.archive.errors import OverArchiveError
from readouts.domain.coverage import coverage
from readouts.domain.gazetteer import Gazetteer
from readouts.domain.query import Query, QueryError
from readouts.domain.source import Source, SourceHealth
from readouts.extractors.article import extract_readouts
from readouts.extractors.gazetteer import load_gazetteer
from readouts.pipeline.audience import watchers_of
from readouts.pipeline.cadence import Budget, interval, share_out
from readouts.pipeline.compiling import CompiledFile, left_to_the_bot
from readouts.pipeline.exchange import (
    Unreadable,
    extracted_as_json,
    health_as_json,
    hit_as_json,
    read_items,
    region_as_json,
)
from readouts.pipeline.reports import health_table, hit_lines, region_table, trial_table
from readouts.pipeline.round import Progress
from readouts.pipeline.trying import Trial, to_try
from readouts.pipeline.watchbook import filled_engine
from readouts.queries.language import parse_query

T = TypeVar("T")
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Place:
    """Where the archive lies, the zone of shown times, what time it is, what is spent on looks, and the
    configured sources."""

    archive: Path
    zone: ZoneInfo
    now: datetime
    budget: Budget
    sources: Sequence[Source] = ()

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()


@dataclass(frozen=True, slots=True)
class Online:
    """What `check --online` asks: Telegram about the token, and sources through `try_all`."""

    token: SecretStr | None
    api_url: str | None
    try_all: Callable[[Sequence[Source], Progress], Coroutine[Any, Any, list[Trial]]]


class Finds(Protocol):
    """Reads the configuration when a command asks for it; ends the program where it is wrong."""

    def place(self) -> Place: ...

    def online(self) -> Online: ...

    def decode(self, content: bytes) -> str:
        """The text of a file, whichever encoding it is in."""
        ...


def finish(work: Coroutine[Any, Any, T]) -> T:
    """Run to the end; what can be expected to fail ends with status 1 or 2 and one sentence."""
    with plain_ending():
        return asyncio.run(work)


@contextmanager
def plain_ending() -> Iterator[None]:
    """The same for work that waits for nothing."""
    try:
        yield
    except OverArchiveError as error:
        raise click.UsageError(str(error)) from error
    except ArchiveError as error:
        raise click.ClickException(str(error)) from error
    except TokenRefused as error:
        sys.stderr.write("Telegram does not accept this token. Copy it from @BotFather again.\n")
        raise SystemExit(2) from error
    except (click.ClickException, BrokenPipeError):  # click ends the program for both
        raise
    except Exception:  # last resort: nobody is left to handle it, and the log blanks out secrets
        log.exception("the program failed in a way nobody foresaw")
        sys.exit(1)


def parsed(query: str) -> Query:
    """A query in the chat's language; ends with status 2 where it has a mistake."""
    try:
        return parse_query(query, load_gazetteer())
    except QueryError as error:
        raise click.UsageError(str(error)) from error


@click.command()
@click.argument("files", nargs=-1, type=click.File("rb"))
@click.pass_obj
def extract(finds: Finds, files: tuple[BinaryIO, ...]) -> None:
    """Readouts in articles: JSON, JSON Lines, .html, .txt, or - for standard input."""
    unreadable = 0
    for file in files or (sys.stdin.buffer,):
        for given in read_items(file, file.name, finds.decode):
            if isinstance(given, Unreadable):
                unreadable += 1
                click.echo(f"{given.place}: {given.reason}", err=True)
            else:
                line = extracted_as_json(given, extract_readouts(given.item))
                click.echo(json.dumps(line, ensure_ascii=False))
    sys.exit(1 if unreadable else 0)


# A query may begin with a minus, for what is not to be found.
@click.command("search", context_settings={"ignore_unknown_options": True})
@click.argument("query")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True)
@click.pass_obj
def search_archive(finds: Finds, query: str, as_json: bool, limit: int) -> None:
    """The archive, in the chat's query language."""
    place = finds.place()
    wanted = parsed(query)
    found = finish(_reading(place, lambda db: search.search(db, wanted, place.today, limit)))
    for hit in found.hits:
        click.echo(json.dumps(hit_as_json(hit), ensure_ascii=False) if as_json else hit_lines(hit))
    if found.is_cut_short:
        click.echo("The search ended after half a second; there may be more.", err=True)
    elif not found.hits and not as_json:
        click.echo("Nothing found.", err=True)


@click.command("sources")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.option("--regions", "only_regions", is_flag=True, help="The regions instead of the sources.")
@click.pass_obj
def list_sources(finds: Finds, as_json: bool, only_regions: bool) -> None:
    """How each source is doing, and which regions are seen."""
    place = finds.place()
    gazetteer = load_gazetteer()
    known, intervals = finish(_surveyed(place, gazetteer))
    regions = coverage(known, gazetteer.regions, place.now)
    if as_json:
        of_sources = (health_as_json(each, intervals.get(each.source.name)) for each in known)
        for line in map(region_as_json, regions) if only_regions else of_sources:
            click.echo(json.dumps(line, ensure_ascii=False))
        return
    if not only_regions:
        click.echo(f"{health_table(known, intervals, place.zone)}\n")
    click.echo(region_table(regions, gazetteer, place.zone))


@click.command()
@click.option("--online", is_flag=True, help="Also ask Telegram about the token, and every source once.")
@click.pass_obj
def check(finds: Finds, online: bool) -> None:
    """Whether the configuration is right and the archive is sound. Status 1 or 2 if not."""
    place = finds.place()
    click.echo("configuration: right")
    is_sound = _archive_is_sound(place)
    works = not online or check_online(finds.online(), place)
    sys.exit(0 if is_sound and works else 1)


def check_online(online: Online, place: Place) -> bool:
    """Whether the token and every source that is not paused work."""
    token = finish(token_verdict(online.token, online.api_url))
    click.echo(f"token: {token.sentence}")
    known = finish(_reading(place, sources.all_health)) if place.archive.exists() else ()
    tried = to_try(place.sources, [each.source for each in known])
    with click.progressbar(length=0, label="Trying sources", file=sys.stderr) as bar:
        trials = finish(online.try_all(tried, bar))
    click.echo(trial_table(trials, place.zone))
    return token.works and all(trial.works for trial in trials if not trial.poll.source.paused)


def _archive_is_sound(place: Place) -> bool:
    if not place.archive.exists():
        click.echo(f"archive: none at {place.archive} yet; the first start makes it")
        return True
    found = finish(_reading(place, lambda db: problems(db, quick=False)))
    for problem in found:
        click.echo(f"archive: {problem}")
    if not found:
        click.echo(f"archive: {place.archive} is sound")
    return not found


async def _surveyed(
    place: Place, gazetteer: Gazetteer
) -> tuple[Sequence[SourceHealth], Mapping[str, timedelta]]:
    """Every source, and how often each that is not paused is asked now."""
    async with await Archive.open_read_only(place.archive) as archive:
        known = await archive.read(sources.all_health)
        compiled = CompiledFile.beside(place.archive, gazetteer)
        engine = await filled_engine(archive, gazetteer, compiled, left_to_the_bot)
    watchers = watchers_of((each.source for each in known), engine.watching(), gazetteer)
    rhythms = share_out(known, watchers, place.budget)
    by_name = {each.source.name: each for each in known}
    return known, {name: interval(by_name[name], place.now, pace) for name, pace in rhythms.items()}


async def _reading(place: Place, work: Callable[[Database], T]) -> T:
    """Read the archive, beside a running bot if need be."""
    async with await Archive.open_read_only(place.archive) as archive:
        return await archive.read(work)


CONSOLE = (extract, search_archive, list_sources, check)
