"""Days that one sentence deals out over several committees: 安徽、重庆分别于6月3日、5月31日开会, "Anhui and
Chongqing met on 3 June and 31 May respectively"."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from readouts.domain.gazetteer import Division, Level
from readouts.domain.readout import DatePrecision, Kind
from readouts.extractors import dates, english_dates
from readouts.extractors.accounts import MOST_ACCOUNTS, Account, Article
from readouts.extractors.committees import Mention
from readouts.extractors.dates import Stated
from readouts.extractors.places import Tier
from readouts.extractors.regions import same_place
from readouts.extractors.sentences import Sentence

# How the codes of provincial capitals end.
_CAPITAL = "0100"
_NOT_YET = re.compile(r"将|拟|定于|计划|取消|推迟|未")
_EACH_ITS_OWN = re.compile(r"分别|\brespectively\b")
_NEXT_PLACE = re.compile(
    r"\s*,?\s*(?:and\s+)?in\s+[a-z' ]{3,30}\s+on\s|[)]?[、,](?:在)?[^,。;、]{2,8}[(]?于?(?=\d)"
)
_ALL_ON_ONE = re.compile(r"均|同日|同一天|同时|\b(?:both|all|each)\b")
# 三地均强调, "All three stressed": of those that the sentence before it named.
_STILL_OF_ALL = re.compile(
    r"(?:会上,|会议上,|其中,)?(?:[两二三四五六七八九十]省?[市区地]|[两二三四五六七八九十]个?(?:省|地方|省份)|上述(?:各)?(?:省|地|会议)|各地|几地)"
    r"|(?:all|both)\s+(?:(?:of\s+)?(?:the(?:m|se)?\s+)?)?(?:two|three|four|five|six|men|leaders|officials|secretaries|sides|meetings|committees|commissions|regions|provinces|stressed|said|called|put|emphasi[sz]ed)\b"
    r"|the\s+(?:two|three|four|five|six)\b"
)


def is_still_of_all(sentence: Sentence) -> bool:
    """Whether a sentence goes on about all the committees that the one before it named."""
    return _STILL_OF_ALL.match(sentence.text) is not None


def deal_out(
    article: Article,
    accounts: list[Account],
    sentence: Sentence,
    divisions: Sequence[Division],
    mention: Mention | None,
) -> None:
    """Give the accounts of `divisions` the days that the sentence deals out; a division that has no account
    yet gets one, appended to `accounts`."""
    for division, day in zip(divisions, _days(article, sentence, len(divisions)), strict=False):
        known = [account for account in accounts if is_of(account, division)]
        for account in known:
            account.dealt = account.dealt or day
        if mention and not known and len(accounts) < MOST_ACCOUNTS:
            named = replace(mention, several=True, owner=_place(article, sentence, division))
            accounts.append(Account(Kind.MEETING, Tier.ANY, (division,), named, sentence, [], dealt=day))


def is_of(account: Account, division: Division) -> bool:
    """Whether the account is about this division's committee; a provincial one may meet in a named city."""
    here = [place for place in account.places if place.region == division.region]
    of_province = account.tier in (Tier.PROVINCE, Tier.AUTONOMOUS) or all(
        account.tier is Tier.ANY and place.code.endswith(_CAPITAL) for place in here
    )
    nearby = bool(here) and of_province and division.level is Level.PROVINCE
    return nearby or same_place(account.places, (division,))


def _place(article: Article, sentence: Sentence, division: Division) -> tuple[int, int]:
    """Where a Chinese sentence names the division; an English one is asked later."""
    start = max(article.body.text.find(division.short_zh, sentence.start, sentence.end), sentence.start)
    return start, start + len(division.short_zh)


def _days(article: Article, sentence: Sentence, count: int) -> list[Stated]:
    """As many days as there are committees, in their order; one for all of them; or none at all."""
    stated = [one for one in _stated(article, sentence) if one.precision is DatePrecision.DAY]
    if stated and _NOT_YET.search(article.body.text, sentence.start, stated[-1].end):
        return []
    if len({one.day for one in stated}) == 1:
        stated = stated[:1]
    if len(stated) == count and (_EACH_ITS_OWN.search(sentence.text) or _in_turn(sentence, stated)):
        return stated
    return stated * count if len(stated) == 1 and _ALL_ON_ONE.search(sentence.text) else []


def _in_turn(sentence: Sentence, stated: list[Stated]) -> bool:
    """Whether each place has its day beside it: "in Hubei on June 20, in Hunan on June 21"."""
    ends = [one.end - sentence.start for one in stated]
    between = [sentence.text[one:other] for one, other in pairwise(ends)]
    return all(_NEXT_PLACE.match(words) for words in between)


def _stated(article: Article, sentence: Sentence) -> list[Stated]:
    text, published = article.body.text, article.published
    if not article.body.chinese:
        return english_dates.events(text, sentence.start, sentence.end, published, None)
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
