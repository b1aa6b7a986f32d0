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
    in_address = _day(int(found[1]), int(found[2]), int(found[3])) if found else None
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
            return _day(year, month, day)
    return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def latest(month: int, day: int, until: date) -> date | None:
    """The last such day of the year that is not after `until`; None for one soon after it, which
    nobody would take for last year's."""
    ahead = _day(until.year, month, day) or _day(until.year + 1, month, day)
    if ahead and _LATEST_AFTER < ahead - until <= _SOON:
        return None
    for year in range(until.year + 1, until.year - 8, -1):
        found = _day(year, month, day)
        if found and found <= until + _LATEST_AFTER:
            return found
    return None


def latest_day(day: int, until: date) -> date | None:
    """The last day of some month with this number that is not after `until`."""
    first = until.replace(day=1)
    for _ in range(3):
        found = _day(first.year, first.month, day)
        if found and found <= until:
            return found
        first = (first - timedelta(days=1)).replace(day=1)
    return None


_NUMBER = r"(?:\d{1,2}|[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九])"
_CHINESE = re.compile(
    rf"(?:(?P<year>20\d\d|二[〇零○][〇零○一二三四五六七八九]{{2}}|今|去)年)?(?P<month>{_NUMBER})月(?P<day>{_NUMBER})日"
    r"|(?P<week>上周|上个?星期|本周|这周)(?P<weekday>[一二三四五六日天])"
    r"|(?P<iso>(?<![\d:])20\d\d[-./]\d{1,2}[-./]\d{1,2})(?=,|\s*[\u3400-\u9fff])(?!\s*(?:来源|作者|浏览|发布|点击|字号|编辑))"
    r"|[今昨][(](?P<inner>\d{1,2})[)]日"
    rf"|(?P<near>今天|今日|今晨|今早|今晚|昨天|昨日|昨晚|昨夜|前天|[今昨](?=举行|召开|[上下]午))(?:[上下]午|晚)?(?:[(](?:(?P<nmonth>\d{{1,2}})月)?(?P<nday>\d{{1,2}})日[)])?"
    rf"|(?<![\d月年至到/十一二三四五六七八九-])(?P<bare>\d{{1,2}})日(?!电|讯|[至、内前后均])"
    r"|(?P<same>同一?[日天]|当[日天])|(?P<next>翌日|次日|第二天)"
    r"|(?P<vague>日前|近日|近期|前不久|不久前|最近|上周|本周|本月初|上月|上个月)"
)
_DATELINE = re.compile(r"日(?:电|讯|[(]记者|[(]通讯员|,?\s*记者)")
_OTHERS = re.compile(
    r"\s*(?:以[来后前]|重要讲话|[在]?中央|在北京(?!(?:顺利)?(?:召开|举行)(?!的))|起(?:施行|实施)|发布的|印发的|至今|报道|消息|刊[发登载]|的?讲话精神|[将拟](?:于|在|召开|举行|举办|再次)|召开的(?:[^,。;]{0,8}中央|全国))"
)
# 定于8月3日, 将于8月3日: the day of a plan, which no rule may take for last year's.
_PLANNED = re.compile(r"(?:[将拟定](?:于|在)|原定(?:于)?|预定(?:于)?|计划(?:于|在))$")
_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0}
_BACK = {"今": 0, "昨": 1, "前": 2}


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
    the stretch, which 同日 looks back on.
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
            day = before and before + timedelta(days=1)
        else:
            before = day = _chinese_day(match, published, today)
        if (match["same"] or match["next"]) and day is None:
            continue
        if match["vague"]:
            day, precision = published, DatePrecision.ON_OR_BEFORE
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
        return _day(*(int(number) for number in re.findall(r"\d+", match["iso"])))
    if not match["month"]:
        return _without_month(match, published, today or published)
    month, day, year = _number(match["month"]), _number(match["day"]), match["year"]
    if year and year not in ("今", "去"):
        return _day(int("".join(str(_DIGITS.get(c, c)) for c in year)), month, day)
    if published is None:
        return None
    if year:
        return _day(published.year - (year == "去"), month, day)
    return latest(month, day, published)


def _without_month(match: re.Match[str], published: date | None, today: date | None) -> date | None:
    if match["week"]:
        return _of_week(match, today)
    if match["near"]:
        return _near(match, published, today)
    return latest_day(int(match["bare"] or match["inner"]), published) if published else None


def _of_week(match: re.Match[str], today: date | None) -> date | None:
    """上周五, 本周一: weeks begin on Monday; a day of this week that is still to come is none."""
    if today is None:
        return None
    monday = today - timedelta(days=today.weekday() + (7 if match["week"].startswith("上") else 0))
    day = monday + timedelta(days="一二三四五六日".index(match["weekday"].replace("天", "日")))
    return day if day <= today else None


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


_MONTHS = "january february march april may june july august september october november december".split()
_MONTH = "|".join([*_MONTHS, *(rf"{m[:3]}\.?" for m in _MONTHS if len(m) > 3), r"sept\.?"])
_COUNTS = {word: i for i, word in enumerate("one two three four five six seven".split(), start=1)}
_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_ENGLISH = re.compile(
    rf"\b(?P<month>{_MONTH})\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?!,?\s*\d{{1,2}}:)(?:(?:,\s*|\s+)(?P<year>20\d\d)\b)?"
    rf"|\b(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month2>{_MONTH})(?:,?\s+(?P<year2>20\d\d))?\b"
    r"|\bon\s+the\s+(?:(?:morning|afternoon|evening)\s+of\s+the\s+)?(?P<bare>[1-3]?\d)(?:st|nd|rd|th)\b(?!\s+(?:[a-z]+\s+){0,3}(?:meeting|session|anniversary|congress|plenum|central))"
    rf"|\b(?:(?P<which>on|last|this|late|early)\s+)?(?P<weekday>{'|'.join(_WEEKDAYS)})\b(?!'(?!s\s+(?:meeting|session)))"
    r"|\b(?P<relative>(?:the\s+)?(?:previous\s+day|day\s+before|day\s+earlier|day\s+after|same\s+day|following\s+day|next\s+day)"
    r"|(?P<days>a|one|two|three|four|five|six|seven|\d)\s+days?\s+(?:earlier|before|later|after))\b"
    r"|\b(?P<near>today|yesterday)\b"
    r"|\b(?P<vague>recently|in\s+recent\s+days|earlier\s+this\s+week|earlier\s+this\s+month|the\s+other\s+day)\b"
)
_MAY_BE_DATED = re.compile(r"\d|day|recent|earlier")
# HEFEI, June 4 (Xinhua) -- is when the report was filed.
_FILED = re.compile(r"\s*(?:\((?:reporter|correspondent)[^)\n]{0,60}\)|(?:\([a-z ]{2,30}\)\s*)?[-–—]+\s)")


_OF_PUBLICATION = re.compile(
    r"\b(?:(?:published|reported|released|posted|carried|publici[sz]ed|issued|dated)"
    r"|(?:daily|agency|media|newspaper|television|tv|xinhua|news|outlets?|statement)\s+said)\s+(?:on\s+)?$"
)


def english(text: str, start: int, end: int, published: date | None, before: date | None) -> Iterator[Stated]:
    """The dates stated in (folded) English text[start:end]; `before` is the last date ahead of it."""
    if not _MAY_BE_DATED.search(text, start, end):  # nearly half of all sentences, and much cheaper
        return
    reference = before
    for match in _ENGLISH.finditer(text, start, end):
        if _FILED.match(text, match.end()):
            continue
        if _OF_PUBLICATION.search(text, max(start, match.start() - 40), match.start()):
            continue
        if match["vague"]:
            yield Stated(*match.span(), published, _bounded(published))
            continue
        day = _english_day(match, published, reference)
        reference = day or reference
        yield Stated(*match.span(), day, DatePrecision.DAY if day else DatePrecision.UNKNOWN)


def _bounded(published: date | None) -> DatePrecision:
    return DatePrecision.ON_OR_BEFORE if published else DatePrecision.UNKNOWN


def _english_day(match: re.Match[str], published: date | None, reference: date | None) -> date | None:
    if match["relative"]:
        return _relative(match["relative"], match["days"], reference)
    month = match["month"] or match["month2"]
    if not month:
        return _of_publication(match, published) if published else None
    day, year = match["day"] or match["day2"], match["year"] or match["year2"]
    number = 1 + next(i for i, name in enumerate(_MONTHS) if name.startswith(month[:3]))
    if year:
        return _day(int(year), number, int(day))
    return latest(number, int(day), published) if published else None


def _of_publication(match: re.Match[str], published: date) -> date | None:
    """on Friday, yesterday, on the 14th: counted back from the day of publication."""
    if match["bare"]:
        return latest_day(int(match["bare"]), published)
    if match["near"]:
        return published - timedelta(days=match["near"] == "yesterday")
    back = (published.weekday() - _WEEKDAYS.index(match["weekday"])) % 7
    if back == 0 and match["which"] == "last":
        back = 7
    return published - timedelta(days=back)


def _relative(words: str, days: str | None, reference: date | None) -> date | None:
    """The previous day, two days later; `days` is how many, as written."""
    if reference is None:
        return None
    if "same" in words:
        return reference
    count = (int(days) if days.isdigit() else _COUNTS.get(days, 1)) if days else 1
    later = any(word in words for word in ("after", "following", "next", "later"))
    return reference + timedelta(days=count if later else -count)
