"""How long people wait for news, simulated on recorded posting times."""

import random

import pytest

from benchmarks.cadence import LIMITS, Budgeted, Fixed, Waiting, half_choosy, population, simulate
from benchmarks.posting_times import load


@pytest.fixture(scope="module")
def waiting() -> tuple[Waiting, Waiting]:
    """Under fixed intervals, and under ours."""
    sources = population(half_choosy, random.Random(7))
    ours = Budgeted(sources, LIMITS, random.Random(7))
    return simulate(sources, Fixed(), random.Random(7)), simulate(sources, ours, random.Random(7))


def test_the_recorded_sources_differ_a_hundredfold() -> None:
    posts = [len(each.play(14, random.Random(1))) for each in load()]
    assert min(posts) > 0
    assert max(posts) > 100 * min(posts)


def test_people_wait_less_than_half_as_long_as_with_fixed_intervals(waiting: tuple[Waiting, Waiting]) -> None:
    fixed, ours = waiting
    assert ours.mean < 0.47 * fixed.mean


def test_that_takes_no_more_looks(waiting: tuple[Waiting, Waiting]) -> None:
    fixed, ours = waiting
    assert ours.looks <= 1.01 * fixed.looks


def test_no_post_waits_longer_than_the_longest_interval(waiting: tuple[Waiting, Waiting]) -> None:
    _, ours = waiting
    assert ours.quantile(1) <= 1.1 * LIMITS.latest.total_seconds()
    assert sum(map(len, ours.waits)) > 5_000
