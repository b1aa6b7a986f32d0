"""The day that a report takes back, and the one that it puts in its place."""

import re

from readouts.domain.readout import DatePrecision
from readouts.extractors import dates, english_dates
from readouts.extractors.accounts import Account, Article
from readouts.extractors.dates import Stated
from readouts.extractors.reading import Reading

# How far around a date the words stand that call it right or wrong, in characters.
_AROUND = 90
_MARK = re.compile(
    r"应为|应是|应当[为是]|实为|实际[为是]|有误|系误|误[写作记报刊植将把]|错[写报记]|[更订]正|而非|而不是"
)
_ENGLISH_MARK = re.compile(
    r"\b(?:correct(?:s|ed|ion)?|misstated|(?:incorrect|wrong|mistaken|erroneous)ly|should\s+(?:read|be|have)"
    r"|(?:earlier|previous|original)\s+(?:version|report|article|story|dispatch))\b"
)
# How the English marks begin: most texts hold none of these words.
_MARKED = tuple(
    "correct misstated incorrect wrong mistaken erroneous should earlier previous original".split()
)
_RIGHT_AHEAD = re.compile(
    r"(?:应为|应是|应当[为是]|实为|实际[为是于在]|[更订]正为|改为|准确(?:时间|日期)?[为是])[^,。;\d]{0,8}$"
    r"|\b(?:should\s+(?:read|be|have\s+(?:been|read|said))|corrected\s+to|in\s+fact|actually|correct\s+date\s+(?:is|was))\b[^.;\d]{0,24}$"
)
# 误将6月4日写成6月3日
_TAKEN = re.compile(r"[将把][^,。;]{0,14}$")
_RIGHT_BEHIND = re.compile(r"[^,。;\d]{0,5}误?[写印报记刊][成为作]")
_WRONG_AHEAD = re.compile(
    r"(?:误[写作记报刊植]?[为成作]|错?[写报记印刊][为成作]|而非|而不是|并非|不是|原(?:报道|稿|文)|(?:此前|早前|先前|昨日)(?:的)?(?:报道|刊[发登载]|发布))"
    r"[^,。;\d]{0,16}$"
    r"|\b(?:not|instead\s+of|rather\s+than)\s+(?:on\s+)?$"
    r"|\b(?:misstated|(?:incorrect|wrong|mistaken|erroneous)ly)\b[^.;]{0,60}$"
    r"|\b(?:earlier|previous|original)\s+(?:version|report|article|story|dispatch)\b[^.;]{0,80}$"
)
_WRONG_BEHIND = re.compile(
    r"[^,。;\d]{0,8}(?:应为|应是|应当[为是]|有误|系误|[更订]正为|改为)|\W{0,3}should\s+(?:read|be|have)\b"
)


def put_right(
    article: Article, account: Account, stated: Stated | None, alone: bool
) -> tuple[Stated | None, Stated | None]:
    """(the day of the account's meeting, the day that the report takes back, if any).

    stated: the day as far as the account gives one; alone: the article tells of nothing else.
    """
    if stated is None or not _speaks_of_mistakes(article.body):
        return stated, None
    given = _days(article, account, alone)
    right = next((day for day in given if _is_right(article.body.text, day)), None)
    wrong = [day for day in given if day is not right and _is_wrong(article.body.text, day)]
    if not wrong:
        return right or stated, None
    taken_back = {each.day for each in wrong}
    left = next((day for day in given if day.day not in taken_back), stated)
    return right or (left if stated.day in taken_back else stated), wrong[0]


def _speaks_of_mistakes(body: Reading) -> bool:
    if body.chinese:
        return _MARK.search(body.text) is not None
    return any(word in body.text for word in _MARKED) and _ENGLISH_MARK.search(body.text) is not None


def _days(article: Article, account: Account, alone: bool) -> list[Stated]:
    text, published = article.body.text, article.published
    found: list[Stated] = []
    for sentence in article.sentences if alone else account.told():
        stretch = (text, sentence.start, sentence.end, published)
        found += dates.chinese(*stretch) if article.body.chinese else english_dates.events(*stretch, None)
    return [
        day for day in found if day.day and day.precision is DatePrecision.DAY and not _is_near(text, day)
    ]


def _is_near(text: str, day: Stated) -> bool:
    """Whether it is 昨日, by which a correction means the day of the mistake."""
    return text[day.start : day.end] in ("今天", "今日", "昨天", "昨日", "前天", "today", "yesterday")


def _is_right(text: str, day: Stated) -> bool:
    floor = max(0, day.start - _AROUND)
    if _RIGHT_AHEAD.search(text, floor, day.start):
        return True
    return bool(_TAKEN.search(text, floor, day.start) and _RIGHT_BEHIND.match(text, day.end))


def _is_wrong(text: str, day: Stated) -> bool:
    ahead = _WRONG_AHEAD.search(text, max(0, day.start - _AROUND), day.start)
    return (ahead or _WRONG_BEHIND.match(text, day.end)) is not None
