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
        r"\b(?P<day>\d{1,2}) (?P<month>\d{1,2})月,? (?P<year>\d{4})(?P<rest>\D.*|)$",
    )
)
_TIME = re.compile(
    r"(?P<half>凌晨|上午|中午|下午|傍晚|晚上?)? ?(?<![-+\d])(?P<hour>\d{1,2})"
    r"(?:[:：](?=\d)|[时点])(?P<minute>\d{1,2})?"
    r"(?:[:：分](?P<second>\d{1,2})(?:[.,]\d+)?)?[分秒]?(?: ?(?P<noon>[ap]m)\b)?",
    re.IGNORECASE,
)
# Put apart they are read as other forms are.
_IN_ONE = re.compile(r"\b(\d{8})(\d\d)(\d\d)(\d\d)?\b")
_NUMERAL = re.compile(r"[〇○零一二三四五六七八九十]{1,4}(?=[年月日号时点分])")
_DIGITS = {"○": 0, "零": 0} | {digit: value for value, digit in enumerate("〇一二三四五六七八九")}
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
# Seconds or milliseconds since 1970, as programs write them from 2001 to 2033.
_EPOCH = re.compile(r"(1\d{9})(?:\d{3})?", re.ASCII)
_AFTERNOON = frozenset(("pm", "下午", "傍晚", "晚", "晚上"))
_NUMBERS = {name.title(): number for number, name in enumerate(_MONTHS, 1)}


def parse_timestamp(raw: str, zone: ZoneInfo) -> datetime | None:
    """The moment that `raw` names, given in `zone`; None where it names none between 1970 and 2199."""
    text = " ".join(raw[:MAX_LENGTH].split())
    usual = _usual_moment(text)
    if usual is not None and usual.year in _INNER_YEARS:
        return usual.astimezone(zone)
    if since_1970 := _EPOCH.fullmatch(text):
        return datetime.fromtimestamp(int(since_1970[1]), zone)
    day = _day(text) or _day(_NUMERAL.sub(_arabic, _IN_ONE.sub(_apart, text)))
    if day is None:
        return None
    time = _TIME.search(day["rest"])
    local = _local(day, time, zone)
    if local is None or local.year not in _YEARS:
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


def _day(text: str) -> re.Match[str] | None:
    return next(filter(None, (form.search(text) for form in _DAYS)), None)


def _arabic(numeral: re.Match[str]) -> str:
    """二〇二四 is 2024, 二十三 is 23, 十 is 10."""
    tens, ten, ones = numeral[0].rpartition("十")
    if not ten:
        return "".join(str(_DIGITS[digit]) for digit in ones)
    return str(_DIGITS.get(tens, 1) * 10 + _DIGITS.get(ones, 0))


def _apart(stamp: re.Match[str]) -> str:
    return f"{stamp[1]} {stamp[2]}:{stamp[3]}:{stamp[4] or '00'}"


def _local(day: re.Match[str], time: re.Match[str] | None, zone: ZoneInfo) -> datetime | None:
    """The moment in the source's zone; of a time that no clock shows the day alone."""
    month = day["month"].lower()
    number = _MONTHS.index(month) + 1 if month in _MONTHS else int(month)
    try:
        date = datetime(_year(day["year"]), number, int(day["day"]), tzinfo=zone)
    except ValueError:
        return None
    if time is None:
        return date
    try:
        return date.replace(
            hour=_hour(time), minute=int(time["minute"] or 0), second=int(time["second"] or 0)
        )
    except ValueError:
        return date


def _year(written: str) -> int:
    year = int(written)
    return year if len(written) == 4 else year + (2000 if year < 70 else 1900)


def _hour(time: re.Match[str]) -> int:
    hour, noon = int(time["hour"]), time["half"] or (time["noon"] or "").lower()
    if (noon in _AFTERNOON and hour < 12) or (noon == "中午" and hour < 4):
        return hour + 12
    return 0 if noon in ("am", "凌晨") and hour == 12 else hour


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
