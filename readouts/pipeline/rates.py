"""How often a source posts, and at what hours: learnt from one look after the other. Pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo

from readouts.domain.posting import HOURS, PostingHabit

_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)
_HALF_LIFE = timedelta(days=14)

# What is believed before anything was seen: one post in a quarter of a day, at any hour.
_PRIOR_POSTS = 1.0
_PRIOR_DAYS = 0.25
# As many posts are believed to fall at any hour as it takes to tell a habit from chance.
_PRIOR_SHAPE = 12.0


def learn(
    habit: PostingHabit, posted: Sequence[datetime | None], since: datetime, now: datetime, zone: tzinfo
) -> PostingHabit:
    """The habit after a look at `now` found new posts, the look before it having been at `since`.

    `posted` has one entry for each new post: when the source says it was posted, or None. It is
    believed if it lies between the two looks; any other post counts evenly over that time.
    """
    gap = max(now - since, timedelta())
    fade = 0.5 ** (gap / _HALF_LIFE)
    hours = [count * fade for count in habit.hours]
    known = [moment for moment in posted if moment is not None and since < moment <= now]
    for moment in known:
        hours[moment.astimezone(zone).hour] += 1
    for hour, share in _evenly(max(since, now - _DAY), now, zone):
        hours[hour] += share * (len(posted) - len(known))
    return PostingHabit(tuple(hours), habit.days * fade + gap / _DAY)


def _evenly(since: datetime, now: datetime, zone: tzinfo) -> list[tuple[int, float]]:
    """The hours between two moments, each with its share of that time."""
    gap = now - since
    if gap <= timedelta():
        return [(now.astimezone(zone).hour, 1.0)]
    shares = []
    while since < now:
        end = min(next_hour(since, zone), now)
        shares.append((since.astimezone(zone).hour, (end - since) / gap))
        since = end
    return shares


def next_hour(moment: datetime, zone: tzinfo) -> datetime:
    """When the next full hour begins in a time zone."""
    local = moment.astimezone(zone)
    return (
        moment + _HOUR - timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond)
    )


def posts_a_day(habit: PostingHabit) -> tuple[float, ...]:
    """The posting rate in each hour of the source's day, in posts a day; never nought."""
    posts = sum(habit.hours)
    rate = (posts + _PRIOR_POSTS) / (habit.days + _PRIOR_DAYS)
    even = _PRIOR_SHAPE / HOURS
    return tuple(rate * HOURS * (count + even) / (posts + _PRIOR_SHAPE) for count in habit.hours)
