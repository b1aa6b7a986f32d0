"""The recipe: from an article to its readouts. Reads top-down."""

import re
from dataclasses import replace
from functools import cache

from readouts.domain.gazetteer import Gazetteer
from readouts.domain.item import Item
from readouts.domain.readout import Readout
from readouts.domain.tifa import load_tifa
from readouts.extractors.accounts import Accounts, Article
from readouts.extractors.chinese_accounts import ChineseAccounts
from readouts.extractors.committees import BODY, ChineseCommittees
from readouts.extractors.english_accounts import EnglishAccounts
from readouts.extractors.english_clauses import parallel
from readouts.extractors.english_committees import EnglishCommittees
from readouts.extractors.facts import Facts
from readouts.extractors.fiction import is_fiction
from readouts.extractors.first_look import may_tell, names_one
from readouts.extractors.gazetteer import load_gazetteer
from readouts.extractors.officials import Roster, load_roster
from readouts.extractors.other_kinds import OtherKinds
from readouts.extractors.phrases import Phrases
from readouts.extractors.places import Places
from readouts.extractors.reading import Reading, language_of, read
from readouts.extractors.regions import Regions
from readouts.extractors.sentences import clauses, split
from readouts.extractors.slips import mended
from readouts.extractors.spinning import Spinning
from readouts.extractors.themes import Themes

# ..., 5月31日, 重庆市委国家安全委员会召开会议
_NEXT_MEETING = re.compile(
    r",(?=(?:(?:20\d\d年)?\d{1,2}月\d{1,2}日|\d{1,2}日|同日|同一天|当天|次日|翌日)(?:[上下]午)?,?[^,。;]{0,40}?(?:国家安全|国安委|委书记))"
)
_ACTORS = re.compile(rf"{BODY.pattern}|委书记")
_ENGLISH_ACTORS = re.compile(
    r"\b(?:commission|party\s+(?:chief|secretary|boss))\b|(?<=[a-z])'s\s+(?:met|convened|gathered)\b"
    r"|\ba\s+(?:day|week)\s+(?:later|earlier)\b|\bon\s+(?:january|february|march|april|may|june|july|august|september|october|november|december)\s+\d"
)
_NONE = re.compile(r"(?!)")
_ACTORS_AND_OPENINGS = {"zh": (_ACTORS, _NEXT_MEETING), "en": (_ENGLISH_ACTORS, _NONE)}


class Extractor:
    """Reads articles. Holds the gazetteer, the roster and the dictionaries; pure otherwise."""

    def __init__(self, gazetteer: Gazetteer, roster: Roster) -> None:
        self._places = places = Places(gazetteer)
        self._spinning = Spinning()
        regions = Regions(places)
        chinese, english = ChineseCommittees(places), EnglishCommittees(places)
        self._chinese = ChineseAccounts(places, regions, chinese)
        self._english = EnglishAccounts(places, english)
        self._others = OtherKinds(places, chinese, english)
        self._facts = Facts(regions, roster, Themes(), Phrases(load_tifa()))

    def readouts(self, item: Item) -> tuple[Readout, ...]:
        """The readouts that an article holds, in its order; usually none. Never raises for any text."""
        if not may_tell(item):
            return ()
        article = _opened(item)
        if not article.body.chinese:
            article = replace(article, sentences=parallel(article.body, article.sentences, self._places))
        if article.body.chinese and is_fiction(article, self._places):
            return ()
        if self._spinning.is_spun(article.body):
            article = _with_usual_words(article, self._spinning)
        found = self._read(article, self._meetings(article)) or self._behind_slips(article)
        if found:
            return found
        other = self._others.of(article)
        return self._read(article, Accounts((other,), digest=False)) if other else ()

    def _behind_slips(self, article: Article) -> tuple[Readout, ...]:
        """What an edited or scanned copy tells, its names being written right."""
        body, title = mended(article.body), mended(article.title)
        if body is article.body and title is article.title:
            return ()
        article = _divided(article.item, body, title)
        return self._read(article, self._meetings(article))

    def _meetings(self, article: Article) -> Accounts:
        return self._chinese.of(article) if article.body.chinese else self._english.of(article)

    def _read(self, article: Article, accounts: Accounts) -> tuple[Readout, ...]:
        sole = len(accounts.found) == 1
        alone = sole and not accounts.digest
        titled = alone or (sole and names_one(article.title.text))
        read_ = (self._facts.readout(article, account, alone, titled) for account in accounts.found)
        return tuple(readout for readout in read_ if readout)


def _opened(item: Item) -> Article:
    body = read(item.text, language_of(item.text or item.title, item.lang))
    return _divided(item, body, read(item.title, body.language))


def _with_usual_words(article: Article, spinning: Spinning) -> Article:
    return _divided(article.item, spinning.undone(article.body), spinning.undone(article.title))


def _divided(item: Item, body: Reading, title: Reading) -> Article:
    return Article(
        item,
        body,
        title,
        clauses(split(body), *(_ACTORS_AND_OPENINGS[body.language])),
        split(title),
    )


@cache
def load_extractor() -> Extractor:
    """The extractor with the data that comes with the product."""
    return Extractor(load_gazetteer(), load_roster())


def extract_readouts(item: Item) -> tuple[Readout, ...]:
    """The readouts of one item; a plain function, so that worker processes can call it by name."""
    return load_extractor().readouts(item)
