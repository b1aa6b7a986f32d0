"""Addresses with a day in them: an e-paper's issue has a new one each day."""

import re
from collections.abc import Awaitable, Callable, Sequence
from datetime import date, datetime, time, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from readouts.domain.source import Source
from watchers.errors import SourceError, Unreachable, Unreadable

Answer = TypeVar("Answer")

_BEFORE, _BEHIND = r"(?<![0-9])(?P<year>19[89][0-9]|20[0-9]{2})", r"(?![0-9])"
_DAYS_IN_PATH = tuple(
    re.compile(form)
    for form in (
        _BEFORE + r"[-/_.]?(?P<month>0[1-9]|1[0-2])[-/_.]?(?P<day>0[1-9]|[12][0-9]|3[01])" + _BEHIND,
        _BEFORE + r"[-/](?P<month>[1-9]|1[0-2])[-/](?P<day>[1-9]|[12][0-9]|3[01])" + _BEHIND,
    )
)
_MONTH_IN_PATH = re.compile(_BEFORE + r"[-/_.]?(?P<month>0[1-9]|1[0-2])" + _BEHIND)
_NOT_THERE = (404, 410)
DAYS_BACK = 3
# By then a daily paper is out.
_OUT_BY = time(12)
_MAX_PATH = 2000


def addresses(source: Source, now: datetime) -> tuple[str, ...]:
    """Where to look at `now`: today's issue, then those of the days before, for papers rest on weekends
    and holidays; one address where none has a day in it."""
    today = now.astimezone(ZoneInfo(source.time_zone)).date()
    days = (today - timedelta(days=back) for back in range(DAYS_BACK + 1))
    return tuple(dict.fromkeys(_dated(source.url, day) for day in days))


def _dated(url: str, day: date) -> str:
    return url.replace("{yyyy}", f"{day:%Y}").replace("{mm}", f"{day:%m}").replace("{dd}", f"{day:%d}")


async def newest_issue(source: Source, now: datetime, look: Callable[[str], Awaitable[Answer]]) -> Answer:
    """What `look` brings from the newest issue that is out; raises SourceError.

    That an issue is not there (HTTP 404, 410) is how a paper says that it is not out. Some say it in a
    page of words instead; so until noon today's page may be one that cannot be read.
    """
    *newer, oldest = addresses(source, now)
    is_early = now.astimezone(ZoneInfo(source.time_zone)).time() < _OUT_BY
    for address in newer:
        try:
            return await look(address)
        except SourceError as error:
            may_be_none = is_early and address == newer[0] and isinstance(error, Unreadable)
            if error.status not in _NOT_THERE and not may_be_none:
                raise
    try:
        return await look(oldest)
    except SourceError as error:
        if not newer or error.status not in _NOT_THERE:
            raise
        said = f"There is no issue of today and none of the {DAYS_BACK} days before it (HTTP {error.status})."
        raise Unreachable(said) from None


def day_in_address(url: str) -> date | None:
    """The day that stands in the path of an article's address, as in /2024-06/03/ or t20240603_1.html."""
    path = _path(url)
    found = (match for form in _DAYS_IN_PATH for match in form.finditer(path))
    return next(filter(None, map(_day, found)), None)


def month_in_address(url: str) -> date | None:
    """The first day of the month that stands in the path of an address, as in /sitemap-2024-06.xml."""
    found = _MONTH_IN_PATH.search(_path(url))
    return date(int(found["year"]), int(found["month"]), 1) if found else None


def _path(url: str) -> str:
    return url.partition("//")[2].partition("?")[0].partition("/")[2][:_MAX_PATH]


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
