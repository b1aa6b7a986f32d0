"""Which sentences of an English article tell of which commission's meeting.

English reports seldom repeat the body's name: once an article speaks of regional commissions, a
sentence about a meeting in a Chinese place, or about its party chief, belongs to that place.
"""

import re
from dataclasses import dataclass, replace

from readouts.domain.gazetteer import Division, Level
from readouts.domain.readout import Kind
from readouts.extractors.accounts import Account, Accounts, Article
from readouts.extractors.assertion import denies, is_unreal
from readouts.extractors.committees import Mention, Role
from readouts.extractors.english_committees import EnglishCommittees
from readouts.extractors.english_officials import find_chief, surname
from readouts.extractors.officials import Person
from readouts.extractors.places import Places, Tier, fits
from readouts.extractors.reading import Reading
from readouts.extractors.sentences import Sentence

# The commission met on Friday; its head met a guest.
_MET = (
    r"(?:met|meets)(?=\s*[,.;]|$|\s+(?:on|in|at|to|for|last|this|earlier|behind|again|under|by|via|and|late|early|recently"
    r"|yesterday|today|twice|monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|april|may"
    r"|june|july|august|september|october|november|december)\b)"
)
_MEETING = re.compile(
    r"\b(?<!press )(?<!news )(?<!study )"
    r"(?:meetings?|sessions?|plenar(?:y|ies)|conven\w+|"
    rf"{_MET}|presided|presides|chaired|chairs|readouts?)\b"
)
_HELD = re.compile(
    rf"\b(?:held|holds|convened|convenes|{_MET}|presided|presides|chaired|chairs|(?:meetings?|sessions?|readout)\s+(?:of|by|in|on|held|took))\b"
)
_SAID = re.compile(
    r"\b(?:sa(?:id|ys)|told|tells|stress\w*|emphasi[sz]\w*|urg\w+|called|calls|demand\w*|laid\s+out|pledg\w+|vow\w*"
    r"|warn\w*|noted|point\w*\s+out|deliver\w+|ask(?:ed|s)|order(?:ed|s)|instruct\w*|direct(?:ed|s)|spoke|speaks"
    r"|outlin\w+|underlin\w+|underscor\w+|highlight\w*|insist\w*|appeal\w*|requir\w+|reiterat\w+|add(?:ed|s)|nam(?:ed|es)"
    r"|promis\w+|remind\w*|exhort\w*|declar\w+|press(?:ed|es)|wants?|wanted|set\s+out)\b"
)
_GOES_ON = re.compile(
    r"^\"?(?:he|she|it|they|participants|officials|other|according\s+to\s+the\s+(?:official\s+)?(?:readout|statement|report)"
    r"|the\s+(?:meeting|session|readout|statement|participants|conference|report|officials?|commission|committee"
    r"|party\s+chief))\b"
)
# Who was at such a meeting, where the paragraph has named the place and the article the commissions.
_AT_MEETING = re.compile(
    r"\b(?:presided|chaired|convened)\b|\b(?:told|addressed|urged|led)\s+(?:the|a|its)\s+(?:[a-z]+\s+){0,4}?"
    r"(?:commission|committee|meeting|session)\b"
    r"|\bheld\s+its\s+(?:[a-z]+\s+){0,3}?(?:meeting|session)\b"
)
_LEAD = 40  # enough for "in" and any region's name
_ROUND_UP = re.compile(r"\bnational\s+security\s+(?:commission|committee|council|leading\s+group)s\b")
_ELSEWHERE = re.compile(
    r"^(?:xi|president\s+xi|mr\.?\s+xi|addressing\s+the\s+national|the\s+national(?P<body>)|observers?|experts?|analysts?|last\s+year"
    r"|an?\s+(?:[a-z]+\s+){0,2}(?:scientist|analyst|professor|scholar|researcher|expert|observer))\b"
)
_CENTRE = re.compile(
    r"\bcentral\s+national\s+security\b|\b(?:xi\s+jinping|president\s+xi|xi)\s+(?:also\s+)?(?:chaired|presided|told|led)\b"
)
_BOILERPLATE = re.compile(
    r"^(?:read\s+(?:original|more)|denial\s+of|leave\s+a\s+comment|related|copyright|subscribe|share|editor|source:"
    r"|advertisement|recommended|follow\s+us|sign\s+up)"
)


@dataclass(frozen=True, slots=True)
class _Clues:
    """What one sentence says of itself."""

    sentence: Sentence
    opens: bool
    divisions: tuple[Division, ...]  # one for each province-level region named
    mention: Mention | None
    chief: Person | None
    meeting: bool
    unreal: bool
    leads: bool  # its first words name a region
    topic: "_Clues | None" = None  # the opener of the paragraph, where it is about one region


class EnglishAccounts:
    """Walks through the sentences once and deals them out."""

    def __init__(self, places: Places, committees: EnglishCommittees) -> None:
        self._places = places
        self._committees = committees

    def of(self, article: Article) -> Accounts:
        """The meetings that the article reports, in its order."""
        if not self._speaks_of_commissions(article):
            return Accounts((), digest=False)
        clues = _with_topics([self._clues(article, i) for i in range(len(article.sentences))], article)
        accounts: list[Account] = []
        shared: list[_Clues] = []
        current: Account | None = None
        announced = {d.region for clue in clues if _is_shared(clue) for d in clue.divisions}
        announced -= {d.region for clue in clues if clue.unreal for d in clue.divisions}
        for clue in clues:
            if _is_shared(clue):
                shared.append(clue)
                current = None
            else:
                current = _next(accounts, current, clue, announced)
        bodies = self._all_mentions(article)
        for account in accounts:
            account.mention = account.mention or next((m for m in bodies if _can_be_of(account, m)), None)
        for clue in shared:
            for account in accounts:
                if any(_same_region(account, division) for division in clue.divisions):
                    account.shared.append(clue.sentence)
        return Accounts(tuple(accounts), digest=len(accounts) > 1)

    def mentions(self, reading: Reading, sentence: Sentence) -> list[Mention]:
        """The regional commissions that one sentence names."""
        return list(self._committees.mentions(reading.text, sentence))

    def _speaks_of_commissions(self, article: Article) -> bool:
        return any(
            mention.role is not Role.OFFICE
            and (mention.role is not Role.POST or _MEETING.search(sentence.text))
            for reading, sentence in article.parts()
            for mention in self.mentions(reading, sentence)
        )

    def _all_mentions(self, article: Article) -> list[Mention]:
        """Where the text names the commissions; first where it names all of them at once."""
        found = [m for s in article.sentences for m in self.mentions(article.body, s)]
        return sorted((m for m in found if m.role is not Role.OFFICE), key=lambda m: not m.several)

    def _clues(self, article: Article, i: int) -> _Clues:
        sentence = article.sentences[i]
        mentions = [m for m in self.mentions(article.body, sentence) if m.role is not Role.OFFICE]
        mention = next((m for m in mentions if not m.several), None)
        return _Clues(
            sentence=sentence,
            opens=i == 0 or article.sentences[i - 1].paragraph != sentence.paragraph,
            divisions=_owner_first(self._divisions(sentence), mention),
            mention=mention,
            chief=find_chief(article.body, sentence.start, sentence.end),
            meeting=_MEETING.search(sentence.text) is not None,
            unreal=is_unreal(sentence.text),
            leads=self._leads(sentence),
        )

    def _leads(self, sentence: Sentence) -> bool:
        first = next(self._places.english_in(sentence.text[:_LEAD]), None)
        return first is not None and first.start <= len("in ")

    def _divisions(self, sentence: Sentence) -> tuple[Division, ...]:
        """The places of the sentence, the most exact one of each region; Suzhou in Jiangsu is one."""
        candidates = [place.divisions for place in self._places.english_in(sentence.text)]
        regions = [found[0].region for found in candidates if len({d.region for d in found}) == 1]
        chosen: dict[str, Division] = {}
        for found in candidates:
            here = [d for d in found if d.region in regions] or list(found[:1])
            best = here[0]
            known = chosen.get(best.region)
            if known is None or known.level is Level.PROVINCE:
                chosen[best.region] = best
        return tuple(chosen.values())


def _owner_first(divisions: tuple[Division, ...], mention: Mention | None) -> tuple[Division, ...]:
    """Whose commission it is comes before the other places that the sentence names."""
    owners = {division.region for division in mention.places} if mention else set()
    return tuple(sorted(divisions, key=lambda d: d.region not in owners))


def _with_topics(clues: list[_Clues], article: Article) -> list[_Clues]:
    """In a round-up each sentence knows its paragraph's opener: "In Hunan, the meeting came first."."""
    if not _ROUND_UP.search(article.body.text):
        return clues
    known: list[_Clues] = []
    topic: _Clues | None = None
    for clue in clues:
        if clue.opens or clue.leads:
            topic = clue if len(clue.divisions) == 1 and not clue.unreal else None
        elif clue.divisions:
            topic = None
        known.append(replace(clue, topic=topic))
    return known


def _is_shared(clue: _Clues) -> bool:
    """Whether the sentence speaks of meetings in several regions at once."""
    return len(clue.divisions) > 1 and clue.meeting and clue.chief is None and not clue.unreal


def _next(
    accounts: list[Account], current: Account | None, clue: _Clues, announced: set[str]
) -> Account | None:
    """Deal one sentence out: to an account that it opens, to the one that goes on, or to none."""
    if current and denies(clue.sentence.text):
        accounts.remove(current)
        return None
    if clue.unreal:
        return current
    if _is_elsewhere(clue) or (clue.opens and _BOILERPLATE.match(clue.sentence.text)):
        return None
    if _reports(clue, announced):
        return _opened(accounts, clue)
    known = _of_known_chair(accounts, current, clue)
    if known is None and not clue.divisions and clue.mention and clue.meeting:
        return _unnamed(accounts, current, clue)
    told = known or (current if current and _continues(current, clue) else None)
    if told:
        told.own.append(clue.sentence)
    return told


def _is_elsewhere(clue: _Clues) -> bool:
    """Whether the sentence turns to the centre, or to somebody's opinion."""
    match = _ELSEWHERE.match(clue.sentence.text)
    return match is not None and not (match["body"] is not None and clue.mention)


def _reports(clue: _Clues, announced: set[str]) -> bool:
    """Whether the sentence itself reports: a meeting of ours, or what a party chief said. Of a region
    whose meeting the article announced, whatever it tells of the party chief there."""
    if clue.topic and _AT_MEETING.search(clue.sentence.text):
        return True
    if not clue.divisions or (clue.mention is None and _CENTRE.search(clue.sentence.text)):
        return False
    if clue.chief is not None:
        return (
            clue.meeting
            or clue.divisions[0].region in announced
            or _SAID.search(clue.sentence.text) is not None
        )
    named = clue.mention is not None or "national security" in clue.sentence.text
    return named and _HELD.search(clue.sentence.text) is not None


def _opened(accounts: list[Account], clue: _Clues) -> Account:
    opener = clue.topic or clue
    division = (clue.divisions or opener.divisions)[0]
    for account in accounts:
        if _same_region(account, division) or (not account.places and len(accounts) == 1):
            account.own.append(clue.sentence)
            account.places = account.places or (division,)
            account.chair_surname = account.chair_surname or _surname(clue.chief)
            return account
    tier = clue.mention.tier if clue.mention else Tier.ANY
    told = [opener.sentence, clue.sentence] if opener is not clue and not clue.divisions else [clue.sentence]
    account = Account(Kind.MEETING, tier, (division,), clue.mention, clue.sentence, told)
    account.chair_surname = _surname(clue.chief)
    accounts.append(account)
    return account


def _can_be_of(account: Account, mention: Mention) -> bool:
    """Whether the words can name this account's commission; "provincial committee" is no municipality's."""
    if mention.several or not account.places:
        return True
    fitting = mention.tier is Tier.ANY or any(fits(place, mention.tier) for place in account.places)
    return fitting and (not mention.places or any(_same_region(account, place) for place in mention.places))


def _surname(chief: Person | None) -> str:
    return surname(chief.name) if chief else ""


def _unnamed(accounts: list[Account], current: Account | None, clue: _Clues) -> Account:
    target = current or (accounts[0] if len(accounts) == 1 else None)
    if target:
        target.own.append(clue.sentence)
        return target
    tier = clue.mention.tier if clue.mention else Tier.ANY
    account = Account(Kind.MEETING, tier, (), clue.mention, clue.sentence, [clue.sentence])
    accounts.append(account)
    return account


def _same_region(account: Account, division: Division) -> bool:
    return any(place.region == division.region for place in account.places)


def _of_known_chair(accounts: list[Account], current: Account | None, clue: _Clues) -> Account | None:
    """The account whose chair opens this sentence ("Chen also called ..."), the one that goes on first:
    two of the chairs may be called Wang."""
    first = re.match(r"\"?([a-z']+)", clue.sentence.text)
    for account in [*([current] if current else []), *accounts]:
        chair = account.chair_surname
        if first and chair and first[1].removesuffix("'s") == chair and _SAID.search(clue.sentence.text):
            return account
    return None


def _continues(current: Account, clue: _Clues) -> bool:
    elsewhere = any(not _same_region(current, division) for division in clue.divisions)
    return not elsewhere and (not clue.opens or _GOES_ON.match(clue.sentence.text) is not None)
