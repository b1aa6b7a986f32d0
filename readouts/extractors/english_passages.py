"""The passages of an English round-up: what it tells of one region after the other.

Once an article is known to report several meetings, its sentences say less and less in full: "In Hubei,
Wang Menghui gave the same warning on July 13.", "Then came Hainan. Its committee met on June 24.". A passage
begins where a sentence turns to one region and ends where another turns to the next.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from readouts.extractors.committees import Role
from readouts.extractors.english_clues import Clues
from readouts.extractors.english_dates import A_DAY
from readouts.extractors.english_elsewhere import OUTSIDERS, STUDIED
from readouts.extractors.english_names import find_name
from readouts.extractors.english_wording import HELD, SAID
from readouts.extractors.reading import Reading

# Sentences below a heading, or in one paragraph, that are asked for a day and a name.
_LONGEST_PASSAGE = 6
_WEEKDAY = re.compile(r"\b(?:on\s+)?(?:mon|tues|wednes|thurs|fri|satur|sun)day\b")
_FROM_ANOTHER_DAY = re.compile(
    r"\b(?:a|one|two|three|four|five|six|seven|eight|nine|ten)\s+(?:days?|weeks?)\s+(?:later|earlier|before|after|on)\b"
    r"|\b(?:previous|same|next|following)\s+day\b|\bday\s+(?:before|earlier|after|later)\b"
)
# Gansu followed on April 22; Yunnan's committee heard a report.
_DID_SO = re.compile(
    r"\b(?:followed|went\s+(?:first|next)|came\s+(?:first|next|last)|(?:first|second|third|fourth|next|last)\s+(?:was|came)|(?:convened|heard|discussed|reviewed))\b"
)
# What those do who preside: an onlooker only says.
_DIRECTS = re.compile(
    r"\b(?:told\s+(?:the\s+)?(?:[a-z]+\s+)?(?:officials|cadres|participants)|demand(?:ed|s)|order(?:ed|s)|instructed|urge[ds]|spoke|ask(?:ed|s)|call(?:ed|s)\s+for|stressed)\b"
)
_BODY = re.compile(r"\b(?:(?:national|state)\s+security|commission|committee|c?nsc)\b")
_THE_COMMISSION = re.compile(
    r"\b(?:municipal|provincial|regional|prefectural|local|its|own|(?:city|province|region|municipality)'s)\s+commission\b"
)
_MEETING = re.compile(r"\b(?:meetings?|sessions?|gathering|plenary)\b")
# A meeting of somebody else: of law enforcement officials, on corruption cases.
_OF_SOMEBODY_ELSE = re.compile(
    r"\b(?:meeting|session|conference|gathering)s?\s+(?:of\s+(?!the\b|its\b|his\b|her\b|[a-z]+'s\b)(?:[a-z-]+\s+){0,4}?"
    r"(?:officials|officers|cadres|leaders|entrepreneurs|executives|delegates|lawmakers|secretaries|ministers)"
    r"|on\s+(?!(?:national|state|regional|local)?\s*security|(?:the\s+)?(?:morning|afternoon|evening|same|following)|[a-z]+day\b|[a-z]{3,9}\.?\s+\d|\d)[a-z])"
)
_IN_BRACKETS = re.compile(r"\([^()]{3,60}\)")
# The premier in Tianjin, the two sessions in Beijing.
_OF_THE_COUNTRY = re.compile(
    r"\b(?:(?:vice[- ])?(?:premier|president)|(?:foreign\s+)?ministers?|ambassador|chief\s+executive"
    r"|two\s+sessions|people's\s+congress)\b"
)
_PAST = re.compile(r"\b(?:last\s+year|in\s+(?:[a-z]{3,9}\s+)?20\d\d|a\s+year\s+(?:ago|earlier))\b")


def is_round_up(clues: Sequence[Clues], reading: Reading) -> bool:
    """Whether passages on several regions each tell in full of a meeting, behind the first sentence that
    names a regional commission: on two, where both name theirs, else on three. What stands on a page behind
    a report of one meeting may be some other body's."""
    told: set[str] = set()
    naming: set[str] = set()
    named = False
    for i, clue in enumerate(clues):
        named = named or bool(clue.of_commissions)
        passage = _passage(clues, i) if named and _begins(clue) else []
        if passage and _tells_in_full(passage, reading):
            told.add(clue.divisions[0].region)
            naming |= {clue.divisions[0].region} if _names_commission(passage) else set()
    return len(naming) > 1 or len(told) > 2


def _names_commission(passage: Sequence[Clues]) -> bool:
    return any(clue.of_commissions or _THE_COMMISSION.search(clue.sentence.text) for clue in passage)


def with_passages(clues: Sequence[Clues], reading: Reading) -> list[Clues]:
    """Each sentence of a round-up knows the opener of the passage that it stands in, where the passage
    tells of a meeting; the openers are lines of a list."""
    known = list(clues)
    announced = {division.region for clue in clues if clue.is_shared for division in clue.divisions}
    for i, clue in enumerate(clues):
        passage = _passage(clues, i) if _begins(clue) else []
        if not (passage and _tells(passage, reading, announced)):
            continue
        opener = known[i] = replace(known[i], listed=True)
        for at, below in enumerate(passage[1:], start=i + 1):
            known[at] = replace(below, passage=opener)
    return known


def is_bracketed(clue: Clues) -> bool:
    """Whether it lists several regions, each with a day in brackets: Guangdong (Huang Kunming, July 17)."""
    days = sum(A_DAY.search(told) is not None for told in _IN_BRACKETS.findall(clue.sentence.text))
    return len(clue.divisions) > 1 and days > 1


def _begins(clue: Clues) -> bool:
    """Whether the sentence turns to one region, and to nobody else's business."""
    if (
        not clue.divisions
        or clue.is_shared
        or is_bracketed(clue)
        or not (len(clue.divisions) == 1 or clue.leads)
    ):
        return False
    return not (_is_off(clue) or clue.unreal or clue.only_named)


def _is_off(clue: Clues) -> bool:
    text = clue.sentence.text
    foreign = clue.is_elsewhere or clue.is_of_other_body or STUDIED.search(text) or clue.only_visited
    return bool(foreign or _OF_SOMEBODY_ELSE.search(text) or _OF_THE_COUNTRY.search(text))


def _passage(clues: Sequence[Clues], i: int) -> list[Clues]:
    """The sentence and those that go on about its region: of its paragraph, below a heading of any."""
    first = clues[i]
    told = [first]
    for clue in clues[i + 1 : i + _LONGEST_PASSAGE]:
        on = first.heading or not clue.opens
        nearby = all(division.region == first.divisions[0].region for division in clue.divisions)
        if not (on and nearby) or clue.heading or clue.unreal or _is_off(clue):
            break
        told.append(clue)
    return told


def _tells(passage: Sequence[Clues], reading: Reading, announced: set[str]) -> bool:
    first = passage[0]
    if first.labelled or first.heading:
        return _has_day(passage) and (_names_somebody(passage, reading) or _is_of_body(passage))
    if _tells_in_full(passage, reading):
        return not _PAST.search(first.sentence.text)
    told = _met(passage, reading) or _is_directed(passage, reading)
    if first.divisions[0].region in announced:
        return told
    return told and _has_day(passage) and not _PAST.search(first.sentence.text)


def _met(passage: Sequence[Clues], reading: Reading) -> bool:
    text, leads = passage[0].sentence.text, passage[0].leads
    met = HELD.search(text) or _DID_SO.search(text)
    ours = leads or _BODY.search(text)
    return bool(met and (ours or _names_somebody(passage[:1], reading)))


def _is_directed(passage: Sequence[Clues], reading: Reading) -> bool:
    """Whether somebody in it speaks as only those do who preside."""
    return _names_somebody(passage, reading) and any(_DIRECTS.search(c.sentence.text) for c in passage)


def _tells_in_full(passage: Sequence[Clues], reading: Reading) -> bool:
    """Whether it says who met, on which day, and that it was a committee's meeting."""
    return _has_day(passage) and _names_somebody(passage, reading) and _is_of_body(passage)


def _has_day(passage: Sequence[Clues]) -> bool:
    patterns = (A_DAY, _WEEKDAY, _FROM_ANOTHER_DAY)
    return any(pattern.search(clue.sentence.text) for clue in passage for pattern in patterns)


def _names_somebody(passage: Sequence[Clues], reading: Reading) -> bool:
    return any(clue.head or find_name(reading, clue.sentence.start, clue.sentence.end) for clue in passage)


def _is_of_body(passage: Sequence[Clues]) -> bool:
    """Whether a commission met, or somebody spoke at such a meeting."""
    for clue in passage:
        text = clue.sentence.text
        if any(mention.role is Role.NAME for mention in clue.named) and clue.meeting:
            return True
        if (clue.meeting or SAID.search(text)) and (_BODY.search(text) or _MEETING.search(text)):
            return not (OUTSIDERS.search(text) and not clue.meeting)
    return False
