"""Puts the ways together by which an account's division can be told."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from readouts.domain.gazetteer import Division, Level
from readouts.domain.readout import Kind
from readouts.extractors import officials
from readouts.extractors.accounts import Account, Article, filing, slogans_above
from readouts.extractors.officials import Roster
from readouts.extractors.places import CORPS, LEVELS, Tier, fits
from readouts.extractors.reading import Reading
from readouts.extractors.regions import Hint, Located, Regions
from readouts.extractors.sentences import Sentence

_CITY = re.compile(r"\b(?:city(?:'s)?|municipal|mayor)\b")
_PROVINCE = re.compile(r"\bprovinc(?:e|ial)\b")
_AHEAD = 2
_BEGINNING = 30  # sentences of an article that are asked for a byline
_OPENING = 4  # sentences of a report that say where and who
_XINJIANG = "650000"


class Whereabouts:
    """Tells whose commission an account is about."""

    def __init__(self, regions: Regions, roster: Roster) -> None:
        self._regions = regions
        self._roster = roster

    def of(self, article: Article, account: Account, chair: str | None, day: date | None) -> Located | None:
        """Whose, and how that is told; None where the article leaves it open."""
        if account.kind is Kind.CENTRAL:
            return None
        if not article.body.chinese:
            found = self._english(article, account, chair, day)
            return self._of_region(found, account, chair, day) if found else None
        plain = len(account.places) == 1 and account.tier is not Tier.CORPS_DIVISION
        hints = [] if plain else list(self._hints(article, account, chair, day))
        return self._chinese(article, account, hints)

    def _chinese(self, article: Article, account: Account, hints: list[Hint]) -> Located | None:
        if account.tier is Tier.CORPS_DIVISION:
            return self._of_corps(account, hints)
        if account.places:
            return self._among(account, hints)
        return (
            self._in_parts(article, account, hints, _near_parts(article, account))
            or self._hinted(account.tier, hints)
            or self._in_parts(article, account, hints, ((article.body, s) for s in account.own))
        )

    def _in_parts(
        self, article: Article, account: Account, hints: list[Hint], parts: Iterable[tuple[Reading, Sentence]]
    ) -> Located | None:
        """The first party committee of this tier that these sentences name."""
        for reading, sentence in parts:
            for place in self._regions.committees_in(
                reading.text, sentence.start, sentence.end, account.tier
            ):
                division = self._regions.named(place.divisions, account.tier, hints)
                if division:
                    spot = (place.start, place.end) if reading is article.body else (None, None)
                    return self._regions.located(division, "named", *spot)
        return None

    def _of_corps(self, account: Account, hints: list[Hint]) -> Located:
        """A division of the corps, told by the city that it runs where there is one."""
        named = account.places or tuple(h.division for h in hints if fits(h.division, Tier.CORPS_DIVISION))
        mention = None if account.in_title else account.mention
        spot = (mention.start, mention.end) if mention else (None, None)
        division = named[0] if len(named) == 1 else None
        return Located(self._regions.division(_XINJIANG), division, Level.PREFECTURE, "named", *spot)

    def _among(self, account: Account, hints: list[Hint]) -> Located | None:
        """Which of the divisions that the name may stand for."""
        mention = account.mention
        stated = (mention.owner or (mention.start, mention.end)) if mention else (None, None)
        spot = (None, None) if account.in_title else stated
        division = self._regions.named(account.places, account.tier, hints)
        if division and account.tier is not Tier.ZONE:
            return self._regions.located(division, "named", *spot)
        regions = {place.region for place in account.places}
        if len(regions) > 1:
            return None
        province = self._regions.province(account.places[0])
        return Located(province, None, LEVELS.get(account.tier, Level.PROVINCE), "named", *spot)

    def _hinted(self, tier: Tier, hints: list[Hint]) -> Located | None:
        """The first hint that fits; a later one may name the city that the first leaves open."""
        fitting = [found for found in (self._regions.by_hint(hint, tier) for hint in hints) if found]
        if not fitting:
            return None
        exact = (
            f for f in fitting if f.region == fitting[0].region and (f.division or f.level is Level.PROVINCE)
        )
        return next(exact, fitting[0])

    def _hints(
        self, article: Article, account: Account, chair: str | None, day: date | None
    ) -> Iterator[Hint]:
        if account.anchor and (
            seat := self._regions.seat(article.body.text, account.anchor.start, account.anchor.end)
        ):
            yield seat
        yield from self._openings(article, account)
        if account.anchor and (byline := self._regions.byline(article.body, account.anchor)):
            yield byline
        for sentence in filing(article, account):
            dateline = self._regions.dateline(article.body.text, sentence.start, sentence.end)
            if dateline:
                yield dateline
                break
            byline = self._regions.byline(article.body, sentence)
            if byline:
                yield byline
        yield from self._regions.of_source(article.item)
        yield from self._bylines_above(article, account, chair)
        yield from self._regions.credited(article.body)
        for name in dict.fromkeys([chair, *_chiefs(article, account)]):
            headed = self._roster.division_of(name, day) if name else None
            if headed:
                yield Hint(self._regions.division(headed), "roster")
        yield from self._said_of_itself(article, account)

    def _bylines_above(self, article: Article, account: Account, chair: str | None) -> Iterator[Hint]:
        """滁州 in 滁州日报讯 where a report begins with another meeting that the same person chaired."""
        start = account.anchor.start if account.anchor else 0
        for sentence in article.sentences[:_BEGINNING]:
            if not chair or chair not in sentence.text or sentence.start >= start:
                continue
            where = self._regions.byline(article.body, sentence) or self._regions.dateline(
                article.body.text, sentence.start, sentence.end
            )
            if where:
                yield where

    def _openings(self, article: Article, account: Account) -> Iterator[Hint]:
        sentences = [*article.headline[:1], *([account.anchor] if account.anchor else [])]
        hints = (self._regions.opening(sentence.text, account.tier) for sentence in sentences)
        return (hint for hint in hints if hint)

    def _said_of_itself(self, article: Article, account: Account) -> Iterator[Hint]:
        text = article.body.text
        for sentence in account.own[:_OPENING]:
            if seat := self._regions.seat(text, sentence.start, sentence.end):
                yield seat
        for sentence in account.own:
            yield from self._regions.of_words(text, sentence.start, sentence.end, account.tier)
            yield from self._regions.above(text, sentence.start, sentence.end)
        yield from self._regions.of_matters(text, account.own, account.tier)

    def _english(
        self, article: Article, account: Account, chair: str | None, day: date | None
    ) -> Located | None:
        if not account.places:
            titled = self._regions.of_headline(article.headline)
            if titled:
                return self._regions.located(titled, "title")
            hints = list(self._hints(article, account, chair, day))
            told = None if any(hint.way == "byline" for hint in hints) else self._topic(article, account)
            if told:
                return told
            hinted = self._hinted(account.tier, hints) if account.tier is not Tier.ANY else self._plain(hints)
            return hinted or self._spoken_of(account)
        corps = account.tier is Tier.CORPS
        division = self._regions.division(CORPS) if corps else self._meant(account, chair, day)
        spot = self._regions.spot(account.told(), division)
        if account.tier in LEVELS and not fits(division, account.tier):
            return self._regions.by_hint(Hint(division, "named", *spot), account.tier)
        return self._regions.located(division, "named", *spot)

    def _of_region(self, found: Located, account: Account, chair: str | None, day: date | None) -> Located:
        """The autonomous region, where "District Party Committee" stands for 区党委: where its own name is in
        front of these words, or its party chief presided."""
        named = account.mention.places if account.mention else ()
        if found.division or account.tier is not Tier.COUNTY or not fits(found.region, Tier.AUTONOMOUS):
            return found
        heads = chair is not None and self._roster.division_of(chair, day) == found.region.code
        return replace(found, level=Level.PROVINCE) if heads or named == (found.region,) else found

    def _spoken_of(self, account: Account) -> Located | None:
        """The one place that the words of a nameless commission's meeting are about."""
        told = self._regions.topic(account.own)
        fitting = (
            self._regions.by_hint(
                Hint(told.division or told.region, "topic", told.start, told.end), account.tier
            )
            if told
            else None
        )
        return fitting if told and (told.division is None or (fitting and fitting.division)) else None

    def _topic(self, article: Article, account: Account) -> Located | None:
        """The place that the sentences right ahead of an unnamed commission are about."""
        start = account.anchor.start if account.anchor else 0
        told = self._regions.topic([s for s in article.sentences if s.start < start][-_AHEAD:])
        higher = account.tier in (Tier.PROVINCE, Tier.AUTONOMOUS)
        return None if told and higher and not fits(told.region, account.tier) else told

    def _plain(self, hints: list[Hint]) -> Located | None:
        return self._regions.located(hints[0].division, hints[0].way) if hints else None

    def _meant(self, account: Account, chair: str | None, day: date | None) -> Division:
        """The city or its province, where only the city is named."""
        division = account.places[0]
        if account.tier is Tier.COUNTY and division.level is not Level.COUNTY:
            return self._regions.county_in(account.own, division) or division
        if division.level is not Level.PREFECTURE:
            return division
        chaired = self._roster.division_of(chair, day) if chair else None
        words = " ".join(sentence.text for sentence in account.own)
        provincial = (
            account.tier in (Tier.PROVINCE, Tier.AUTONOMOUS)
            or chaired == self._regions.province(division).code
        )
        open_ = account.tier in (Tier.ANY, Tier.CITY)
        if provincial or (open_ and _PROVINCE.search(words) and not _CITY.search(words)):
            return self._regions.province(division)
        return division


def _chiefs(article: Article, account: Account) -> Iterator[str]:
    """Other heads whom the report names: in whose place somebody presided, who made a speech."""
    for sentence in account.own[:_OPENING] if article.body.chinese else ():
        for find in (officials.principal, officials.speaker):
            person = find(article.body.text, sentence.start, sentence.end)
            if person:
                yield person.name


def _near_parts(article: Article, account: Account) -> Iterator[tuple[Reading, Sentence]]:
    """The sentences of the account's first paragraph, then the title, then what stands right ahead."""
    first = account.anchor.paragraph if account.anchor else None
    yield from ((article.body, s) for s in account.own if s.paragraph == first)
    yield from ((article.title, sentence) for sentence in article.headline)
    yield from ((article.body, sentence) for sentence in slogans_above(article, account))
    if account.anchor:
        ahead = [s for s in article.sentences if s.start < account.anchor.start][-_AHEAD:]
        yield from ((article.body, s) for s in reversed(ahead) if s.paragraph == account.anchor.paragraph)
