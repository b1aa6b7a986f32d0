"""An account: the sentences of an article that tell of one event. Each sentence belongs to at most one,
save those that speak of several meetings at once and name them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from readouts.domain.gazetteer import Division
from readouts.domain.item import Item
from readouts.domain.readout import Kind
from readouts.extractors.committees import Mention
from readouts.extractors.dates import Stated, published_day, stamped_day
from readouts.extractors.officials import Person
from readouts.extractors.places import Tier
from readouts.extractors.reading import Reading
from readouts.extractors.sentences import Sentence

# More meetings than any real round-up tells of; it bounds the work on hostile text.
MOST_ACCOUNTS = 60
_LONGEST_DATELINE = 45
_LINES_OF_A_HEADLINE = 3
_OF_OTHERS = re.compile(r"习近平|中央|传达|周年")


@dataclass(frozen=True, slots=True)
class Article:
    """An item prepared for reading: its text and its title, each with its sentences."""

    item: Item
    body: Reading
    title: Reading
    sentences: tuple[Sentence, ...]
    headline: tuple[Sentence, ...]

    @property
    def published(self) -> date | None:
        """The day of publication, as the source, the address or the page itself gives it."""
        return published_day(self.item.published, self.item.url) or stamped_day(self.body.text)

    def parts(self) -> Iterator[tuple[Reading, Sentence]]:
        """The title's sentences, then the text's."""
        yield from ((self.title, sentence) for sentence in self.headline)
        yield from ((self.body, sentence) for sentence in self.sentences)


@dataclass(slots=True)
class Account:
    """One event as it is put together while the sentences are walked through.

    tier and places: whose committee, as far as the words say. mention: where the committee is named,
    in the title if `in_title`. anchor: the sentence that reports the event; None where only the title
    does. chair_surname: by which later English sentences name the chair. dealt: the day that a
    sentence about several meetings gives this one. bracketed: the chair that such a sentence names.
    passage: a round-up tells of it in a passage of its own.
    """

    kind: Kind
    tier: Tier
    places: tuple[Division, ...]
    mention: Mention | None
    anchor: Sentence | None
    own: list[Sentence]
    shared: list[Sentence] = field(default_factory=list)
    in_title: bool = False
    chair_surname: str = ""
    speakers: set[str] = field(default_factory=set)
    dealt: Stated | None = None
    bracketed: Person | None = None
    passage: bool = False

    def told(self) -> list[Sentence]:
        """Own and shared sentences in the article's order."""
        return sorted({*self.own, *self.shared}, key=lambda s: s.start)


# Party chief Wang made the remark while presiding over a meeting.
_REMARKED = re.compile(r"\bmade\s+(?:the|these|those)\s+(?:remarks?|comments?|calls?|pledges?)\b")
# 会后, 市委书记主持召开市委国家安全委员会会议: the same day, the same people. 下午,主持召开...: an itinerary.
_SAME_OCCASION = re.compile(
    r"会后|会前|会上|会议期间|其间|期间|随后|会议结束后|其后|接着|会议?(?:还|同时|一并|合并)?(?:套开|套会|还?召开)了?|(?:当[天日]|同日|\d{1,2}日)?(?:[上下]午|傍晚|晚上?|中午|晚间|(?<=日)),?(?:[他她]|主持|召开|出席|在[^,。;]{2,10}主持)"
)

_LEANS_BACK = re.compile(
    r"(?:the|his|her|their|its)\s+(?:[a-z]+\s+)?(?:pledge|vow|remark|comment|call|warning|order|instruction|message|statement|demand|appeal|directive)s?"
    r"\s+(?:came|(?:was|were)\s+(?:made|issued|delivered|given))\s+(?:at|during|in|as|when|after)\b"
)


# A line of its own in posts of public accounts.
_ONLY_A_DAY = re.compile(r"(?:20\d\d年)?\d{1,2}月\d{1,2}[日号](?:[上下]午)?,?")
_LATER = re.compile(r"(?:later\s+)?in\s+the\s+(?:morning|afternoon|evening)\b")


# Hao Peng delivered a similar message. The party secretary of Liaoning told his own commission ...
_BY_POST = re.compile(
    r"the\s+(?:[a-z']+\s+){0,3}?(?:secretary|chief|boss|leader)(?:\s+of\s+[a-z]+(?:\s+[a-z]+)?)?\s+(?:also\s+)?(?:told|chaired|presided|convened|addressed)\b"
)


def same_occasion(article: Article, account: Account) -> list[Sentence]:
    """The sentence ahead of the account where the account's words lean on it, else none."""
    anchor = account.anchor
    leans = _SAME_OCCASION if article.body.chinese else _LEANS_BACK
    if anchor is None:
        return []
    ahead = [s for s in article.sentences if s.start < anchor.start]
    if _LATER.match(anchor.text):
        return [s for s in ahead if s.paragraph == anchor.paragraph][-2:] or ahead[-1:]
    if not article.body.chinese and _BY_POST.match(anchor.text):
        return [s for s in ahead if s.paragraph == anchor.paragraph][-1:]
    is_dated_above = bool(ahead) and _ONLY_A_DAY.fullmatch(ahead[-1].text)
    return ahead[-1:] if is_dated_above or leans.match(anchor.text) or _REMARKED.search(anchor.text) else []


def stretches(article: Article, account: Account, alone: bool) -> Iterator[tuple[Reading, int, int]]:
    """All that is told of the event: sentences of the text, and a headline that is about it. `alone`: the
    article tells of nothing else."""
    told = account.told()
    for sentence in told:
        yield article.body, sentence.start, sentence.end
    for sentence in slogans_above(article, account) if alone else ():
        yield article.body, sentence.start, sentence.end
    of_it_all = alone and article.title.chinese
    if of_it_all or account.in_title or not told or _is_of_the_title(article, account):
        yield article.title, 0, len(article.title.text)


def _is_of_the_title(article: Article, account: Account) -> bool:
    """Whether an English headline names the chair: "Lan Fo'an tells commission to ensure energy supply"."""
    return bool(account.chair_surname) and account.chair_surname in article.title.text.split()


def filing(article: Article, account: Account) -> list[Sentence]:
    """The sentences that may carry the report's dateline: its paragraph's, then a bare line above it, then
    those that open the account's other paragraphs."""
    if account.anchor is None:
        return []
    paragraph = account.anchor.paragraph
    own = [s for s in article.sentences if s.paragraph == paragraph]
    above = [s for s in article.sentences if s.paragraph < paragraph][-1:]
    bare = [s for s in above if len(s.text) < _LONGEST_DATELINE and not s.text.endswith(("。", "."))]
    return [*own, *bare, *(s for s in account.own if s.paragraph != paragraph)]


def slogans_above(article: Article, account: Account) -> list[Sentence]:
    """What a Chinese text says ahead of the account: the lines of a headline right above it (全力维护国家
    政治安全), the sentences in front of it but for those about the centre."""
    if account.anchor is None or not article.body.chinese:
        return []
    ahead = [s for s in article.sentences if s.start < account.anchor.start]
    above = [s for s in ahead if s.paragraph < account.anchor.paragraph][-_LINES_OF_A_HEADLINE:]
    lines = [s for s in above if len(s.text) < _LONGEST_DATELINE and s.text[-1] not in "。;!?,:"]
    beside = [s for s in ahead if s.paragraph == account.anchor.paragraph]
    return lines + [s for s in beside if not _OF_OTHERS.search(s.text)]


@dataclass(frozen=True, slots=True)
class Accounts:
    """All accounts of an article; `digest` tells that it holds other stories besides."""

    found: tuple[Account, ...]
    digest: bool
