"""What each article says of a meeting, and on what grounds it counts as one of its reports."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from sqlite_utils import Database

from readouts.archive.reports import reports_of
from readouts.domain.joining import same_meeting
from readouts.domain.readout import Bilingual, Chair, Readout, Span
from readouts.domain.report import Ground, grounds, known_before
from tests.archive.making import DAY, HAN_JUN, NOW, readout, stored, undated, vague
from tests.archive.test_joining import NO_TIME, dated
from tests.archive.test_meetings import meeting_of

TEXT = (
    "6月3日，省委书记、省委国家安全委员会主任韩俊主持召开省委国家安全委员会会议。会议强调政治安全是根本，"
    "要紧盯地方债务、房地产和中小金融机构，守住不发生系统性风险的底线。"
)


def test_each_article_is_a_report_with_what_it_says_and_whose_text_it_repeats(db: Database) -> None:
    first = meeting_of(db, "1", readout(chair=HAN_JUN), text=TEXT, source="A")
    meeting_of(db, "2", vague(date(2024, 6, 5)), text="安徽近日召开会议。", source="B")
    meeting_of(db, "3", readout(), text=f"首页 > 要闻\n{TEXT}\n责任编辑：某某", source="C")
    reports = reports_of(db, first)
    assert [(report.number, report.article.source, report.copy_of) for report in reports] == [
        (1, "A", None), (2, "B", None), (3, "C", 1),
    ]  # fmt: skip
    assert [report.readout.chair for report in reports] == [HAN_JUN, None, None]


def test_only_the_words_about_the_meeting_are_compared(db: Database) -> None:
    """A round-up that repeats a report among others is a copy of it; one that has its own words is none."""
    start = len("其他要闻。" * 40)
    text = f"{'其他要闻。' * 40}{TEXT}"
    first = meeting_of(db, "1", readout(), text=TEXT)
    meeting_of(db, "2", readout(scope=((start, len(text)),)), text=text, source="B")
    meeting_of(db, "3", readout(scope=((0, start),)), text=text, source="C")
    assert [report.copy_of for report in reports_of(db, first)] == [None, 1, None]


def test_an_article_that_tells_of_the_meeting_twice_is_one_report(db: Database) -> None:
    _, (meeting, _) = stored(db, "1", readout(themes=("food",)), readout(chair=HAN_JUN))
    assert meeting is not None
    (report,) = reports_of(db, meeting)
    assert (report.readout.themes, report.readout.chair) == (("food",), HAN_JUN)


def test_a_correction_says_that_it_is_one(db: Database) -> None:
    first = meeting_of(db, "1", readout(chair=HAN_JUN))
    corrected = readout(chair=HAN_JUN, date=date(2024, 6, 4))
    assert meeting_of(db, "2", corrected, title="更正", published=NOW + DAY, now=NOW + DAY) == first
    (report,) = reports_of(db, first)
    assert (report.number, report.article.title, report.corrects) == (1, "更正", True)


def test_a_meeting_that_nobody_reported_has_no_reports(db: Database) -> None:
    assert reports_of(db, 99) == ()


def test_a_report_is_held_against_what_was_known_when_it_came(db: Database) -> None:
    first = meeting_of(db, "1", vague(date(2024, 6, 5)))
    meeting_of(db, "2", readout(chair=HAN_JUN))
    meeting_of(db, "3", readout())
    known = [told for _, told in known_before(reports_of(db, first))]
    assert known[0] is None
    assert [told and (told.date, told.chair) for told in known[1:]] == [
        (date(2024, 6, 5), None), (date(2024, 6, 3), HAN_JUN),
    ]  # fmt: skip


def test_the_grounds_name_what_agrees_and_what_does_not() -> None:
    nowhere = readout(chair=HAN_JUN, region=None, region_name=None)
    yuan = Chair("Yuan Jiajun", None, "Yuan Jiajun", None)
    slip = Chair("Han Jum", None, "Han Jun", None)
    number = {"number": Span("第三次", 0, 3)}
    known = readout(chair=HAN_JUN, evidence=number)
    assert grounds(known, known) == (
        Ground.SAME_PLACE, Ground.SAME_DAY, Ground.SAME_CHAIR, Ground.SAME_NUMBER,
    )  # fmt: skip
    assert grounds(nowhere, known)[0] is Ground.PLACE_LEFT_OPEN
    assert grounds(readout(region="CN-CQ"), known)[0] is Ground.OTHER_PLACE
    assert grounds(vague(date(2024, 6, 5)), known)[1:] == (Ground.DAY_FITS, Ground.NO_CHAIR)
    assert grounds(undated(chair=slip), known)[1:] == (Ground.NO_DAY, Ground.SAME_CHAIR)
    assert grounds(readout(date=date(2024, 6, 4), chair=yuan), known)[1:] == (
        Ground.OTHER_DAY, Ground.OTHER_CHAIR,
    )  # fmt: skip
    alike = replace(known, chair=Chair("Chen Jining", None, "Chen Jining", None))
    assert Ground.CHAIR_ALIKE in grounds(
        readout(chair=Chair("Chen Qining", None, "Chen Qining", None)), alike
    )


@given(dated, dated)
def test_what_is_joined_has_grounds_for_it(a: Readout, b: Readout) -> None:
    """No join by the rules is ever explained by another place or another day."""
    if same_meeting(a, b, NO_TIME):
        assert not {Ground.OTHER_PLACE, Ground.OTHER_DAY} & set(grounds(a, b))
        assert Ground.SAME_DAY in grounds(a, b) or Ground.OTHER_CHAIR not in grounds(a, b)


def test_a_committee_in_two_languages_is_no_other_place() -> None:
    english = readout(committee=Bilingual("provincial committee", None))
    assert grounds(english, readout())[0] is Ground.SAME_PLACE
