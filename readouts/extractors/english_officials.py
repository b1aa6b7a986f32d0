"""Who chaired, in English: a post beside a name whose words begin with capitals."""

import re
from dataclasses import replace
from itertools import pairwise

from readouts.extractors.english_names import (
    NOT_NAMES,
    WORD,
    capitalised,
    find_name,
    is_chinese,
    is_reporter,
    name_at,
    spelled,
    surname,
    with_surname,
)
from readouts.extractors.officials import Person
from readouts.extractors.pinyin import is_spelled_name, romanised_surnames
from readouts.extractors.reading import Reading

_POST = (
    r"(?P<post>(?:deputy\s+)?(?:(?:communist\s+)?party|provincial|municipal|city|regional|prefectural|county|district)"
    r"(?:\s+(?:communist\s+)?(?:party|committee))*(?:\s+\((?:ccp|cpc)\))?(?:'s)?\s+(?:chief|boss|secretary|head|leader)"
    r"|top\s+(?:party\s+)?(?:leader|official)|counterpart(?:\s+(?:in|from|of)\s+(?:neighbou?ring\s+)?[a-z]+)?"
    r"|(?:deputy\s+)?secretary\s+of\s+(?:the\s+)?(?:\(?[a-z']+\)?\s+){0,9}?(?:party\s+)?committee"
    r"(?:\s+of\s+(?:the\s+)?(?:cpc|communist\s+party(?:\s+of\s+china)?|party))?(?:\s+of\s+[a-z']+(?:\s+(?:province|city|municipality))?)?)"
)
# party secretary of the coal-rich province, Lan Fo'an
_OF_WHERE = (
    r"(?:(?=\s+(?:of|in)\s)"
    r"(?:\s+(?!and\b|at\b|on\b|said\b|told\b|presided\b|chaired\b|met\b)[a-z'-]+){1,8}(?=,\s))?"
)
_CHIEFLY = ("chief", "boss", "secretary", "head", "leader", "top", "counterpart")  # each post has one of them
_NAME = r"[a-z]+(?:'[a-z]+)?(?:\s+[a-z]+(?:['-][a-z]+)*)?"
_POST_FIRST = re.compile(
    rf"\b{_POST}{_OF_WHERE},?\s+(?:and\s+[a-z' ]{{3,80}}?,\s+)?(?:comrade\s+|mr\.?\s+)?(?P<name>{_NAME})"
)
_POST_ONLY = re.compile(rf"\b{_POST}")
_MEANT = re.compile(
    rf"\b(?:he|she|the\s+(?:[a-z']+\s+){{0,3}}{_POST}(?:\s+of\s+[a-z]+(?:\s+[a-z]+)?)?)\s+(?:also\s+)?(?:presided|chaired|convened|told|led|called|urged|said|spoke|(?:was|were)\s+speaking|made\s+the)\b"
)
# What a second post is made of, beside words with capitals.
_POST_WORDS = frozenset(
    "and of the its concurrently also for party committee commission provincial municipal city regional"
    " region autonomous district county prefecture prefectural state national security standing member"
    " members people's congress political politburo bureau director chairman chair head secretary governor"
    " mayor deputy chief general comrade work".split()
)
_NAME_FIRST = re.compile(
    rf"\b(?P<name>{_NAME})\s*(?:,|\((?:[^()]{{1,60}}\),)?|\[[^\[\]]{{1,60}}\],)\s*(?:who\s+is\s+)?(?:the\s+|member\s+of[^,.]{{0,120}},\s*)?(?:[a-z]+'s\s+|[a-z]+\s+){{0,6}}?{_POST}"
)
_CHAIRED_BY = re.compile(
    r"\b(?:chaired|presided\s+over|presided|led|convened|headed)\s+by\s+"
    r"(?:(?:comrade|(?:acting|vice|deputy)|(?:governor|mayor|chairman|chairwoman|party\s+(?:secretary|chief)))\s+)*"
    rf"(?P<name>{_NAME})"
)
_PRESIDED = re.compile(
    rf"\b(?P<name>{_NAME})\s+(?:also\s+)?presided\s+over\s+(?:the|this)\s+(?:meeting|session|plenary)\b"
)
_NAME_CHAIRS = re.compile(
    rf"(?<!\bof\s)(?<!\bin\s)\b(?P<name>{_NAME})\s+(?:also\s+)?(?:on\s+[a-z]+(?:\s+\d{{1,2}})?\s+)?(?:presided|presides|(?:was\s+)?presiding|chaired|chairs|(?:was\s+)?chairing|convened"
    r"|was\s+in\s+the\s+chair|took\s+the\s+chair|sat\s+down\s+with|(?:told|led|addressed|hosted|opened|asked|urged|ordered)\s+(?:members\s+of\s+)?(?:the|a|an|its)\s+(?:[a-z']+\s+){0,6}?(?:commission|committee|meeting|session|body|panel|gathering))\b"
)
# ... chaired by Politburo member and city party secretary Chen Jining: whatever stands before the name.
_PRESIDING = re.compile(
    r"\b(?:(?:chaired|presided|led|headed|hosted|convened)(?:\s+over)?\s+by"
    r"|under\s+the\s+(?:chairmanship|leadership|presidency|direction)\s+of|with(?=[^.;]{5,240}\b(?:presiding|chairing|in\s+the\s+chair)\b))\s"
)
_LONGEST_POST = 160
# Without a post: who spoke at the meeting.
_SPOKE = re.compile(
    rf"\b(?P<name>{_NAME})(?:,[^,.;]{{3,120}},)?\s+(?:also\s+)?(?:was\s+speaking|said|told|spoke|made|put|gave|set|laid"
    r"|(?!attended|joined|participated|appeared|visited)[a-z]+ed)\b"
)
_AT_A_MEETING = re.compile(
    r"\b(?:at|during|told|addressed)\s+(?:[a-z0-9'-]+\s+){0,12}?(?:meeting|session|commission|committee)\b"
)
_OUTSIDER = re.compile(
    r"\b(?:professor|analyst|researcher|expert|scholar|academic|scientist|spokes\w+|lecturer|fellow|observer)s?\b"
)
# Chen Min'er, a member of this and secretary of that, presided.
_APPOSED = re.compile(
    rf"\b(?P<name>{_NAME})(?:\s?[(\[][^()\[\]]{{1,60}}[)\]])?,\s[^.;]{{3,320}}?,\s+(?:also\s+)?(?:presided|chaired)\b(?!\s+by)"
)
_ONE_NAME_FIRST = re.compile(
    r"(?:[^,.;]{0,40},\s)?(?P<name>[a-z]{4,16}),\s(?:the\s)?(?:(?:communist\s+)?party\s+(?:secretary|chief|boss)|secretary\s+of)\b[^.;]{0,240},\s(?:presided|chaired)\b"
)
_ONE_NAME = re.compile(r"\bparty\s+(?:secretary|chief|boss)\s+(?P<name>[a-z]{4,16})\s+(?:presided|chaired)\b")
_LABEL = re.compile(r"(?:[-*•–—·\d./()\[\]]+\s+)?\"?[a-z' ]{3,40}\s*[;:,(|–—-]")
# Fujian's Zhou Zuyi did the same.
_OF_A_PLACE = re.compile(
    rf"(?:\b(?!china|beijing)[a-z]+'s\s+|\bin\s+[a-z]+(?:\s+[a-z]+)?,\s+"
    rf"|\bwhen\s+(?=[a-z' ]{{4,30}}\s(?:told|urged|said|stressed|warned|called)\b))(?P<name>{_NAME})"
)
# It met on June 20 under Wang Menghui.
_UNDER = re.compile(
    rf"\b(?:met|convened|gathered|meeting|session)\b[^.;]{{0,60}}?\bunder\s+(?P<name>{_NAME})"
)
# The call by Wang Junzheng came at a meeting.
_CALL_BY = re.compile(
    rf"\b(?:calls?|remarks?|comments?|orders?|pledge|warning|vow|message|instructions?)\s+(?:by|from|of)\s+(?P<name>{_NAME})\s+"
    r"(?:came|(?:was|were)\s+(?:made|issued))\b"
)
# One of these stands in whatever such a pattern finds; to look for them first is much cheaper.
_NEEDED = {
    _CHAIRED_BY: tuple("chaired presided led convened headed".split()),
    _NAME_CHAIRS: tuple(
        "presid chair conven sat told led addressed hosted opened asked urged ordered".split()
    ),
    _APPOSED: ("presided", "chaired"),
    _UNDER: ("under",),
    _PRESIDED: ("presided over",),
    _CALL_BY: ("came", "made", "issued"),
}


def find_chair(reading: Reading, start: int, end: int) -> Person | None:
    """The chair named in [start, end): someone who presided, else a party chief."""
    for pattern in (_CHAIRED_BY, _NAME_CHAIRS):
        named = _first(pattern, reading, start, end)
        if named:
            chief = find_chief(reading, start, end)
            return (
                chief if chief and with_surname(chief) and not with_surname(named) else _titled(named, chief)
            )
    others = (_first(pattern, reading, start, end, known=True) for pattern in (_APPOSED, _UNDER, _CALL_BY))
    behind, chief = _behind_posts(reading, start, end), find_chief(reading, start, end)
    if behind:
        return _titled(behind, chief)
    return chief or next((person for person in others if person), None)


def find_presider(reading: Reading, start: int, end: int) -> Person | None:
    """Somebody of a Chinese surname by whom a meeting is said to have been chaired in [start, end)."""
    return _who_chaired((_CHAIRED_BY,), reading, start, end)


def find_who_presided(reading: Reading, start: int, end: int) -> Person | None:
    """The same where it says that somebody presided."""
    return _who_chaired((_PRESIDED, _APPOSED), reading, start, end)


def _who_chaired(
    patterns: tuple[re.Pattern[str], ...], reading: Reading, start: int, end: int
) -> Person | None:
    for pattern in patterns:
        named = _first(pattern, reading, start, end, known=True)
        if named and surname(named.name) != "xi":
            return _titled(named, find_chief(reading, start, end))
    return None


def _behind_posts(reading: Reading, start: int, end: int) -> Person | None:
    """The first name behind "chaired by", after any number of posts."""
    match = _PRESIDING.search(reading.text, start, end)
    if match is None:
        return None
    return find_name(reading, match.end(), min(end, match.end() + _LONGEST_POST))


def find_speaker(reading: Reading, start: int, end: int) -> Person | None:
    """Who spoke at the meeting, with no post beside the name; an analyst is none."""
    text = reading.text
    if not _AT_A_MEETING.search(text, start, end) or _OUTSIDER.search(text, start, end):
        return None
    return with_surname(_first(_SPOKE, reading, start, end))


def find_head(reading: Reading, start: int, end: int) -> Person | None:
    """The chair named in [start, end), or who spoke at the meeting."""
    return find_chair(reading, start, end) or find_speaker(reading, start, end)


def find_of_place(reading: Reading, start: int, end: int) -> Person | None:
    """Somebody called by the place: Fujian's Zhou Zuyi."""
    if not _holds(reading, ("'s", "in ", "when "), start, end):
        return None
    for match in _OF_A_PLACE.finditer(reading.text, start, end):
        if person := spelled(reading, *match.span("name")):
            return person
    return None


def find_meant(reading: Reading, start: int, end: int, told_before: int) -> Person | None:
    """Whom "The Liaoning party chief chaired" means: the Chinese name in [told_before, start)."""
    post = _MEANT.search(reading.text, start, end)
    return find_name(reading, told_before, start) if post else None


def find_listed(reading: Reading, start: int, end: int) -> Person | None:
    """The one Chinese name in a line of a list (Guizhou; 24 May; Xu Lin; data security)."""
    if not _LABEL.match(reading.text, start, end):
        return None
    return find_name(reading, start, end)


def find_of_one_name(reading: Reading, start: int, end: int) -> Person | None:
    """A chief who goes by one name, as Tibetans do: Sichod, Party secretary of Shigatse, presided."""
    if not _holds(reading, ("presid", "chaired"), start, end):
        return None
    match = _ONE_NAME_FIRST.match(reading.text, start, end) or _ONE_NAME.search(reading.text, start, end)
    if match is None:
        return None
    name = reading.written(*match.span("name")).capitalize()
    if (
        not reading.written(*match.span("name"))[:1].isupper()
        or name.casefold() in romanised_surnames() | NOT_NAMES
    ):
        return None
    return Person(*match.span("name"), name, "party chief", *match.span("name"))


def find_chief(reading: Reading, start: int, end: int) -> Person | None:
    """A person called party chief, boss or secretary in [start, end)."""
    if not _holds(reading, _CHIEFLY, start, end):
        return None
    found = [
        p for p in (_first(_POST_FIRST, reading, start, end), _first(_NAME_FIRST, reading, start, end)) if p
    ]
    return (
        min(found, key=lambda p: (not is_spelled_name(p.name), p.start))
        if found
        else _first_behind_posts(reading, start, end)
    )


def _first_behind_posts(reading: Reading, start: int, end: int) -> Person | None:
    """A chief's name behind more posts: Party Secretary and Chairman of the Commission Feng Fei."""
    match = _POST_ONLY.search(reading.text, start, end)
    if match is None:
        return None
    words = list(WORD.finditer(reading.text, match.end(), min(end, match.end() + _LONGEST_POST)))
    for one, other in pairwise(words):
        person = spelled(reading, one.start(), other.end())
        if person:
            return replace(person, post=_short(match["post"]), post_start=match.start(), post_end=match.end())
        if not _may_be_of_post(reading, one):
            return None
    return None


def _may_be_of_post(reading: Reading, word: re.Match[str]) -> bool:
    return word[0] in _POST_WORDS or reading.written(*word.span())[:1].isupper()


def _titled(named: Person, chief: Person | None) -> Person:
    return chief if chief and chief.name == named.name else named


def _holds(reading: Reading, words: tuple[str, ...], start: int, end: int) -> bool:
    """Whether one of the words stands in [start, end)."""
    return any(reading.text.find(word, start, end) >= 0 for word in words)


def _first(
    pattern: re.Pattern[str], reading: Reading, start: int, end: int, *, known: bool = False
) -> Person | None:
    """The first name that the pattern finds; of a Chinese surname, if it has to be `known`."""
    needed = _NEEDED.get(pattern)
    if needed and not _holds(reading, needed, start, end):
        return None
    position = start
    while match := pattern.search(reading.text, position, end):
        first, last = capitalised(reading, *match.span("name"))
        name = name_at(reading, first, last)
        if name and (not known or is_chinese(name)) and not is_reporter(reading, first):
            posted = "post" in pattern.groupindex
            return Person(
                first,
                last,
                name,
                _short(match["post"]) if posted else None,
                min(match.start("post"), first) if posted else first,
                match.end("post") if posted else last,
            )
        position = match.start() + 1
    return None


def _short(post: str) -> str:
    return "deputy party chief" if post.startswith("deputy") else "party chief"
