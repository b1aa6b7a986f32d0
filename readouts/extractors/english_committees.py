"""Where an English text names a party committee's national security commission.

English has no fixed name for it: commission, committee or council; "provincial committee of the
National Security Commission", "National Security Committee of the Provincial Party Committee". A
word for the level or a Chinese place beside the body's name tells it from Washington's or Tehran's.
"""

import re
from collections.abc import Iterator

from readouts.domain.gazetteer import Division
from readouts.extractors.committees import Mention, Role
from readouts.extractors.places import Places, Tier
from readouts.extractors.sentences import Sentence

_BODY = (
    r"(?:(?:national|state)\s+security\s+(?:(?:work\s+)?(?P<group>leading\s+(?:small\s+)?group)s?"
    r"|(?:commission|committee|(?P<council>council))s?)|commissions?\s+(?:on|for)\s+national\s+security|committees?\s+of\s+(?:the\s+)?(?:national|state)\s+security(?!\s+(?:com|cou|lea|work|off))|(?P<lead>leading\s+(?:small\s+)?group)s?\s+(?:on|for)\s+(?:national|state)\s+security|c?nscs?)"
)
_LEVEL = (
    r"(?:provincial|municipal|city|prefectural|prefecture|league|banner|county|district"
    r"|autonomous\s+region(?:al)?|regional|local|corps|new\s+area|state(?=\s+(?:party\s+)?committee))"
)
# "the province's National Security Commission": whose, the rest of the sentence says.
_ITS_OWNER = (
    r"the\s+(?:province|city|capital|municipality|autonomous\s+region|region|prefecture|county|district"
    r"|(?:party\s+)?committee)'s"
)
_ORDER = r"(?:\s+(?:first|second|third|fourth|latest|newly\s+(?:established|formed|created)|new|own))*"
_ANY_LEVEL = re.compile(rf"\b(?:{_LEVEL}\b|{_ITS_OWNER})")
_NAMED = re.compile(rf"\b{_BODY}\b")
_LEVEL_BEFORE = re.compile(
    rf"(?P<levels>(?:{_ITS_OWNER}|{_LEVEL})(?:(?:\s*,\s*|\s+and\s+|\s*,\s*and\s+){_LEVEL})*)(?:[-\s]level|\s\([a-z]{{1,20}}\))?{_ORDER}"
    r"(?:\s+(?:cpc|communist|party))*(?:\s+(?P<committee>committees?|commissions?|branch(?:es)?)(?:'s?)?)?(?:\s+(?:meetings?|sessions?))?"
    r"(?:\s+(?:of|on|under|for|in)(?:\s+the)?)?\s+$"
)
_LEVEL_AFTER = re.compile(
    r"\s*(?:\([^)]{0,30}\)\s*)?(?:(?:of|under)\s|'s?\s)\s*(?:the\s+)?(?:communist\s+party\s+of\s+china\s+)?(?:\(cpc\)\s+)?(?P<whose>(?:(?!central\b)[a-z'-]+\s+){0,6}?)(?:party\s+)?committees?\b"
    r"(?P<rest>(?:\s+of\s+(?:the\s+)?[a-z'-]+(?:(?:\s+[a-z'-]+){1,4}?\s+autonomous\s+(?:prefecture|county|banner)\b|(?:\s+[a-z'-]+){0,4}))?)"
)
_AT_LEVEL = re.compile(rf"\s+(?:at|on)\s+(?:the\s+)?(?P<level>{_LEVEL}(?:\s+and\s+{_LEVEL})?)\s+levels?\b")
_OF_PLACE = re.compile(
    r"\s+of\s+(?P<place>(?:[a-z'-]+\s+){1,5}?(?:province|city|municipality|autonomous\s+region|prefecture|county|district))\b"
)
# ... of the party committee in Heilongjiang
_IN_PLACE = re.compile(r"\s+in\s+(?P<place>[a-z'-]+(?:\s+[a-z'-]+){0,3})")
_AUTONOMOUS = (
    r"(?:\s+(?:(?:[a-z]+\s+){0,3}?autonomous\s+(?:prefecture|county|banner|region)"
    r"|province|city|municipality|prefecture|county|district|banner|new\s+area))?"
)
_PLACE_BEFORE = re.compile(
    rf"(?:{_AUTONOMOUS}|\s+(?:province|city|municipality|prefecture|county))(?:'s|')?{_ORDER}\s+(?:(?:communist|party|cpc)\s+)*(?:committee(?:'s|')?\s+)?$"
)
_ITS = re.compile(r"\b(?:its|their|his|her)\s+(?:own\s+|respective\s+|provinces'\s+)?$")
# Bodies of their own, or the country's.
_NOT_ITS = re.compile(
    r"\b(?:xi|president|minister|beijing(?!,\s[a-z]+\.?\s\d|\s\()|hong\s+kong|maca[uo]|taiwan|iran\w*|pakistan\w*|u\.?s\.?|american)\b"
)
_PARTY_COMMITTEE = re.compile(
    r"(?:\s+(?:municipal|provincial|city|county|district|prefectural|prefecture|league|banner)(?=\s+party\s+committee\s+held))?(?:\s+(?:[a-z]+\s+){0,3}?autonomous\s+(?:prefecture|county|banner))?(?:'s|')?\s+(?:communist\s+)?party\s+committee\b"
)
# The Party Committee of Ruili City held a meeting of the commission.
_PARTY_COMMITTEE_OF = re.compile(r"\bparty\s+committee\s+of\s+(?:the\s+)?$")
_HELD_BY_COMMITTEE = re.compile(
    r"[a-z' ]{0,40}\s(?:held|convened|called|opened)\s+(?:the|a|an|its)\s+"
    r"[a-z0-9' -]{0,40}?(?:meeting|session|plenary)\s+of\s+(?:the|its)\s+$"
)
_OFFICE_NEAR = re.compile(
    r"^(?:'s)?\s+(?:(?:general\s+)?office|members?|staff|officials?|experts?)\b"
    r"|^\s+(?:from|since|until|between)\s+(?:[a-z]+\s+)?(?:19|20)\d\d\b"
    r"|^\s+(?:has|had|have|was|were)\s+(?:been\s+)?(?:consulted|briefed|informed|asked)\b"
)
_OFFICE_BEFORE = re.compile(r"\b(?:offices?|officials|staff)\s+(?:of|at|under|in)\s+(?:[a-z'-]+\s+){0,6}$")
# A report on its work, or another body's meeting that heard one.
_ONLY_NAMED = re.compile(
    r"\b(?:seminar|symposium|forum|course|class|lecture|exhibition|workshop|training|drill|exercise|article"
    r"|book|paper)s?"
    r"\s+(?:on|about|for)\s+(?:[a-z'-]+\s+){0,8}$|"
    r"\b(?:reports?|briefings?|work|spirit|outcomes?|results?|decisions?|plans?|instructions?|documents?|guidelines?|rules|establishment|setting\s+up)"
    r"\s+(?:on|about|of|from|by|regarding)\s+(?:the\s+)?(?:(?!meeting|session|plenar)[a-z'-]+\s+){0,6}$"
    r"|\b(?:separate|different|distinct|apart)\s+from\s+(?:[a-z'-]+\s+){0,6}$"
    r"|\b(?:spirit|tasks|requirements|demands|decisions|arrangements|instructions|principles)\s+"
    r"(?:(?:set|made|laid|put|raised)\s+(?:[a-z]+\s+)?at|of|from)\s+(?:(?!(?:at|on|during|when)\b)[a-z'-]+\s+){0,8}$"
    r"|\bunder\s+the\s+(?:guidance|coordination|supervision)\s+of\s+(?:the\s+)?(?:[a-z'-]+\s+){0,4}$"
    r"|\b(?:plans?|arrangements|tasks|requirements|measures|decisions)\s+(?:that|which)\s+(?:the\s+)?(?:[a-z'-]+\s+){0,6}$"
    r"|\bstanding\s+committee\s+(?!meeting|session)(?!.*\b(?:joint(?:ly)?|together)\b)(?:[a-z]+\s+){0,3}?(?:met|held|convened|heard|discussed)\b(?!.*\b(?:meeting|session)\s+of\b)"
)
# ... had used meetings of it to attack colleagues.
_USED = re.compile(
    r"\b(?:mis|ab)?us(?:ed|ing)\s+(?:meetings|sessions|powers?)\s+of\s+(?:the\s+)?(?:[a-z'-]+\s+){0,6}$"
)
# ... relayed the provincial commission's meeting.
_REFERRED_TO = re.compile(
    r"\b(?:relay(?:ed|s|ing)?|convey(?:ed|s|ing)?|implement(?:ed|s|ing)?|following)\s+(?:(?!(?:at|on|during|when)\b)[a-z'-]+\s+){0,6}$"
)
# Somebody new takes the post of a man who headed it.
_CAREER = re.compile(
    r"\b(?:succeed(?:s|ed|ing)|replac(?:es|ed|ing)|(?:was|were|been)\s+(?:appointed|named|elected|promoted))\b"
    r"[^.;]*\bwho\s+(?:had\s+)?(?:chaired|headed|led|heads|leads|chairs)\b"
)
# ... who chaired the first meeting of it, died.
_WHO_CHAIRED = re.compile(r",\s+who\s+(?:had\s+)?(?:once\s+)?(?:chaired|headed|led|presided)\b")
_LEFT = re.compile(r",\s+(?:has\s+)?(?:died|dies|passed\s+away|retired)\b")
_SET_UP = re.compile(
    r"\b(?:will|to|has|have|had|would)\s+(?:set\s+up|establish(?:ed)?|create[d]?|form(?:ed)?)"
    r"\s+(?:a|an|its|the|their)\s+(?:[a-z'-]+\s+){0,4}$"
)
# A police chief who sits on it presides over his own meetings.
_MEMBER_BEFORE = re.compile(r"\bmember\s+of\s+(?:the\s+)?(?:(?!and\b|director\b|head\b)[a-z'-]+\s+){0,4}$")
# Who sits on it was at another body's meeting.
_MEMBERS_BEFORE = re.compile(r"\bmembers\s+of\s+(?:the\s+)?(?:[a-z'-]+\s+){0,4}$")
_WERE_THERE = re.compile(
    r"\s+(?:also\s+)?(?:attended|took\s+part|participated|joined|were\s+(?:present|there|invited|in))\b"
)
_ITS_MEETING = re.compile(r"'s?\s+(?:[a-z]+\s+){0,2}?(?:meeting|session)\b")
_POST_BEFORE = re.compile(
    r"\b(?:also|who)\s+(?:heads|leads|chairs)\s+(?:the\s+)?(?:[a-z'-]+\s+){0,4}$"
    r"|\b(?<!told )(?<!told the )(?<!addressed )(?:director|head|deputy|member|chair(?:man)?|secretary)s?"
    r"\s+of\s+(?:the\s+)?(?:[a-z'-]+\s+){0,4}$"
)
# Two provinces held national security commission meetings.
_MANY_HELD = re.compile(
    r"\b(?:provinces|regions|municipalities|provincial-level\s+regions|cities)\s+(?:across\s+china\s+|in\s+china\s+)?(?:have\s+|had\s+)?(?:all\s+|also\s+|recently\s+)?"
    r"(?:held|convened|been\s+holding|hold)\s+(?:(?:meetings|sessions)\s+of\s+)?(?:their\s+)?(?:[a-z]+\s+)?$"
    r"|\b(?:both|all|each)\s+(?:of\s+(?:them|these)\s+)?(?:held|convened|called|gathered|chaired)\s+(?:(?:meetings|sessions)\s+of\s+)?their\s+(?:own\s+)?(?:provincial\s+|local\s+)?$"
    r"|\b(?:(?:every|each)\s+province|provinces|regions|municipalities|cities)\b(?:(?!\b(?:not|will|to)\b)[^.;]){1,60}"
    r"\b(?:held|hold|holding|convened|convene|convening|chaired|met)\b[^.;]{1,60}\b(?:their|its)\s+(?:own\s+)?(?:provincial\s+|local\s+|regional\s+|respective\s+)?(?:party\s+)?(?:committees?'?\s+)?$"
)
# Two provinces put drones on the agenda of their national security commissions.
_OF_THEM = re.compile(
    r"\b(?:provinces|regions|municipalities|cities|localities)\b(?:(?!\b(?:not|will)\b)[^.;]){1,80}\btheir\s+(?:own\s+)?$"
)
# Provincial National Security Commission meetings in 2024
_MEETINGS = re.compile(r"(?:'s?)?(?:\s*\([^)]{0,30}\))?\s+(?:meetings|sessions|readouts|plenaries)\b")
# the national security commissions of at least three provinces
_OF_MANY = re.compile(
    r"\s+(?:of|in)\s+(?:[a-z]+\s+){0,4}?(?:provinces|regions|cities|municipalities|counties)\b"
)
# the provinces, each of which has a national security committee of its own
_OF_ITS_OWN = re.compile(r"\s+of\s+(?:its|their)\s+own\b")
_REGIONS = re.compile(r"\b(?:provinces?|regions|cities|localities)\b")
_AHEAD = 200  # so far ahead of the body its owner may stand
_AUTONOMOUS_OF = re.compile(r"\bautonomous\s+(?=prefecture|county|banner)")
_TIER_WORDS = (
    ("corps", Tier.CORPS),
    ("province", Tier.PROVINCE),
    ("provincial", Tier.PROVINCE),
    ("autonomous", Tier.AUTONOMOUS),
    ("region", Tier.AUTONOMOUS),
    ("municipal", Tier.CITY),
    ("city", Tier.CITY),
    ("prefectur", Tier.PREFECTURE),
    ("county", Tier.COUNTY),
    ("district", Tier.COUNTY),
)


class EnglishCommittees:
    """Finds mentions in (folded) English text."""

    def __init__(self, places: Places) -> None:
        self._places = places

    def mentions(self, text: str, sentence: Sentence) -> Iterator[Mention]:
        """The regional commissions that one sentence names, from left to right."""
        for body in _NAMED.finditer(text, sentence.start, sentence.end):
            before = text[max(sentence.start, body.start() - _AHEAD) : body.start()]
            after = text[body.end() : min(sentence.end, body.end() + 120)]
            mention = self._mention(body, before, after)
            if mention:
                yield mention

    def _mention(self, body: re.Match[str], before: str, after: str) -> Mention | None:
        level, whose = _LEVEL_BEFORE.search(before), _LEVEL_AFTER.match(after)
        place = None if whose or body["council"] else _OF_PLACE.match(after)
        behind = whose["whose"] + whose["rest"] if whose else place["place"] if place else ""
        if whose and not behind and (seated := _IN_PLACE.match(after, whose.end())):
            behind = seated["place"]
        at_level = _AT_LEVEL.match(after)
        if at_level and not body["council"]:
            behind = at_level["level"]
        said = f"{level['levels'] if level else ''} {behind}"
        ahead = before[: level.start()] if level else before
        owner, owner_start = self._owner(said, ahead, level is not None, body)
        loose = level and level["levels"].startswith("the ") and body["council"]
        if not (owner or whose or body["council"]):
            owner = self._behind(after)
        many = not body["council"] and (
            _MANY_HELD.search(before) is not None
            or (body[0].endswith("s") and (bool(owner) or _OF_THEM.search(before) is not None))
            or (body[0].endswith("s") and _OF_MANY.match(after) is not None)
            or (_OF_ITS_OWN.match(after) is not None and _REGIONS.search(before) is not None)
            or (not owner and _MEETINGS.match(after) is not None)
        )
        if loose or not (owner or many or _ANY_LEVEL.search(said)):
            return None
        return Mention(
            start=body.start() - len(before) + (owner_start if owner_start is not None else len(ahead)),
            end=body.end() + (whose.end() if whose else 0),
            role=_role(before, after, after[whose.end() :] if whose else after),
            tier=_tier(said),
            places=owner,
            predecessor=(body["group"] or body["lead"]) is not None,
            several=many or _is_plural(level, body),
        )

    def _behind(self, after: str) -> tuple[Division, ...]:
        """Shanghai in "of Shanghai" right behind the body; Beijing's is the country's."""
        place = next(self._places.english_in(after[:40]), None) if after.startswith(" of ") else None
        named = place is not None and place.start <= len(" of the ") and not after.startswith(" of beijing")
        return place.divisions if place and named else ()

    def _owner(
        self, said: str, ahead: str, levelled: bool, body: re.Match[str]
    ) -> tuple[tuple[Division, ...], int | None]:
        """Whose body it is, and where `ahead` names the place, if it is named there."""
        named = list(self._places.english_in(said))
        if named:
            return named[0].divisions, None
        its = _ITS.search(ahead) and not body["council"] and not _NOT_ITS.search(ahead)
        for place in reversed(list(self._places.english_in(ahead))):
            if its:
                return place.divisions, place.start
            between = ahead[place.end :]
            # "Beijing's National Security Commission" without a level is China's own.
            if _HELD_BY_COMMITTEE.match(between) and _PARTY_COMMITTEE_OF.search(ahead, 0, place.start):
                return place.divisions, place.start
            is_local = levelled or "committee" in between or ahead[place.start : place.end] != "beijing"
            if is_local and _PLACE_BEFORE.fullmatch(between):
                return place.divisions, place.start
            if _PARTY_COMMITTEE.match(between) and not body[0].endswith("council"):
                return place.divisions, place.start
        return (), None


def _is_plural(level: re.Match[str] | None, body: re.Match[str]) -> bool:
    words = (level["committee"] or level["levels"]) if level else ""
    return words.endswith(("ees", "ons", "hes")) or " and " in words or body[0].endswith("s")


def _role(before: str, after: str, behind: str) -> Role:
    if _OFFICE_NEAR.match(after) or _OFFICE_NEAR.match(behind) or _OFFICE_BEFORE.search(before):
        return Role.OFFICE
    if (
        _ONLY_NAMED.search(before)
        or _USED.search(before)
        or (_ITS_MEETING.match(behind) and _REFERRED_TO.search(before))
    ):
        return Role.OFFICE
    if (
        (_WHO_CHAIRED.search(before) and _LEFT.search(after))
        or _CAREER.search(before)
        or _MEMBER_BEFORE.search(before)
        or _SET_UP.search(before)
        or (_WERE_THERE.match(behind) and _MEMBERS_BEFORE.search(before))
    ):
        return Role.OFFICE
    return Role.POST if _POST_BEFORE.search(before) else Role.NAME


def _tier(said: str) -> Tier:
    words = _AUTONOMOUS_OF.sub("", said.lower())
    found = [tier for word, tier in _TIER_WORDS if word in words]
    return found[0] if len(set(found)) == 1 else Tier.ANY
