"""Which sentences of an English article tell of which commission's meeting.

English reports seldom repeat the body's name: once an article speaks of regional commissions, a
sentence about a meeting in a Chinese place, or about its party chief, belongs to that place.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from readouts.domain.gazetteer import Division, Level
from readouts.domain.readout import Kind
from readouts.extractors.accounts import MOST_ACCOUNTS, Account, Accounts, Article, same_occasion
from readouts.extractors.assertion import denies, is_unreal
from readouts.extractors.committees import Mention, Role
from readouts.extractors.dealt import deal_out, is_still_of_all
from readouts.extractors.english_belonging import (
    can_be_of,
    chairs_differ,
    is_in_region,
    is_of_another,
    owner_of,
    surname_of,
)
from readouts.extractors.english_clues import GOES_ON, MEETING, OF_THE_COMMISSION, ROUND_UP, SAID, Clues
from readouts.extractors.english_committees import EnglishCommittees
from readouts.extractors.english_officials import find_chief
from readouts.extractors.places import Place, Places, Tier
from readouts.extractors.reading import Reading
from readouts.extractors.sentences import Sentence

# "...," Huang told the meeting
_SPEAKS = re.compile(rf"\b([a-z']+)\s+(?:also\s+)?(?:{SAID.pattern})")
_LEAD_SENTENCES = 4
_PAPER = re.compile(r"according\s+to\s+(?:the\s+)?(?:[a-z]+\s+){1,3}daily\b")


class EnglishAccounts:
    """Walks through the sentences once and deals them out."""

    def __init__(self, places: Places, committees: EnglishCommittees) -> None:
        self._places = places
        self._committees = committees

    def of(self, article: Article) -> Accounts:
        """The meetings that the article reports, in its order."""
        named = [self.mentions(article.body, sentence) for sentence in article.sentences]
        headline = [self.mentions(article.title, sentence) for sentence in article.headline]
        told = zip([*article.headline, *article.sentences], [*headline, *named], strict=True)
        if not any(_speaks_of_commissions(*each) for each in told):
            return Accounts((), digest=False)
        clues = _with_topics([self._clues(article, i, mentions) for i, mentions in enumerate(named)], article)
        accounts, shared = _walk(clues)
        bodies = sorted((m for clue in clues for m in clue.of_commissions), key=lambda m: not m.several)
        if not (ROUND_UP.search(article.body.text) or any(mention.several for mention in bodies)):
            accounts = [account for account in accounts if _is_of_commission(account, clues)]
        for clue in shared:
            mention = next(iter(clue.of_commissions), None)
            deal_out(article, accounts, clue.sentence, clue.divisions, mention)
        if len(accounts) == 1:
            _with_lead(accounts[0], clues, same_occasion(article, accounts[0]))
        for account in accounts:
            account.mention = account.mention or next((m for m in bodies if can_be_of(account, m)), None)
        _share(accounts, shared)
        return Accounts(tuple(accounts), digest=len(accounts) > 1)

    def mentions(self, reading: Reading, sentence: Sentence) -> list[Mention]:
        """The regional commissions that one sentence names."""
        return list(self._committees.mentions(reading.text, sentence))

    def _clues(self, article: Article, i: int, named: Sequence[Mention]) -> Clues:
        sentence = article.sentences[i]
        places = list(self._places.english_in(sentence.text))
        clues = Clues(
            sentence=sentence,
            opens=i == 0 or article.sentences[i - 1].paragraph != sentence.paragraph,
            divisions=(),
            named=tuple(named),
            chief=find_chief(article.body, sentence.start, sentence.end),
            meeting=MEETING.search(sentence.text) is not None,
            unreal=is_unreal(sentence.text),
            leads=bool(places) and places[0].start <= len("in "),
        )
        divisions = _divisions(places) or (self._of_paper(sentence) if clues.mention else ())
        return replace(clues, divisions=_owner_first(divisions, clues.mention))

    def _of_paper(self, sentence: Sentence) -> tuple[Division, ...]:
        """Hebei in "According to Hebei Daily, the provincial commission met"."""
        if not _PAPER.match(sentence.text):
            return ()
        return tuple(place.divisions[0] for place in self._places.english_named(sentence.text))[:1]


def _speaks_of_commissions(sentence: Sentence, named: Sequence[Mention]) -> bool:
    """Whether a sentence tells of a commission's meeting, or of several commissions: a commission that
    is only named, or whose head met a guest, makes no readout."""
    return any(
        mention.several
        or (mention.role is not Role.OFFICE and MEETING.search(sentence.text))
        or (mention.role is Role.NAME and SAID.search(sentence.text))
        for mention in named
    )


def _divisions(places: Sequence[Place]) -> tuple[Division, ...]:
    """The places of a sentence, the most exact one of each region; Suzhou in Jiangsu is one."""
    candidates = [place.divisions for place in places]
    regions = [found[0].region for found in candidates if len({d.region for d in found}) == 1]
    chosen: dict[str, Division] = {}
    for found in candidates:
        here = [d for d in found if d.region in regions] or list(found[:1])
        best = here[0]
        known = chosen.get(best.region)
        if known is None or known.level is Level.PROVINCE or best.level is Level.COUNTY:
            chosen[best.region] = best
    return tuple(chosen.values())


def _walk(clues: list[Clues]) -> tuple[list[Account], list[Clues]]:
    """The accounts, and the sentences that speak of several commissions at once."""
    accounts: list[Account] = []
    shared: list[Clues] = []
    current: Account | None = None
    announced = {d.region for clue in clues if clue.is_shared for d in clue.divisions}
    announced -= {d.region for clue in clues if clue.unreal for d in clue.divisions}
    for before, clue in zip([None, *clues], clues, strict=False):
        told = shared[-1] if shared and shared[-1].sentence == (before and before.sentence) else None
        if clue.is_shared:
            shared.append(clue)
            current = None
        elif told and not clue.divisions and is_still_of_all(clue.sentence):
            shared.append(replace(clue, divisions=told.divisions))
        else:
            current = _next(accounts, current, clue, announced)
    return accounts, shared


def _share(accounts: list[Account], shared: list[Clues]) -> None:
    for clue in shared:
        for account in accounts:
            if any(is_in_region(account, division) for division in clue.divisions):
                account.shared.append(clue.sentence)


def _is_of_commission(account: Account, clues: list[Clues]) -> bool:
    """Whether the account, or a sentence that speaks of several regions, is about a commission's meeting."""
    starts = {sentence.start for sentence in account.own}
    return any(
        clue.is_of_commission
        if clue.sentence.start in starts
        else clue.is_shared and any(is_in_region(account, division) for division in clue.divisions)
        for clue in clues
    )


def _with_lead(account: Account, clues: list[Clues], leaned_on: list[Sentence]) -> None:
    """What the article says of the place and its party chief ahead of the sentence that reports."""
    start = account.anchor.start if account.anchor else 0
    ahead = [clue for clue in clues[:_LEAD_SENTENCES] if clue.sentence.start < start and not clue.unreal]
    regions = {division.region for clue in ahead for division in account.places or clue.divisions}
    if len(regions) > 1:
        return
    account.own[:0] = [
        clue.sentence
        for clue in ahead
        if any(division.region in regions for division in clue.divisions)
        and ("party" in clue.sentence.text or clue.sentence in leaned_on)
        and clue.sentence not in account.own
    ]


def _owner_first(divisions: tuple[Division, ...], mention: Mention | None) -> tuple[Division, ...]:
    """Whose commission it is comes before the other places that the sentence names."""
    owners = {division.region for division in mention.places} if mention else set()
    return tuple(sorted(divisions, key=lambda d: d.region not in owners))


def _with_topics(clues: list[Clues], article: Article) -> list[Clues]:
    """In a round-up each sentence knows its paragraph's opener: "In Hunan, the meeting came first."."""
    if not ROUND_UP.search(article.body.text):
        return _with_introductions(clues)
    known: list[Clues] = []
    topic: Clues | None = None
    for clue in clues:
        if clue.opens or clue.leads:
            is_topic = len(clue.divisions) == 1 and not clue.unreal and not clue.only_named
            topic = clue if is_topic else None
        elif clue.divisions:
            topic = None
        known.append(replace(clue, topic=topic))
    return known


def _with_introductions(clues: list[Clues]) -> list[Clues]:
    """Where one sentence names a commission and a later one says that "the commission" met."""
    known: list[Clues] = []
    named: Clues | None = None
    for clue in clues:
        if clue.mention and clue.divisions:
            named = (
                clue if len(clue.divisions) == 1 and not clue.unreal and not clue.mention.several else None
            )
        later = not clue.divisions and OF_THE_COMMISSION.search(clue.sentence.text)
        known.append(replace(clue, topic=named) if later else clue)
    return known


def _next(
    accounts: list[Account], current: Account | None, clue: Clues, announced: set[str]
) -> Account | None:
    """Deal one sentence out: to an account that it opens, to the one that goes on, or to none."""
    if current and denies(clue.sentence.text):
        accounts.remove(current)
        return None
    if clue.unreal:
        return current
    if clue.is_elsewhere:
        return None
    room = len(accounts) < MOST_ACCOUNTS
    if room and clue.reports(announced):
        return _opened(accounts, clue)
    known = _of_known_chair(accounts, current, clue)
    if room and known is None and not clue.divisions and clue.mention and clue.meeting:
        return _unnamed(accounts, current, clue)
    told = known or (current if current and _continues(current, clue) else None)
    if told:
        told.own.append(clue.sentence)
        told.chair_surname = told.chair_surname or surname_of(clue.chief)
    return told


def _opened(accounts: list[Account], clue: Clues) -> Account:
    opener = clue.topic or clue
    division = owner_of(clue.mention) or (clue.divisions or opener.divisions)[0]
    for account in accounts:
        unnamed = not account.places and len(accounts) == 1 and not chairs_differ(account, clue)
        if (is_in_region(account, division) or unnamed) and not is_of_another(account, clue):
            account.own.append(clue.sentence)
            account.places = account.places or (division,)
            account.chair_surname = account.chair_surname or surname_of(clue.chief)
            return account
    tier = clue.mention.tier if clue.mention else Tier.ANY
    told = [opener.sentence, clue.sentence] if opener is not clue and not clue.divisions else [clue.sentence]
    account = Account(Kind.MEETING, tier, (division,), clue.mention, clue.sentence, told)
    account.chair_surname = surname_of(clue.chief)
    accounts.append(account)
    return account


def _unnamed(accounts: list[Account], current: Account | None, clue: Clues) -> Account:
    target = current or (accounts[0] if len(accounts) == 1 else None)
    if target and not (clue.opens and chairs_differ(target, clue)) and not is_of_another(target, clue):
        target.own.append(clue.sentence)
        return target
    tier = clue.mention.tier if clue.mention else Tier.ANY
    account = Account(Kind.MEETING, tier, (), clue.mention, clue.sentence, [clue.sentence])
    account.chair_surname = surname_of(clue.chief)
    accounts.append(account)
    return account


def _of_known_chair(accounts: list[Account], current: Account | None, clue: Clues) -> Account | None:
    """The account whose chair opens this sentence ("Chen also called ..."), the one that goes on first:
    two of the chairs may be called Wang."""
    first = re.match(r"\"?([a-z']+)", clue.sentence.text)
    opening = first[1].removesuffix("'s") if first and SAID.search(clue.sentence.text) else ""
    speaking = {match[1] for match in _SPEAKS.finditer(clue.sentence.text)} | {opening}
    for account in [*([current] if current else []), *accounts]:
        if account.chair_surname and account.chair_surname in speaking:
            return account
    return None


def _continues(current: Account, clue: Clues) -> bool:
    goes_on = GOES_ON.match(clue.sentence.text) is not None
    elsewhere = any(not is_in_region(current, division) for division in clue.divisions)
    if elsewhere and not (goes_on and not current.places):
        return False
    return not clue.opens or goes_on
