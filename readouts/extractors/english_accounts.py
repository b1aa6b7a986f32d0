"""Which sentences of an English article tell of which commission's meeting.

English reports seldom repeat the body's name: once an article speaks of regional commissions, a
sentence about a meeting in a Chinese place, or about its party chief, belongs to that place.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from readouts.domain.gazetteer import Division
from readouts.domain.readout import Kind
from readouts.extractors.accounts import MOST_ACCOUNTS, Account, Accounts, Article, same_occasion
from readouts.extractors.assertion import denies
from readouts.extractors.committees import Mention, Role
from readouts.extractors.dealt import deal_out, is_still_of_all
from readouts.extractors.english_belonging import (
    can_be_of,
    can_be_same,
    chairs_differ,
    comes_back,
    continues,
    is_in_region,
    is_of_another,
    is_of_another_city,
    is_of_other_place,
    more_exact,
    of_known_chair,
    owner_of,
    province_seated_in,
    surname_of,
    turns_away,
)
from readouts.extractors.english_brackets import Brackets
from readouts.extractors.english_clues import ROUND_UP, Clues
from readouts.extractors.english_committees import EnglishCommittees
from readouts.extractors.english_passages import is_bracketed, is_round_up, with_passages
from readouts.extractors.english_sentences import EnglishSentences
from readouts.extractors.english_topics import (
    LEAD_SENTENCES,
    in_round_up,
    is_list,
    lead_of,
    speaks_of_them,
    with_topics,
)
from readouts.extractors.english_wording import HELD, MEETING, SAID
from readouts.extractors.places import Places, Tier
from readouts.extractors.sentences import Sentence

# Behind what tells of nobody else: the meeting heard a report.
_RESUMES = re.compile(
    rf"the\s+(?:[a-z]+\s+)?(?:meeting|session|plenary|conference)\s+(?:{SAID.pattern}|(?:heard|discussed|studied|reviewed|adopted|deliberated|approved|considered|dealt)\b)"
)
_TOLD = re.compile(
    r"\b(?:told|urged|ordered|asked|warned|called\s+on)\s+(?:[a-z]+\s+){0,2}?(?:officials|cadres|authorities)\b|\btold\s+to\b"
)
_OF_ITS_PARTY = re.compile(
    r"party|\b(?:top|highest-ranking)\s+(?:leader|official|cadre)|^(?:officials|cadres|authorities)\b|\btold\s+to\b"
    rf"|{_TOLD.pattern}"
)


class EnglishAccounts:
    """Walks through the sentences once and deals them out."""

    def __init__(self, places: Places, committees: EnglishCommittees) -> None:
        self._sentences = EnglishSentences(places, committees)
        self._brackets = Brackets(places)

    def of(self, article: Article) -> Accounts:
        """The meetings that the article reports, in its order."""
        named = self._sentences.mentions(article.body, article.sentences)
        headline = self._sentences.mentions(article.title, article.headline)
        told = zip([*article.headline, *article.sentences], [*headline, *named], strict=True)
        if not (any(_speaks_of_commissions(*each) for each in told) or speaks_of_them(article)):
            return Accounts((), digest=False)
        clues = self._sentences.clues(article.body, article.sentences, named)
        lead = [*headline, *(clue.named for clue in lead_of(clues))]
        headed = any(
            one.several and one.role is not Role.OFFICE for mentions in lead for one in mentions
        ) or is_list(clues)
        round_up = headed or (ROUND_UP.search(article.body.text) is not None and not _are_only_named(named))
        headed = headed or is_round_up(clues, article.body)
        round_up = round_up or headed
        clues = with_topics(clues, round_up)
        if headed:
            clues = with_passages([in_round_up(clue, article.body) for clue in clues], article.body)
        accounts, shared = _walk(clues)
        bodies = sorted((m for clue in clues for m in clue.of_commissions), key=lambda m: not m.several)
        if not (round_up or any(mention.several for mention in bodies)):
            accounts = [account for account in accounts if _is_of_commission(account, clues)]
        for clue in shared:
            mention = next(iter(clue.of_commissions), None)
            deal_out(article, accounts, clue.sentence, clue.divisions, mention)
            if "(" in clue.sentence.text and not clue.is_of_other_body:
                several = mention or next((body for body in bodies if body.several), None)
                self._brackets.deal_out(article, accounts, clue.sentence, several)
        for account in accounts if len(accounts) == 1 or not round_up else ():
            others = [s.end for other in accounts if other is not account for s in other.own]
            _with_lead(account, clues, same_occasion(article, account), others)
        for account in accounts:
            account.mention = account.mention or next((m for m in bodies if can_be_of(account, m)), None)
        _share(accounts, shared)
        if not accounts:
            titles = self._sentences.clues(article.title, article.headline, headline)
            accounts = list(_of_title(titles, clues))
        return Accounts(tuple(accounts), digest=len(accounts) > 1)


def _are_only_named(named: Sequence[Sequence[Mention]]) -> bool:
    """Whether the commissions that the text speaks of as several are there only for their officials."""
    several = [mention for mentions in named for mention in mentions if mention.several]
    return bool(several) and all(mention.role is Role.OFFICE for mention in several)


def _of_title(titles: list[Clues], clues: list[Clues]) -> Iterator[Account]:
    """The meeting of which only the headline tells: one commission, a verb and a head in it. The sentences
    below go on about it; a text that calls it untrue, or only planned, makes it none."""
    if len(titles) != 1 or any(clue.unreal or denies(clue.sentence.text) for clue in [*titles, *clues]):
        return
    title = titles[0]
    told = title.mention and title.mention.role is Role.NAME and HELD.search(title.sentence.text)
    if not (told and title.head and len(title.divisions) == 1 and title.mention):
        return
    division = owner_of(title.mention) or title.divisions[0]
    account = Account(Kind.MEETING, title.mention.tier, (division,), title.mention, None, [], in_title=True)
    account.chair_surname = surname_of(title.head)
    below = takewhile(lambda clue: _goes_below(account, clue), lead_of(clues))
    account.own = [clue.sentence for clue in below]
    yield account


def _goes_below(account: Account, clue: Clues) -> bool:
    """Whether a sentence below a headline can be about its meeting."""
    elsewhere = is_of_other_place(account, clue) or clue.is_elsewhere
    return not (elsewhere or clue.only_named or chairs_differ(account, clue))


def _speaks_of_commissions(sentence: Sentence, named: Sequence[Mention]) -> bool:
    """Whether a sentence tells of a commission's meeting, or of several commissions: a commission that
    is only named, or whose head met a guest, makes no readout."""
    return any(
        mention.several
        or (mention.role is not Role.OFFICE and MEETING.search(sentence.text))
        or (mention.role is Role.NAME and SAID.search(sentence.text))
        for mention in named
    )


def _walk(clues: list[Clues]) -> tuple[list[Account], list[Clues]]:
    """The accounts, and the sentences that speak of several commissions at once."""
    accounts: list[Account] = []
    shared: list[Clues] = []
    current: Account | None = None
    announced = {d.region for clue in clues if clue.is_shared for d in clue.divisions}
    announced -= {d.region for clue in clues if clue.unreal for d in clue.divisions}
    other: Clues | None = None
    left = False
    for before, clue in zip([None, *clues], clues, strict=False):
        told = shared[-1] if shared and shared[-1].sentence == (before and before.sentence) else None
        if clue.is_shared or is_bracketed(clue):
            shared.append(clue)
            current = None
        elif not clue.divisions and is_still_of_all(clue.sentence) and (told or len(accounts) > 1):
            shared.append(replace(clue, divisions=told.divisions if told else _last_told(accounts, clue)))
        elif other and clue.goes_on_about(other):
            current = None
        else:
            other = _other_meeting(other, clue) if other or clue.opens or not accounts else None
            resumed = len(accounts) == 1 and not left and _RESUMES.match(clue.sentence.text)
            current = _next(accounts, accounts[0] if resumed else current, clue, announced)
        left = current is None and (left or turns_away(clue))
    return accounts, shared


def _last_told(accounts: list[Account], clue: Clues) -> tuple[Division, ...]:
    """Whose meetings "both men" or "all three" spoke at."""
    last = accounts[-2:] if clue.sentence.text.startswith(("both", "the two")) else accounts
    return tuple(division for account in last for division in account.places)


def _other_meeting(known: Clues | None, clue: Clues) -> Clues | None:
    """The sentence that told of another body's meeting, until one tells of a commission's."""
    if clue.is_of_other_body or clue.is_of_study:
        return clue
    return None if clue.tells_of_ours or clue.is_elsewhere else known


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


def _with_lead(account: Account, clues: list[Clues], leaned_on: list[Sentence], others: list[int]) -> None:
    """What the article says of the place and its party chief ahead of the sentence that reports, behind
    the sentences about other meetings, which end at `others`."""
    start = account.anchor.start if account.anchor else 0
    floor = max((end for end in others if end <= start), default=0)
    ahead = [clue for clue in clues if floor <= clue.sentence.start < start and not clue.unreal]
    ahead = ahead[-LEAD_SENTENCES:]
    regions = {division.region for clue in ahead for division in account.places or clue.divisions}
    if len(regions) > 1:
        return
    account.own[:0] = [
        clue.sentence
        for clue in ahead
        if any(division.region in regions for division in clue.divisions)
        and (clue.meeting or _OF_ITS_PARTY.search(clue.sentence.text) or clue.sentence in leaned_on)
        and clue.sentence not in account.own
        and not clue.is_of_other_body
    ]


def _next(
    accounts: list[Account], current: Account | None, clue: Clues, announced: set[str]
) -> Account | None:
    """Deal one sentence out: to an account that it opens, to the one that goes on, or to none."""
    if current and denies(clue.sentence.text):
        accounts.remove(current)
        return None
    if clue.unreal and current and not is_of_other_place(current, clue):
        return current
    if clue.unreal or clue.is_elsewhere:
        return None
    room = len(accounts) < MOST_ACCOUNTS
    if room and clue.reports(announced):
        return _opened(accounts, clue)
    if current is None and len(accounts) == 1 and comes_back(accounts[0], clue):
        current = accounts[0]
    known = of_known_chair(accounts, current, clue)
    if room and known is None and not clue.divisions and clue.mention and clue.meeting:
        return _unnamed(accounts, current, clue)
    goes_on = current is not None and (_is_of_passage(current, clue) or continues(current, clue))
    told = known or (current if goes_on else None)
    if told:
        _add(told, clue)
    return told


def _add(account: Account, clue: Clues) -> None:
    account.own.append(clue.sentence)
    account.chair_surname = account.chair_surname or surname_of(clue.head)
    if clue.head:
        account.speakers.add(clue.head.name.casefold())


def _is_of_passage(current: Account, clue: Clues) -> bool:
    """Whether the sentence stands in the passage that told of the meeting."""
    return clue.passage is not None and is_in_region(current, clue.passage.divisions[0])


def _opened(accounts: list[Account], clue: Clues) -> Account:
    opener = clue.topic or clue
    division = owner_of(clue.mention) or more_exact(clue.divisions, opener.divisions)
    division = province_seated_in(division, clue) or division
    for account in accounts:
        unnamed = not account.places and len(accounts) == 1 and can_be_same(account, clue)
        if (is_in_region(account, division) or unnamed) and not (
            is_of_another(account, clue) or is_of_another_city(account, clue, opener, division)
        ):
            _add(account, clue)
            account.places = account.places or (division,)
            return account
    tier = clue.mention.tier if clue.mention else Tier.ANY
    told = [opener.sentence] if opener is not clue and (opener.heading or not clue.divisions) else []
    anchor = opener.sentence if opener.heading else clue.sentence
    account = Account(Kind.MEETING, tier, (division,), clue.mention or opener.mention, anchor, told)
    _add(account, clue)
    account.passage = clue.listed
    accounts.append(account)
    return account


def _unnamed(accounts: list[Account], current: Account | None, clue: Clues) -> Account:
    target = current or (accounts[0] if len(accounts) == 1 else None)
    if target and not (clue.opens and chairs_differ(target, clue)) and not is_of_another(target, clue):
        _add(target, clue)
        return target
    tier = clue.mention.tier if clue.mention else Tier.ANY
    account = Account(Kind.MEETING, tier, (), clue.mention, clue.sentence, [])
    _add(account, clue)
    accounts.append(account)
    return account
