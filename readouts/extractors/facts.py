"""From an account to a readout: where, when, who, what was stressed, and the words that say so."""

import re
from bisect import bisect_left

from readouts.domain.gazetteer import Level
from readouts.domain.readout import (
    Attendee,
    Bilingual,
    CentralMeeting,
    Chair,
    DatePrecision,
    Kind,
    Quote,
    Readout,
    Span,
)
from readouts.extractors import attendance, documents, naming
from readouts.extractors.accounts import Account, Article, stretches
from readouts.extractors.chairs import chair_of
from readouts.extractors.corrections import put_right
from readouts.extractors.dates import Stated
from readouts.extractors.meeting_dates import date_of
from readouts.extractors.officials import Person, Roster
from readouts.extractors.phrases import Phrases
from readouts.extractors.places import LEVELS
from readouts.extractors.quotes import quoted
from readouts.extractors.reading import Reading
from readouts.extractors.regions import Located, Regions
from readouts.extractors.sentences import Sentence, merged
from readouts.extractors.summary import summarise
from readouts.extractors.themes import Themes
from readouts.extractors.whereabouts import Whereabouts

_MET = frozenset((Kind.MEETING, Kind.CENTRAL))
_XI = re.compile(r"(?P<post>)(?:习近平|xi jinping)")
_XI_WITH_POST = re.compile(r"(?P<post>中央国家安全委员会主席)(?:、[^,。;、]{2,16}){0,4}(?:同志)?习近平")


class Facts:
    """Reads all fields of one account."""

    def __init__(self, regions: Regions, roster: Roster, themes: Themes, phrases: Phrases) -> None:
        self._whereabouts = Whereabouts(regions, roster)
        self._roster = roster
        self._themes = themes
        self._phrases = phrases

    def readout(self, article: Article, account: Account, alone: bool, titled: bool) -> Readout | None:
        """The readout of an account; None where it turns out to tell of no meeting after all.

        `alone`: the article tells of nothing else, so all of it is about this meeting. `titled`: its
        title is about this meeting too.
        """
        person, person_in = chair_of(article, account, titled)
        stated, former = put_right(article, account, date_of(article, account, titled), alone)
        located = self._whereabouts.of(
            article, account, person.name if person else None, stated.day if stated else None
        )
        if account.kind is Kind.MEETING and not _is_meeting(article.body, person, stated, located):
            return None
        marks = _Marks(article.body)
        marks.place(account, located)
        if person and person_in is article.body:
            marks.add("chair", *person.told())
        if account.kind is Kind.CENTRAL and (xi := _head_of_china(article.body)):
            marks.add("chair", *xi.span())
        if stated and stated.end > stated.start:
            marks.add("date", stated.start, stated.end)
        if former:
            marks.add("date:former", former.start, former.end)
        chair = self._chair(article, account, person, person_in, located)
        return self._assembled(article, account, alone, located, chair, stated, marks)

    def _chair(
        self,
        article: Article,
        account: Account,
        person: Person | None,
        reading: Reading,
        located: Located | None,
    ) -> Chair | None:
        if account.kind is Kind.CENTRAL:
            return _chair_of_china(article.body)
        if person is None:
            return None
        where = located and (located.division or located.region)
        return self._roster.linked(person.chair(reading), where.code if where else None)

    def _assembled(
        self,
        article: Article,
        account: Account,
        alone: bool,
        located: Located | None,
        chair: Chair | None,
        stated: Stated | None,
        marks: "_Marks",
    ) -> Readout:
        body, told = article.body, account.told()
        themes, phrases = self._stressed(article, account, alone, marks)
        quotes = _quotes(body, account, chair, marks)
        stretches = [body.place(s.start, s.end) for s in told]
        return Readout(
            kind=account.kind,
            region=located.region.region if located else None,
            region_name=_region_name(located),
            division=located.division.code if located and located.division else None,
            level=_level(account, located),
            committee=_committee(article, account, located),
            date=stated.day if stated else None,
            date_precision=stated.precision if stated and stated.day else DatePrecision.UNKNOWN,
            chair=chair,
            themes=themes,
            phrases=phrases,
            quotes=quotes,
            summary=_summary(article, account, marks),
            language=body.language,
            evidence=marks.evidence,
            scope=((0, len(article.item.text)),) if alone else merged(stretches, body.original),
            attendees=self._attendees(article, account, chair, located, marks),
            adopted=_adopted(body, account, marks),
            conveyed=_conveyed(body, account, marks),
            predecessor="predecessor" in marks.evidence,
        )

    def _attendees(
        self,
        article: Article,
        account: Account,
        chair: Chair | None,
        located: Located | None,
        marks: "_Marks",
    ) -> tuple[Attendee, ...]:
        found: list[Attendee] = []
        where = located and (located.division or located.region)
        for person in attendance.present(article.body, account.own) if account.kind in _MET else ():
            if chair and person.name in (chair.name, chair.name_zh):
                continue
            zh = person.name if article.body.chinese else None
            named = Chair(person.name, zh, None if zh else person.name, person.post)
            linked = self._roster.linked(named, where.code if where else None)
            found.append(Attendee(linked.name, linked.name_zh, linked.name_en, linked.post, person.role))
            marks.add(f"attendee:{len(found)}", person.start, person.end)
        return tuple(found)

    def _stressed(
        self, article: Article, account: Account, alone: bool, marks: "_Marks"
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Theme ids and tifa ids, in the order in which they first appear."""
        themes: dict[str, None] = {}
        phrases: dict[str, None] = {}
        if account.kind is Kind.MENTION:
            return (), ()
        for reading, start, end in stretches(article, account, alone):
            for theme, first, last in self._themes.found(reading.text, start, end, reading.chinese):
                themes.setdefault(theme)
                marks.telling(reading, f"theme:{theme}", first, last)
            for phrase, first, last in self._phrases.found(reading.text, start, end):
                phrases.setdefault(phrase)
                marks.telling(reading, f"phrase:{phrase}", first, last)
        return tuple(themes), tuple(phrases)


class _Marks:
    """Collects evidence; the first words found for a field stay."""

    def __init__(self, body: Reading) -> None:
        self._body = body
        self.evidence: dict[str, Span] = {}
        self.positions: set[int] = set()

    def add(self, name: str, start: int, end: int) -> None:
        self.evidence.setdefault(name, self._body.span(start, end))

    def telling(self, reading: Reading, name: str, start: int, end: int) -> None:
        """Evidence that also makes its sentence worth a place in the summary."""
        if reading is self._body:
            self.add(name, start, end)
            self.positions.add(start)

    def place(self, account: Account, located: Located | None) -> None:
        """Region, level and committee; `region:<way>` where the committee's own name does not say it."""
        mention = None if account.in_title else account.mention
        if mention:
            self.add("committee", mention.start, mention.end)
            self.add("level", mention.start, mention.end)
            if mention.predecessor:
                self.add("predecessor", mention.start, mention.end)
        if not located:
            return
        start, end = located.start, located.end
        if start is None or end is None:
            if not mention:
                return
            start, end = mention.start, mention.end
        self.add("region", start, end)
        self.add("level", start, end)
        if located.way != "named":
            self.add(f"region:{located.way}", start, end)


def _head_of_china(body: Reading) -> re.Match[str] | None:
    """Where Xi is named, with his post on the commission where the text gives it."""
    return _XI_WITH_POST.search(body.text) or _XI.search(body.text)


def _chair_of_china(body: Reading) -> Chair:
    named = _head_of_china(body)
    post = (named and named["post"]) or None
    return Chair("习近平" if body.chinese else "Xi Jinping", "习近平", "Xi Jinping", post)


def _is_meeting(body: Reading, person: Person | None, stated: Stated | None, located: Located | None) -> bool:
    """A committee and a verb are not enough: a meeting has a chair or a date, in English a place too."""
    return (person is not None or stated is not None) and (located is not None or body.chinese)


def _quotes(body: Reading, account: Account, chair: Chair | None, marks: _Marks) -> tuple[Quote, ...]:
    """What was said at the meeting; the chair speaks, for readouts hardly quote anyone else."""
    found: list[Quote] = []
    for sentence in account.own if chair and account.kind in _MET else ():
        for words in quoted(body, sentence.start, sentence.end):
            found.append(Quote(body.written(words.start, words.end), chair.name if chair else None))
            marks.telling(body, f"quote:{len(found)}", words.start, words.end)
    return tuple(found)


def _adopted(body: Reading, account: Account, marks: _Marks) -> tuple[str, ...]:
    titles: list[str] = []
    for document in documents.adopted(body, account.own) if account.kind in _MET else ():
        titles.append(" ".join(body.written(document.start, document.end).split()))
        marks.add(f"adopted:{len(titles)}", document.start, document.end)
    return tuple(titles)


def _conveyed(body: Reading, account: Account, marks: _Marks) -> tuple[CentralMeeting, ...]:
    passed_on = list(documents.conveyed(body, account.told())) if account.kind is Kind.MEETING else []
    for central in passed_on:
        marks.add(central.meeting.evidence_name, central.start, central.end)
    return tuple(central.meeting for central in passed_on)


def _summary(article: Article, account: Account, marks: _Marks) -> str:
    if account.anchor is None and not account.own:
        return article.title.original.strip()[:400]
    anchor = account.anchor or account.own[0]
    positions = sorted(marks.positions)
    telling = frozenset(s.start for s in account.own if _holds_one(positions, s))
    return summarise(article.body, anchor, account.own, telling)


def _holds_one(positions: list[int], sentence: Sentence) -> bool:
    after = bisect_left(positions, sentence.start)
    return after < len(positions) and positions[after] < sentence.end


def _region_name(located: Located | None) -> Bilingual | None:
    if located is None:
        return None
    region = located.region
    if region.region == "CN-XJ":
        return Bilingual("Xinjiang", "新疆")
    return Bilingual(region.name_en, region.short_zh)


def _level(account: Account, located: Located | None) -> Level:
    if account.kind is Kind.CENTRAL:
        return Level.CENTRAL
    return located.level if located else LEVELS.get(account.tier, Level.PROVINCE)


def _committee(article: Article, account: Account, located: Located | None) -> Bilingual:
    """The usual name where it is known whose it is, else the words of the article."""
    if account.kind is Kind.CENTRAL:
        return naming.CENTRAL
    division = located and (located.division or (located.region if located.level is Level.PROVINCE else None))
    if division and account.kind is Kind.STUDY:
        return naming.study_group(division)
    if division and account.kind is Kind.OFFICE:
        return naming.office(division)
    mention = account.mention
    if division:
        return naming.commission(division, mention is not None and mention.predecessor)
    reading = article.title if account.in_title else article.body
    words = reading.written(mention.start, mention.end) if mention else None
    return Bilingual(None, words) if reading.chinese else Bilingual(words, None)
