"""How often a source posts, and at what hours: learnt from one look after the other. Pure."""

from collections.abc import Iterator
from datetime import datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from readouts.domain.posting import HOURS, PostingHabit
from readouts.domain.source import Poll, SourceHealth

_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)
_HALF_LIFE = timedelta(days=14)

# What is believed before the first look: one post in a quarter of a day, so that a new source is
# asked often at first and proves itself quiet.
_PRIOR_POSTS = 1.0
_PRIOR_DAYS = 0.25
# As many posts again are believed to fall at any hour: fewer would take chance for a habit.
_PRIOR_ANY_HOUR = 12.0


def habit_after(health: SourceHealth, poll: Poll, new: int, now: datetime) -> PostingHabit:
    """The habit of a source after a poll that found `new` posts; `health` is as it was before.

    A poll without an answer teaches nothing, nor does a first one, which may find the posts of years.
    """
    if health.last_answer is None or not (health.seeded and poll.state.answered):
        return health.habit
    return learn(health.habit, new, health.last_answer, now, ZoneInfo(health.source.time_zone))


def learn(habit: PostingHabit, new: int, since: datetime, now: datetime, zone: tzinfo) -> PostingHabit:
    """The habit after a look at `now` that found `new` posts, the last answer having come at `since`.

    The posts count evenly over that time, or its last day: what a source says of their dates is not
    asked, as many write the time of the request. Both moments are in UTC, `zone` is the source's.
    """
    gap = max(now - since, timedelta())
    fade = 0.5 ** (gap / _HALF_LIFE)
    hours = [posts * fade for posts in habit.hours]
    if new:
        for hour, share in _shares(now - min(gap, _DAY), now, zone):
            hours[hour] += new * share
    return PostingHabit(tuple(hours), habit.days * fade + gap / _DAY)


def posts_a_day(habit: PostingHabit) -> tuple[float, ...]:
    """The posting rate in each hour of the source's day, in posts a day; never nought."""
    posts = sum(habit.hours)
    rate = (posts + _PRIOR_POSTS) / (habit.days + _PRIOR_DAYS)
    each = rate * HOURS / (posts + _PRIOR_ANY_HOUR)
    return tuple([each * (here + _PRIOR_ANY_HOUR / HOURS) for here in habit.hours])


def hour_ends(moment: datetime, zone: tzinfo) -> tuple[int, datetime]:
    """The hour of the day that it is in a time zone at a moment in UTC, and when that hour ends."""
    local = moment.astimezone(zone)
    gone = timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond)
    return local.hour, moment + _HOUR - gone


def _shares(since: datetime, now: datetime, zone: tzinfo) -> Iterator[tuple[int, float]]:
    """The hours of the day between two moments, each with its share of that time."""
    at, whole = since, now - since
    while at < now:
        hour, ends = hour_ends(at, zone)
        until = min(ends, now)
        yield hour, (until - at) / whole
        at = until
    if not whole:
        yield now.astimezone(zone).hour, 1.0
