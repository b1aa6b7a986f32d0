"""A copy of a report that lost its place or its day, or says "yesterday" a day later, is of its meeting."""

from datetime import date
from itertools import permutations
from typing import Any

import pytest
from sqlite_utils import Database

from readouts.archive import meetings
from readouts.domain.readout import Bilingual, Chair, Readout, Span
from tests.archive.making import DAY, HAN_JUN, NOW, readout, undated
from tests.archive.test_meetings import meeting_of

NAMELESS = Bilingual(None, "省委国家安全委员会")
TEXT = (
    "昨天下午，省委国家安全委员会召开全体会议，研究部署下一阶段重点任务。会议听取有关部门关于粮食储备、水库防汛和"
    "桥梁检修的汇报，审议年度要点，要求把责任落到岗位、落到个人。"
)
OTHER = (
    "昨天下午，省委国家安全委员会召开全体会议。会议认为，矿山、渔港与口岸的隐患不容小视，须逐项登记、逐日销号，"
    "同时做好中小学开学之前的校车查验，并向社会公布举报电话。"
)


def yesterday(day: int, **facts: Any) -> Readout:
    return readout(date=date(2024, 6, day), evidence={"date": Span("昨天下午", 0, 4)}, **facts)


def copied(db: Database, first: Readout, second: Readout, text: str = TEXT) -> bool:
    """Whether the second report, a day later and elsewhere, joins the first one's meeting."""
    told = meeting_of(db, "1", first, text=TEXT)
    later = NOW + DAY
    return told == meeting_of(db, "2", second, later, source="Copier", text=text, published=later)


@pytest.mark.parametrize(
    "copy",
    [
        pytest.param(yesterday(4), id="its day counts from its own publication"),
        pytest.param(undated(), id="its day is lost"),
        pytest.param(
            yesterday(4, region=None, committee=NAMELESS, chair=HAN_JUN), id="its place is lost, too"
        ),
        pytest.param(undated(region=None, committee=NAMELESS, chair=HAN_JUN), id="place and day are lost"),
    ],
)
@pytest.mark.parametrize("order", list(permutations(range(2))))
def test_a_copy_joins_the_meeting_of_its_original_in_any_order(
    db: Database, copy: Readout, order: tuple[int, ...]
) -> None:
    reports = (yesterday(3, chair=HAN_JUN), copy)
    first, second = (reports[number] for number in order)
    assert copied(db, first, second)
    assert len(meetings.latest(db, 5)) == 1


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(readout(date=date(2024, 6, 4)), id="another day in digits"),
        pytest.param(yesterday(7), id="too many days later"),
        pytest.param(yesterday(4, region=None, committee=NAMELESS), id="nobody to stand for the place"),
        pytest.param(
            yesterday(4, region=None, committee=NAMELESS, chair=Chair("李俊", "李俊", "Li Jun", "省委书记")),
            id="a name with one character in common",
        ),
        pytest.param(yesterday(4, region="CN-JX"), id="another place"),
        pytest.param(yesterday(4, chair=Chair("尹弘", "尹弘", "Yin Hong", "省委书记")), id="another chair"),
    ],
)
def test_the_same_words_about_something_else_are_another_meeting(db: Database, other: Readout) -> None:
    first = readout(chair=HAN_JUN, date=date(2024, 6, 3), evidence={"date": Span("6月3日", 0, 4)})
    assert not copied(db, yesterday(3, chair=HAN_JUN) if other.evidence else first, other)


def test_other_words_about_yesterday_are_another_meeting(db: Database) -> None:
    assert not copied(db, yesterday(3), yesterday(4), OTHER)
