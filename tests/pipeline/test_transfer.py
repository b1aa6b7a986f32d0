"""Out of one archive and into another: nothing changes, whatever is in it, however often, however much."""

import asyncio
import io
import json
import random
import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from readouts.archive import checks, entries, former_texts, hand, items, meetings, search
from readouts.archive.arrivals import Numbers
from readouts.archive.database import Archive
from readouts.archive.migrations import migrations
from readouts.domain.entry import Entry
from readouts.domain.item import Item
from readouts.domain.query import AllOf, Query
from readouts.domain.readout import Readout
from readouts.pipeline.entry_files import read_entries
from readouts.pipeline.entry_forms import json_line, table_header, table_row
from readouts.pipeline.exchange import Unreadable
from readouts.pipeline.transfer import TakenIn, give_out, take_in
from tests.archive.children import child, line_from
from tests.archive.making import DAY, HAN_JUN, NOW, TODAY, item, readout, undated, vague

texts = st.text(st.characters(), max_size=20) | st.text(alphabet="'=,\"\r\n\0\ud800\ufeff安徽", max_size=6)
published = st.none() | st.datetimes(timezones=st.timezones() | st.just(UTC))
told = st.sampled_from([readout(), readout(chair=HAN_JUN), readout(region="CN-CQ"), vague(TODAY), undated()])
CORRECTED = ((), (readout(region="CN-YN"),), (readout(),), (readout(), readout(region="CN-CQ")))
reported = st.lists(
    st.sampled_from([readout(), readout(chair=HAN_JUN), readout(region="CN-CQ"), vague(TODAY)]), max_size=6
)
decisions = st.lists(
    st.tuples(st.sampled_from(["merge", "split", "correct"]), st.integers(1, 4), st.integers(1, 3)),
    max_size=6,
)
articles = st.lists(
    st.tuples(
        st.builds(
            Item,
            identity=texts,
            url=texts,
            title=texts,
            text=texts,
            lang=st.sampled_from([None, "zh", "en"]),
            published=published,
            source=st.none() | texts.filter(bool),
            region=st.sampled_from([None, "CN-AH"]),
        ),
        st.lists(told, max_size=3).map(tuple),
    ),
    max_size=6,
)


@dataclass
class Steps:
    """A progress bar that only counts."""

    length: int | None = None
    done: int = 0

    def update(self, n_steps: int) -> None:
        self.done += n_steps


def in_memory(empty: sqlite3.Connection) -> Database:
    conn = sqlite3.connect(":memory:", isolation_level=None)
    empty.backup(conn)
    conn.row_factory = sqlite3.Row
    conn.execute("PRAGMA foreign_keys = ON")
    return Database(conn, execute_plugins=False)


@pytest.fixture(scope="module")
def empty() -> sqlite3.Connection:
    conn = sqlite3.connect(":memory:", isolation_level=None)
    migrations().apply(Database(conn, execute_plugins=False))
    return conn


def exported(db: Database, form: Callable[[Entry], str] = json_line) -> bytes:
    file = io.BytesIO(table_header().encode() if form is table_row else b"")
    file.seek(0, 2)
    give_out(db, None, TODAY, form, file, Steps())
    return file.getvalue()


def imported(db: Database, content: bytes) -> None:
    numbers = Numbers()
    for each in read_entries(io.BytesIO(content), lambda _: (), NOW + 100 * DAY):
        assert isinstance(each, Entry), each
        entries.put(db, each, numbers)


def as_ingested(db: Database, article: Item, readouts: tuple[Readout, ...], now: datetime) -> None:
    item_id = items.add(db, article, now)
    if item_id is not None:
        meetings.attach(db, item_id, article, readouts, now)


def decided(db: Database, decisions: list[tuple[str, int, int]], now: datetime) -> None:
    """What admins and sources did later; much of it is about what is not there, and changes nothing."""
    for place, (act, first, second) in enumerate(decisions):
        moment = now + place * DAY
        if act == "merge":
            hand.merge(db, first, second, moment)
        elif act == "split":
            hand.split(db, first, second, moment)
        elif (known := items.get(db, first)) is not None:
            other = replace(known, text=f"{known.text} corrected {place}")
            former_texts.correct(db, first, other, CORRECTED[second], moment)


def meanings(db: Database) -> object:
    """Who belongs to whom, whatever is numbered by the way."""
    of_readouts = db.execute(
        "SELECT item, place, meeting, home, replaced FROM readouts ORDER BY item, place"
    ).fetchall()
    of_meetings = db.execute(
        "SELECT id, merged_into, split_from FROM meetings WHERE id IN"
        " (SELECT meeting FROM readouts UNION SELECT home FROM readouts) ORDER BY id"
    ).fetchall()
    return [tuple(row) for row in of_readouts], [tuple(row) for row in of_meetings]


@settings(max_examples=150, deadline=None)
@given(made=reported, decisions=decisions, newest_first=st.booleans())
def test_what_was_decided_by_hand_and_said_before_goes_along(
    empty: sqlite3.Connection, made: list[Readout], decisions: list[tuple[str, int, int]], newest_first: bool
) -> None:
    archive = in_memory(empty)
    for number, each in enumerate(made):
        title = "Correction" if number % 3 == 2 else f"Title {number}"
        day = NOW - number * DAY if newest_first else NOW
        as_ingested(archive, item(str(number), title=title, published=day), (each,), NOW + number * DAY)
    decided(archive, decisions, NOW + 10 * DAY)
    lines, table = exported(archive), exported(archive, table_row)
    for content in (lines, table):
        copy = in_memory(empty)
        imported(copy, content)
        assert exported(copy) == lines
        assert exported(copy, table_row) == table
        assert meanings(copy) == meanings(archive)
        imported(copy, content)
        assert exported(copy) == lines, "twice is once"


@settings(max_examples=150, deadline=None)
@given(made=articles, gone=st.integers(0, 3))
def test_what_comes_out_of_the_copy_is_what_came_out_of_the_archive(
    empty: sqlite3.Connection, made: list[tuple[Item, tuple[Readout, ...]]], gone: int
) -> None:
    archive = in_memory(empty)
    as_ingested(archive, item("gone", source="gone"), (undated(region="gone"),) * gone, NOW)
    for day, (article, readouts) in enumerate(made):
        as_ingested(archive, article, readouts, NOW + day * DAY)
    items.remove_all_of(archive, "gone")
    lines, table = exported(archive), exported(archive, table_row)
    for content in (lines, table):
        copy = in_memory(empty)
        imported(copy, content)
        assert exported(copy) == lines
        assert exported(copy, table_row) == table
        imported(copy, content)
        assert exported(copy) == lines, "twice is once"
        tables = ("meetings", "readouts", "item_aliases", "items")
        assert {name: copy[name].count for name in tables} == {name: archive[name].count for name in tables}


def test_an_export_holds_one_article_a_line_and_counts_them(empty: sqlite3.Connection) -> None:
    db = in_memory(empty)
    for number in range(250):
        as_ingested(db, item(str(number)), (), NOW)
    file, steps = io.BytesIO(), Steps()
    assert give_out(db, None, TODAY, json_line, file, steps) == 250
    assert (steps.length, steps.done) == (250, 250)
    identities = [json.loads(line)["identity"] for line in file.getvalue().splitlines()]
    assert identities == [str(number) for number in range(250)]


async def test_what_cannot_be_read_is_told_and_the_rest_is_taken_in(archive: Archive) -> None:
    found: list[Entry | Unreadable] = [
        Entry(item("1"), NOW, ()),
        Unreadable("line 2", "is not JSON"),
        Entry(item("1"), NOW, ()),
    ]
    told: list[Unreadable] = []
    assert await take_in(archive, found, told.extend) == TakenIn(new=1, known=1, unreadable=1)
    assert told == [found[1]]


async def test_long_articles_are_stored_a_few_at_a_time(archive: Archive) -> None:
    steps: list[Iterable[Unreadable]] = []
    long = (Entry(item(str(number), text="x" * 3_000_000), NOW, ()) for number in range(5))
    await take_in(archive, long, steps.append)
    assert len(steps) == 3


IMPORTER = """
import asyncio, io, sys
from pathlib import Path
from readouts.archive.database import Archive
from readouts.pipeline.entry_files import read_entries
from readouts.pipeline.transfer import take_in
from tests.archive.making import NOW
from tests.pipeline.test_transfer import highest_memory

async def main():
    archive = await Archive.open(Path(sys.argv[1]))
    print("ready", flush=True)
    with open(sys.argv[2], "rb") as file:
        found = read_entries(file, lambda _: (), NOW)
        await take_in(archive, found, lambda _: print("step", flush=True))
    await archive.close()
    print(highest_memory(), flush=True)

asyncio.run(main())
"""
EXPORTER = """
import sys
from datetime import date
from pathlib import Path
from readouts.archive.snapshots import snapshot
from readouts.pipeline.entry_forms import json_line
from readouts.pipeline.transfer import give_out
from tests.pipeline.test_transfer import Steps, highest_memory

with snapshot(Path(sys.argv[1])) as db, open(sys.argv[2], "wb") as file:
    give_out(db, None, date.max, json_line, file, Steps())
print(highest_memory(), flush=True)
"""


def highest_memory() -> int:
    """Of this process since it was started, in kibibytes. (ru_maxrss would count its parent's, too.)"""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0])


def file_of(path: Path, size: int, dots: int = 0) -> Path:
    """A file of articles with a few words each and as many dots, which no index keeps."""
    day = timedelta(days=1)
    with path.open("w", encoding="utf-8") as file:
        for number in range(size):
            facts = readout(region=f"CN-{number % 30}", date=TODAY - number % 500 * day)
            file.write(
                json_line(Entry(item(str(number), text=f"word{number} " * 20 + "." * dots), NOW, (facts,)))
            )
    return path


async def test_an_import_that_is_killed_is_begun_anew_and_misses_nothing(tmp_path: Path) -> None:
    path, file = tmp_path / "archive.sqlite3", file_of(tmp_path / "lines.jsonl", 1_500)
    dice = random.Random(5)
    stored = []
    for _ in range(3):
        with child(IMPORTER, str(path), str(file)) as importer:
            assert line_from(importer) == "ready"
            line_from(importer)
            await asyncio.sleep(dice.uniform(0, 0.2))
            importer.kill()
        async with await Archive.open_read_only(path) as archive:
            stored.append(await archive.read(lambda db: db["items"].count))
    assert 0 < stored[0] < 1_500
    with child(IMPORTER, str(path), str(file)) as importer:
        importer.wait()
    out = io.BytesIO()
    async with await Archive.open(path) as archive:
        assert await archive.write(lambda db: checks.problems(db, quick=False)) == ()
        await archive.read(lambda db: give_out(db, None, TODAY, json_line, out, Steps()))
        hits = await archive.read(lambda db: search.search(db, Query("", AllOf(())), TODAY, 5))
    assert hits.total_is_floor
    again = [json.loads(line) for line in out.getvalue().splitlines()]
    given = [json.loads(line) for line in file.read_bytes().splitlines()]
    assert [each | {"meetings": []} for each in again] == given


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc")
def test_ten_times_the_articles_take_no_more_memory(tmp_path: Path) -> None:
    """In processes of their own, in kibibytes at their highest."""
    highest = []
    for size in (300, 3_000):
        path, file = tmp_path / f"{size}.sqlite3", file_of(tmp_path / f"{size}.jsonl", size, dots=10_000)
        copy = tmp_path / f"{size}.copy"
        for code, target in ((IMPORTER, file), (EXPORTER, copy)):
            with child(code, str(path), str(target)) as process:
                assert process.stdout is not None
                highest.append(int(process.stdout.read().split()[-1]))
        assert sum(1 for _ in copy.open("rb")) == size
    small_import, small_export, large_import, large_export = highest
    spare = 20 * 1024  # of which SQLite keeps 16 MiB of pages
    assert large_import < small_import + spare
    assert large_export < small_export + spare
