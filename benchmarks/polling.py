"""The figures of polling: how many feeds we ask, read and keep, beside lemon24/reader and bare libraries."""

import json
import statistics
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass

from benchmarks.measuring import FIGURES, LIMITS, Contender, Costs, Figure, Rounds, as_row, limit_row, rounds
from benchmarks.polling_rounds import COLD, DISTANT, FEW_NEW, UNCHANGED

WHAT_COUNTS = """\
CPU seconds are those of all processes of a contender, its children included, the server's not. Each side
has polled a few other feeds before, so that code is loaded and workers run. Every round goes over new
connections, because minutes later, when a feed is polled again, none would be open. A feed has 30 items of
one to three hundred characters, half of the feeds are Chinese; servers answer in gzip.

- **Readout Watch** does all that the bot does: checks addresses, fetches, parses, looks for readouts, matches
  watches (there are none), stores items and health in SQLite and indexes the text for search.
- **reader** ([lemon24/reader](https://github.com/lemon24/reader)) fetches with twenty workers, parses and
  stores items in SQLite; it does not index them.
- **searchable** is reader with its own full-text index, brought up to date after each round: this one can do
  with the items what we can.
- **bare** is aiohttp and feedparser with nothing around them: no limits, no archive, nothing kept but ETags.
"""


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured."""

    feeds: int
    many_feeds: int
    times: int


FULL = Size(1_000, 5_000, 3)
QUICK = Size(100, 500, 1)


def report(size: Size) -> str:
    """The figures as Markdown."""
    measured = rounds(_clients("near", size.feeds, "ours", "reader", "searchable", "bare"), size.times)
    far = rounds(_clients("far", size.feeds, "ours", "reader"), 1)
    many = rounds(_clients("near", size.many_feeds, "ours"), 1)
    figures = [*_near(size, measured), _far(size, far)]
    limits = [*_many(size, measured, many), *_memory(size, far, many), *_stall(size)]
    return "\n".join([WHAT_COUNTS, FIGURES, *figures, "", LIMITS, *limits, ""])


def _clients(place: str, feeds: int, *names: str) -> list[Contender]:
    return [Contender(name, (f"benchmarks.polling_{name}", place, str(feeds))) for name in names]


def _near(size: Size, measured: Rounds) -> list[str]:
    ours, reader, searchable, bare = _clients("near", size.feeds, "ours", "reader", "searchable", "bare")
    cold, few = f"{size.feeds:,} feeds, cold", "the same, 5 % with one new item"
    unchanged = "the same, all unchanged (304)"
    figures = (
        Figure(cold, (ours, COLD), (reader, COLD), 4),
        Figure(few, (ours, FEW_NEW), (reader, FEW_NEW), 6),
        Figure(unchanged, (ours, UNCHANGED), (reader, UNCHANGED), 3.5),
        Figure(cold, (ours, COLD), (searchable, COLD)),
        Figure(few, (ours, FEW_NEW), (searchable, FEW_NEW)),
        Figure(cold, (ours, COLD), (bare, COLD)),
        Figure(few, (ours, FEW_NEW), (bare, FEW_NEW)),
        Figure(unchanged, (ours, UNCHANGED), (bare, UNCHANGED), 0.9),
    )
    return [figure.row(measured) for figure in figures]


def _far(size: Size, measured: Rounds) -> str:
    ours, reader = _clients("far", size.feeds, "ours", "reader")
    work = f"{size.feeds:,} distant servers (300 ms, TLS), all unchanged"
    return Figure(work, (ours, DISTANT), (reader, DISTANT), 15, per="wall_seconds").row(measured)


def _many(size: Size, few: Rounds, many: Rounds) -> list[str]:
    """What a feed costs among many, beside what it costs among few."""
    rows = []
    for work, name in ((FEW_NEW, "5 % with one new item"), (UNCHANGED, "all unchanged")):
        among_few = statistics.median(_cost(measured, "ours", work) for measured in few)
        among_many = statistics.median(_cost(measured, "ours", work) for measured in many)
        what = f"{size.many_feeds:,} feeds, {name}: CPU of a feed beside {size.feeds:,} feeds"
        rows.append(limit_row(what, among_many / among_few, "", 1.2))
    return rows


def _cost(measured: Mapping[Contender, Costs], name: str, work: str) -> float:
    (usage,) = (costs[work] for client, costs in measured.items() if client.name == name)
    return usage.cpu_seconds / usage.units


def _memory(size: Size, far: Rounds, many: Rounds) -> list[str]:
    rows = []
    for what, measured, work in (
        (f"{size.feeds:,} distant servers over TLS", far, DISTANT),
        (f"{size.many_feeds:,} feeds", many, UNCHANGED),
    ):
        (usage,) = (costs[work] for client, costs in measured[0].items() if client.name == "ours")
        rows.append(limit_row(f"memory of the bot, {what}", usage.megabytes, "MB", 200))
        rows.append(as_row("... with its workers", f"{usage.with_children:,.0f} MB", "", ""))
    return rows


def _stall(size: Size) -> list[str]:
    command = [sys.executable, "-m", "benchmarks.stalling", str(size.feeds)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)  # noqa: S603 - our own module
    found = json.loads(done.stdout)
    what = f"event loop late while {size.feeds:,} feeds change"
    return [
        limit_row(f"{what}, 99 of 100 times", found["p99_ms"], "ms", 20),
        limit_row(f"{what}, ever", found["max_ms"], "ms", 50),
    ]
