"""How a figure is measured: A B A B in fresh processes, what each costs, medians, a ratio."""

import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal, TypeAlias

_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Usage:
    """What one piece of work cost.

    units: how many things were handled. cpu_seconds: of the process and all its children. megabytes: the
    most memory that the process held so far; with_children: and its children, each at its own most.
    """

    units: int
    cpu_seconds: float
    wall_seconds: float
    megabytes: float
    with_children: float


class Meter:
    """Measures from its creation on, everything but the process `apart` (a server, say)."""

    def __init__(self, apart: int | None = None) -> None:
        self._apart = apart
        self._cpu, self._wall = self._cpu_seconds(), time.perf_counter()

    def usage(self, units: int) -> Usage:
        megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        return Usage(
            units,
            self._cpu_seconds() - self._cpu,
            time.perf_counter() - self._wall,
            megabytes,
            megabytes + sum(_most_held(child) for child in self._children()),
        )

    def _cpu_seconds(self) -> float:
        # Of children that have ended, RUSAGE_CHILDREN tells; of those at work, only the system's own files.
        own = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        return sum(used.ru_utime + used.ru_stime for used in own) + sum(map(_cpu_of, self._children()))

    def _children(self) -> list[int]:
        tasks = Path("/proc/self/task").glob("*/children")
        children = {int(pid) for task in tasks for pid in task.read_text().split()}
        return sorted(children - {self._apart})


def _cpu_of(pid: int) -> float:
    # The name, in brackets, may hold anything.
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def _most_held(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), 0.0)


# What each piece of work cost, by its name.
Costs: TypeAlias = Mapping[str, Usage]


@dataclass(frozen=True, slots=True)
class Contender:
    """One side of a comparison: `python -m <command>` does the work once, and calls `tell`."""

    name: str
    command: tuple[str, ...]


def tell(costs: Costs) -> None:
    """Print what it all cost, for whoever runs the contender."""
    print(json.dumps({work: asdict(usage) for work, usage in costs.items()}))


def run(contender: Contender) -> Costs:
    """Let a contender do its work once, in a process of its own."""
    command = [sys.executable, "-m", *contender.command]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)  # noqa: S603 - our own modules
    told = json.loads(done.stdout.strip().split("\n")[-1])
    return {work: Usage(**usage) for work, usage in told.items()}


Rounds: TypeAlias = Sequence[Mapping[Contender, Costs]]


def rounds(contenders: Sequence[Contender], times: int) -> Rounds:
    """Run all contenders in turn, again and again, so that a noisy moment meets all of them."""
    return [{contender: run(contender) for contender in contenders} for _ in range(times)]


@dataclass(frozen=True, slots=True)
class Figure:
    """One row of a table: a piece of work, by us and by a peer, and the goal for the ratio of their speeds.

    ours, theirs: who did it, and under which name. goal: None where there is none. per: what the speed is
    counted by.
    """

    work: str
    ours: tuple[Contender, str]
    theirs: tuple[Contender, str]
    goal: float | None = None
    per: Literal["cpu_seconds", "wall_seconds"] = "cpu_seconds"

    def row(self, measured: Rounds) -> str:
        """Medians over the rounds, and the median of the rounds' own ratios."""
        ours, theirs = ([self._speed(each, *who) for each in measured] for who in (self.ours, self.theirs))
        ratio = statistics.median(our / their for our, their in zip(ours, theirs, strict=True))
        second = "CPU s" if self.per == "cpu_seconds" else "s"
        return as_row(
            self.work,
            f"{statistics.median(ours):,.0f} per {second}",
            f"{self.theirs[0].name}: {statistics.median(theirs):,.0f}",
            f"{ratio:.2f}",
            "" if self.goal is None else f"{self.goal:g}",
            "" if self.goal is None else reached(ratio >= self.goal),
        )

    def _speed(self, measured: Mapping[Contender, Costs], who: Contender, work: str) -> float:
        usage = measured[who][work]
        return usage.units / max(float(getattr(usage, self.per)), 1e-9)


def reached(is_reached: bool) -> str:
    return "yes" if is_reached else "**no**"


FIGURES = """\
| work | ours | beside | ratio | goal | reached |
|---|---|---|---|---|---|"""
LIMITS = """\
| what | measured | goal | reached |
|---|---|---|---|"""


def limit_row(what: str, measured: float, unit: str, most: float) -> str:
    """One row of a table of what may not be exceeded."""
    return as_row(what, f"{measured:,.3g} {unit}".strip(), f"at most {most:g}", reached(measured <= most))


def as_row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"
