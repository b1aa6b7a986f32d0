"""The commands that take lists of feeds in and give them out."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO, Protocol

import click

from handlers.console import Place, finish, plain_ending
from readouts.archive import feed_lists, sources
from readouts.archive.database import Archive, Database
from readouts.archive.drafts import check_own_file, drafted
from readouts.domain.feed_list import MAX_FEED_LIST_BYTES, MAX_FEEDS, FeedList, Intake, NoFeedList
from readouts.domain.source import Source, SourceKind


class FindsFeeds(Protocol):
    """Knows the configuration, and how lists of feeds are written."""

    def place(self) -> Place: ...

    def read_feed_list(self, document: bytes) -> FeedList | NoFeedList: ...

    def write_feed_list(self, sources: Sequence[Source]) -> str: ...


@click.command("import-sources")
@click.argument("file", type=click.File("rb"))
@click.pass_obj
def import_sources(finds: FindsFeeds, file: BinaryIO) -> None:
    """Look at the feeds of an OPML file, too. Status 1 if some of it cannot be used."""
    place = finds.place()
    found = finds.read_feed_list(file.read(MAX_FEED_LIST_BYTES + 1))
    if isinstance(found, NoFeedList):
        raise click.ClickException(f"{file.name}: {found.reason}")
    intake = finish(_taken_up(place, found))
    for line in report(found, intake):
        click.echo(line)
    for unusable in found.unusable:
        title = f" ({unusable.title})" if unusable.title else ""
        click.echo(f"{file.name}, line {unusable.line}{title}: {unusable.reason}", err=True)
    if found.damage:
        click.echo(f"{file.name}: {found.damage}", err=True)
    sys.exit(0 if found.is_whole and not found.unusable and not found.damage else 1)


def report(found: FeedList, intake: Intake) -> list[str]:
    """What became of the list, a line each."""
    lines = [f"added: {source.name}" for source in intake.new]
    lines.append(f"{len(intake.new)} added, {intake.known} looked at already, {found.repeated} named twice.")
    if not found.is_whole:
        lines.append("The list is longer than can be read; the rest of it was left out.")
    return lines


async def _taken_up(place: Place, found: FeedList) -> Intake:
    def take_up(db: Database) -> Intake:
        sources.sync_built_in(db, place.sources, place.now)  # what is configured is not new
        return feed_lists.take_up(db, found.feeds, place.now)

    async with await Archive.open(place.archive) as archive:
        return await archive.write(take_up)


@click.command("export-sources")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), required=False)
@click.pass_obj
def export_sources(finds: FindsFeeds, file: Path | None) -> None:
    """All feeds that are looked at as OPML, into FILE or on standard output."""
    place = finds.place()
    known = finish(_known(place))
    feeds = [source for source in known if source.kind is SourceKind.FEED and source.file is None]
    written = finds.write_feed_list(feeds)
    if file is None:
        click.echo(written, nl=False)
    else:
        with plain_ending():
            check_own_file(file, place.archive)
            with drafted(file) as draft:
                draft.write_text(written, encoding="utf-8")
    left = len(known) - len(feeds)
    if len(feeds) > MAX_FEEDS or len(written.encode()) > MAX_FEED_LIST_BYTES:
        most = f"{MAX_FEEDS:,} feeds and {MAX_FEED_LIST_BYTES / 1e6:g} MB"
        click.echo(f"import-sources takes at most {most} of one file: divide this one first.", err=True)
    click.echo(f"{len(feeds)} feeds. {left} sources are pages, sitemaps or files and stay here.", err=True)


async def _known(place: Place) -> list[Source]:
    async with await Archive.open_read_only(place.archive) as archive:
        return [health.source for health in await archive.read(sources.all_health)]


FEED_COMMANDS = (import_sources, export_sources)
