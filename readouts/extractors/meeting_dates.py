"""The date of an account's meeting: the one beside it, never that of another event in the article."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from readouts.domain.readout import DatePrecision, Kind
from readouts.extractors import dates, english_dates
from readouts.extractors.accounts import Account, Article, filing, same_occasion
from readouts.extractors.assertion import is_plans_date
from readouts.extractors.dates import Stated
from readouts.extractors.sentences import Sentence

_HELD = re.compile(
    r"召开|举行|主持|集会|会议由|出席会议|日(?:[上下]午|晚)?,?的?会议|^(?:会议)?时间:|会议时间[为是]|^\d{1,2}月\d{1,2}[日号](?:[上下]午)?$"
)
_SAME_DAY = re.compile(r"同一?[日天]|当[日天]|翌日|次日|第二天|前一[日天]")
_FROM_ANOTHER_DAY = re.compile(
    r"\bdays?\s+(?:before|earlier|after|later)|(?:previous|same|following|next)\s+day"
)
_LOOK_BACK = 400
_REPORTED_WITHIN = timedelta(days=60)
# 继上海(5月15日)、云南(5月30日)后,安徽...: the days of other meetings.
_AFTER_OTHERS = re.compile(r"(?<!相)(?<!陆)继(?!续)[^。;]{2,80}?[之以]?后[,又再]")
_MEETING = re.compile(
    r"\b(?:meetings?|conferences?|sessions?|gatherings?|plenar(?:y|ies)|conven\w+|met|presided|chaired|held|readout|gathered\s+(?:his|her|its)"
    r"|(?:told|address(?:ed|ing))\s+(?:[a-z']+\s+){0,4}?(?:commission|committee|those\s+present|participants))\b"
)
_LABELLED = re.compile(r"(?:[-*•]\s*)?(?:date|day|when|time|held)\s*:")
_MET_THEN = re.compile(r"\s(?:also\s)?(?:met|convened|gathered|(?:held|had)\s(?:[a-z]+\s){1,5})(?:\son)?\s")
_ON_A_DAY = re.compile(
    r"(?:and\s+|but\s+)?on\s+(?:[a-z]+day,?\s+)?(?:[a-z]{3,9}\.?\s+\d|\d{1,2}(?:st|nd|rd|th)?\s+[a-z])"
)
_OF_THE_CENTRE = re.compile(
    r"\b(?:(?<!of )(?<!of president )xi(?!'an|\s(?:news|daily))"
    r"|central|(?<!people's )congress|plenum|since|education\s+day)\b[^.;]{0,80}$"
)


def date_of(article: Article, account: Account, titled: bool) -> Stated | None:
    """When the meeting was; None where the article states no date for it.

    A title's date has an empty stretch: it is no evidence from the text.
    """
    if account.kind in (Kind.MENTION, Kind.OFFICE):
        return None
    published = article.published
    own = (_chinese if article.body.chinese else _english)(article, account, published)
    if account.dealt and not (account.own and own and own.precision is DatePrecision.DAY):
        return account.dealt
    if own or not article.body.chinese:
        return own
    return _filed(article, account, published) or (_in_title(article, published) if titled else None)


def _chinese(article: Article, account: Account, published: date | None) -> Stated | None:
    text = article.body.text
    anchor = [account.anchor] if account.anchor else []
    anchor += same_occasion(article, account)
    held = [s for s in account.own if s not in anchor and _HELD.search(s.text)]
    filed = _filed(article, account, published)
    vague: Stated | None = None
    for sentence in [*anchor, *held]:
        today, before = filed.day if filed else None, _day_before(article, sentence, published)
        stated = list(dates.chinese(text, sentence.start, sentence.end, published, today, before))
        chosen = _beside([s for s in stated if s.precision is DatePrecision.DAY], sentence, account)
        if chosen:
            return chosen
        vague = vague or next((s for s in stated if _of_the_meeting(s, sentence, text)), None)
        if vague and account.anchor and sentence.paragraph != account.anchor.paragraph:
            break
    return vague or _of_the_occasion(article, account, published)


def _of_the_occasion(article: Article, account: Account, published: date | None) -> Stated | None:
    """The day of the meeting that 随后召开的... followed, where the sentences between state none."""
    if account.anchor is None or not same_occasion(article, account):
        return None
    text, start = article.body.text, max(0, account.anchor.start - _LOOK_BACK)
    stated = (
        day
        for sentence in reversed(article.sentences)
        if start <= sentence.start < account.anchor.start and _HELD.search(sentence.text)
        for day in dates.chinese(text, sentence.start, sentence.end, published)
    )
    return next((day for day in stated if day.precision is DatePrecision.DAY), None)


def _day_before(article: Article, sentence: Sentence, published: date | None) -> date | None:
    """The last day that the sentences right ahead of a 同日 state."""
    if not _SAME_DAY.search(sentence.text):
        return None
    text, start = article.body.text, max(0, sentence.start - _LOOK_BACK)
    days = (s.day for s in dates.chinese(text, start, sentence.start, published))
    return next((day for day in reversed(list(days)) if day), None)


def _beside(stated: list[Stated], sentence: Sentence, account: Account) -> Stated | None:
    """The last date ahead of the committee's name, else the first one behind it."""
    inside = (
        account.mention and not account.in_title and sentence.start <= account.mention.start < sentence.end
    )
    middle = account.mention.start if inside and account.mention else sentence.start
    before = _AFTER_OTHERS.search(sentence.text) if "继" in sentence.text else None
    if before:
        first, last = (sentence.start + place for place in before.span())
        stated = [s for s in stated if not first <= s.start < last]
    ahead = [s for s in stated if s.start < middle]
    return ahead[-1] if ahead else (stated[0] if stated else None)


def _in_title(article: Article, published: date | None) -> Stated | None:
    title = article.title.text
    for stated in dates.chinese(title, 0, len(title), published):
        if stated.precision is DatePrecision.DAY:
            return Stated(0, 0, stated.day, stated.precision)
    return None


def _of_the_meeting(vague: Stated, sentence: Sentence, text: str) -> bool:
    """日前 opens the sentence or a clause, or stands before the verb; elsewhere it may be about anything."""
    opens_clause = text[vague.start - 1 : vague.start] == "," and text.startswith(",", vague.end)
    return vague.start < sentence.start + 12 or opens_clause or _HELD.match(text, vague.end) is not None


def _filed(article: Article, account: Account, published: date | None) -> Stated | None:
    """The day of the dateline: the report was filed then, so the meeting was held no later."""
    for sentence in filing(article, account):
        filed = dates.dateline(article.body.text, sentence.start, sentence.end, published)
        if filed:
            return filed
    return None


def _english(article: Article, account: Account, published: date | None) -> Stated | None:
    filed = _filed_in_english(article, account, published)
    found = _told_in_english(article, account, filed.day if filed else published)
    if filed and filed.day and not _are_soon_before(filed.day, found):  # another report's dateline
        found = _told_in_english(article, account, published)
    for precision in (DatePrecision.DAY, DatePrecision.ON_OR_BEFORE, DatePrecision.UNKNOWN):
        for one in found:
            if one.precision is precision:
                return one
    dated = filed and filed.precision is DatePrecision.ON_OR_BEFORE and account.chair_surname
    return filed if dated else None


def _are_soon_before(filed: date, found: list[Stated]) -> bool:
    return any(one.day and filed - one.day <= _REPORTED_WITHIN for one in found)


def _told_in_english(article: Article, account: Account, today: date | None) -> list[Stated]:
    """The dates that the account's sentences state of the meeting, counted back from `today`."""
    leaned_on = same_occasion(article, account)
    own = frozenset(sentence.start for sentence in [*leaned_on, *account.own])
    central = account.kind is Kind.CENTRAL
    found: list[Stated] = []
    last = max(own, default=-1)
    for sentence, all_stated in _in_order(article, _that_matter(article, own), today):
        if sentence.start > last:
            break
        stated = _done(article.body.text, sentence, all_stated)
        if sentence.start in own and (sentence in leaned_on or _tells_when(account, sentence)):
            mine = [one for one in stated if central or not _of_the_centre(article.body.text, sentence, one)]
            found += [*_right_behind(article.body.text, account, mine), *mine]
    return found


def _right_behind(text: str, account: Account, stated: list[Stated]) -> list[Stated]:
    """The date that stands behind the commission and its verb: a symposium was held on March 24, and its
    commission met on March 25."""
    mention = account.mention
    if mention is None or account.in_title or len(stated) < 2:
        return []
    behind = (one for one in stated if one.start > mention.end)
    return [one for one in behind if _MET_THEN.fullmatch(text, mention.end, one.start)][:1]


def _tells_when(account: Account, sentence: Sentence) -> bool:
    """Whether a date in the sentence is the meeting's: "On May 15, Shanghai's Chen Jining said" is, too."""
    anchor = account.anchor
    labelled = _LABELLED.match(sentence.text)
    beside = account.passage and anchor is not None and sentence.paragraph == anchor.paragraph
    if sentence == anchor or account.in_title or labelled or beside or _MEETING.search(sentence.text):
        return True
    named = bool(account.chair_surname) and account.chair_surname in sentence.text.split()
    return named and _ON_A_DAY.match(sentence.text) is not None


def _filed_in_english(article: Article, account: Account, published: date | None) -> Stated | None:
    """The dateline nearest to the sentence that reports, ahead of it or in it."""
    anchor = account.anchor or next(iter(account.own), None)
    if anchor is None:
        return None
    text, start = article.body.text, max(0, anchor.start - _LOOK_BACK)
    return english_dates.filed(text, start, anchor.end, published)


def _done(text: str, sentence: Sentence, stated: list[Stated]) -> list[Stated]:
    """The dates but for those right behind a plan or a cancellation ("will meet again on August 3")."""
    return [s for s in stated if not is_plans_date(text, sentence.start, s.start)]


def _of_the_centre(text: str, sentence: Sentence, stated: Stated) -> bool:
    return _OF_THE_CENTRE.search(text, max(sentence.start, stated.start - 100), stated.start) is not None


def _that_matter(article: Article, own: frozenset[int]) -> Iterable[Sentence]:
    """The account's sentences; all of the article's where one may count from a day that it does not state."""
    told = [sentence for sentence in article.sentences if sentence.start in own]
    looks_back = any(_FROM_ANOTHER_DAY.search(sentence.text) for sentence in told)
    return article.sentences if looks_back else told


def _in_order(
    article: Article, sentences: Iterable[Sentence], published: date | None
) -> Iterator[tuple[Sentence, list[Stated]]]:
    """The dates of each English sentence; "the previous day" looks back on the date before it, and "today"
    is the day of a dateline in the sentence itself, where it has one."""
    before: date | None = None
    text = article.body.text
    for sentence in sentences:
        filed = english_dates.filed(text, sentence.start, sentence.end, published)
        today = filed.day if filed else published
        stated = list(english_dates.stated_in(text, sentence.start, sentence.end, today, before))
        days = [(told, one.day) for one, told in reversed(stated) if one.precision is DatePrecision.DAY]
        printed = next((day for told, day in days if told), None)
        before = next((day for told, day in days if not told), before or printed)
        yield sentence, [one for one, of_publication in stated if not of_publication]
