"""How long a watch takes to be added or removed while items are matched, and how long the loop is kept
from its other work, until all is compiled anew in a child process and taken up.

`python -m benchmarks.matching_changes WATCHES` prints {"add_ms", "remove_ms", "p99_ms", "max_ms"}.
"""

import asyncio
import gc
import json
import random
import sys
import time
from dataclasses import dataclass, field
from datetime import timedelta

from benchmarks.watching import compiled
from benchmarks.watchload import TODAY, news, watches
from readouts.pipeline.compiling import compile_if_due
from readouts.queries.engine import Engine
from watchers.workers import WorkerPool

_TICK = 0.002


@dataclass(slots=True)
class _Times:
    """Seconds that each thing took."""

    add: list[float] = field(default_factory=list)
    remove: list[float] = field(default_factory=list)
    late: list[float] = field(default_factory=list)


async def _tick(times: _Times) -> None:
    while True:
        due = time.perf_counter() + _TICK
        await asyncio.sleep(_TICK)
        times.late.append(time.perf_counter() - due)


async def _change(engine: Engine, count: int, times: _Times) -> None:
    """Add and remove a watch before every item, until all is to be compiled anew."""
    found = news(200)
    dice = random.Random(4)
    fresh = [query for _, _, query in watches(3_000)]
    for number, query in enumerate(fresh):
        begun = time.perf_counter()
        engine.add(count + number, 1, query)
        added = time.perf_counter()
        engine.remove(dice.randrange(count))
        times.remove.append(time.perf_counter() - added)
        times.add.append(added - begun)
        engine.match([found[number % len(found)]], TODAY)
        await asyncio.sleep(0)


async def _measured(count: int) -> _Times:
    times = _Times()
    workers = WorkerPool(1, wall=timedelta(minutes=10), memory=6_000_000_000)
    with compiled("ordinary", count) as file:
        engine = Engine(file.load())
        gc.collect()
        gc.freeze()
        ticking = asyncio.create_task(_tick(times))
        await _change(engine, count, times)
        assert await compile_if_due(engine, file, workers.did)
        assert not engine.is_due
        ticking.cancel()
    await workers.close()
    return times


def _p99(seconds: list[float]) -> float:
    return sorted(seconds)[int(0.99 * (len(seconds) - 1))] * 1000


def main() -> None:
    times = asyncio.run(_measured(int(sys.argv[1])))
    found = {"add_ms": _p99(times.add), "remove_ms": _p99(times.remove), "p99_ms": _p99(times.late)}
    print(json.dumps(found | {"max_ms": max(times.late) * 1000}))


if __name__ == "__main__":
    main()
