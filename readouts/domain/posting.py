"""How a source posts, as far as looking at it has shown."""

from dataclasses import dataclass

HOURS = 24


@dataclass(frozen=True, slots=True)
class PostingHabit:
    """What was posted, and how long the source was watched; both fade with age.

    `hours`: posts by the hour of the source's own day, 24 numbers. `days`: the time watched, in
    days. A source that was never watched has neither.
    """

    hours: tuple[float, ...] = (0.0,) * HOURS
    days: float = 0.0
