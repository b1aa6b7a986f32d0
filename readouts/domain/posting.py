"""How a source posts, as far as looking at it has shown."""

from dataclasses import dataclass

HOURS = 24


@dataclass(frozen=True, slots=True)
class PostingHabit:
    """What was posted in the days that were watched, both fading with age.

    `hours`: posts by the hour of the source's own day, 24 of them. `days`: how long it was watched.
    A source that was never watched has neither.
    """

    hours: tuple[float, ...] = (0.0,) * HOURS
    days: float = 0.0
