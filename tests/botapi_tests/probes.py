"""Whether work grows in proportion to its input."""

import time
from collections.abc import Callable, Iterable
from itertools import pairwise


def times_of(work: Callable[[int], object], sizes: Iterable[int]) -> list[float]:
    """CPU seconds for each size; the best of three runs, since a pause of the collector is not the work's."""
    return [min(_once(work, size) for _ in range(3)) for size in sizes]


def in_proportion(times: list[float]) -> bool:
    """n, 2n, 4n: a doubling may at most triple the time, above the noise."""
    return all(longer < 3 * shorter + 0.05 for shorter, longer in pairwise(times))


def _once(work: Callable[[int], object], size: int) -> float:
    begin = time.process_time()
    work(size)
    return time.process_time() - begin
