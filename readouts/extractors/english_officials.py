"""Who chaired, in English: a post beside a name whose words begin with capitals."""

import re

from readouts.extractors.officials import Person
from readouts.extractors.pinyin import romanised_surnames, surname_first
from readouts.extractors.reading import Reading

_POST = (
    r"(?P<post>(?:deputy\s+)?(?:(?:communist\s+)?party|provincial|municipal|city|regional|prefectural|county|district)"
    r"(?:\s+(?:communist\s+)?(?:party|committee))*(?:'s)?\s+(?:chief|boss|secretary|head|leader)"
    r"|top\s+(?:party\s+)?(?:leader|official)"
    r"|(?:deputy\s+)?secretary\s+of\s+(?:the\s+)?(?:\(?[a-z']+\)?\s+){0,9}?(?:party\s+)?committee"
    r"(?:\s+of\s+(?:the\s+)?(?:cpc|communist\s+party(?:\s+of\s+china)?|party))?(?:\s+of\s+[a-z']+(?:\s+(?:province|city|municipality))?)?)"
)
_CHIEFLY = ("chief", "boss", "secretary", "head", "leader", "top")  # each post has one of them
_NAME = r"[a-z]+(?:'[a-z]+)?(?:\s+[a-z]+(?:['-][a-z]+)*)?"
_POST_FIRST = re.compile(
    rf"\b{_POST},?\s+(?:and\s+[a-z' ]{{3,80}}?,\s+)?(?:comrade\s+|mr\.?\s+)?(?P<name>{_NAME})"
)
_NAME_FIRST = re.compile(
    rf"\b(?P<name>{_NAME})\s*[,(]\s*(?:who\s+is\s+)?(?:the\s+|member\s+of[^,.]{{0,60}},\s*)?(?:[a-z]+'s\s+|[a-z]+\s+){{0,6}}?{_POST}"
)
_CHAIRED_BY = re.compile(
    r"\b(?:chaired|presided\s+over|presided|led|convened|headed)\s+by\s+"
    r"(?:(?:comrade|(?:acting|vice|deputy)|(?:governor|mayor|chairman|chairwoman|party\s+(?:secretary|chief)))\s+)*"
    rf"(?P<name>{_NAME})"
)
_NAME_CHAIRS = re.compile(
    rf"(?<!\bof\s)(?<!\bin\s)\b(?P<name>{_NAME})\s+(?:also\s+)?(?:on\s+[a-z]+(?:\s+\d{{1,2}})?\s+)?(?:presided|presides|chaired|chairs|convened"
    r"|told\s+(?:members\s+of\s+)?(?:the|a|its)\s+(?:[a-z']+\s+){0,6}?(?:commission|committee|meeting|session))\b"
)
# Without a post: who spoke at the meeting.
_SPOKE = re.compile(
    rf"\b(?P<name>{_NAME})(?:,[^,.;]{{3,80}},)?\s+(?:also\s+)?(?:made\s+the\s+(?:remarks|comments)|said|told|stressed|emphasi[sz]ed"
    r"|urged|called|spoke|delivered|demanded|warned)\b"
)
_AT_A_MEETING = re.compile(
    r"\b(?:at|during|told|addressed)\s+(?:[a-z0-9'-]+\s+){0,12}?(?:meeting|session|commission|committee)\b"
)
_OUTSIDER = re.compile(
    r"\b(?:professor|analyst|researcher|expert|scholar|academic|scientist|spokes\w+|lecturer|fellow|observer)s?\b"
)
# Chen Min'er, a member of this and secretary of that, presided.
_APPOSED = re.compile(
    rf"\b(?P<name>{_NAME}),\s[^.;]{{3,200}}?,\s+(?:also\s+)?(?:presided|chaired)\b(?!\s+by)"
)
# It met on June 20 under Wang Menghui.
_UNDER = re.compile(
    rf"\b(?:met|convened|gathered|meeting|session)\b[^.;]{{0,60}}?\bunder\s+(?P<name>{_NAME})"
)
_NOT_NAMES = frozenset(
    "the a an he she it they said told has had was were is and at in on of who also general"
    " provincial municipal party committee commission national security central communist meeting chairman"
    " president xi autonomous region regional province city municipality county district daily"
    " inner mongolia".split()
)


def find_chair(reading: Reading, start: int, end: int) -> Person | None:
    """The chair named in [start, end): someone who presided, else a party chief."""
    for pattern in (_CHAIRED_BY, _NAME_CHAIRS):
        named = _first(pattern, reading, start, end)
        if named:
            chief = find_chief(reading, start, end)
            return (
                chief
                if chief and _with_surname(chief) and not _with_surname(named)
                else _titled(named, chief)
            )
    others = (_with_surname(_first(pattern, reading, start, end)) for pattern in (_APPOSED, _UNDER))
    return find_chief(reading, start, end) or next((person for person in others if person), None)


def find_presider(reading: Reading, start: int, end: int) -> Person | None:
    """Somebody of a Chinese surname by whom a meeting is said to have been chaired in [start, end)."""
    named = _with_surname(_first(_CHAIRED_BY, reading, start, end))
    return _titled(named, find_chief(reading, start, end)) if named and surname(named.name) != "xi" else None


def _with_surname(person: Person | None) -> Person | None:
    return person if person and surname(person.name) in romanised_surnames() else None


def find_speaker(reading: Reading, start: int, end: int) -> Person | None:
    """Who spoke at the meeting, with no post beside the name; an analyst is none."""
    text = reading.text
    if not _AT_A_MEETING.search(text, start, end) or _OUTSIDER.search(text, start, end):
        return None
    return _with_surname(_first(_SPOKE, reading, start, end))


def find_chief(reading: Reading, start: int, end: int) -> Person | None:
    """A person called party chief, boss or secretary in [start, end)."""
    if not any(reading.text.find(word, start, end) >= 0 for word in _CHIEFLY):
        return None
    found = [
        p for p in (_first(_POST_FIRST, reading, start, end), _first(_NAME_FIRST, reading, start, end)) if p
    ]
    return min(found, key=lambda p: (_with_surname(p) is None, p.start)) if found else None


def _titled(named: Person, chief: Person | None) -> Person:
    return chief if chief and chief.name == named.name else named


def _first(pattern: re.Pattern[str], reading: Reading, start: int, end: int) -> Person | None:
    position = start
    while match := pattern.search(reading.text, position, end):
        first, last = _capitalised(reading, *match.span("name"))
        if last > first:
            posted = "post" in pattern.groupindex
            return Person(
                first,
                last,
                " ".join(reading.written(first, last).replace("’", "'").split()),
                _short(match["post"]) if posted else None,
                min(match.start("post"), first) if posted else first,
                match.end("post") if posted else last,
            )
        position = match.start() + 1
    return None


def _capitalised(reading: Reading, start: int, end: int) -> tuple[int, int]:
    """The part of [start, end) that is a name: surname and given name, both with capitals."""
    words = list(re.finditer(r"[a-z'-]+", reading.text[start:end]))
    spans = [(start + w.start(), start + w.end()) for w in words]
    written = [reading.written(*span) for span in spans]
    proper = all(w[:1].isupper() and w.casefold() not in _NOT_NAMES for w in written)
    return (spans[0][0], spans[-1][1]) if len(spans) == 2 and proper else (start, start)


def _short(post: str) -> str:
    return "deputy party chief" if post.startswith("deputy") else "party chief"


def surname(name: str) -> str:
    """The folded surname of a Chinese name, in whichever order it is written."""
    return surname_first(name).split(maxsplit=1)[0].casefold() if name else ""
