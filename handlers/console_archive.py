"""The commands that bring the archive, or its articles, from one place to another."""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import BinaryIO, TypeVar

import click

from handlers.console import Finds, Place, finish, parsed, plain_ending
from readouts.archive import backups
from readouts.archive.database import Archive
from readouts.archive.drafts import check_own_file, drafted
from readouts.archive.snapshots import snapshot
from readouts.domain.entry import Entry
from readouts.domain.query import Query
from readouts.extractors.article import extract_readouts
from readouts.pipeline.entry_files import read_entries
from readouts.pipeline.entry_forms import json_line, table_header, table_row
from readouts.pipeline.exchange import Unreadable
from readouts.pipeline.transfer import TakenIn, give_out, take_in

T = TypeVar("T")

_PIPE = Path("-")


@click.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), default=_PIPE)
@click.option("--format", "form", type=click.Choice(["jsonl", "csv"]), help="By the file's name otherwise.")
@click.option("--query", help="Only articles that fit, in the chat's query language.")
@click.pass_obj
def export_articles(finds: Finds, file: Path, form: str | None, query: str | None) -> None:
    """Every article with what it tells, also while the bot runs: JSON Lines, or a CSV table."""
    place = finds.place()
    wanted = parsed(query) if query else None
    is_table = form == "csv" if form else file.suffix.lower() == ".csv"
    with plain_ending(), _written(file, place.archive) as out:
        if is_table:
            out.write(table_header().encode())
        is_shown = file == _PIPE and sys.stdout.isatty()  # a bar would stand among the lines
        written = _export(place, wanted, table_row if is_table else json_line, out, hide_bar=is_shown)
    click.echo(f"{_articles(written)} exported.", err=True)


def _export(
    place: Place, wanted: Query | None, form: Callable[[Entry], str], out: BinaryIO, hide_bar: bool
) -> int:
    with (
        snapshot(place.archive) as db,
        click.progressbar(length=0, label="Exporting", hidden=hide_bar, file=sys.stderr) as bar,
    ):
        return give_out(db, wanted, place.today, form, out, bar)


@contextmanager
def _written(file: Path, archive: Path) -> Iterator[BinaryIO]:
    """Standard output, or a file beside the archive that is there when it is whole."""
    if file != _PIPE:
        check_own_file(file, archive)
        with drafted(file) as draft, draft.open("wb") as opened:
            yield opened
        return
    try:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise click.ClickException(f"Standard output cannot be written: {error.strerror}.") from error


@click.command("import")
@click.argument("file", type=click.File("rb"))
@click.pass_obj
def import_articles(finds: Finds, file: BinaryIO) -> None:
    """Articles into the archive: what `export` wrote, or items as JSON Lines or CSV; - for standard
    input. Nobody is alerted. Status 1 if some could not be read."""
    came = finish(_import(finds.place(), file))
    click.echo(f"{_articles(came.new)} new, {came.known:,} known already, {came.unreadable:,} unreadable.")
    sys.exit(1 if came.unreadable else 0)


async def _import(place: Place, file: BinaryIO) -> TakenIn:
    size = _size(file)
    found = read_entries(file, extract_readouts, place.now)
    async with await Archive.open(place.archive) as archive:
        with click.progressbar(
            length=size or 0, label="Importing", hidden=size is None, file=sys.stderr
        ) as bar:

            def on_step(unreadable: Iterable[Unreadable]) -> None:
                for each in unreadable:
                    click.echo(f"{each.place}: {each.reason}", err=True)
                if size is not None:
                    bar.update(file.tell() - bar.pos)

            return await take_in(archive, found, on_step)


def _size(file: BinaryIO) -> int | None:
    """How many bytes there are; None where only time can tell."""
    if not file.seekable():
        return None
    size = file.seek(0, 2)
    file.seek(0)
    return size


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.pass_obj
def backup(finds: Finds, file: Path) -> None:
    """A copy of the whole archive, chats and watches included, also while the bot runs."""
    place = finds.place()
    with plain_ending():
        _with_bar("Copying", partial(backups.back_up, place.archive, file))
    click.echo(f"{file} is a sound copy of {place.archive}.")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Also where an archive is. It is kept, under another name.")
@click.pass_obj
def restore(finds: Finds, file: Path, force: bool) -> None:
    """A backup in the archive's place, while no bot runs."""
    place = finds.place()
    if place.archive.exists() and not force:
        raise click.UsageError(
            f"There is an archive at {place.archive}. --force puts the backup in its place."
        )
    with plain_ending():
        aside = _with_bar("Restoring", partial(backups.restore, place.archive, file, place.now))
    if aside:
        click.echo(f"The archive that was there is now {aside}.")
    click.echo(f"{place.archive} is as {file} has it.")


def _with_bar(label: str, work: Callable[[backups.Progress], T]) -> T:
    """Do work that tells how many pages of how many are done."""
    with click.progressbar(length=0, label=label, file=sys.stderr) as bar:

        def on_pages(done: int, of: int) -> None:
            bar.length = of
            bar.update(done - bar.pos)

        return work(on_pages)


def _articles(count: int) -> str:
    return f"{count:,} article{'' if count == 1 else 's'}"


CONSOLE_ARCHIVE = (import_articles, export_articles, backup, restore)
