"""The dates that an English report states: June 3, the 3rd, Monday, the previous day."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from readouts.domain.readout import DatePrecision
from readouts.extractors.dates import Stated, day_of, latest, latest_day

_MONTHS = "january february march april may june july august september october november december".split()
_MONTH = "|".join([*_MONTHS, *(rf"{m[:3]}\.?" for m in _MONTHS if len(m) > 3), r"sept\.?"])
A_DAY = re.compile(
    rf"\b(?:{_MONTH})\s+\d{{1,2}}(?:st|nd|rd|th)?\b|\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:{_MONTH})\b|\b20\d\d-\d\d-\d\d\b"
)
_COUNTS = {
    word: i
    for i, word in enumerate(
        "one two three four five six seven eight nine ten eleven twelve".split(), start=1
    )
}
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth".split()
_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_DATE = re.compile(
    rf"\b(?P<month>{_MONTH})\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?!,?\s*\d{{1,2}}:)(?:(?:,\s*|\s+)(?P<year>20\d\d)\b)?"
    rf"|\b(?P<day2>\d{{1,2}}|(?:{'|'.join(_ORDINALS)})(?=\s+day\s+of\b))(?:st|nd|rd|th)?\s+(?:(?:day\s+)?of\s+)?(?P<month2>{_MONTH})(?:,?\s+(?P<year2>20\d\d))?\b"
    r"|\b(?P<iso>20\d\d-\d\d-\d\d)\b"
    r"|\bon\s+the\s+(?:(?:morning|afternoon|evening)\s+of\s+the\s+)?(?P<bare>[1-3]?\d)(?:st|nd|rd|th)\b(?!\s+(?:[a-z]+\s+){0,3}(?:meeting|session|anniversary|congress|plenum|central))"
    rf"|\b(?:(?P<which>on|last|this|late|early)\s+)?(?P<weekday>{'|'.join(_WEEKDAYS)})\b(?!'(?!s\s+(?:meeting|session|plenary|plenum|gathering)))(?P<week>\s+(?:of\s+)?last\s+week)?"
    rf"|\b(?P<near>(?:the\s+)?day\s+before\s+yesterday|today|yesterday|this\s+(?:morning|afternoon|evening))\b(?!'s\s+(?:[a-z]+\s+){{1,3}}daily\b)(?!\s*\((?:{_MONTH})\s)(?:\s*\((?:the\s+)?(?P<told>[1-3]?\d)(?:st|nd|rd|th)\))?"
    r"|\b(?P<relative>(?:the\s+)?(?:previous\s+day|day\s+before|day\s+earlier|day\s+after|(?:same|that)\s+day|following\s+day|next\s+day)"
    rf"|(?P<days>a|{'|'.join(_COUNTS)}|\d\d?)\s+(?P<unit>day|week)s?\s+(?:earlier|before|later|after))\b"
    r"|\b(?P<vague>recently|in\s+recent\s+days|earlier\s+this\s+week|earlier\s+this\s+month|the\s+other\s+day|last\s+week|a\s+few\s+days\s+ago)\b"
)
_FILED_BEFORE = timedelta(days=120)
_MAY_BE_DATED = re.compile(r"\d|day|recent|this (?:morning|afternoon|evening)|earlier|last week")
# HEFEI, June 4 (Xinhua) -- is when the report was filed; - June 12 - Gansu. is a line of a list.
_FILED = re.compile(
    r"\s*(?:\((?:[a-z-]+\s+){0,3}(?:reporter|correspondent)[^)\n]{0,60}\)"
    r"|\((?:[a-z]+\s+){0,3}(?:daily|news|evening|times|online)\)\s"
    r"|\([a-z][a-z0-9 ./]{1,39}\)\s*[-–—]+\s|[-–—]+\s(?![a-z' ]{3,30}(?:[.:](?:\s|$)|\n|$)))"
)
# (Huizhou, 2 Dec) The commission met ...
_IN_BRACKETS = re.compile(r"\s*\([a-z' ]{2,30},\s")
_LAST_YEAR = re.compile(r",?\s+(?:of\s+)?last\s+year\b")
_YEARS_AGO = re.compile(
    r"\b(?P<years>a|one|two|three|four|five|six|seven|\d)\s+years?\s+(?:ago|earlier|before),?\s+(?:on\s+)?$"
)
_MAY_BE_FILED = re.compile(
    r"[-–—]\s|\d\)|(?:daily|news|evening|times|online)\)|\((?:[a-z-]+\s+){0,3}(?:reporter|correspondent)|\d\s?:|daily\s+of|dated\s|(?:printed|published)\s+on"
)
# Mianyang Daily, April 20: ...
_OF_A_PAPER = re.compile(r"\b(?:daily|news|network|online|times|release|client)\b[^.:;()]{0,30}$")
_PRINTED = re.compile(r"\b(?:daily\s+of|dated|printed\s+on|published\s+on)\s+$")


_OF_PUBLICATION = re.compile(
    r"\b(?:(?:(?:published|reported|released|posted|carried|publici[sz]ed|issued|dated)"
    r"(?:\s+by\s+(?:the\s+)?(?:[a-z]+\s+){1,3}?(?:daily|agency|media|television|news|newspaper))?"
    r"|(?:daily\s+of|daily,)"
    r"|(?:daily|agency|media|newspaper|television|tv|xinhua|news|outlets?|statement)\s+said))\s+(?:on\s+)?$"
    r"|\bsource:\s[^;:]{1,30},\s$"
)


# Four days before the attack, on June 20
_APPOSED = re.compile(r"(?:\s+[a-z' ]{1,60})?,\s+(?:on\s+)?")
# Zhejiang Daily said in a July 22 report
_OF_A_REPORT = re.compile(r"\s+(?:report|article|story|edition|issue|dispatch)\b")


def stated_in(
    text: str, start: int, end: int, published: date | None, before: date | None
) -> Iterator[tuple[Stated, bool]]:
    """The dates stated in (folded) text[start:end], datelines left out, and whether each is a day of
    publication ("Anhui Daily reported on Friday"); `before` is the last date ahead of it."""
    if not _MAY_BE_DATED.search(text, start, end):  # nearly half of all sentences, and much cheaper
        return
    reference = before
    matches = list(_DATE.finditer(text, start, end))
    for match, behind in zip(matches, [*matches[1:], None], strict=False):
        if _is_filed(text, start, match) or _is_put_exactly(text, match, behind):
            continue
        told = _OF_PUBLICATION.search(text, max(start, match.start() - 40), match.start())
        told = told or _OF_A_REPORT.match(text, match.end())
        if match["vague"]:
            yield Stated(*match.span(), published, _bounded(published)), bool(told)
            continue
        day = _day(match, published, reference)
        if years := _years_back(text, start, match):
            day = day and published and day_of(published.year - years, day.month, day.day)
        reference = (reference or day) if told else (day or reference)
        yield Stated(*match.span(), day, DatePrecision.DAY if day else DatePrecision.UNKNOWN), bool(told)


def events(text: str, start: int, end: int, published: date | None, before: date | None) -> list[Stated]:
    """The dates stated in text[start:end] but for those of publication."""
    return [one for one, told in stated_in(text, start, end, published, before) if not told]


def filed(text: str, start: int, end: int, published: date | None) -> Stated | None:
    """When the report in text[start:end] was filed or printed, as its last dateline or paper says: HANGZHOU,
    April 15 (Xinhua) --, a report in the Anhui Daily of June 4. Only a dateline says that the meeting was no
    later."""
    last: Stated | None = None
    if not _MAY_BE_FILED.search(text, start, end):
        return None
    for match in _DATE.finditer(text, start, end):
        if not (match["month"] or match["month2"]):
            continue
        printed = _PRINTED.search(text, max(0, match.start() - 40), match.start())
        day = _day(match, published, None) if printed or _is_filed(text, start, match) else None
        if day and (published is None or timedelta() <= published - day <= _FILED_BEFORE):
            precision = DatePrecision.UNKNOWN if printed else DatePrecision.ON_OR_BEFORE
            last = Stated(*match.span(), day, precision)
    return last


def _is_filed(text: str, start: int, match: re.Match[str]) -> bool:
    """Whether the date is that of a dateline or of a newspaper's label."""
    bracketed = text.startswith(")", match.end()) and _IN_BRACKETS.fullmatch(text, start, match.start())
    # a line of a list is no dateline, nor is "on May 30 -"
    listed = text[start] in "-*•" or text.startswith("on ", match.start() - 3)
    if bracketed or (_FILED.match(text, match.end()) and not listed):
        return True
    labels = text.startswith(":", match.end())
    return labels and _OF_A_PAPER.search(text, max(start, match.start() - 60), match.start()) is not None


def _years_back(text: str, start: int, match: re.Match[str]) -> int:
    """Of "May 9 last year" and "two years ago, on May 9" how long that is ago; 0 for any other date."""
    if not (match["month"] or match["month2"]) or match["year"] or match["year2"]:
        return 0
    if _LAST_YEAR.match(text, match.end()):
        return 1
    ago = _YEARS_AGO.search(text, max(start, match.start() - 40), match.start())
    return _count(ago["years"]) if ago else 0


def _is_put_exactly(text: str, match: re.Match[str], behind: re.Match[str] | None) -> bool:
    """Whether a relative date is followed by the same day in full."""
    if behind is None or not match["relative"] or not (behind["month"] or behind["month2"]):
        return False
    return _APPOSED.fullmatch(text, match.end(), behind.start()) is not None


def _count(written: str) -> int:
    return int(written) if written.isdigit() else _COUNTS.get(written, 1)


def _bounded(published: date | None) -> DatePrecision:
    return DatePrecision.ON_OR_BEFORE if published else DatePrecision.UNKNOWN


def _day(match: re.Match[str], published: date | None, reference: date | None) -> date | None:
    if match["relative"]:
        return _relative(match["relative"], match["days"], match["unit"], reference)
    if match["iso"]:
        return day_of(*map(int, match["iso"].split("-")))
    month = match["month"] or match["month2"]
    if not month:
        return _of_publication(match, published) if published else None
    day, year = match["day"] or match["day2"], match["year"] or match["year2"]
    if not day.isdigit():
        day = str(1 + _ORDINALS.index(day))
    number = 1 + next(i for i, name in enumerate(_MONTHS) if name.startswith(month[:3]))
    if year:
        return day_of(int(year), number, int(day))
    return latest(number, int(day), published) if published else None


def _of_publication(match: re.Match[str], published: date) -> date | None:
    """on Friday, yesterday, on the 14th: counted back from the day of publication."""
    if bare := match["bare"] or match["told"]:
        return latest_day(int(bare), published)
    if match["near"]:
        return published - timedelta(days=2 if "before" in match["near"] else match["near"] == "yesterday")
    if match["week"]:
        return published - timedelta(days=published.weekday() + 7 - _WEEKDAYS.index(match["weekday"]))
    back = (published.weekday() - _WEEKDAYS.index(match["weekday"])) % 7
    if back == 0 and match["which"] == "last":
        back = 7
    return published - timedelta(days=back)


def _relative(words: str, days: str | None, unit: str | None, reference: date | None) -> date | None:
    """The previous day, two days later, a week earlier; `days` is how many of the unit, as written."""
    if reference is None:
        return None
    if words.startswith("that") or "same" in words:
        return reference
    count = (_count(days) if days else 1) * (7 if unit == "week" else 1)
    later = any(word in words for word in ("after", "following", "next", "later"))
    return reference + timedelta(days=count if later else -count)
