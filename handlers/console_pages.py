"""The command that gives kept pages out."""

from pathlib import Path

import click

from handlers.console import Finds, Place, finish
from readouts.archive import pages
from readouts.archive.database import Archive
from readouts.domain.kept_page import KeptPage


@click.command("pages")
@click.argument("meeting", type=click.IntRange(1, 10**18))
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.pass_obj
def write_pages(finds: Finds, meeting: int, folder: Path) -> None:
    """The kept pages of a meeting's articles, as they came, into FOLDER. Status 1 if there are none."""
    found = finish(_pages(finds.place(), meeting))
    if not found:
        raise click.ClickException(f"No page of meeting {meeting} is kept. See keep_pages in config.toml.")
    for item, page in found.items():
        click.echo(_written(folder / f"{item}.html", page))


def _written(file: Path, page: KeptPage) -> Path:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(page.body)
    except OSError as error:
        raise click.ClickException(f"{file} cannot be written: {error.strerror}.") from error
    return file


async def _pages(place: Place, meeting: int) -> dict[int, KeptPage]:
    async with await Archive.open_read_only(place.archive) as archive:
        return await archive.read(lambda db: pages.of_meeting(db, meeting))
