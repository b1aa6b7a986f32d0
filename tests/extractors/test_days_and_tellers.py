"""What is said about a report, not about the meeting: when it was filed, when and by whom it was learnt."""

from datetime import UTC, date, datetime

from readouts.domain.item import Item
from readouts.domain.readout import Readout
from readouts.extractors.article import extract_readouts


def _only_readout(text: str) -> Readout:
    published = datetime(2024, 5, 17, tzinfo=UTC)
    (readout,) = extract_readouts(Item("1", "", "", text, "zh", published, "A paper"))
    return readout


def test_the_day_on_which_a_reporter_learnt_of_a_meeting_is_not_the_meeting_s() -> None:
    readout = _only_readout(
        "记者昨日获悉,洛阳市委国家安全委员会全体会议于5月14日召开。市委书记、市委国家安全委员会主任江凌主持会议。"
    )
    assert readout.date == date(2024, 5, 14)


def test_today_in_an_account_s_message_is_the_day_of_the_message() -> None:
    readout = _only_readout(
        "“浦东发布”5月9日消息:浦东新区区委书记、区委国家安全委员会主任朱芝松今天主持召开区委国家安全委员会会议,部署工作。"
    )
    assert readout.date == date(2024, 5, 9)


def test_what_another_paper_is_said_to_report_of_the_chair_belongs_to_the_meeting() -> None:
    readout = _only_readout(
        "上海市委國家安全委員會周三(15日)舉行會議,市委書記、市委國安委主任陳吉寧主持。"
        "據上海《解放日報》報道,陳吉寧表示,要把政治安全放在首位,有效維護文化安全。"
    )
    assert set(readout.themes) == {"political", "cultural"}
