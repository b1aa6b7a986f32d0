"""The figures of storing: how many articles are taken in by the second, and how large the archive gets."""

import json
import statistics
import subprocess
import sys
from dataclasses import dataclass

from benchmarks.measuring import LIMITS, as_row, limit_row, reached

_LEAST = 2_000
_LARGEST = 2.0


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured."""

    watches: int
    items: int
    times: int


FULL = Size(100_000, 6_000, 3)
QUICK = Size(5_000, 600, 1)

WHAT_COUNTS = """\
Articles of 500 characters, half of them Chinese, come in polls of thirty. One in five tells of a meeting, and
one in thirty is a page that its source put right, which is held against what it said before. Taking one in is all
that follows once it is read: folding it, holding it against the watches, storing it with its digests and names,
joining it to its meeting, indexing it, owing its alerts, on the disk when it is done.

The size is that of the whole file with its indexes, where nobody is owed anything, beside titles and texts in
UTF-8. For this articles are put together from five golden cases each, as how large an index gets depends on how
people write.
"""


def report(size: Size) -> str:
    """The figures as Markdown."""
    told = [_told(size) for _ in range(size.times)]
    speed = statistics.median(each["items_per_cpu_second"] for each in told)
    owed = told[0]["owed"] / size.items
    what = f"storing and indexing at {size.watches:,} watches, {owed:.1f} alerts owed for an article"
    return "\n".join(
        [
            WHAT_COUNTS,
            LIMITS,
            as_row(what, f"{speed:,.0f} per CPU s", f"at least {_LEAST:,}", reached(speed >= _LEAST)),
            limit_row("archive beside its texts", told[0]["size"], "times", _LARGEST),
            "",
        ]
    )


def _told(size: Size) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.storing_ours", str(size.items), str(size.watches)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)  # noqa: S603 - our own module
    told: dict[str, float] = json.loads(done.stdout)
    return told
