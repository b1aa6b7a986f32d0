"""Who else was there: 省委副书记、省长王清宪，省委常委虞爱华等出席会议."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from readouts.domain.readout import Role
from readouts.extractors.officials import is_chinese_name
from readouts.extractors.pinyin import romanised_surnames, surname_first
from readouts.extractors.reading import Reading
from readouts.extractors.sentences import Sentence

# More than any readout names; it bounds the work on hostile text.
MOST_ATTENDEES = 60
_WERE_THERE = re.compile(
    r"(?P<observed>列席)|(?P<spoke>(?:出席|参加)(?:会议)?并(?:作|发表)?(?:讲话|发言|汇报)|(?:在会上)?(?:作|做)(?:了)?(?:情况)?(?:汇报|发言|讲话|通报)"
    r"|通报了|汇报了)|出席|参加(?=会议|[。,;]|$)"
)
_CLAUSE = re.compile(r"[。;:!]")
_PIECE = re.compile(r"[^、,]+")
_TITLE = (
    r"(?:副?书记|副?主任|副?组长|副?主席|副?[省市州县区旗盟部局厅院检院处]长|秘书长|常委|委员|副?政委|副?司令员?|检察长|院长"
    r"|领导(?:同志)?|成员|负责人|副职|同志|专员|副?总队长|支队长)"
)
_POSTED = re.compile(rf"(?P<post>.*{_TITLE})(?P<name>[\u3400-\u9fff· ]{{2,14}})$")
_POST_ALONE = re.compile(rf"{_TITLE}$")
_BEFORE_NAMES = re.compile(r"^(?:会议由|上午|下午|今天|昨天|当天|近日|\d+月\d+日|\d+日)+")
_BEHIND_NAMES = re.compile(
    r"(?:等(?:\d+人)?(?:[省市州县区旗盟]?领导(?:同志)?|同志|人)?)?(?:分别|同志|先后|一同|一起|也|等|在会上|就[^,。]{0,30})*$"
)
_DEPUTY = re.compile(r"(?:国家安全(?:工作)?(?:委员会|领导小组)|国安委)副(?:主任|组长)")
_MEMBER = re.compile(r"(?:国家安全委员会|国安委)(?:委员|成员)|国家安全领导小组成员")
# Offices are listed in the same way as people are.
_NO_PERSON = re.compile(r"[局办委厅部院会室组队县市区省镇乡校司众员]$|^(?:各|全|要)")
_NO_POST = re.compile(r"(?:领导(?:同志)?|同志|成员|负责人)$")


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody at [start, end) of the reading's text, with the post that stands in front of the name."""

    start: int
    end: int
    name: str
    post: str | None
    role: Role


def present(reading: Reading, told: Sequence[Sentence]) -> Iterator[Present]:
    """Everybody said to have been there, each once, in the article's order."""
    found: dict[str, Present] = {}
    for sentence in told:
        people = _chinese(reading.text, sentence) if reading.chinese else _english(reading, sentence)
        for person in people:
            if len(found) < MOST_ATTENDEES:
                found.setdefault(person.name, person)
    return iter(found.values())


def _chinese(text: str, sentence: Sentence) -> Iterator[Present]:
    start = sentence.start
    for verb in _WERE_THERE.finditer(text, sentence.start, sentence.end):
        for clause in _CLAUSE.finditer(text, start, verb.start()):
            start = clause.end()
        behind = _BEHIND_NAMES.search(text[start : verb.start()])
        stop = start + behind.start() if behind else verb.start()
        yield from _listed(text, start, stop, _role(verb))
        start = verb.end()


def _role(verb: re.Match[str]) -> Role:
    if verb["observed"]:
        return Role.OBSERVER
    return Role.SPEAKER if verb["spoke"] else Role.ATTENDED


def _listed(text: str, start: int, stop: int, role: Role) -> Iterator[Present]:
    """The people in a list of posts and names; posts without a name belong to the next one."""
    posts_from: int | None = None
    for piece in _PIECE.finditer(text, start, stop):
        begins = piece.start() + _lead(piece[0])
        words = text[begins : piece.end()].rstrip()
        posted = _POSTED.match(words)
        name = posted["name"] if posted else words
        written = "".join(name.split())
        if is_chinese_name(written) and not _NO_PERSON.search(written):
            name_from = begins + len(words) - len(name) + (len(name) - len(name.lstrip()))
            first = posts_from if posts_from is not None else begins
            post = text[first:name_from].strip()
            yield _person(first, begins + len(words), written, post, role)
            posts_from = None
        elif _POST_ALONE.search(words):
            posts_from = begins if posts_from is None else posts_from
        else:
            posts_from = None


def _lead(piece: str) -> int:
    opening = _BEFORE_NAMES.match(piece)
    return (opening.end() if opening else 0) + (len(piece) - len(piece.lstrip()))


def _person(start: int, end: int, name: str, post: str, role: Role) -> Present:
    if _DEPUTY.search(post):
        role = Role.DEPUTY_CHAIR
    elif role is Role.ATTENDED and _MEMBER.search(post):
        role = Role.MEMBER
    return Present(start, end, name, None if not post or _NO_POST.search(post) else post, role)


_ATTENDED = re.compile(r"\b(?:also\s+)?(?:attended|were\s+present|was\s+present)(?P<by>\s+by)?\b")
_BETWEEN = re.compile(r"\s*,\s+(?:and\s+)?|\s+and\s+")
_NAMED = re.compile(r"(?:(?P<post>[a-z' -]{3,60}?)\s+)?(?P<name>[a-z]+(?:'[a-z]+)?\s+[a-z]+(?:['-][a-z]+)*)$")
_POST_WORD = re.compile(
    r"\b(?:governor|mayor|chair\w*|secretary|director|head|chief|members?|leaders?|officials?|president|minister)\b"
)
_DEPUTY_IN_ENGLISH = re.compile(
    r"(?i:\bdeputy\s+(?:director|head|chair\w*)\s+of\s+the\s+(?:[a-z]+\s+){0,5}(?:commission|committee)\b)"
)
_OTHERS = re.compile(r"\b(?:other|others|officials|leaders|members)\b")


def _english(reading: Reading, sentence: Sentence) -> Iterator[Present]:
    """Governor Wang Qingxian, deputy director of the commission, and Yu Aihua attended."""
    for verb in _ATTENDED.finditer(reading.text, sentence.start, sentence.end):
        stretch = (verb.end(), sentence.end) if verb["by"] else (sentence.start, verb.start())
        yield from _in_list(reading, *stretch)


def _in_list(reading: Reading, start: int, stop: int) -> Iterator[Present]:
    person: Present | None = None
    for begins, ends in _pieces(reading.text, start, stop):
        words = reading.text[begins:ends].rstrip(" .,;")
        named = _named(reading, begins, words)
        if named:
            if person:
                yield person
            person = named
        elif person and _POST_WORD.search(words) and not _OTHERS.search(words):
            written = reading.written(begins, begins + len(words)).removeprefix("who is ")
            post = f"{person.post} and {written}" if person.post else written
            person = _in_english(person.start, person.end, person.name, post)
    if person:
        yield person


def _pieces(text: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    start += len(text[start:stop]) - len(text[start:stop].lstrip())
    for between in _BETWEEN.finditer(text, start, stop):
        yield start, between.start()
        start = between.end()
    yield start, stop


def _named(reading: Reading, start: int, words: str) -> Present | None:
    match = _NAMED.match(words)
    if not match:
        return None
    written = " ".join(reading.written(start + match.start("name"), start + match.end("name")).split())
    surname = surname_first(written).split()[0].casefold()
    if surname not in romanised_surnames() or not all(word[:1].isupper() for word in written.split()):
        return None
    posted = match["post"] and _POST_WORD.search(match["post"])
    post = reading.written(start + match.start("post"), start + match.end("post")) if posted else None
    return _in_english(start + match.start("name"), start + match.end("name"), written, post)


def _in_english(start: int, end: int, name: str, post: str | None) -> Present:
    deputy = post is not None and _DEPUTY_IN_ENGLISH.search(post)
    return Present(start, end, name, post, Role.DEPUTY_CHAIR if deputy else Role.ATTENDED)
