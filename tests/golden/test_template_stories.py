"""Stories from one template: the same words of another place or day are never one meeting; copies with a slip
in a name are."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

import pytest

from readouts.domain.item import Item
from tests.golden.test_copies import archive, stored

ZH = (
    "{day.month}月{day.day}日，{place}委国家安全委员会召开会议，"
    "{place}委书记、{place}委国家安全委员会主任{chair}主持会议并讲话。"
    "会议听取了一年来重点领域风险排查情况的汇报，研究了下一步的打算。"
    "{chair}指出，要把政治安全放在首位，看好水库、桥梁和粮仓，"
    "盯紧地方债务和电信诈骗，汛期之前把责任落实到每一个人。"
    "会议强调，{short}的学校要在暑假前讲一次数据安全，企业要把备份"
    "存到别处，"
    "港口和机场要练一次断电。{chair}最后说，建设更高水平的平安{short}，靠的是平时，不是战时。"
)
EN = (
    "The national security commission of the CPC {place} Provincial"
    " Committee held a meeting on {day:%B} {day.day}."
    " {chair}, secretary of the CPC {place} Provincial Committee,"
    " presided. Members heard how reservoirs, bridges"
    " and grain stores are guarded. {chair} said that political"
    " security comes first in {place}, and that local"
    " debts and telecoms fraud must be watched until the flood"
    " season is over. Schools are to teach data security"
    " before the holidays; firms in {place} are to keep copies of their records elsewhere, {chair} added."
)


class Told(NamedTuple):
    """What the template is filled with."""

    place: str
    short: str
    chair: str
    day: date
    template: str = ZH

    def text(self) -> str:
        return self.template.format(**self._asdict())

    def item(self, name: str, text: str | None = None, later: int = 1) -> Item:
        at = datetime(self.day.year, self.day.month, self.day.day, 9, tzinfo=UTC) + timedelta(days=later)
        lang = "zh" if self.template == ZH else "en"
        return Item(name, "", "", self.text() if text is None else text, lang, at, name)


DAY = date(2024, 6, 3)
IN_CHINESE = [
    Told(*each, DAY)
    for each in [
        ("湖南省", "湖南", "沈晓明"), ("湖北省", "湖北", "王蒙徽"), ("河南省", "河南", "楼阳生"),
        ("河北省", "河北", "倪岳峰"), ("山东省", "山东", "林武"), ("山西省", "山西", "唐登杰"),
        ("陕西省", "陕西", "赵一德"), ("云南省", "云南", "王宁"), ("安徽省", "安徽", "韩俊"),
        ("德阳市", "德阳", "李文清"), ("绵阳市", "绵阳", "李云"), ("长沙县", "长沙", "王宁"),
    ]
]  # fmt: skip
IN_ENGLISH = [
    Told(place, place, chair, DAY, EN)
    for place, chair in [
        ("Hunan", "Shen Xiaoming"), ("Henan", "Lou Yangsheng"), ("Hubei", "Wang Menghui"),
        ("Hebei", "Ni Yuefeng"), ("Shanxi", "Tang Dengjie"), ("Shaanxi", "Zhao Yide"), ("Hainan", "Feng Fei"),
    ]
]  # fmt: skip
CUTS: list[Callable[[str], str]] = [
    lambda text: text,
    lambda text: text[: len(text) * 2 // 3],
    lambda text: text[len(text) // 3 :],
    lambda text: text[len(text) // 2 :],
]


def _joined(first: Item, others: Iterable[Item]) -> list[str]:
    """The names of those that become reports of the first one's meeting."""
    with archive() as db:
        _, known = stored(db, first)
        assert len(known) == 1
        return [other.identity for other in others if stored(db, other)[1] & known]


@pytest.mark.parametrize("cut", CUTS, ids=["whole", "begun", "ended", "second half"])
@pytest.mark.parametrize("stories", [IN_CHINESE, IN_ENGLISH], ids=["zh", "en"])
def test_the_same_words_of_another_place_are_another_meeting(
    stories: list[Told], cut: Callable[[str], str]
) -> None:
    merged = {
        first.place: _joined(
            first.item("first"),
            [each.item(each.place, cut(each.text()), later=2) for each in stories if each != first],
        )
        for first in stories
    }
    assert len(merged) >= 7
    assert not any(merged.values()), merged


def test_the_same_words_of_another_day_are_another_meeting() -> None:
    """Whole, or the beginning of the story."""
    days = (-365, 1, 2, 6, 9, 28, 366)
    for first in [*IN_CHINESE, *IN_ENGLISH]:
        moved = [first._replace(day=first.day + timedelta(days=each)) for each in days]
        whole = [each.item(str(each.day)) for each in moved]
        begun = [each.item(f"half {each.day}", each.text()[: len(each.text()) // 2]) for each in moved]
        assert _joined(first.item("first"), whole) == []
        assert _joined(first.item("first"), begun) == []


SLIPS = {
    "车俊": "车军", "安徽": "安微", "绵阳市": "棉阳市", "沈晓明": "沈小明", "楼阳生": "楼阳升",
    "委员会": "委贠会",
    "书记": "书纪", "主持": "主侍",
}  # fmt: skip


@pytest.mark.parametrize("wrong", SLIPS)
def test_a_copy_with_a_slip_in_it_is_of_the_same_meeting(wrong: str) -> None:
    chosen = [*IN_CHINESE, Told("浙江省", "浙江", "车俊", DAY)]
    asked = [each for each in chosen if wrong in each.text()]
    assert asked
    copies = [each.item("second", each.text().replace(wrong, SLIPS[wrong]), later=2) for each in asked]
    lost = [
        each.place
        for each, copy in zip(asked, copies, strict=True)
        if not _joined(each.item("first"), [copy])
    ]
    assert lost == []


def test_a_slip_does_not_join_what_another_papers_own_place_tells_apart() -> None:
    hunan = IN_CHINESE[0]
    copy = hunan.item("second", hunan.text().replace("湖南", "湖男"), later=2)
    assert _joined(hunan.item("first"), [copy])
    assert not _joined(hunan.item("first"), [replace(copy, region="CN-HB")])


_WORK = (
    "会议要求，{short}各地守好意识形态阵地，看好水库、桥梁和粮仓，汛期之前把责任落实到每一个人；学校在暑假前讲一次防溺水，"
    "企业把备份存到别处，港口和机场练一次断电；入冬之前把供热管网再查一遍，一个也不能漏在{short}"
)


def _ending(told: Told) -> str:
    """The last paragraph of a longer story, which names no security and nobody."""
    return _WORK.format(short=told.short)


def test_a_last_paragraph_that_names_no_security_is_known_by_its_words() -> None:
    anhui = next(each for each in IN_CHINESE if each.place == "安徽省")
    original = anhui.item("first", f"{anhui.text()}\n{_ending(anhui)}")
    assert _joined(original, [anhui.item("second", _ending(anhui), later=2)]) == ["second"]


def test_another_place_at_the_very_end_of_what_is_left_is_another_place() -> None:
    anhui, *others = sorted(IN_CHINESE, key=lambda told: told.place != "安徽省")
    original = anhui.item("first", f"{anhui.text()}\n{_ending(anhui)}")
    cut = len("会议要求，安徽")
    ends = [each.item(each.place, _ending(each)[cut:], later=2) for each in others]
    assert len(ends) >= 7
    assert _joined(original, ends) == []


def test_a_feature_that_tells_of_a_meeting_of_last_month_is_copied_like_a_report() -> None:
    hunan = IN_ENGLISH[0]
    original = hunan.item("first", hunan.text(), later=40)
    half = hunan.text()[len(hunan.text()) // 2 :]
    assert _joined(original, [hunan.item("second", half, later=45)]) == ["second"]
