"""Slips of edited and scanned copies in Chinese: a character left out, put in, mistaken or moved.

The commission's name may have two of them behind the party committee that it belongs to; near that name,
the words that every readout has (主持召开, 全体会议) may have one.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

Slip = tuple[int, int, str]

_BODY = "国家安全委员会"
_MOST_SLIPS = 2
_FEWEST_RIGHT = 4
# One that was lost altogether counts as a character, too.
_ANY = "[\u3400-\u9fff\ufffd]"
_OWNERS = "省市州盟地县旗区党团"
_OWNER = re.compile(rf"委|(?<=[{_OWNERS}]){_ANY}(?=国家安全|国安委)")
# Before there were commissions: 市国家安全导领小组.
_GROUPS = ("国家安全领导小组", "国家安全工作领导小组")
_OF_A_GROUP = re.compile(rf"[省市州盟县旗区](?!委)(?={_ANY}{{0,2}}[家安全]{_ANY}{{2,8}}[小组])")
# Bodies that there are, and no slips.
_OTHER_BODY = re.compile(
    "指[导挥]|协调|领导|顾问|生产|咨询|专家|审查|教育|技术|监[察管督]|保密|公[务安]|自然|国防|机关|人民|部门|机构|责任|战略|风险"
    "|法治|体系|工作"
)
_OPENS_NEXT = frozenset("召举第全主办在的,。;20")
_WORD_PUT_IN = re.compile(
    rf"(?<=委){_BODY[0]}(?:"
    + "|".join(rf"{_BODY[1:i]}(?!{_BODY[i]}){_ANY}{{1,3}}?{_BODY[i:]}" for i in range(1, len(_BODY)))
    + ")"
)
# Where the right name stands elsewhere, one that lacks a word is the same.
_WORD_LOST = re.compile(
    rf"(?<=委)(?:安全委员会|国家(?!安全委员){_ANY}{{0,2}}委员会|国家安全(?!委员|工作){_ANY}{{0,2}}(?=第|20|召开|会议|全体))"
)
# 国安女会议, 国女委全体会议.
_SHORT = re.compile(
    rf"(?<=[{_OWNERS}])委(?P<name>国安(?![委办局部厅全家]){_ANY}|国(?!安){_ANY}委(?!员)|(?!国){_ANY}安委)(?=全?体?会|主任|第|召开|20)"
)
_OF_A_PARTY = re.compile(f"[{_OWNERS}]委|委国|领导小|导小组")
_RIGHT = re.compile(rf"委(?:{_BODY}|国安委)")
_NAME = re.compile("国家安全委员会|国安委")
# 省国家安全委员会, 市秀国家安全委员会, 肖委国家安全委员会.
_OWNER_LOST = re.compile("[省市州县旗盟]$")
_OWNER_MISTAKEN = re.compile(rf"(?<=[{_OWNERS}])(?![委级方的内里]){_ANY}$")
_PLACE_MISTAKEN = re.compile(rf"(?<![{_OWNERS}])(?![{_OWNERS}师部政常各工]){_ANY}委$")
# 县型委国家安全委员会, 市国委家安全委员会; 召开委国家安全委员会.
_OWNER_TORN = re.compile(rf"(?<=[{_OWNERS}])(?:(?![委工{_OWNERS}]){_ANY}委国|国委)家安全委员会")
_NO_OWNER = frozenset("开行持在和与为任了")
_OWNER_NAMED = re.compile(r"自治区党委|区党委|[省市州盟县旗区]委")
_NEAR = 90
# Up to the next mark, what stands behind the name is about its meeting, if most of it is made of these.
_TAIL = re.compile(r"(?:20\d\d年(?:度)?)?([\u3400-\u9fff\ufffd\d]{2,14}?)(?=[,。;:(]|强调|$)", re.MULTILINE)
_OF_MEETINGS = frozenset("召开举行会议全体扩大第次一二三四五六七八九十专题视频电话紧急主持并讲话仪云幵")
_HOLDING = frozenset("召开举行会议次体")
_FEWEST_HOLDING = 2
_MOSTLY = 0.6
_TELLS_MORE = re.compile(
    r"[得少不未没拟将再每后前来数情况时期间定筹通知办副委组书记精神部署要求关于督机制决的名单材料时预]|主任(?!会)|场次|[两几多]次"
)
_AS_USUAL = re.compile(
    r"召开了?|举行了?|主持|并讲话|全体|扩大|专题|紧急|主任|会议|全会|集会|开会|第?[一二三四五六七八九十\d]+次|第[一二三四]季度|进行|行政|会上|在会"
)
_MEETING = re.compile("会议|全会|集会|开会|聚会|大会")
_ORDINAL = re.compile(rf"第{_ANY}{{1,2}}次")
# The words of every readout; what stands in a letter's place in a word that is right (坚持召开, 会后召开).
_FORMULAS = {
    "主持召开": ("坚支保维扶自", "动要", "公", ""),
    "主持会议": ("坚支保维扶自", "要题体任席", "审商", "员场"),
    "召开会议": ("公离展避", "", "审商协", "员场前后上"),
    "全体会议": ("主", "市省县区州国委年员", "审决", "员场"),
    "会议强调": ("决提建商审", "上后还", "协", ""),
    "会议指出": ("决提建商审", "上后还", "提作", ""),
    "会议要求": ("决提建商审", "上后还", "", ""),
}
_NO_SLIP = re.compile("主持开[班幕展学会工]|召开议军|召开[会议][商场员]")
_SINGLES = {
    "met": "会议", "half": "会议", "uncounted": "会议", "counted": "第", "held": "召开", "day": "日",
    "secretary": "书记", "head": "主任", "presided": "主持",
}  # fmt: skip
_SINGLE = re.compile(
    rf"(?<=[\d一二三四五六七八九十]次)(?P<met>(?!全|会){_ANY}议|会(?!议){_ANY}(?=召开|举行|[,。]))"
    r"|(?:(?<=委员会)|(?<=全体)|(?<=[\d一二三四五六七八九十]次))(?P<half>[会议](?=[,。;并在]|强调|召开|举行))"
    rf"|(?<=委员会)(?P<uncounted>第{_ANY}?(?<![\d一二三四五六七八九十])次会议)"
    rf"|(?<=委员会)(?P<counted>(?!第){_ANY})(?=[一二三四五六七八九十]次)"
    rf"|(?<=会议)(?P<held>召(?![开集]){_ANY}|(?![召公离展套]){_ANY}开(?![得始幕放发展会不]))"
    r"|(?<=\d)(?P<day>曰)"
    r"|(?P<set_off>(?:[省市区县州旗]\s委|书\s记|主\s持|召\s开|举\s行|会\s议|国\s家|安\s全|委\s员))"
    rf"|(?<=[{_OWNERS}]委)(?P<secretary>书(?![记面画法屋籍单]){_ANY}|(?![书副原、,。的常]){_ANY}记(?![者录]))"
    rf"|(?<=员会|安委)(?P<head>主(?![任席持要动办管导会]){_ANY}|(?![主副原、,。的专]){_ANY}任(?![务何命免职]))"
    rf"|(?P<presided>主(?!持){_ANY}持(?=召|会)|主(?!持){_ANY}(?=召开)|(?![主坚支保维扶秉把]){_ANY}持(?=会议并|召开))"
)


def chinese_slips(text: str) -> list[Slip]:
    """[start, end) of each stretch with a slip and what is meant, in order; two may overlap."""
    if not _OF_A_PARTY.search(text):
        return []
    right = [name.start() for name in _RIGHT.finditer(text)]
    names = [*_bodies(text), *_owners(text), *(_shortened(text) if right else ())]
    near = _near([*right, *(start for start, _, _ in names)], len(text))
    words = [word for start, end in near for word in _words(text, start, end)]
    ends = [*(name.end() for name in _RIGHT.finditer(text)), *(end for _, end, _ in names)]
    return sorted([*names, *words, *_tails(text, ends)])


def _bodies(text: str) -> Iterator[Slip]:
    """Where the commission's name stands with a slip or two, behind the party committee's; or that of a
    leading group."""
    for owner in _OWNER.finditer(text):
        yield from _meant_at(text, owner.end(), _BODY)
    for owner in _OF_A_GROUP.finditer(text) if "小组" in text else ():
        name = max(_GROUPS, key=lambda group: len(set(group).intersection(text[owner.end() :][: len(group)])))
        yield from _meant_at(text, owner.end(), name)
    for longer in _WORD_PUT_IN.finditer(text):
        if not _OTHER_BODY.search(longer[0]):
            yield *longer.span(), _BODY
    for short in _SHORT.finditer(text):
        yield *short.span("name"), "国安委"


def _shortened(text: str) -> Iterator[Slip]:
    for lost in _WORD_LOST.finditer(text):
        if not _OTHER_BODY.search(lost[0]):
            yield *lost.span(), _BODY


def _meant_at(text: str, start: int, name: str) -> Iterator[Slip]:
    window = text[start : start + len(name) + _MOST_SLIPS]
    if window.find(name) not in (-1, 1) or len(set(name).intersection(window)) < _FEWEST_RIGHT:
        return
    size = _likest(window, name)
    if size and _is_meant(window[:size], name):
        yield start, start + size, name


def _is_meant(written: str, name: str) -> bool:
    """Whether it names no other body: 网络安全委员会 and 国家保密委员会 do."""
    is_national, is_secure = (any(c in written for c in half) for half in ("国家", "安全"))
    return is_national and is_secure and not (name == _BODY and _OTHER_BODY.search(written))


def _likest(window: str, name: str) -> int:
    """How many of its first characters are most like the name; 0 where these have too many slips."""
    changes = _changes(window, name)
    sizes = range(len(name) - _MOST_SLIPS, len(window) + 1)
    fewest = min((changes[size] for size in sizes), default=_MOST_SLIPS + 1)
    if fewest > _MOST_SLIPS:
        return 0
    likest = [size for size in sizes if changes[size] == fewest]
    ending = [size for size in likest if window[size - 1] not in _OPENS_NEXT]
    return (ending or likest)[-1]


def _changes(window: str, name: str) -> list[int]:
    """For each number of the window's first characters how many slips make them of the name."""
    row = list(range(len(window) + 1))
    for i, letter in enumerate(name, 1):
        above, row = row, [i]
        for j, written in enumerate(window, 1):
            row.append(min(above[j] + 1, row[-1] + 1, above[j - 1] + (letter != written)))
    return row


def _owners(text: str) -> Iterator[Slip]:
    """省国家安全委员会, 肖委国家安全委员会: where the party committee in front has the slip."""
    for torn in _OWNER_TORN.finditer(text):
        yield *torn.span(), f"委{_BODY}"
    named = Counter(_OWNER_NAMED.findall(text)).most_common(1)
    for name in _NAME.finditer(text):
        start = name.start()
        before = text[max(0, start - 3) : start]
        if _OWNER_LOST.search(before) and f"{before[-1]}委" in text:
            yield start, start + 1, "委国"
        elif _OWNER_MISTAKEN.search(before):
            yield start - 1, start, "委"
        elif named and _PLACE_MISTAKEN.search(before):
            ahead = before[-2] if before[-2] in _NO_OWNER else ""
            yield start - 2, start, ahead + named[0][0]


def _near(places: Iterable[int], size: int) -> list[tuple[int, int]]:
    """The stretches around some places of a text, joined where they meet."""
    joined: list[tuple[int, int]] = []
    for place in sorted(places):
        start, end = max(0, place - _NEAR), min(size, place + _NEAR)
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _words(text: str, start: int, end: int) -> Iterator[Slip]:
    for match in _FORMULA.finditer(text, start, end):
        if not _NO_SLIP.match(text, match.start()):
            yield *match.span(), _MEANT[match.lastgroup or ""]
    for match in _SINGLE.finditer(text, start, end):
        group = match.lastgroup or ""
        yield *match.span(group), _SINGLES.get(group) or "".join(match[group].split())


def _tails(text: str, ends: Iterable[int]) -> Iterator[Slip]:
    """召会开议, 召开第五次: a meeting's words behind a name that ends there, damaged but not lost."""
    for end in ends:
        tail = _TAIL.match(text, end)
        if tail and _is_of_a_meeting(tail[1]):
            yield *tail.span(1), "召开会议"


def _is_of_a_meeting(tail: str) -> bool:
    """Whether most of it is made of what such meetings are told with, and some of that is not as usual."""
    if _TELLS_MORE.search(tail):
        return False
    rest = _AS_USUAL.sub("", tail)
    if _MEETING.search(tail) and not any(c in _HOLDING for c in rest):
        return False
    telling, holding = (sum(c in group for c in tail) for group in (_OF_MEETINGS, _HOLDING))
    return _ORDINAL.fullmatch(tail) is not None or (
        holding >= _FEWEST_HOLDING and telling >= _MOSTLY * len(tail)
    )


def _one_slip(word: str, right: Sequence[str]) -> str:
    """A pattern of the word with a letter mistaken, left out or moved; `right` holds for each place the
    letters that make another word, which is no slip."""
    variants = []
    for place, letter in enumerate(word):
        ahead, behind = word[:place], word[place + 1 :]
        variants.append(rf"{ahead}(?![{letter}{right[place]}]){_ANY}{behind}")
        follows = rf"(?!{letter})" if not behind else ""
        variants.append((rf"(?<![{letter}{right[0]}])" if not ahead else "") + ahead + behind + follows)
        if behind:
            variants.append(ahead + behind[0] + letter + behind[1:])
    return "|".join(variants)


_MEANT = {f"f{number}": word for number, word in enumerate(_FORMULAS)}
_FORMULA = re.compile(
    "|".join(f"(?P<{group}>{_one_slip(word, _FORMULAS[word])})" for group, word in _MEANT.items())
)
