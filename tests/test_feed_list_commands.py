"""`bot.py import-sources` and `bot.py export-sources`."""

import asyncio
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner

from handlers.console import Place
from handlers.console_feeds import export_sources, import_sources
from readouts.archive import sources
from readouts.archive.database import Archive
from readouts.domain.feed_list import MAX_FEEDS, FeedList
from readouts.domain.source import Selectors, Source, SourceKind
from readouts.pipeline.cadence import Budget, Limits
from tests.handlers.stage import NOW
from tests.running import RunningBot
from watchers.opml import parse_opml, render_opml

OPML = """<opml version="2.0"><body>
<outline type="rss" text="Anhui daily" language="zh" category="/region/CN-AH"
  xmlUrl="https://a.example/feed"/>
<outline type="rss" text="configured" xmlUrl="https://configured.example/feed"/>
<outline type="rss" text="twice" xmlUrl="https://a.example/feed"/>
</body></opml>"""
BAD = '<opml><body>\n<outline type="rss" text="b" xmlUrl="ftp://b.example/"/></body></opml>'
BUDGET = Budget(timedelta(minutes=15), Limits(timedelta(minutes=2), timedelta(minutes=45)))
CONFIGURED = (
    Source("feed", "https://configured.example/feed"),
    Source("list", "https://l.example/", SourceKind.PAGE, selectors=Selectors(item="a")),
)


class Found:
    """An archive of its own, and the way lists are really read and written."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "archive.sqlite3"

    def place(self) -> Place:
        return Place(self.path, ZoneInfo("Asia/Shanghai"), NOW, BUDGET, CONFIGURED)

    read_feed_list = staticmethod(parse_opml)
    write_feed_list = staticmethod(render_opml)

    def sources(self) -> list[Source]:
        async def read() -> list[Source]:
            async with await Archive.open_read_only(self.path) as archive:
                return [each.source for each in await archive.read(sources.all_health)]

        return asyncio.run(read())


@pytest.fixture
def found(tmp_path: Path) -> Found:
    return Found(tmp_path)


def imported(found: Found, document: str, tmp_path: Path) -> tuple[int, str]:
    file = tmp_path / "list.opml"
    file.write_text(document, encoding="utf-8")
    result = CliRunner().invoke(import_sources, [str(file)], obj=found)
    return result.exit_code, result.output


def test_feeds_of_a_list_are_looked_at_and_what_is_known_is_told(found: Found, tmp_path: Path) -> None:
    status, printed = imported(found, OPML, tmp_path)
    assert (status, printed.splitlines()) == (
        0,
        ["added: Anhui-daily", "1 added, 1 looked at already, 1 named twice."],
    )
    (added,) = [source for source in found.sources() if not source.built_in]
    assert (added.url, added.region, added.lang) == ("https://a.example/feed", "CN-AH", "zh")
    assert imported(found, OPML, tmp_path)[1].startswith("0 added, 2 looked at already")


def test_lines_that_cannot_be_used_are_told_and_the_status_says_so(found: Found, tmp_path: Path) -> None:
    status, printed = imported(found, BAD, tmp_path)
    assert status == 1
    assert "list.opml, line 2 (b): Only http and https addresses are asked." in printed


def test_a_list_that_breaks_off_is_taken_in_as_far_as_it_goes_and_says_so(
    found: Found, tmp_path: Path
) -> None:
    status, printed = imported(found, OPML.partition('<outline type="rss" text="twice"')[0], tmp_path)
    assert status == 1
    assert "added: Anhui-daily" in printed
    assert "list.opml: The file is damaged or breaks off in line 5;" in printed


def test_an_address_that_is_only_written_otherwise_is_no_second_source(found: Found, tmp_path: Path) -> None:
    imported(found, OPML, tmp_path)
    other = '<opml><body><outline text="x" xmlUrl="HTTPS://A.example:443/feed#x"/></body></opml>'
    status, printed = imported(found, other, tmp_path)
    assert (status, printed) == (0, "0 added, 1 looked at already, 0 named twice.\n")


def test_a_file_that_is_no_list_changes_nothing(found: Found, tmp_path: Path) -> None:
    status, printed = imported(found, "<html/>", tmp_path)
    assert status == 1
    assert "The file is not OPML." in printed
    assert not found.path.exists()


def test_what_goes_out_comes_in_again(found: Found, tmp_path: Path) -> None:
    imported(found, OPML, tmp_path)
    file = tmp_path / "out.opml"
    told = CliRunner().invoke(export_sources, [str(file)], obj=found)
    assert (told.exit_code, told.stdout) == (0, "")
    assert "2 feeds. 1 sources are pages, sitemaps or files and stay here." in told.stderr
    listed = parse_opml(file.read_bytes())
    assert isinstance(listed, FeedList)
    assert [feed.url for feed in listed.feeds] == [
        "https://a.example/feed",
        "https://configured.example/feed",
    ]
    printed = CliRunner().invoke(export_sources, [], obj=found)
    assert printed.stdout == file.read_text(encoding="utf-8")


@pytest.mark.parametrize(("more", "said"), [(0, False), (1, True)])
def test_a_list_that_is_too_long_to_come_in_again_says_so_when_it_goes_out(
    found: Found, tmp_path: Path, more: int, said: bool
) -> None:
    feeds = [Source(f"f{n}", f"https://{n}.example/feed") for n in range(MAX_FEEDS - 1 + more)]

    async def fill() -> None:
        async with await Archive.open(found.path) as archive:
            await archive.write(lambda db: sources.sync_built_in(db, [*CONFIGURED, *feeds], NOW))

    asyncio.run(fill())
    file = tmp_path / "out.opml"
    told = CliRunner().invoke(export_sources, [str(file)], obj=found)
    assert told.exit_code == 0
    assert ("import-sources takes at most 20,000 feeds and 5 MB of one file" in told.stderr) is said
    assert f"{MAX_FEEDS + more:,}".replace(",", "") in told.stderr


@pytest.mark.parametrize("end", ["", "-wal", "-shm", ".lock", ".watches"])
def test_a_list_of_feeds_never_takes_the_place_of_the_archive(found: Found, tmp_path: Path, end: str) -> None:
    """It was written over the archive, which was lost with all that it held."""
    imported(found, OPML, tmp_path)
    before = found.path.read_bytes()
    refused = CliRunner().invoke(export_sources, [f"{found.path}{end}"], obj=found)
    assert refused.exit_code == 2
    assert "is the archive itself" in refused.stderr
    link = tmp_path / "link.opml"
    link.symlink_to(found.path)
    assert CliRunner().invoke(export_sources, [str(link)], obj=found).exit_code == 2
    assert found.path.read_bytes() == before


def test_a_list_of_feeds_is_for_its_owners_eyes(found: Found, tmp_path: Path) -> None:
    """Addresses may hold keys."""
    imported(found, OPML, tmp_path)
    file = tmp_path / "out.opml"
    CliRunner().invoke(export_sources, [str(file)], obj=found)
    assert file.stat().st_mode & 0o077 == 0


async def test_while_the_bot_runs_a_list_is_not_taken_in_from_outside(tmp_path: Path) -> None:
    list_ = tmp_path / "list.opml"
    list_.write_text(OPML, encoding="utf-8")
    bot = RunningBot(tmp_path, {}, "")
    async with await Archive.open(bot.archive):
        status, _ = await bot.run("import-sources", str(list_))
        assert status == 1
        assert "Another instance" in bot.log
        assert "Traceback" not in bot.log
    assert (await bot.run("import-sources", str(list_)))[0] == 0
    status, printed = await bot.run("export-sources")
    assert status == 0
    assert 'xmlUrl="https://a.example/feed"' in printed
