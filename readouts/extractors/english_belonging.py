"""Whether a sentence of an English article belongs to an account's committee or to another one's."""

import re
from collections.abc import Sequence

from readouts.domain.gazetteer import Division, Level
from readouts.extractors.accounts import Account
from readouts.extractors.committees import Mention
from readouts.extractors.english_clues import GOES_ON, Clues
from readouts.extractors.english_elsewhere import CENTRE, OUTSIDERS
from readouts.extractors.english_names import surname
from readouts.extractors.english_wording import HELD, SAID
from readouts.extractors.officials import Person
from readouts.extractors.places import Tier, fits

_PASSED_ON = re.compile(r"\b(?:spirit|convey\w*|relay\w*|stud(?:y|ied)|implement\w*|in\s+line\s+with)\b")
_ITS_COMMISSION = re.compile(
    r"\b(?:city|municipal|prefectural|prefecture's|city's)\s+commission\b|\bcommission\s+of\s+the\s+(?:municipal|city|prefectural)\b"
)
# Liu Ning, governor and vice director of the commission, delivered a report.
_DEPUTY_REPORTED = re.compile(
    r"[a-z' ]{4,40},\s[^.;]{0,90}?\b(?:governor|mayor|commissioner|chairman|(?:deputy|vice)\s+"
    r"(?:party\s+)?(?:secretary|director))\b"
    r"[^.;]{0,120}?\b(?:delivered|conveyed|reported|presented|gave|made|relayed)\b"
)
# Behind what analysts say: the commission also discussed data security.
_ALSO = re.compile(r"the\s+(?:[a-z]+\s+){0,2}?(?:meeting|session|commission|gathering)\s+also\b")
# ... in fields that Beijing has assigned to the region, he said.
_HE_SAID = re.compile(r"[,–—-]\"?\s(?:he|she)\s(?:said|added|stressed|noted|warned)\.?$")
_HEADS_IT = re.compile(r"\b(?:lead|head|chair)s?\s+(?:it|the\s+(?:body|panel|commission|committee))\b")
_HIS_OWN = re.compile(r"\b(?:his|her|its)\s+own\s+(?:[a-z']+\s+){0,4}?(?:commission|committee)\b")
# Border security was another focus.
_ANOTHER_FOCUS = re.compile(
    r"[a-z' ,-]{3,80}\s(?:was|were)\s"
    r"(?:also\s(?:a\s)?|another\s|(?:among|one\sof)\s(?:the|its|his|her)\s(?:other\s)?)(?:key\s|main\s)?(?:focus|priorit|theme|topic|concern|demand)[a-z]*\b"
)
# Anhui's cadres were told to put political security first.
_WERE_TOLD = re.compile(
    r"\b(?:cadres|officials)\s+were\s+(?:told|urged|ordered|asked|reminded|instructed)\s+to\b"
)
_BULLETED = re.compile(r"[-*•]\s")
# "...," Huang told the meeting
_SPEAKS = re.compile(rf"\b([a-z']+)\s+(?:also\s+|was\s+)?(?:{SAID.pattern})")
_REGIONAL = {Tier.AUTONOMOUS: Tier.PROVINCE}


def is_of_another(account: Account, clue: Clues) -> bool:
    """Whether the sentence says that another committee of the same province met: the city's, not the
    province's, or another city's."""
    here, there = account.mention, clue.mention
    if not (here and there and HELD.search(clue.sentence.text)):
        return False
    if _PASSED_ON.search(clue.sentence.text[: there.start - clue.sentence.start]):
        return False
    if account.tier is Tier.AUTONOMOUS and there.tier is Tier.COUNTY and not there.places:
        return False  # the machine's "District Party Committee" for an autonomous region's
    tiers = {_REGIONAL.get(tier, tier) for tier in (account.tier, there.tier)} - {Tier.ANY}
    cities = [place for place in account.places if place.level is not Level.PROVINCE]
    one, other = owner_of(here) or next(iter(cities), None), owner_of(there)
    return len(tiers) > 1 or (one is not None and other is not None and one.code != other.code)


def is_of_another_city(account: Account, clue: Clues, opener: Clues, division: Division) -> bool:
    """Whether the sentence opens with another city of the province, whose commission met: "In Qamdo, ...", or
    stands below that city's own heading."""
    if _is_under_a_city(account, opener, division):
        return True
    cities = [place for place in (*account.places, division) if place.level is not Level.PROVINCE]
    told = clue.leads and clue.mention is None and len(cities) > 1 and cities[0].level is cities[-1].level
    if not told or cities[0].code == cities[-1].code:
        return False
    met = clue.meeting and _ITS_COMMISSION.search(clue.sentence.text)
    return met is not None or chairs_differ(account, clue)


def _is_under_a_city(account: Account, heading: Clues, division: Division) -> bool:
    """Whether a heading below what was told of the province, or of another city, names this city alone."""
    told = account.anchor is not None and account.anchor.end <= heading.sentence.start
    known = {place.code for place in account.places}
    return heading.heading and told and division.level is not Level.PROVINCE and division.code not in known


def owner_of(mention: Mention | None) -> Division | None:
    """The city or county, where the body's own name says it: Jilin Municipal Party Committee."""
    if mention and mention.tier is Tier.CORPS:
        return next((place for place in mention.places if fits(place, Tier.CORPS)), None)
    cities = (Tier.CITY, Tier.PREFECTURE)
    if mention and len(mention.places) == 1 and mention.places[0].level is not Level.PROVINCE:
        return mention.places[0]
    if mention is None or mention.tier not in cities or len(mention.places) < 2:
        return None
    return next((place for place in mention.places if fits(place, mention.tier)), None)


def province_seated_in(city: Division, clue: Clues) -> Division | None:
    """Tibet, where "the Tibet party committee's commission" met in Lhasa, which is named behind it."""
    mention = clue.mention
    if mention is None or mention.tier is not Tier.ANY or len(mention.places) != 1 or city in mention.places:
        return None
    named = clue.sentence.text[: mention.end - clue.sentence.start]
    ahead = city.name_en.split()[0].casefold() in named
    province = mention.places[0]
    return None if ahead or province.level is not Level.PROVINCE else province


def can_be_of(account: Account, mention: Mention) -> bool:
    """Whether the words can name this account's commission; "provincial committee" is no municipality's."""
    if mention.several or not account.places:
        return True
    fitting = mention.tier is Tier.ANY or any(fits(place, mention.tier) for place in account.places)
    return fitting and (not mention.places or any(is_in_region(account, place) for place in mention.places))


def chairs_differ(account: Account, clue: Clues) -> bool:
    """Whether the sentence names a party chief of another surname; a deputy is nobody's chief."""
    chief = clue.chief
    here = "" if chief and (chief.post or "").startswith("deputy") else surname_of(chief)
    return bool(account.chair_surname and here) and here != account.chair_surname


def can_be_same(account: Account, clue: Clues) -> bool:
    """Whether the sentence can name the place that the account left open: another chief's "own" commission
    is none."""
    return not (chairs_differ(account, clue) or _HIS_OWN.search(clue.sentence.text))


def is_in_region(account: Account, division: Division) -> bool:
    """Whether the account is about a committee of this division's province."""
    return any(place.region == division.region for place in account.places)


def surname_of(chief: Person | None) -> str:
    """The folded surname; empty for nobody."""
    return surname(chief.name) if chief else ""


def is_of_other_place(account: Account, clue: Clues) -> bool:
    """Whether the sentence names a place in another province; Chaoyang is the account's own."""
    names = {place.name_en for place in account.places}
    return any(not is_in_region(account, place) and place.name_en not in names for place in clue.divisions)


def continues(current: Account, clue: Clues) -> bool:
    """Whether the sentence goes on about the meeting that the one before it told of."""
    he_said = _HE_SAID.search(clue.sentence.text) is not None
    goes_on = GOES_ON.match(clue.sentence.text) is not None or clue.is_of_the_meeting or he_said
    here = (
        clue.is_of_one
        or he_said
        or (clue.is_presided_over and any(is_in_region(current, d) for d in clue.divisions))
    )
    if is_of_other_place(current, clue) and not (goes_on and (not current.places or here)):
        return False
    return (
        not clue.opens
        or goes_on
        or _BULLETED.match(clue.sentence.text) is not None
        or _tells_on(current, clue)
    )


def _tells_on(current: Account, clue: Clues) -> bool:
    """Whether a new paragraph can only go on about the meeting: who presided, where that was left open, or
    what officials must do."""
    if clue.is_of_other_body or clue.only_named or chairs_differ(current, clue):
        return False
    if _DEPUTY_REPORTED.match(clue.sentence.text):
        return True
    heads = clue.chief is not None and not clue.divisions and _HEADS_IT.search(clue.sentence.text)
    presided = (heads or (clue.head is not None and clue.meeting)) and not current.chair_surname
    return bool(presided) or clue.demands


def comes_back(account: Account, clue: Clues) -> bool:
    """Whether the sentence is about the only meeting again, behind sentences about something else."""
    told = clue.divisions and _WERE_TOLD.search(clue.sentence.text)
    if told and is_in_region(account, clue.divisions[0]):
        return True
    return any(pattern.match(clue.sentence.text) for pattern in (_ALSO, _ANOTHER_FOCUS))


def turns_away(clue: Clues) -> bool:
    """Whether the sentence speaks of somebody or something else than the meeting told of before it."""
    text = clue.sentence.text
    elsewhere = clue.is_elsewhere or clue.unreal or clue.is_of_other_body
    return bool(elsewhere or CENTRE.search(text) or OUTSIDERS.search(text))


def of_known_chair(accounts: list[Account], current: Account | None, clue: Clues) -> Account | None:
    """The account whose chair opens this sentence ("Chen also called ..."), the one that goes on first:
    two of the chairs may be called Wang."""
    text = clue.sentence.text
    for account in accounts:
        if " ".join(text.split(maxsplit=2)[:2]).rstrip(",") in account.speakers:
            return account
    if not any(account.chair_surname and account.chair_surname in text for account in accounts):
        return None
    first = re.match(r"\"?([a-z']+)", text)
    opens = first is not None and (SAID.search(text) or first[1].endswith("'s"))
    opening = first[1].removesuffix("'s") if first and opens else ""
    speaking = {match[1] for match in _SPEAKS.finditer(text)} | {opening}
    for account in [*([current] if current else []), *accounts]:
        if account.chair_surname and account.chair_surname in speaking:
            return account
    return None


def more_exact(told: Sequence[Division], above: Sequence[Division]) -> Division:
    """The place of a sentence; Nyingchi of the heading where the sentence says only that it is in Tibet."""
    if not told:
        return above[0]
    exact = told[0].level is not Level.PROVINCE or above[0].region != told[0].region
    return told[0] if exact else above[0]
