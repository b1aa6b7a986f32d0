"""Sliding windows are strict where it counts: at the receiving end."""

import math

from hypothesis import given, settings
from hypothesis import strategies as st

from readouts.delivery.windows import SlidingWindow

WAYS = st.lists(
    st.tuples(st.floats(0, 3), st.floats(0, 2), st.floats(0, 1)), min_size=1, max_size=40
)  # pause before, time on the way, where on the way it was counted


def test_a_window_lets_a_burst_through_and_then_waits_for_the_first_to_age() -> None:
    window = SlidingWindow(2, 10.0)
    for now in (0.0, 4.0):
        assert window.wait(now) == 0
        window.take()
        window.release(now)
    assert window.wait(5.0) == 5.0
    assert window.wait(10.0) == 0


def test_while_all_places_are_under_way_only_an_answer_makes_room() -> None:
    window = SlidingWindow(1, 10.0)
    window.take()
    assert window.wait(1_000.0) == math.inf
    window.release(1_000.0)
    assert window.wait(1_003.0) == 7.0


def test_a_window_is_empty_again_one_period_after_the_last_answer() -> None:
    window = SlidingWindow(1, 10.0)
    assert window.is_empty(0.0)
    window.take()
    assert not window.is_empty(50.0)
    window.release(50.0)
    assert not window.is_empty(59.0)
    assert window.is_empty(60.0)


@settings(max_examples=300)
@given(st.integers(1, 4), WAYS)
def test_no_stretch_of_one_period_sees_more_than_the_limit_wherever_on_the_way_it_is_counted(
    limit: int, ways: list[tuple[float, float, float]]
) -> None:
    """A request counts over there at some time between leaving and the answer; any time will do."""
    window, now, counted = SlidingWindow(limit, 1.0), 0.0, []
    under_way: list[float] = []
    for pause, way, share in ways:
        now += pause
        while True:
            for answered in sorted(t for t in under_way if t <= now):
                window.release(answered)
                under_way.remove(answered)
            wait = window.wait(now)
            if wait == 0:
                break
            now = min(now + wait, *under_way, math.inf) if under_way else now + wait
        window.take()
        under_way.append(now + way)
        counted.append(now + way * share)
    counted.sort()
    assert all(
        later - earlier >= 1.0 - 1e-9 for earlier, later in zip(counted, counted[limit:], strict=False)
    )
