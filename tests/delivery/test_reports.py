"""A meeting's reports: who says otherwise, which are copies, why they are of one meeting."""

from dataclasses import replace
from datetime import date
from typing import Any

from readouts.delivery.rendering import render_meeting, render_why
from readouts.domain.gazetteer import Level
from readouts.domain.readout import Chair, DatePrecision, Span
from readouts.domain.report import Report
from tests.delivery.samples import DAILY, POST, READOUT, look, meeting
from tests.delivery.telegram_html import Read

THIRD = replace(POST, item=3, source="Evening News", url="https://evening.example/3")


def report(number: int, **facts: Any) -> Report:
    article = (POST, DAILY, THIRD)[number - 1]
    said = {name: facts.pop(name) for name in ("copy_of", "home", "corrects") if name in facts}
    return Report(number, article, replace(READOUT, **facts), **said)


def shown(*reports: Report, **facts: Any) -> str:
    found = meeting(tuple(each.article for each in reports), **facts)
    return Read(render_meeting(found, look(), reports).html).text


def why(*reports: Report, language: Any = "en") -> str:
    return Read(render_why(meeting(), reports, look(language, {})).html).text


def test_the_copies_among_the_articles_are_counted_and_named() -> None:
    text = shown(report(1), report(2, copy_of=1), report(3, copy_of=1))
    assert "3 articles, 2 of them copies" in text
    assert "2. 安徽要闻 · 安徽日报 · 9 June 2024 · copy of 1" in text
    assert "copies" not in shown(report(1), report(2))
    assert "2 articles, 1 of them a copy" in shown(report(1), report(2, copy_of=1))


def test_what_sources_say_otherwise_stands_under_the_fact() -> None:
    yuan = Chair("Yuan Jiajun", None, "Yuan Jiajun", "party chief")
    text = shown(report(1), report(2, chair=yuan), report(3, date=date(2024, 6, 4)))
    assert "Date: 3 June 2024 — “on June 3”\n• Evening News says: 4 June 2024\n" in text
    assert "• 安徽日报 says: Yuan Jiajun (party chief)" in text
    assert text.index("Chair: Han Jun") < text.index("Yuan Jiajun")


def test_two_posts_of_one_chair_are_both_shown() -> None:
    director = Chair("韩俊", "韩俊", "Han Jun", "省委国家安全委员会主任")
    text = shown(report(1), report(2, chair=director))
    assert "Chair: Han Jun (party chief)" in text
    assert "• 安徽日报 says: Han Jun (省委国家安全委员会主任)" in text


def test_the_same_in_other_words_is_not_said_twice() -> None:
    secretary = Chair("韩俊", "韩俊", "Han Jun", "省委书记")
    vague = {"date": date(2024, 6, 5), "date_precision": DatePrecision.ON_OR_BEFORE}
    no_post = Chair("Han Jun", None, "Han Jun", None)
    assert "says" not in shown(
        report(1), report(2, chair=secretary, **vague), report(3, chair=no_post, date=None)
    )
    assert "says" in shown(
        report(1), report(2, date=date(2024, 6, 1), date_precision=DatePrecision.ON_OR_BEFORE)
    )


def test_a_merged_report_of_another_place_says_so() -> None:
    city = {"level": Level.PREFECTURE, "division": "340100"}
    assert "• 安徽日报 says: Hefei, Anhui" in shown(report(1), report(2, home=9, **city))


def test_only_several_reports_can_be_asked_why_they_are_joined() -> None:
    one, two = (
        render_meeting(meeting(), look(), reports) for reports in ([report(1)], [report(1), report(2)])
    )
    assert [button.callback for row in one.buttons for button in row] == ["similar 12"]
    assert [button.callback for row in two.buttons for button in row] == ["why 12", "similar 12"]


def test_every_join_is_explained() -> None:
    chinese = Chair("韩俊", "韩俊", "Han Jun", "省委书记")
    text = why(report(1), report(2, chair=chinese), report(3, copy_of=1))
    assert "1. Morning Post: the first report\n" in text
    assert "2. 安徽日报: same region and level; same day; same chair: 韩俊 = Han Jun\n" in text
    assert "3. Evening News: same region and level; same day; same chair: Han Jun; copy of 1" in text


def test_what_is_left_of_a_report_is_explained_by_its_words_alone() -> None:
    """What it tells is what its original tells, so that nothing of it speaks for anything."""
    assert why(report(1), report(2, copy_of=1, evidence={})).endswith("2. 安徽日报: copy of 1")


def test_weak_grounds_are_named_as_well() -> None:
    number = {"number": Span("第三次", 0, 3)}
    vague = report(
        2, date=date(2024, 6, 5), date_precision=DatePrecision.ON_OR_BEFORE, chair=None, evidence=number
    )
    text = why(report(1, evidence=number), vague)
    assert "“on or before 5 June 2024” fits “3 June 2024”; a chair is missing; same number: 第三次" in text
    nowhere = report(2, region=None, date=None, chair=Chair("Han Jum", None, "Han Jum", None))
    assert "the place is not stated, the chair stands for it; a date is missing" in why(report(1), nowhere)
    slip = replace(report(2), readout=replace(READOUT, chair=Chair("Chen Qining", None, "Chen Qining", None)))
    chen = replace(report(1), readout=replace(READOUT, chair=Chair("Chen Jining", None, "Chen Jining", None)))
    assert "nearly the same chair: Chen Qining, Chen Jining" in why(chen, slip)


def test_what_was_decided_is_told_from_what_was_found() -> None:
    other = {"region": "CN-CQ", "region_name": None, "chair": Chair("Yuan Jiajun", None, "Yuan Jiajun", None)}
    text = why(
        report(1), report(2, home=15), report(3, home=15, corrects=True, date=date(2024, 6, 4), **other)
    )
    assert "2. 安徽日报: merged by hand, with meeting 15\n" in text
    assert (
        "merged by hand, with meeting 15; corrects what its source said before; another place: Chongqing;"
        " another day: 4 June 2024; another chair: Yuan Jiajun"
    ) in text


def test_many_reports_and_long_names_fit_into_one_message() -> None:
    wordy = replace(POST, source="x" * 500, title="y" * 5_000)
    many = [replace(report(1), number=n, article=replace(wordy, item=n)) for n in range(1, 201)]
    read = Read(render_why(meeting(), many, look()).html)
    assert len(read.text) < 4_096
    assert "more" in read.text


def test_a_post_is_translated_whichever_language_the_summary_is_in() -> None:
    """The chair can come from a Chinese report and the summary from an English one."""
    chinese = Chair("韩俊", "韩俊", "Han Jun", "省委书记")
    assert "Chair: Han Jun (party chief)" in shown(report(1), chair=chinese, language="en")
    other = Chair("韩俊", "韩俊", "Han Jun", "省长")
    assert "Chair: Han Jun (省长)" in shown(report(1), chair=other, language="en")
