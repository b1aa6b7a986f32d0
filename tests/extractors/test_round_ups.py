"""English articles that report several meetings, each in a passage that says less than a report would."""

from datetime import UTC, datetime

from readouts.domain.item import Item
from readouts.domain.readout import Readout
from readouts.extractors.article import extract_readouts

PUBLISHED = datetime(2024, 7, 3, 1, 0, tzinfo=UTC)
LEAD = "The national security committees of several provinces met in June.\n"


def _found(text: str) -> list[Readout]:
    item = Item(identity="1", url="", title="", text=text, lang="en", published=PUBLISHED)
    return [readout for readout in extract_readouts(item) if readout.kind.value == "meeting"]


def _told(text: str) -> list[tuple[str | None, str | None, str | None]]:
    return [
        (r.region, r.date.isoformat() if r.date else None, r.chair.name if r.chair else None)
        for r in _found(text)
    ]


def test_a_passage_may_spread_place_day_and_chair_over_its_sentences() -> None:
    text = LEAD + "Then came the turn of Hainan. Feng Fei told officials on June 24 to watch the ports."
    assert _told(text) == [("CN-HI", "2024-06-24", "Feng Fei")]


def test_a_sentence_about_two_regions_is_cut_between_them() -> None:
    text = LEAD + (
        "They include Jiangxi, where party secretary Yin Hong warned on June 13 about mines,"
        " and Shaanxi, where Zhao Yide, the party boss, spoke to the committee on June 16."
    )
    assert _told(text) == [("CN-JX", "2024-06-13", "Yin Hong"), ("CN-SN", "2024-06-16", "Zhao Yide")]


def test_headings_in_capitals_open_the_entries_of_a_tracker() -> None:
    text = "Meetings of provincial national security committees\nSHANDONG\nDate: June 24\nChair: Lin Wu\n"
    text += "TIBET\nDate: June 25\nChair: Wang Junzheng (party secretary)\n"
    assert _told(text) == [("CN-SD", "2024-06-24", "Lin Wu"), ("CN-XZ", "2024-06-25", "Wang Junzheng")]


def test_a_dash_behind_the_day_of_a_meeting_makes_it_no_dateline() -> None:
    text = LEAD + "Yunnan's committee met under Wang Ning on May 30 - one day before its deadline."
    assert _told(text) == [("CN-YN", "2024-05-30", "Wang Ning")]


def test_other_business_in_a_region_is_no_passage_of_a_round_up() -> None:
    text = LEAD + (
        "Premier Li Qiang spoke in Tianjin on Tuesday.\nThe two sessions in Beijing opened on March 4."
    )
    assert _told(text) == []


def test_officials_of_commissions_make_no_round_up() -> None:
    text = (
        "Zhejiang's work conference took place on June 16 and was chaired by Wang Chengguo.\n"
        "Officials of the provincial national security committees took part."
    )
    assert _told(text) == []


def test_a_conference_on_another_subject_is_no_meeting_of_a_round_up() -> None:
    assert _told(LEAD + "In Hunan, Shen Xiaoming chaired a conference on rural revival on June 11.") == []


def test_a_region_in_bold_is_the_label_of_its_line() -> None:
    text = LEAD + "- **Hebei**: Ni Yuefeng, June 18.\n- **Hubei**: Wang Menghui, June 19."
    assert _told(text) == [("CN-HE", "2024-06-18", "Ni Yuefeng"), ("CN-HB", "2024-06-19", "Wang Menghui")]
