"""Dates as feeds write them. A date without a zone is read in the zone of its source.

Feed libraries read such dates as UTC, which moves a Chinese evening into the next day, and they
take 2024年5月31日 for a day in November. So the written form is read here, for all kinds of source.
"""

import re
from datetime import datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

MAX_LENGTH = 100
_YEARS = range(1970, 2200)
# In these no zone can move a moment to where it does not count.
_INNER_YEARS = range(1971, 2199)
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})[a-z]*\.?,?"
_DAYS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        r"(?P<year>\d{4}) ?[-/.年] ?(?P<month>\d{1,2}) ?[-/.月] ?(?P<day>\d{1,2})(?P<rest>\D.*|)$",
        r"\b(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)(?P<rest>\D.*|)$",
        rf"\b(?P<day>\d{{1,2}})[ -]{_MONTH}[ -](?P<year>\d{{4}}|\d\d)(?P<rest>\D.*|)$",
        rf"\b{_MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year>\d{{4}})(?P<rest>\D.*|)$",
        rf"\b{_MONTH} (?P<day>\d{{1,2}}) (?P<rest>\d.*) (?P<year>\d{{4}})$",
    )
)
_TIME = re.compile(
    r"(?P<half>上午|下午|晚上)? ?(?<![-+\d])(?P<hour>\d{1,2})[:：时点](?P<minute>\d{1,2})"
    r"(?:[:：分](?P<second>\d{1,2})(?:[.,]\d+)?)?[分秒]?(?: ?(?P<noon>[ap]m)\b)?",
    re.IGNORECASE,
)
_ZONE = re.compile(
    r" ?(?P<name>[a-z]{1,5}\b)?(?: ?(?P<sign>[+-])(?P<hours>\d{1,2}):?(?P<minutes>\d\d)?(?!\d))?",
    re.IGNORECASE,
)
# Hours from UTC of the abbreviations in use. One that the source's own zone uses means that zone:
# CST is China's before it is Chicago's.
_ABBREVIATIONS = {
    name: hours
    for hours, names in (
        (0, "Z UT UTC GMT WET"),
        (1, "BST CET WEST"),
        (2, "CEST EET SAST"),
        (3, "EEST MSK"),
        (8, "HKT SGT AWST"),
        (9, "JST KST"),
        (10, "AEST"),
        (11, "AEDT"),
        (12, "NZST"),
        (13, "NZDT"),
        (-4, "EDT"),
        (-5, "EST CDT"),
        (-6, "CST MDT"),
        (-7, "MST PDT"),
        (-8, "PST"),
    )
    for name in names.split()
}
# The two forms that nearly all feeds use, each with its offset, read in a tenth of the time.
_ISO = re.compile(r"\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):\d\d:\d\d(?:Z|[+-]\d\d:\d\d)", re.ASCII)
_RFC_822 = re.compile(
    r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?(\d\d?) ([A-Z][a-z]{2}) (\d{4}) (\d\d):(\d\d):(\d\d)"
    r" (?:GMT|([+-]\d\d)(\d\d))",
    re.ASCII,
)
_NUMBERS = {name.title(): number for number, name in enumerate(_MONTHS, 1)}


def parse_timestamp(raw: str, zone: ZoneInfo) -> datetime | None:
    """The moment that `raw` names, given in `zone`; None where it names none between 1970 and 2199."""
    text = " ".join(raw[:MAX_LENGTH].split())
    usual = _usual_moment(text)
    if usual is not None and usual.year in _INNER_YEARS:
        return usual.astimezone(zone)
    day = next(filter(None, (form.search(text) for form in _DAYS)), None)
    if day is None:
        return None
    time = _TIME.search(day["rest"])
    try:
        local = _local(day, time, zone)
    except ValueError:
        return None
    if local.year not in _YEARS:
        return None
    stated = _stated_zone(day["rest"][time.end() :], local) if time else None
    return local.replace(tzinfo=stated).astimezone(zone) if stated else local


def _usual_moment(text: str) -> datetime | None:
    """The moment that is named in one of the two usual forms; None where another or none is."""
    try:
        if _ISO.fullmatch(text):
            return datetime.fromisoformat(text)
        written = _RFC_822.fullmatch(text)
        if written is None:
            return None
        day, month, year, hour, minute, second, hours, minutes = written.groups("0")
        zone = _fixed_zone(hours, minutes)
        return datetime(
            int(year), _NUMBERS[month], int(day), int(hour), int(minute), int(second), tzinfo=zone
        )
    except (ValueError, KeyError):
        return None


@lru_cache(maxsize=100)
def _fixed_zone(hours: str, minutes: str) -> timezone:
    """The zone of an offset in its two parts, the sign with the hours."""
    offset = timedelta(hours=abs(int(hours)), minutes=int(minutes))
    return timezone(-offset if hours.startswith("-") else offset)


def _local(day: re.Match[str], time: re.Match[str] | None, zone: ZoneInfo) -> datetime:
    month = day["month"].lower()
    number = _MONTHS.index(month) + 1 if month in _MONTHS else int(month)
    date = datetime(_year(day["year"]), number, int(day["day"]), tzinfo=zone)
    if time is None:
        return date
    return date.replace(hour=_hour(time), minute=int(time["minute"]), second=int(time["second"] or 0))


def _year(written: str) -> int:
    year = int(written)
    return year if len(written) == 4 else year + (2000 if year < 70 else 1900)


def _hour(time: re.Match[str]) -> int:
    hour, noon = int(time["hour"]), (time["noon"] or "").lower()
    if (noon == "pm" or time["half"] in ("下午", "晚上")) and hour < 12:
        return hour + 12
    return 0 if noon == "am" and hour == 12 else hour


def _stated_zone(rest: str, local: datetime) -> tzinfo | None:
    zone = _ZONE.match(rest)
    if zone is None:
        return None
    if zone["sign"]:
        offset = timedelta(hours=int(zone["hours"]), minutes=int(zone["minutes"] or 0))
        return timezone(offset if zone["sign"] == "+" else -offset) if offset < timedelta(hours=24) else None
    name = (zone["name"] or "").upper()
    if name == local.tzname() or name not in _ABBREVIATIONS:
        return None
    return timezone(timedelta(hours=_ABBREVIATIONS[name]))
