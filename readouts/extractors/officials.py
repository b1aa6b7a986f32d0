"""Who chaired: the person before 主持, before "stressed", or beside "party chief"."""

import json
import re
from dataclasses import dataclass, replace
from datetime import date
from importlib.resources import files

from readouts.domain.gazetteer import name_key
from readouts.domain.readout import Chair
from readouts.extractors.pinyin import romanised, surname_first
from readouts.extractors.reading import Reading
from readouts.extractors.surnames import load_surnames


@dataclass(frozen=True, slots=True)
class Official:
    """One term of one party chief, as the roster file has it; months are "YYYY-MM"."""

    zh: str
    en: str
    division: str | None
    since: str
    until: str | None

    def serves(self, day: date | None) -> bool:
        """Whether the term may cover this day; a month of grace on both sides."""
        if day is None:
            return True
        month = day.strftime("%Y-%m")
        return self.since <= month and (self.until is None or month <= self.until)


class Roster:
    """Officials known by name. It links the two forms of a name; no extraction needs it."""

    def __init__(self, officials: tuple[Official, ...]) -> None:
        self._by_key: dict[str, list[Official]] = {}
        for official in officials:
            for name in (official.zh, official.en):
                self._by_key.setdefault(name_key(name), []).append(official)

    def terms(self, name: str) -> tuple[Official, ...]:
        """Every term of everyone so called."""
        return tuple(self._by_key.get(name_key(name), ()))

    def division_of(self, name: str, day: date | None) -> str | None:
        """The code of the division this person then headed, where there is just one."""
        codes = {o.division for o in self.terms(name) if o.division and o.serves(day)}
        return codes.pop() if len(codes) == 1 else None

    def linked(self, chair: Chair, division: str | None) -> Chair:
        """The chair with the other form of the name: from the roster where it has one person for it,
        else a Chinese name in pinyin. What an English name is in Chinese is never guessed."""
        terms = self.terms(chair.name_zh or chair.name) or self.terms(chair.name_en or "")
        here = [o for o in terms if o.division == division] or list(terms)
        if len({o.zh for o in here}) == 1:
            return replace(chair, name_zh=chair.name_zh or here[0].zh, name_en=chair.name_en or here[0].en)
        return replace(chair, name_en=chair.name_en or romanised(chair.name_zh or ""))


def load_roster() -> Roster:
    """The roster that comes with the product."""
    lines = (
        files("readouts.extractors.data").joinpath("roster.jsonl").read_text(encoding="utf-8").splitlines()
    )
    rows = (json.loads(line) for line in lines)
    return Roster(tuple(Official(r["zh"], r["en"], r["division"], r["from"], r["to"]) for r in rows))


@dataclass(frozen=True, slots=True)
class Person:
    """A person in a text: the name at [start, end), the post as a short title, and where it begins;
    `post_end` only where it stands behind the name."""

    start: int
    end: int
    name: str
    post: str | None
    post_start: int
    post_end: int = 0

    def told(self) -> tuple[int, int]:
        """The stretch with the name and the post beside it."""
        return min(self.start, self.post_start), max(self.end, self.post_end)

    def chair(self, reading: Reading) -> Chair:
        """As a chair; only the form of the name that the article uses is filled."""
        written = " ".join(reading.written(self.start, self.end).split())
        if reading.chinese:
            return Chair(written, self.name, None, self.post)
        # HAN JUN and Liang Yan-shun are how some sites print a name
        usual = self.name if "-" in written or any(map(str.isupper, written.split())) else written
        return Chair(usual, None, surname_first(self.name), self.post)


_HEADS_OF_CHINA = frozenset(("习近平", "xi jinping"))
_TITLE_END = re.compile(
    r"(?:书记|主任|组长|主席|[省市州县区旗盟]长|委员|政委|部长|主持人|同志|[由受、,。:;)\s\"》」】\]!|]|^)$"
)
_TITLES = re.compile(r"(?:书记|主任|组长|主席|[省市州县区旗盟部]长|政委)$")
_PARTY_POST = re.compile(
    r"(?:自治区党委|自治区|区党委|兵团党委|兵团|(?:自治)?[州市县]党委|[省市州盟地县旗区]委)(?:常务)?副?书记$"
)
_BETWEEN = re.compile(
    r"(?:同志|书记|省长|市长|亲自|到会|连夜|紧急|专门|现场|视频|先后|相继|分别|依次|共同|再次|[还也又]|今天|今日|昨天|昨日|前天|前日|近日|日前|近期|当[天日]|同一?[天日]|[上下]午|中午|[今昨当]?[早晚](?:上)?|(?:[\d一二三四五六七八九十]{1,3}月|[本上当]月)?[\d一二三四五六七八九十]{1,3}日|(?:本|上)?(?:周|星期)[一二三四五六日天]|[(][^)]{1,8}[)]|在[^,。;]{1,10}|,?受(?:[^,。;]{2,36}?)?委托,?|代表[^,。;]{2,16}?|出席(?:会议|集会)?并?|并|则(?=[于在\d])|随即|立即|(?:返回|回到|赶回|结束|听取|观看|参观)[^,。;]{1,16}?[之以]?后,?|[于在])+$"
)
# As far as such words reach, in characters.
_REACH = 48
_PRESIDED = re.compile(r"(?<![将拟])(?:主持(?!人|词)|召集|掌管)")
_FORM = re.compile(
    r"主持人?\s*:\s*(?:[^,。;:\s]{0,24}?(?:书记|主任))?\s{0,2}(?P<name>[\u3400-\u9fff]{2,4})(?=[\s,。;]|$)"
)
_ACTED = re.compile(r"会见|调研|考察|检查|督导|走访|看望|慰问|深入|前往|来到|率队|参加|出席|赴|到")
_ENTRUSTED = re.compile(r"委托")
_SPOKE = re.compile(
    r"(?:同志)?(?:出席(?:会议|集会)?并(?:作|发表)?(?:重要)?讲话|(?:作|发表)(?:了)?(?:重要|总结)?讲话|在会上|在[^,。;]{2,36}会议?上|强调|指出|要求|夸大|声称|宣称|表示|提[出到]|谈到|[说称](?=[:,要将应]))"
)


def presider(text: str, start: int, end: int) -> Person | None:
    """Who is said to have presided, in Chinese text[start:end]."""
    return _before(_PRESIDED, text, start, end) or _in_form(text, start, end)


def _in_form(text: str, start: int, end: int) -> Person | None:
    """主持人:县委书记 王志强, as minutes are laid out."""
    match = _FORM.search(text, start, end)
    if match is None or _is_word(match["name"]):
        return None
    return _with_post(text, start, *match.span("name"))


def speaker(text: str, start: int, end: int) -> Person | None:
    """Who is said to have stressed something or made a speech, in Chinese text[start:end]."""
    return _before(_SPOKE, text, start, end)


def actor(text: str, start: int, end: int) -> Person | None:
    """Who did what a secretary's day is made of, in Chinese text[start:end]."""
    return _before(_ACTED, text, start, end)


def principal(text: str, start: int, end: int) -> Person | None:
    """In whose place somebody presided (受省委书记某某委托), in Chinese text[start:end]."""
    return _before(_ENTRUSTED, text, start, end)


def _before(verb: re.Pattern[str], text: str, start: int, end: int) -> Person | None:
    for match in verb.finditer(text, start, end):
        person = name_ending_at(text, start, match.start())
        if person and person.name not in _HEADS_OF_CHINA:
            return person
    return None


def name_ending_at(text: str, floor: int, end: int) -> Person | None:
    """The Chinese name that ends at `end`, words like 同志 or 今天 aside; None where none does."""
    window = text[max(floor, end - _REACH) : end]
    between = _BETWEEN.search(window)
    for stop in dict.fromkeys((end - len(between[0]) if between else end, end)):
        for size in (3, 2, 4):
            person = _named(text, floor, stop - size, stop)
            if person:
                return person
        person = _of_two_parts(text, floor, stop)
        if person:
            return person
    return None


def _named(text: str, floor: int, start: int, end: int) -> Person | None:
    if start < floor:
        return None
    name, before = text[start:end], text[max(floor, start - 6) : start]
    if not _TITLE_END.search(before) or not re.fullmatch(r"[\u3400-\u9fff]+", name):
        return None
    titled = _TITLES.search(before) is not None
    surnames = load_surnames()
    known = name[:2] in surnames.double or (len(name) < 4 and name[0] in surnames.single)
    if (not known and not (titled and len(name) > 2)) or _is_word(name):
        return None
    if not titled and _FUNCTION_WORD.match(name):
        return None
    return _with_post(text, floor, start, end)


def is_chinese_name(written: str) -> bool:
    """Whether a word is a Chinese name by itself, with no post beside it to tell."""
    if _PART.fullmatch(written):
        return True
    surnames = load_surnames()
    if not 2 <= len(written) <= 4 or not _HAN.fullmatch(written) or _is_word(written):
        return False
    return written[:2] in surnames.double or (len(written) < 4 and written[0] in surnames.single)


_HAN = re.compile(r"[\u3400-\u9fff]+")
_PART = re.compile(r"[\u3400-\u9fff]{1,8}·[\u3400-\u9fff]{1,8}$")


def _of_two_parts(text: str, floor: int, end: int) -> Person | None:
    """艾尔肯·吐尼亚孜 and the like: everything after the last post."""
    match = _PART.search(text[max(floor, end - 20) : end])
    if not match:
        return None
    start = end - len(match[0])
    titles = list(re.finditer(r"书记|主任|组长|主席|长|委员|政委|由", match[0].split("·")[0]))
    return _with_post(text, floor, start + titles[-1].end() if titles else start, end)


_WORDS = re.compile(
    r"会议|会上|全体|全省|全市|全会|委员|常委|工委|省委|市委|县委|区委|同志|有关|主要|负责|党委|党组|国家|安全|大家|专题|何$|主持|书记|主任|领导"
    r"|相关|认真|切实|扎实|深入|积极|进一步|再次|持续"
    r"|^[各他她此也还又再均都]|[他她]$|于会$|[会议]时$"
)
# 胡和平 and 时光辉 are people; without a post in front, words that begin so are none.
_FUNCTION_WORD = re.compile(r"^[和时]")


def _is_word(name: str) -> bool:
    return _WORDS.search(name) is not None


def _with_post(text: str, floor: int, start: int, end: int) -> Person:
    """The party post among those in front of the name (省委书记、省人大常委会主任韩俊)."""
    window = text[max(floor, start - 60) : start]
    phrase = re.split(r"[,。;:\s!\"]", window)[-1]
    titles = [t for t in phrase.split("、") if _TITLES.search(t)]
    if not titles or not _TITLES.search(phrase):
        return Person(start, end, text[start:end], None, start)
    party = [m for m in map(_PARTY_POST.search, titles) if m]
    heads = [m for m in party if "副" not in m[0]]
    post = (heads or party)[0][0] if party else titles[0][-12:]
    return Person(start, end, text[start:end], post, start - len(phrase) + phrase.rfind(post))


def post_of(name: str, text: str, start: int, end: int) -> str | None:
    """The post that stands in front of this very name somewhere in Chinese text[start:end]."""
    position = text.find(name, start, end)
    while position >= 0:
        person = _with_post(text, start, position, position + len(name))
        if person.post:
            return person.post
        position = text.find(name, position + 1, end)
    return None
