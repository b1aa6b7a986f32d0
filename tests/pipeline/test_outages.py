"""Who is called back when an outage ends."""

from datetime import UTC, datetime, timedelta

from readouts.domain.source import Poll, Source, SourceState
from readouts.pipeline.outages import Outages

NOW = datetime(2024, 6, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
DOWN, UP = SourceState.UNREACHABLE, SourceState.OK


def poll(name: str, state: SourceState, wait: timedelta | None = None) -> Poll:
    return Poll(Source(name, f"https://{name}.example/"), state, "", timedelta(), retry_after=wait)


def broken(**minutes: int) -> Outages:
    outages = Outages(45 * MINUTE)
    for name, at in minutes.items():
        assert outages.after(poll(name, DOWN), NOW + at * MINUTE) == []
    return outages


def test_what_broke_together_is_called_back_together_and_once() -> None:
    outages = broken(early=-50, a=0, b=30, c=45, late=60)
    assert outages.after(poll("a", UP), NOW) == ["b", "c"]
    assert outages.after(poll("b", UP), NOW) == []


def test_what_was_never_down_calls_nobody() -> None:
    assert broken(a=0).after(poll("well", UP), NOW) == []


def test_what_is_down_again_can_be_called_again() -> None:
    outages = broken(a=0, b=0)
    outages.after(poll("a", UP), NOW)
    outages.after(poll("b", DOWN), NOW)
    outages.after(poll("a", DOWN), NOW + MINUTE)
    assert outages.after(poll("a", SourceState.REFUSED), NOW) == ["b"], (
        "any answer shows that the network is there"
    )


def test_what_asked_for_a_pause_is_not_called_back() -> None:
    outages = broken(a=0, b=0)
    outages.after(poll("b", DOWN, 60 * MINUTE), NOW)
    assert outages.after(poll("a", UP), NOW) == []
