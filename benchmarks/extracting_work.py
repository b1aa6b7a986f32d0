"""The articles that every reader of articles gets, and what counts as read.

Articles are the golden cases in Chinese with whole paragraphs of a readout behind them, 600 to 900
characters each. Right: the one meeting that the case holds, its region, its day, its chair.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeAlias

from benchmarks.measuring import Meter, Usage, tell
from tests.golden.scoring import cases

READOUTS, NEWS = "readouts", "news"
FIELDS = ("region", "date", "chair")
_FILLING = """\
会议指出，过去一年全省上下认真落实各项工作部署，协调机制运转更加顺畅，基础工作更加扎实，能力建设取得明显成效，成绩值得肯定。
会议强调，要准确把握当前形势的新变化新特点，保持清醒头脑，增强工作的预见性和主动性，做到心中有数、手中有招，把各项准备做在前面。
会议要求，要加强组织领导，健全工作机制，强化部门协同，推动资源和力量向基层倾斜，及时发现和解决苗头性问题，守牢不发生重大问题的底线。
要加强队伍建设，改进工作作风，关心爱护一线干部，营造全社会共同参与的良好氛围，以优异成绩迎接新的一年，为经济社会发展提供有力保障。
会议还研究了其他事项。有关方面负责同志参加会议。
"""
_NEWS = """\
本报讯 春分过后，各地抢抓农时，田间地头一片繁忙景象。技术人员走进合作社，手把手教农户用好新的播种机，今年的种植面积比去年略有增加。
沿江的几个县把老街修葺一新，茶馆、书店和手工作坊陆续开张，周末的游客比往常多了三成。商户们说，希望停车的地方再多一些，公交再晚一点收车。
市里的图书馆延长了开放时间，晚上九点以后仍有不少读者。馆员介绍，借阅量最大的是科普和历史类图书，孩子们最喜欢的是绘本。
"""


@dataclass(frozen=True, slots=True)
class Work:
    """One article and what is right about it."""

    text: str
    url: str
    published: datetime
    source: str | None
    region: str | None
    right: dict[str, str | None]


# What a reader tells of an article's meeting: region (CN-AH), date (2024-06-03), chair; None for no meeting.
Told: TypeAlias = dict[str, str | None] | None
Reader: TypeAlias = Callable[[Work], Told]


def articles() -> list[Work]:
    """Every golden case in Chinese that holds one regional meeting and says when it was published."""
    chosen = [
        c
        for c in cases("readouts.jsonl")
        if c["lang"] == "zh" and [e["kind"] for e in c["expect"]] == ["meeting"] and c.get("published")
    ]
    return [_article(case) for case in chosen]


def _article(case: dict[str, Any]) -> Work:
    right = {field: case["expect"][0][field] for field in FIELDS}
    published = datetime.fromisoformat(case["published"])
    return Work(
        f"{case['text']}\n{_FILLING * 2}",
        case.get("url", ""),
        published,
        case.get("source"),
        case.get("region"),
        right,
    )


def news() -> list[Work]:
    """Ordinary news, in which there is nothing to find."""
    return [
        Work(f"{number}\n{_NEWS * 3}", "", datetime(2024, 6, 4, tzinfo=UTC), None, None, {})
        for number in range(200)
    ]


def main(opened: Callable[[], Reader]) -> None:
    """`python -m benchmarks.extracting_<reader>`: what reading cost, and how many fields were right."""
    reader = opened()
    tell({READOUTS: _cost(reader, articles()), NEWS: _cost(reader, news()), **_right(reader, articles())})
    sys.stdout.flush()


def _cost(reader: Reader, works: list[Work]) -> Usage:
    for work in works[:5]:  # so that every table is loaded
        reader(work)
    meter = Meter()
    for work in works:
        reader(work)
    return meter.usage(sum(len(work.text) for work in works))


def _right(reader: Reader, works: list[Work]) -> dict[str, Usage]:
    """For each field the number of articles in which it is right, as units."""
    told = [(work, reader(work) or {}) for work in works]
    right = {field: sum(found.get(field) == work.right[field] for work, found in told) for field in FIELDS}
    return {field: Usage(number, 0, 0, 0, 0) for field, number in right.items()}
