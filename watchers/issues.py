"""Addresses with a day in them: an e-paper's issue has a new one each day."""

import re
from collections.abc import Awaitable, Callable, Sequence
from datetime import date, datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from readouts.domain.source import Source
from watchers.errors import Unreachable

Answer = TypeVar("Answer")

_BEFORE, _BEHIND = r"(?<![0-9])(?P<year>19[89][0-9]|20[0-9]{2})", r"(?![0-9])"
_DAYS_IN_PATH = tuple(
    re.compile(form)
    for form in (
        _BEFORE + r"[-/_.]?(?P<month>0[1-9]|1[0-2])[-/_.]?(?P<day>0[1-9]|[12][0-9]|3[01])" + _BEHIND,
        _BEFORE + r"[-/](?P<month>[1-9]|1[0-2])[-/](?P<day>[1-9]|[12][0-9]|3[01])" + _BEHIND,
    )
)
_NOT_FOUND = 404
_MAX_PATH = 2000


def addresses(source: Source, now: datetime) -> tuple[str, ...]:
    """Where to look at `now`: today's issue, then yesterday's; one address where none has a day in it."""
    today = now.astimezone(ZoneInfo(source.time_zone)).date()
    return tuple(dict.fromkeys(_dated(source.url, day) for day in (today, today - timedelta(days=1))))


def _dated(url: str, day: date) -> str:
    return url.replace("{yyyy}", f"{day:%Y}").replace("{mm}", f"{day:%m}").replace("{dd}", f"{day:%d}")


async def newest_issue(source: Source, now: datetime, fetch: Callable[[str], Awaitable[Answer]]) -> Answer:
    """What `fetch` brings from the newest issue that is out; raises SourceError.

    That an issue is not there (HTTP 404) is how a paper says that it is not out yet.
    """
    *newer, oldest = addresses(source, now)
    for address in newer:
        try:
            return await fetch(address)
        except Unreachable as error:
            if error.status != _NOT_FOUND:
                raise
    try:
        return await fetch(oldest)
    except Unreachable as error:
        if not newer or error.status != _NOT_FOUND:
            raise
        raise Unreachable("There is no issue of today and none of yesterday (HTTP 404).") from None


def day_in_address(url: str) -> date | None:
    """The day that stands in the path of an article's address, as in /2024-06/03/ or t20240603_1.html."""
    path = url.partition("//")[2].partition("?")[0].partition("/")[2][:_MAX_PATH]
    found = (match for form in _DAYS_IN_PATH for match in form.finditer(path))
    return next(filter(None, map(_day, found)), None)


def _day(found: re.Match[str]) -> date | None:
    try:
        return date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        return None


def days_first(moments: Sequence[datetime | None], day: date | None, zone: ZoneInfo) -> datetime | None:
    """The first of the moments that falls on `day`; else the beginning of that day; without a day the
    first moment there is."""
    stated = [moment for moment in moments if moment is not None]
    if day is None:
        return stated[0] if stated else None
    on_that_day = (moment for moment in stated if moment.astimezone(zone).date() == day)
    return next(on_that_day, datetime(day.year, day.month, day.day, tzinfo=zone))
