"""When the meeting was held: the date beside it, its year from the publication, never another event's."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

from readouts.domain.readout import DatePrecision

BEIJING = timezone(timedelta(hours=8))
_IN_ADDRESS = re.compile(r"(?<!\d)(20[12]\d)[-/_]?(0[1-9]|1[0-2])[-/_]?(0[1-9]|[12]\d|3[01])(?!\d)")
# A report may be stamped just before the day it names, when zones or clocks differ.
_LATEST_AFTER = timedelta(days=1)
_SOON = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Stated:
    """A date as the text states it at [start, end)."""

    start: int
    end: int
    day: date | None
    precision: DatePrecision


def published_day(published: datetime | None, url: str) -> date | None:
    """The day of publication in Beijing: as the source gives it, else as the address does. Feeds may give
    the time of the request, so that a somewhat earlier day in the address is believed before theirs."""
    found = _IN_ADDRESS.search(url)
    in_address = day_of(int(found[1]), int(found[2]), int(found[3])) if found else None
    if published is None:
        return in_address
    given = (published.astimezone(BEIJING) if published.tzinfo else published).date()
    return in_address if in_address and timedelta() <= given - in_address <= _SOON else given


_STAMP = re.compile(
    r"(?:(?:发布|发表|更新)?(?:时间|日期)|published|posted|updated)\s*(?:on|at)?\s*:?\s*"
    r"(20[12]\d)[-/年.](\d{1,2})[-/月.](\d{1,2})(?!\d)"
    r"|^[ \t]*(20[12]\d)[-/年.](\d{1,2})[-/月.](\d{1,2})日?(?:\s+\d{1,2}:\d\d(?::\d\d)?)?"
    r"(?:\s+来源[^\n]{0,40})?[ \t]*$",
    re.MULTILINE,
)
_TOP, _FOOT = 800, 400


def stamped_day(text: str) -> date | None:
    """The day that a page says it was published on, at its top or foot (发布时间:2024-06-04)."""
    for start, end in ((0, _TOP), (max(0, len(text) - _FOOT), len(text))):
        match = _STAMP.search(text, start, end)
        if match:
            year, month, day = (int(number) for number in match.groups() if number)
            return day_of(year, month, day)
    return None


def day_of(year: int, month: int, day: int) -> date | None:
    """That day; None where the calendar has none."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def latest(month: int, day: int, until: date) -> date | None:
    """The last such day of the year that is not after `until`; None for one soon after it, which
    nobody would take for last year's."""
    ahead = day_of(until.year, month, day) or day_of(until.year + 1, month, day)
    if ahead and _LATEST_AFTER < ahead - until <= _SOON:
        return None
    for year in range(until.year + 1, until.year - 8, -1):
        found = day_of(year, month, day)
        if found and found <= until + _LATEST_AFTER:
            return found
    return None


def latest_day(day: int, until: date) -> date | None:
    """The last day of some month with this number that is not after `until`."""
    first = until.replace(day=1)
    for _ in range(3):
        found = day_of(first.year, first.month, day)
        if found and found <= until:
            return found
        first = (first - timedelta(days=1)).replace(day=1)
    return None


_NUMBER = r"(?:\d{1,2}|[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九])"
_CHINESE = re.compile(
    rf"(?:(?P<year>20\d\d|二[〇零○][〇零○一二三四五六七八九]{{2}}|今|去|前)年)?(?P<month>{_NUMBER})月(?P<day>{_NUMBER})[日号]"
    rf"|(?P<months>本月|这个月|当月|上个?月)(?P<mday>{_NUMBER})[日号]"
    r"|(?P<week>上周|上个?星期|本周|这周)(?P<weekday>[一二三四五六日天])"
    r"|(?<![每下双逢])(?:周|星期)(?P<last>[一二三四五六日天])(?=[(,]|[上下]午|晚|主持|召开|举行|在)"
    r"|(?P<iso>(?<![\d:])20\d\d[-./]\d{1,2}[-./]\d{1,2})(?=,|\s*[\u3400-\u9fff])(?!\s*(?:来源|作者|浏览|发布|点击|字号|编辑))"
    r"|[今昨][(](?P<inner>\d{1,2})[)]日"
    rf"|(?P<near>今天|今日|今晨|今早|今晚|昨天|昨日|昨晚|昨夜|前天|(?<![目当此以])前日|[今昨](?=举行|召开|[上下]午))(?:[上下]午|晚)?(?:[(](?:(?P<nmonth>\d{{1,2}})月)?(?P<nday>\d{{1,2}})[日号][)])?"
    rf"|(?<![\d月年至到/十一二三四五六七八九-])(?P<bare>\d{{1,2}})日(?!电|讯|[至、内前后均])"
    r"|(?P<same>同一?[日天]|当[日天])|(?P<next>翌日|次日|第二天|(?P<previous>前一[日天]))"
    r"|(?P<vague>日前|近日|近期|前不久|不久前|最近|上周|本周|本月初|上月|上个月)"
)
_DATELINE = re.compile(r"日(?:电|讯|消息|[(]记者|[(]通讯员|,?\s*记者)")
_OTHERS = re.compile(
    r"\s*(?:以[来后前]|重要讲话|[在]?中央|在北京(?!(?:顺利)?(?:召开|举行)(?!的))|起(?:施行|实施)|发布的|印发的|至今|(?:从[^,。;]{2,16}?)?(?:获悉|了解到)|报道|消息|刊[发登载]|的?讲话精神|[将拟](?:于|在|召开|举行|举办|再次)|召开的(?:[^,。;]{0,8}中央|全国))"
)
# 定于8月3日, 将于8月3日: the day of a plan, which no rule may take for last year's.
_PLANNED = re.compile(r"(?:[将拟定](?:于|在)|原定(?:于)?|预定(?:于)?|计划(?:于|在))$")
# 一年前的5月9日, 去年的今天.
_YEARS_AGO = re.compile(r"(?:(?P<years>[一两二三四五六七八九十]|\d{1,2})年前|(?P<year>[去前])年)的?,?$")
_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0}
_BACK = {"今": 0, "昨": 1, "前": 2}
_YEARS_BACK = {"今": 0, "去": 1, "前": 2, "两": 2}


def chinese(
    text: str,
    start: int,
    end: int,
    published: date | None,
    today: date | None = None,
    before: date | None = None,
) -> Iterator[Stated]:
    """The dates stated in Chinese text[start:end], from left to right, datelines left out.

    `today` is the day the report was filed, where its dateline says so; `before` the last day ahead of
    the stretch, which 同日 and 前一天 look back on.
    """
    for match in _CHINESE.finditer(text, start, end):
        if _OTHERS.match(text, match.end()) or _DATELINE.match(text, match.end() - 1):
            continue
        if _PLANNED.search(text, max(start, match.start() - 4), match.start()):
            continue
        precision = DatePrecision.DAY
        if match["same"] or match["vague"]:
            day = before
        elif match["next"]:
            day = before and before + timedelta(days=-1 if match["previous"] else 1)
        else:
            day = _chinese_day(match, published, today)
            if years := _years_back(text, start, match):
                day = day and published and day_of(published.year - years, day.month, day.day)
            before = day
        if (match["same"] or match["next"]) and day is None:
            continue
        if match["vague"]:
            day, precision = today or published, DatePrecision.ON_OR_BEFORE
        if day is None:
            precision = DatePrecision.UNKNOWN
        yield Stated(match.start(), match.end(), day, precision)


def dateline(text: str, start: int, end: int, published: date | None) -> Stated | None:
    """The day in 杭州4月14日电: the report was filed then, so the meeting was not later."""
    if not _DATELINE.search(text, start, end):  # nearly always, and much cheaper
        return None
    for match in _CHINESE.finditer(text, start, end):
        if match["day"] and _DATELINE.match(text, match.end() - 1):
            day = _chinese_day(match, published, None)
            return Stated(match.start(), match.end(), day, DatePrecision.ON_OR_BEFORE) if day else None
    return None


def _chinese_day(match: re.Match[str], published: date | None, today: date | None) -> date | None:
    if match["iso"]:
        return day_of(*(int(number) for number in re.findall(r"\d+", match["iso"])))
    if not match["month"]:
        return _without_month(match, published, today or published)
    month, day, year = _number(match["month"]), _number(match["day"]), match["year"]
    if year and year not in _YEARS_BACK:
        return day_of(int("".join(str(_DIGITS.get(c, c)) for c in year)), month, day)
    if published is None:
        return None
    if year:
        return day_of(published.year - _YEARS_BACK[year], month, day)
    return latest(month, day, published)


def _years_back(text: str, start: int, match: re.Match[str]) -> int:
    """How many years ago a day was that stands without its year; 0 for one of late."""
    ago = _YEARS_AGO.search(text, max(start, match.start() - 6), match.start())
    if ago is None or match["year"] or match["iso"]:
        return 0
    written = ago["years"] or ago["year"]
    return _YEARS_BACK.get(written) or _number(written)


def _without_month(match: re.Match[str], published: date | None, today: date | None) -> date | None:
    if match["week"]:
        return _of_week(match, today)
    if match["months"]:
        return published and _of_month(match, published)
    if match["near"]:
        return _near(match, published, today)
    if match["last"]:
        return today and today - timedelta(days=(today.weekday() - _weekday(match["last"])) % 7)
    return latest_day(int(match["bare"] or match["inner"]), published) if published else None


def _of_week(match: re.Match[str], today: date | None) -> date | None:
    """上周五, 本周一: weeks begin on Monday; a day of this week that is still to come is none."""
    if today is None:
        return None
    monday = today - timedelta(days=today.weekday() + (7 if match["week"].startswith("上") else 0))
    day = monday + timedelta(days=_weekday(match["weekday"]))
    return day if day <= today else None


def _of_month(match: re.Match[str], published: date) -> date | None:
    """本月3日, 上月31日; a day of this month that is still to come is none."""
    day = _number(match["mday"])
    if match["months"].startswith("上"):
        last = published.replace(day=1) - timedelta(days=1)
        return day_of(last.year, last.month, day)
    found = day_of(published.year, published.month, day)
    return found if found and found <= published + _LATEST_AFTER else None


def _weekday(written: str) -> int:
    return "一二三四五六日".index(written.replace("天", "日"))


def _near(match: re.Match[str], published: date | None, today: date | None) -> date | None:
    if match["nday"] and published:
        month, day = match["nmonth"], int(match["nday"])
        return latest(int(month), day, published) if month else latest_day(day, published)
    return today - timedelta(days=_BACK[match["near"][0]]) if today else None


def _number(written: str) -> int:
    """12, 十二 or 三十一 as a number."""
    if written.isdigit():
        return int(written)
    tens, ten, ones = written.rpartition("十")
    return (_DIGITS.get(tens, 1) * 10 if ten else 0) + _DIGITS.get(ones, 0)
