"""Hosts that asked to be left alone."""

from datetime import timedelta

import pytest

from watchers.errors import LESS_OFTEN, Refused
from watchers.resting import MAX_HOSTS, Resting

TOO_OFTEN = Refused(LESS_OFTEN, timedelta(seconds=60), 429)


def test_a_host_rests_for_as_long_as_it_asked() -> None:
    resting = Resting()
    resting.note("n.example", TOO_OFTEN, now=100.0)
    resting.check("other.example", now=100.0)
    with pytest.raises(Refused, match=r"^The server asks us to come less often \(HTTP 429\)\.$") as refused:
        resting.check("n.example", now=130.0)
    assert (refused.value.retry_after, refused.value.status) == (timedelta(seconds=30), 429)
    resting.check("n.example", now=160.0)


def test_no_more_hosts_are_remembered_than_rest() -> None:
    resting = Resting()
    for number in range(MAX_HOSTS + 10):
        resting.note(f"{number}.example", TOO_OFTEN, now=0.0)
    resting.check(f"{MAX_HOSTS}.example", now=0.0)
    resting.note("late.example", TOO_OFTEN, now=61.0)
    with pytest.raises(Refused):
        resting.check("late.example", now=61.0)
