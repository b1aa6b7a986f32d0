"""Days that one sentence deals out over several committees: 安徽、重庆分别于6月3日、5月31日开会, "Anhui and
Chongqing met on 3 June and 31 May respectively"."""

import re
from collections.abc import Sequence
from dataclasses import replace

from readouts.domain.gazetteer import Division
from readouts.domain.readout import DatePrecision, Kind
from readouts.extractors import dates
from readouts.extractors.accounts import MOST_ACCOUNTS, Account, Article
from readouts.extractors.committees import Mention
from readouts.extractors.dates import Stated
from readouts.extractors.places import Tier
from readouts.extractors.regions import same_place
from readouts.extractors.sentences import Sentence

_NOT_YET = re.compile(r"将|拟|定于|计划|取消|推迟|未")
_EACH_ITS_OWN = re.compile(r"分别|\brespectively\b")
_ALL_ON_ONE = re.compile(r"均|同日|同一天|同时|\b(?:both|all|each)\b")
# 三地均强调, "All three stressed": of those that the sentence before it named.
_STILL_OF_ALL = re.compile(
    r"(?:会上,|会议上,|其中,)?(?:[两二三四五六七八九十]省?[市区地]|[两二三四五六七八九十]个?(?:省|地方|省份)|上述(?:各)?(?:省|地|会议)|各地|几地)"
    r"|(?:all|both)\s+(?:(?:of\s+)?(?:the(?:m|se)?\s+)?)?(?:two|three|four|five|six|meetings|committees|commissions|regions|provinces|stressed|said|called|put|emphasi[sz]ed)\b"
    r"|the\s+(?:two|three|four|five|six)\b"
)


def is_still_of_all(sentence: Sentence) -> bool:
    """Whether a sentence goes on about all the committees that the one before it named."""
    return _STILL_OF_ALL.match(sentence.text) is not None


def dealt_accounts(
    article: Article,
    accounts: Sequence[Account],
    sentence: Sentence,
    divisions: Sequence[Division],
    mention: Mention | None,
) -> list[Account]:
    """An account for each of `divisions` that has none yet and to which the sentence gives a day."""
    days = _days(article, sentence, len(divisions))
    if mention is None or not days:
        return []
    return [
        Account(
            Kind.MEETING, Tier.ANY, (division,), replace(mention, several=True), sentence, [], stated=stated
        )
        for division, stated in zip(divisions, days, strict=True)
        if not any(same_place(account.places, (division,)) for account in accounts)
    ][: MOST_ACCOUNTS - len(accounts)]


def _days(article: Article, sentence: Sentence, count: int) -> list[Stated]:
    """As many days as there are committees, in their order; one for all of them; or none at all."""
    stated = [one for one in _stated(article, sentence) if one.precision is DatePrecision.DAY]
    if stated and _NOT_YET.search(article.body.text, sentence.start, stated[-1].end):
        return []
    if len(stated) == count and _EACH_ITS_OWN.search(sentence.text):
        return stated
    return stated * count if len(stated) == 1 and _ALL_ON_ONE.search(sentence.text) else []


def _stated(article: Article, sentence: Sentence) -> list[Stated]:
    text, published = article.body.text, article.published
    if not article.body.chinese:
        return list(dates.english(text, sentence.start, sentence.end, published, None))
    return _with_months(list(dates.chinese(text, sentence.start, sentence.end, published)), text)


def _with_months(stated: list[Stated], text: str) -> list[Stated]:
    """In 5月30日、31日 the month stands for both days."""
    known: list[Stated] = []
    for one in stated:
        last = known[-1] if known else None
        follows = last is not None and text[last.end : one.start] in ("、", "和", "与", "及")
        bare = "月" not in text[one.start : one.end]
        known.append(_in_month_of(last, one) if last and follows and bare else one)
    return known


def _in_month_of(last: Stated, one: Stated) -> Stated:
    if last.day is None or one.day is None:
        return one
    try:
        return replace(one, day=last.day.replace(day=one.day.day))
    except ValueError:
        return one
