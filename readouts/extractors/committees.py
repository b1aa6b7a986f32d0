"""Where a text names a party committee's national security commission, and in what role.

The bare words prove nothing: Iran, the United States, Hong Kong and Macau have bodies so called. The
party committee in front of them (省委, 市委, 区党委 ...) tells ours apart, what follows tells the
meeting from the office, the post and the mere mention.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from readouts.domain.gazetteer import Division
from readouts.extractors.places import Place, Places, Tier
from readouts.extractors.sentences import Sentence


class Role(StrEnum):
    """What a mention is about."""

    EVENT = "event"
    OFFICE = "office"
    POST = "post"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Mention:
    """[start, end) of the text names a regional commission. `places` holds whose it may be, empty
    where the words do not say; `owner` is where other words than these say it; `predecessor` marks a
    leading group; `several` a plural."""

    start: int
    end: int
    role: Role
    tier: Tier
    places: tuple[Division, ...]
    predecessor: bool = False
    owner: tuple[int, int] | None = None
    several: bool = False


# 平安 and 国度 are what synonym-spinning copies write for 安全 and 国家.
BODY = re.compile(
    r"国[家度](?:安全|平安)(?:工作)?(?P<committee>委员会|理事会)|国安委(?:员会)?|国安办"
    r"|国家安全(?:工作)?(?P<group>领导小组)"
)
_COMMITTEE = re.compile(
    r"(?P<word>自治区党委|自治区委|自治区|区党委|兵团党委|兵团|自治州党?委|自治[县旗]党?委|省党委|省委|市党委|市委|州党委|州委|盟委|地委"
    r"|师市党委|师党委|[新区]?党工委|[新区]工作委员会|县党委|县委|旗委|区委|党委|省|市|州|盟|县|旗|(?<![特辖社园校港地])区)"
    r"(?:第[一二三四五六七八九十]{1,3}届)?(?:委员会)?(?:的)?$"
)
_LISTED = re.compile(
    r"(?P<word>自治区党委|区党委|兵团党委|[新区]?党工委|省委|市委|州委|盟委|地委|县委|旗委|区委)"
    r"(?:[^,。;()]{2,24}?(?:暨|、|和|及)|(?:今天|昨天|近日|日前|在[^,。;]{1,8})?(?:召开|举行)(?:了)?"
    r"(?:20\d\d年(?:度)?)?(?:第[一二三四五六七八九十\d]{1,3}次)?(?:全[省市州县区旗])?)$"
)
# 霍邱县召开国家安全委员会全体会议
_HOSTED = re.compile(
    r"(?P<word>[省市州盟县旗区])(?:今天|昨天|近日|日前|上午|下午)?(?:组织)?(?:召开|举行)(?:了)?(?:20\d\d年(?:度)?)?$"
)
_OF_ZONE = re.compile("党工委|工作委员会")
_TIERS = {
    "省": Tier.PROVINCE,
    "市": Tier.CITY,
    "州": Tier.PREFECTURE,
    "盟": Tier.PREFECTURE,
    "地": Tier.PREFECTURE,
}
# What may stand right before 省委 and the like when no place is named; any other word there is a
# name that no real division has, as in novels.
NO_NAME_BEFORE = re.compile(
    r"(?:^|[^\u3400-\u9fff]|召开了?|套开|举行了?|主持|召集|出席|参加|列席|传达|贯彻|落实|学习|听取|审议|通过|[的在由和与及以暨对向了于是为任兼把将经到从据按给让]"
    r"|中共|中国共产党|党|[上下]午|晚上?|今[天日晨晚]|昨[天日晚]|前天|当[天日]|[日前近]日|日前|日|近期|会议?|以来|我|本|全|原|[时现新]任|该|[一二三四五六七八九十]届"
    r"|[我全本该][省市州盟县旗区]|组织|担任|根据|按照|成立|设立|推动|强化|加强|获悉|表示|要求|指出|强调|发挥|支持|各|至|向着|讯|电|[一二三四五六七八九十\d]次|年度?)$"
)
# How far on either side of a name its role can be told from, in characters.
_AROUND = 160
# 州委国家安全委员会(州委边海防委员会)召开会议: the same people under two names.
_OTHER_NAME = re.compile(r"^[(][^()]{4,16}(?:委员会|领导小组)[)]")
_OFFICE_NEXT = re.compile(r"(?:的)?(?:办公室|办(?![理好成事法案])|秘书[处组])")
_POST_NEXT = re.compile(
    r"(?:的)?[原前]?(?:专职|常务)?副?(?:主任|组长|主席|委员|成员|秘书长|联络员|专家|顾问|书记)(?!会议|集会)"
)
_KINDS = (
    r"(?:[(]?(?:扩大|全体|视频|电视电话)[)]?|第?[一二三四五六七八九十百\d]{1,4}次|全体|专题|紧急|临时|工作|首次|主任|委员|年度|第?[一二三四]?季度"
    r"|(?:20\d\d|二〇[〇一二三四五六七八九]{2})年(?:度)?的?|\s)*"
)
_MEETING_NEXT = re.compile(rf"[)]?{_KINDS}(?:全体)?(?:会议|全会|集会|\(扩大\)会议|会(?=[在上]))")
_REFERRED_TO = re.compile(
    r"上所?(?:提出|强调|作出|部署|指出|要求|明确)的|(?:的)?(?:精神|部署|要求|决[定议]|工作要求|安排|议定|纪要|议题|制度|机制|规则|材料|消息|新闻|筹备|情况|通知|方案|组织|服务|保障|系统|结束[后时]"
    r"|期间(?!,)|以[来后前]|[之]?[前后](?:[,夕]|$)|[一二三四五六七八九十两\d]+次|\d+场)"
)
_FOUND_WANTING = re.compile(
    r"(?:召开|举行|开展|质量|次数)(?:不|较少|偏少|次数|情况)|研究?[^,。;]{0,6}(?:不够|不深|不足|不到位|不及时|不规范)"
)
_HELD = re.compile(r"召开|举行|主持|召集|套开|开会|举办|在.{0,12}开")
_OBJECT = re.compile(r"[^,;]{0,14}?会议?(?:并讲话)?[,;]")
# 主持召开市委全面深化改革委员会第十四次会议、市委国家安全委员会第八次会议
_OTHER_MEETINGS = re.compile(
    r"(?:[省市州盟地县旗区]委(?:(?!召开|举行|主持)[^,。;、]){2,24}会议(?:、|和|及|以及|与|暨))+(?=[^,。;、]{0,8}$)"
)
_IN_FORM = re.compile(r"会议名称:[^,。;:]{0,16}$")
_AT_ANOTHER_TIME = re.compile(r"之?[后前](?:[,;]|$)|以来|期间|的消息")
_SAID_AT = re.compile(
    r"(?:上|时|上的?讲话)?[,\s]*(?:如是|这样|再次|着重|明确|进一步)?(?:作?讲话|强调|指出|要求|夸大|获悉|提[出到]|谈到|表示|部署|讲话|声称|宣称|[说称](?=[,:要将应]))(?!的|精神)"
    r"|上,(?:会议|[他她]|[\u3400-\u9fff]{2,4}?)?(?:听取|审议|传达|强调|指出|要求)"
)
_HELD_NEXT = re.compile(
    r"(?P<between>[^。;]{0,30}?)(?:开会(?![议场幕])|(?:召开|举行|召集|开)(?:了)?(?P<kind>[^。;,()]{0,22}?(?:[(][^)]{1,4}[)])?)(?:会议|全会|集会))"
)
# 市委国家安全委员会、市委平安建设领导小组召开联席会议
_JOINTLY = re.compile(r"(?:、|暨|和|与|及)[省市州盟地县旗区]委")
_JOINT_MEETING_NEXT = re.compile(
    r"(?:暨[^,。;]{2,24}?会议|(?:(?:、|和|与|及|以及)[省市州盟地县旗区]委[^,。;、]{2,20}?(?:委员会|领导小组)){1,6}(?:全体|联席|联合)?会议)"
)
_OTHER_BODY = re.compile(
    r"常委会|政府|办公室|成员单位|小组|人大|政协|公安|中心组|政法|委员会|协调机制|培训|联络|座谈|教育日|宣传|活动|动员|保密|警示|专家|评估|[作导查察督调]组|专班"
)
_NOT_THIS_TIME = re.compile(
    r"(?:将|拟|定于|原定|预定|取消|推迟(?!召开的)|延期|暂缓|没有|未曾?|不再|任内|任职期间|计划|筹备|决定|定期|每年|每季度|每半年|适时|及时|曾(?=[经于在召主])|先后(?!主持召开)|多次|累计|建立|健全|推动|督促|提请|提交|承办"
    r"|贯彻|落实|传达|学习(?!中心组|(?:[(]扩大[)])?会)(?<!中心组学习)|根据|按照|对照|围绕)[^,。;]{0,14}$"
)
_CLOSED_STREETS = re.compile(r"期间[^。;]{0,16}(?:管制|绕行|封闭|停运)")
# 会议将于8月3日召开, 会议因故取消, 没有召开会议.
_CALLED_OFF = re.compile(r"[^,。;]{0,8}?(?:取消|推迟|延期|延后|暂缓|改期)")
_NOT_YET = re.compile(
    r"[^,。;]{0,10}?(?:将(?=于|在|召开|举行|再)|拟|定于|原定|预定|没有|未能|并未|尚未|从未|未(?=召开|举行))"
)
# Rules of procedure and calendars tell of no meeting.
_AS_A_RULE = re.compile(
    r"一般|必要时|每半年|每年|每季|随时|原则上|应当|不定期|不少于|至少|^第[一二三四五六七八九十百\d]+条"
)
_CALENDAR = re.compile(
    r"(?<![据照])(?:工作|会议|活动|日程|本周|下周|月份?)安排|日程表|会议预告|会议通知|兹定于"
)
# 去年召开了两次会议
_COUNTED = re.compile(r"(?<![第十百\d])(?:[两几多二三四五六七八九]|十[一二]?|[2-9]|1\d)次")
_NOT_NOW = re.compile(r"将|拟|曾|每|多次|印发|全年|年内|定于|原定|预定|定期|经常|没有|未|不再|取消|推迟|次$")
_CHAIRED_BY_HEAD = re.compile(
    rf"(?:的)?(?:主任|组长)[^,。;、]{{2,8}}?(?:主持召开|主持并召开|召集)(?:了)?{_KINDS}会议"
)
# 县委反恐怖工作领导小组组长、县委国安委主任某某主持召开会议: of which body?
_HEADS_ANOTHER_BODY = re.compile(r"(?:领导小组组长|(?<!人大常)(?<!常务)委(?:员会)?主任)、[^,。;、]{0,8}$")

# Bodies that novels do not have, whatever their names.
_UNMISTAKABLE = (Tier.ZONE, Tier.CORPS_DIVISION)
_LONGEST_ZONE = 14


class ChineseCommittees:
    """Finds mentions in (folded) Chinese text."""

    def __init__(self, places: Places) -> None:
        self._places = places

    def mentions(self, text: str, sentence: Sentence) -> Iterator[Mention]:
        """The regional commissions that one sentence names, from left to right."""
        for body in BODY.finditer(text, sentence.start, sentence.end):
            named = self._named(text, sentence, body)
            if named:
                yield named

    def _named(self, text: str, sentence: Sentence, body: re.Match[str]) -> Mention | None:
        floor = sentence.start
        before = text[max(floor, body.start() - 40) : body.start()]
        committee = _COMMITTEE.search(before[-16:]) or _LISTED.search(before)
        hosted = None if committee else _HOSTED.search(before)
        owner = committee or hosted
        if not owner:
            return None
        start = body.start() - len(owner[0])
        word = owner["word"]
        tier = _tier(word)
        if word == "区党委" and self._places.ending_at(text, start + 1, Tier.COUNTY):  # 神农架林区
            tier = Tier.COUNTY
        place = self._place(text, floor, start, word, tier)
        if place and text.endswith("师", floor, place.start):
            tier = Tier.CORPS_DIVISION
        if place and _OF_ZONE.match(text, place.end):  # 雄安新区 has a code
            tier = Tier.ANY
        short = body["group"] or body[0].startswith("国安委")
        if place is None and (hosted or word == "党委" or (len(word) == 1 and not short)):
            return None
        if (
            place is None
            and tier not in _UNMISTAKABLE
            and not NO_NAME_BEFORE.search(text[max(floor, start - 6) : start])
        ):
            return None
        named_from = _with_party(text, place.start if place else start)
        return Mention(
            start=named_from,
            end=body.end(),
            role=_role(text, sentence, named_from, body),
            tier=tier,
            places=place.divisions if place else (),
            predecessor=body["group"] is not None,
        )

    def _place(self, text: str, floor: int, start: int, word: str, tier: Tier) -> Place | None:
        """安徽省|委 with the last character of the name in the word, 宁夏|自治区党委 without; for a zone
        the place that its name begins with (合肥|高新区党工委)."""
        if tier is Tier.ZONE:
            zone = _OF_ZONE.search(word)
            return self._opening_zone(text, floor, start + (zone.start() if zone else 0))
        whole = 3 if word.startswith("自治") else 2 if word.startswith("兵团") else 1
        return self._places.ending_at(text, start + whole, tier) or self._places.ending_at(text, start, tier)

    def zone_in(self, text: str, start: int, end: int) -> Place | None:
        """合肥 in 合肥经开区党工委书记主持召开党工委国家安全委员会会议: named elsewhere."""
        zones = re.finditer("党工委", text[start:end])
        found = (self._opening_zone(text, start, start + zone.start()) for zone in zones)
        return next((place for place in found if place), None)

    def _opening_zone(self, text: str, floor: int, end: int) -> Place | None:
        """合肥 in 合肥高新|区党工委."""
        for start in range(max(floor, end - _LONGEST_ZONE), end - 1):
            place = self._places.starting(text, start)
            if place and place.end <= end and NO_NAME_BEFORE.search(text[max(floor, start - 6) : start]):
                return place
        return None


def _tier(word: str) -> Tier:
    if word.startswith("自治区") or word in ("区党委", "党委"):
        return Tier.AUTONOMOUS
    if _OF_ZONE.search(word):
        return Tier.ZONE
    if word.startswith("师"):
        return Tier.CORPS_DIVISION
    if word.startswith("兵团"):
        return Tier.CORPS
    return _TIERS.get(word.removeprefix("自治")[0], Tier.COUNTY)


def _with_party(text: str, start: int) -> int:
    for party in ("中国共产党", "中共"):
        if text.endswith(party, 0, start):
            return start - len(party)
    return start


def _role(text: str, sentence: Sentence, start: int, body: re.Match[str]) -> Role:
    floor = max(sentence.start, start - _AROUND)
    before, after = text[floor:start], text[body.end() : min(sentence.end, body.end() + _AROUND)]
    after = _OTHER_NAME.sub("", after, count=1)
    if body[0] == "国安办" or _OFFICE_NEXT.match(after):
        return Role.OFFICE
    if _CHAIRED_BY_HEAD.match(after) and not _HEADS_ANOTHER_BODY.search(before):
        return Role.EVENT
    if _POST_NEXT.match(after):
        return Role.POST
    if _NOT_THIS_TIME.search(before) or _CALENDAR.search(before) or _AS_A_RULE.search(after[:40]):
        return Role.NAME
    return Role.EVENT if _meets(text[floor : body.start()], after) or _meets_later(after) else Role.NAME


def _meets(before: str, after: str) -> bool:
    """...主持召开省委国家安全委员会第二次全体会议 / 省委国家安全委员会会议今天举行 / 在...会议上强调."""
    meeting = _MEETING_NEXT.match(after) or _JOINT_MEETING_NEXT.match(after)
    if not meeting:
        return False
    tail = after[meeting.end() :]
    if _REFERRED_TO.match(tail) or _FOUND_WANTING.match(tail) or _CALLED_OFF.match(tail):
        return False
    if _CLOSED_STREETS.search(tail):
        return False
    if (
        _IN_FORM.search(before)
        or _is_object_of_held(_OTHER_MEETINGS.sub("", before)[-24:])
        or _SAID_AT.match(tail)
    ):
        return True
    held = _HELD.search(tail[:40])
    return held is not None and not (_AT_ANOTHER_TIME.match(tail, held.end()) or _NOT_YET.match(tail))


def _is_object_of_held(before: str) -> bool:
    """Whether 召开 and the like ahead of the name are about it: not in 召开会议,学习..."""
    verbs = list(_HELD.finditer(before))
    return bool(verbs) and _OBJECT.match(before, verbs[-1].end()) is None


def _meets_later(after: str) -> bool:
    """省委国家安全委员会(今天)召开(第二次全体)会议."""
    held = _HELD_NEXT.match(after)
    kind = (held["kind"] or "") if held else ""
    if not held or _OTHER_BODY.search(kind) or _COUNTED.search(kind):
        return False
    if not _JOINTLY.match(after) and _OTHER_BODY.search(held["between"]):
        return False
    if _NOT_NOW.search(held["between"]) or _CALLED_OFF.match(after, held.end()):
        return False
    return not _REFERRED_TO.match(after[held.end() :])
