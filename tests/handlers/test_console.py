"""What `bot.py sources` prints: a table of sources, one of regions, and lines for scripts."""

import asyncio
import json
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner

from handlers.console import Place, list_sources, search_archive
from readouts.archive import search, sources
from readouts.archive.database import Archive, Database
from readouts.domain.source import Poll, Source, SourceState
from readouts.pipeline.cadence import Budget, Limits
from tests.archive.making import stored
from tests.handlers.stage import NOW

SOURCES = (
    Source("anhui", "https://anhui.test/feed?key=secret", region="CN-AH"),
    Source("yunnan", "https://yunnan.test/feed", region="CN-YN"),
    Source("wire", "https://wire.test/feed", every=timedelta(hours=2)),
    Source("paused", "https://paused.test/feed", paused=True),
)
BUDGET = Budget(timedelta(minutes=15), Limits(timedelta(minutes=2), timedelta(minutes=45)))


@dataclass(frozen=True)
class Found:
    """An archive in which Anhui's source answered a minute ago, and Yunnan's two days ago."""

    path: Path

    def place(self) -> Place:
        return Place(self.path, ZoneInfo("Asia/Shanghai"), NOW, BUDGET)


@pytest.fixture
def found(tmp_path: Path) -> Found:
    def write(db: Database) -> None:
        sources.sync_built_in(db, SOURCES, NOW)
        for source, ago in zip(SOURCES, (timedelta(minutes=1), timedelta(days=2)), strict=False):
            sources.record_poll(db, Poll(source, SourceState.OK, "1 item.", timedelta()), NOW - ago, new=1)

    async def make() -> None:
        async with await Archive.open(tmp_path / "archive.sqlite3") as archive:
            await archive.write(write)

    asyncio.run(make())
    return Found(tmp_path / "archive.sqlite3")


def printed(found: Found, *options: str) -> list[str]:
    result = CliRunner().invoke(list_sources, options, obj=found)
    assert result.exit_code == 0
    assert "secret" not in result.output
    return result.output.splitlines()


def test_sources_and_then_regions_are_tables(found: Found) -> None:
    lines = printed(found)
    starts = [line.split()[:3] for line in lines]
    assert starts.index(["anhui", "ok", "2024-06-05"]) < starts.index(["Yunnan", "blind", "1"])
    (yunnan,) = [line for line in lines if line.startswith("Yunnan ")]
    assert yunnan.split()[-1] == "yunnan", "which sources cover it"
    assert starts.index(["Yunnan", "blind", "1"]) < starts.index(["Anhui", "seen", "1"])
    assert lines[-1].startswith("No source of their own: Beijing, Tianjin, Hebei, ")
    assert "blind: no source of the region has answered for a day; no news there says nothing." in lines
    assert not [line for line in lines if line.startswith("frozen:")], "none is"


def test_what_is_in_trouble_stands_above_what_was_never_asked_and_the_paused_last(found: Found) -> None:
    def fail(db: Database) -> None:
        broken = Source("wire", "https://wire.test/feed")
        sources.record_poll(db, Poll(broken, SourceState.REFUSED, "No.", timedelta()), NOW)

    async def write() -> None:
        async with await Archive.open(found.path) as archive:
            await archive.write(fail)

    asyncio.run(write())
    lines = printed(found)
    assert [line.split()[0] for line in lines[2:6]] == ["wire", "anhui", "yunnan", "paused"]
    assert lines[7] == "1 in trouble, 2 well, 1 paused. Times are those of Asia/Shanghai."


def test_each_source_says_how_often_it_is_asked_now(found: Found) -> None:
    (wire,) = [line for line in printed(found) if line.startswith("wire")]
    assert "every 2 h" in wire
    asked = {each["name"]: each["interval_seconds"] for each in map(json.loads, printed(found, "--json"))}
    assert asked == {
        "anhui": pytest.approx(900, 1),
        "yunnan": pytest.approx(900, 1),
        "wire": 7200,
        "paused": None,
    }


def test_the_regions_alone(found: Found) -> None:
    lines = printed(found, "--regions")
    assert lines[0].split()[0] == "region"
    assert len(lines) == 2 + 2 + 4, "two regions, what their sights mean, and the others in one line"


def test_lines_for_scripts_are_sources_or_regions(found: Found) -> None:
    names = [json.loads(line)["name"] for line in printed(found, "--json")]
    assert names == ["anhui", "paused", "wire", "yunnan"]
    regions = [json.loads(line) for line in printed(found, "--json", "--regions")]
    assert len(regions) == 31
    (yunnan,) = [each for each in regions if each["region"] == "CN-YN"]
    assert yunnan == {
        "region": "CN-YN",
        "sight": "blind",
        "sources": ["yunnan"],
        "last_answer": (NOW - timedelta(days=2)).isoformat(),
        "newest": (NOW - timedelta(days=2)).isoformat(),
    }


def test_a_search_that_ran_out_of_time_says_so(found: Found, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fill() -> None:
        async with await Archive.open(found.path) as archive:
            await archive.write(lambda db: [stored(db, str(number)) for number in range(300)])

    asyncio.run(fill())
    whole = CliRunner().invoke(search_archive, ["committee", "--limit", "1000"], obj=found)
    assert (whole.exit_code, whole.stderr) == (0, "")
    monkeypatch.setattr(search, "_BUDGET", timedelta(seconds=-1))
    cut_short = CliRunner().invoke(search_archive, ["committee", "--limit", "1000", "--json"], obj=found)
    assert cut_short.exit_code == 0
    assert cut_short.stderr == "The search ended after half a second; there may be more.\n"
    assert len(cut_short.stdout.splitlines()) < 300


def test_a_query_may_begin_with_a_minus_and_options_stay_options(found: Found) -> None:
    async def store() -> None:
        async with await Archive.open(found.path) as archive:
            await archive.write(lambda db: [stored(db, str(n), title=f"Report of town{n}") for n in range(3)])

    asyncio.run(store())

    def titles(*arguments: str) -> list[str]:
        result = CliRunner().invoke(search_archive, arguments, obj=found)
        assert result.exit_code == 0, result.output
        return sorted(json.loads(line)["title"] for line in result.stdout.splitlines())

    assert titles("-town1", "--json") == ["Report of town0", "Report of town2"]
    assert titles("--json", "--limit", "1", "-town2 -town1") == ["Report of town0"]
    assert titles("-香港", "--json") == ["Report of town0", "Report of town1", "Report of town2"]
    assert "--limit" in CliRunner().invoke(search_archive, ["--help"], obj=found).stdout
    unknown = CliRunner().invoke(search_archive, ["--jsno", "town1"], obj=found)
    assert unknown.exit_code == 2
