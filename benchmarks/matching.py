"""The figures of matching: how many items can be held against a hundred thousand watches, and a million."""

import json
import statistics
import subprocess
import sys
from dataclasses import dataclass
from importlib.util import find_spec

from benchmarks.measuring import (
    FIGURES,
    LIMITS,
    Contender,
    Figure,
    Rounds,
    Usage,
    as_row,
    limit_row,
    reached,
    rounds,
)
from benchmarks.watching import BATCH, FOLDING, LOADING, MATCHING

WHAT_COUNTS = f"""\
An item has 500 characters and is about a meeting, so that it is held against every watch; half of the items
and half of the watches are Chinese. Watches are queries of ten shapes: names, phrases, fields, OR, NOT and
groups; a third of them ask what others ask, too. Folding a text is counted apart: the archive needs it anyway.

- **Readout Watch** is the bot's engine, its compiled watches loaded from their file.
- **naive** holds each distinct query against each item, one by one. It is the judge: what it finds is right.
- **FTS5** and **tantivy** turn the search around: {BATCH:,} items are indexed, and every distinct query is run
  over them.
- *hard* watches ask for nothing but words that stand in most articles, and one in a thousand only denies.
"""


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured."""

    watches: int
    many_watches: int
    items: int
    times: int


FULL = Size(100_000, 1_000_000, 4_000, 3)
QUICK = Size(10_000, 20_000, 500, 1)
_FEW_ITEMS = 10


def report(size: Size) -> str:
    """The figures as Markdown."""
    measured = rounds(_contenders(size, size.watches), size.times)
    many = rounds(_contenders(size, size.many_watches)[:1], 1)
    hard = rounds([_ours("hard", size.watches, 100)], 1)
    speeds = [
        _speed(f"{size.watches:,} watches", measured, 25_000),
        _speed(f"{size.many_watches:,} watches", many, 6_000),
        _speed(f"{size.watches:,} hard watches", hard, None),
    ]
    limits = [*_memory(size, measured, many), *_mismatches(size), *_changes(size)]
    return "\n".join([WHAT_COUNTS, FIGURES, *_beside(size, measured), "", *speeds, "", LIMITS, *limits, ""])


def _ours(mix: str, watches: int, items: int) -> Contender:
    return Contender("ours", ("benchmarks.matching_ours", mix, str(watches), str(items)))


def _contenders(size: Size, watches: int) -> list[Contender]:
    peers = [
        Contender("naive", ("benchmarks.matching_naive", str(watches), str(_FEW_ITEMS))),
        Contender("FTS5", ("benchmarks.matching_fts5", str(watches), str(BATCH))),
        *(
            [Contender("tantivy", ("benchmarks.matching_tantivy", str(watches), str(BATCH)))]
            if _has_tantivy()
            else []
        ),
    ]
    return [_ours("ordinary", watches, size.items), *peers]


def _has_tantivy() -> bool:
    return find_spec("tantivy") is not None


def _beside(size: Size, measured: Rounds) -> list[str]:
    ours, *peers = _contenders(size, size.watches)
    work = f"{size.watches:,} watches"
    rows = [Figure(work, (ours, MATCHING), (peer, MATCHING)).row(measured) for peer in peers]
    return rows if _has_tantivy() else [*rows, as_row(work, "", "tantivy: not installed", "", "", "")]


def _speed(what: str, measured: Rounds, goal: int | None) -> str:
    """One sentence: a table of its own would be wider than it is long."""
    speeds = {
        work: statistics.median(map(_per_cpu_second, _ours_of(measured, work)))
        for work in (MATCHING, FOLDING)
    }
    loading = statistics.median(usage.wall_seconds for usage in _ours_of(measured, LOADING))
    aim = "" if goal is None else f" (goal {goal:,}, reached: {reached(speeds[MATCHING] >= goal)})"
    return (
        f"- {what}: {speeds[MATCHING]:,.0f} items per CPU s{aim}; folding, {speeds[FOLDING]:,.0f} per CPU s, comes"
        f" first. Loading them took {loading:.2f} s."
    )


def _ours_of(measured: Rounds, work: str) -> list[Usage]:
    return [costs[work] for each in measured for contender, costs in each.items() if contender.name == "ours"]


def _per_cpu_second(usage: Usage) -> float:
    return usage.units / usage.cpu_seconds


def _memory(size: Size, few: Rounds, many: Rounds) -> list[str]:
    return [
        limit_row(f"memory, {count:,} watches", _ours_of(measured, MATCHING)[0].megabytes, "MB", 500)
        for count, measured in ((size.watches, few), (size.many_watches, many))
    ]


def _mismatches(size: Size) -> list[str]:
    rows = []
    for mix in ("ordinary", "hard"):
        found = _told("benchmarks.matching_checked", mix, str(size.watches), str(_FEW_ITEMS))
        what = f"mismatches, {size.watches:,} {mix} watches, {found['pairs']:,.0f} pairs, {found['matches']:,.0f} matches"
        rows.append(limit_row(what, found["mismatches"], "", 0))
    return rows


def _changes(size: Size) -> list[str]:
    found = _told("benchmarks.matching_changes", str(size.watches))
    return [
        limit_row("a watch added while matching, 99 of 100 times", found["add_ms"], "ms", 1),
        limit_row("a watch removed while matching, 99 of 100 times", found["remove_ms"], "ms", 1),
        limit_row(
            "loop late meanwhile and while all is compiled anew, 99 of 100 times", found["p99_ms"], "ms", 10
        ),
        limit_row("the same, ever", found["max_ms"], "ms", 10),
    ]


def _told(module: str, *arguments: str) -> dict[str, float]:
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)  # noqa: S603 - our own module
    told: dict[str, float] = json.loads(done.stdout)
    return told
