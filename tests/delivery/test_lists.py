"""The answers in a chat: a meeting in full, the latest, searches, watches and sources."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from readouts.delivery.rendering import (
    render_health,
    render_latest,
    render_meeting,
    render_search,
    render_watches,
)
from readouts.domain.hit import Hit, Results
from readouts.domain.readout import Attendee, CentralMeeting, Quote, Role, Span
from readouts.domain.source import Source, SourceHealth, SourceState
from readouts.domain.watch import Watch
from tests.delivery.samples import DAILY, MEETING, NOW, POST, TEXT, look, meeting
from tests.delivery.telegram_html import Read

HIT = Hit(
    item=1,
    url="https://morning.example/a",
    title="Security first",
    source="Morning Post",
    published=NOW,
    first_seen=NOW,
    meeting=MEETING,
    snippet="…told officials to put political security first…",
    highlights=((23, 41),),
)


def watch(number: int, query: str = "region:anhui", name: str | None = None) -> Watch:
    return Watch(number, 7, query, name, NOW)


def test_a_meeting_is_shown_with_the_words_each_fact_was_read_from() -> None:
    text = Read(render_meeting(meeting((POST, DAILY), phrases=("holistic",)), look()).html).text
    assert text.split("\n") == [
        "Anhui · 3 June 2024",
        "Where: Anhui — “Anhui”",
        "Committee: Anhui provincial committee",
        "Date: 3 June 2024 — “on June 3”",
        "Chair: Han Jun (party chief) — “party chief Han Jun”",
        "Themes:",
        "• political security — “political security”",
        "• economic security",
        "Stock phrases:",
        "• holistic",
        "“political security”",
        TEXT,
        "2 articles",
        "1. Security first · Morning Post · 9 June 2024",
        "2. 安徽要闻 · 安徽日报 · 9 June 2024",
        "First seen 9 June 2024, 16:30",
    ]


def test_an_article_without_a_title_goes_by_its_source_once() -> None:
    untitled = replace(POST, title=" ")
    assert (
        "1. Morning Post · 9 June 2024\n"
        in Read(render_meeting(meeting((untitled, DAILY)), look()).html).text
    )
    found = render_search(Results((replace(HIT, meeting=None, title=""),), None, 1, False), "x", look())
    assert "1. Morning Post · 9 June 2024\n" in Read(found.html).text


def test_an_article_that_its_source_corrected_says_when() -> None:
    corrected = replace(POST, corrected=NOW + timedelta(days=1))
    text = Read(render_meeting(meeting((corrected, DAILY)), look()).html).text
    assert "1. Security first · Morning Post · 9 June 2024 · corrected on 10 June 2024" in text
    assert "2. 安徽要闻 · 安徽日报 · 9 June 2024\n" in text


def test_a_stock_phrase_is_shown_as_the_article_words_it() -> None:
    evidence = {"phrase:holistic": Span("holistic approach", 0, 17)}
    html = render_meeting(meeting(phrases=("holistic",), evidence=evidence), look()).html
    assert "\n• holistic approach" in html


def test_who_else_was_there_and_what_was_adopted_and_conveyed_is_shown() -> None:
    shown = meeting(
        attendees=(Attendee("Wang Qingxian", "王清宪", "Wang Qingxian", "governor", Role.ATTENDED),),
        adopted=("Work plan",),
        conveyed=(CentralMeeting(20, 1), CentralMeeting(None, None)),
        evidence={"conveyed:20-1": Span("first meeting", 0, 13), "conveyed": Span("a meeting", 0, 9)},
    )
    lines = Read(render_meeting(shown, look()).html).text.split("\n")
    assert lines[5:12] == [
        "Also there:",
        "• Wang Qingxian — governor",
        "Documents adopted:",
        "• Work plan",
        "Central meetings conveyed:",
        "• first meeting",
        "• a meeting",
    ]
    assert "• 王清宪 — governor" in Read(render_meeting(shown, look("zh")).html).text


def test_a_chair_that_is_not_stated_is_said_to_be_so() -> None:
    assert "<b>Chair</b>: not stated" in render_meeting(meeting(chair=None), look()).html


def test_a_meeting_with_very_many_articles_counts_those_that_do_not_fit() -> None:
    articles = tuple(replace(POST, item=n, title=f"Report number {n} " + "x" * 90) for n in range(300))
    read = Read(render_meeting(meeting(articles), look()).html)
    assert "300 articles" in read.text
    shown = sum(line[:1].isdigit() and "Report number" in line for line in read.text.split("\n"))
    assert shown >= 10
    assert f"and {300 - shown} more" in read.text
    assert read.text.endswith("First seen 9 June 2024, 16:30")


def test_a_meeting_with_very_much_to_say_still_lists_its_articles() -> None:
    long = "word " * 400
    themes = tuple(f"{n} {long}" for n in range(30))
    wordy = meeting((POST, DAILY) * 3, quotes=(Quote(long, long),) * 9, themes=themes, phrases=themes)
    text = Read(render_meeting(wordy, look()).html).text
    assert "1. Security first" in text
    assert "6. 安徽要闻" in text
    assert text.endswith("First seen 9 June 2024, 16:30")


def test_the_latest_meetings_are_one_line_and_one_button_each() -> None:
    message = render_latest([MEETING, replace(MEETING, id=9)], look())
    assert Read(message.html).text.split("\n") == [
        "Latest meetings",
        "12 · Anhui · 3 June 2024 · Han Jun (party chief) · political security, economic security",
        "9 · Anhui · 3 June 2024 · Han Jun (party chief) · political security, economic security",
    ]
    assert [b.callback for row in message.buttons for b in row] == ["meeting 12", "meeting 9"]


def test_the_structured_line_reads_in_chinese() -> None:
    html = render_latest([MEETING], look("zh")).html
    assert "12 · 安徽 · 2024年6月3日 · 韩俊（省委书记） · 政治安全、经济安全" in html


def test_the_structured_line_names_the_best_known_stock_phrases() -> None:
    stressed = meeting(themes=("political",), phrases=("systemic-risk", "holistic-approach", "major-risks"))
    line = "Anhui · 3 June 2024 · Han Jun (party chief) · political security, holistic approach, major risks"
    assert line in Read(render_latest([stressed], look()).html).text
    assert "政治安全、总体国家安全观、重大风险" in render_latest([stressed], look("zh")).html


def test_no_meetings_and_no_watches_are_told_in_a_sentence() -> None:
    assert render_latest([], look()).html == "No meeting has been reported yet."
    assert render_watches([], look()).html.startswith("Nothing is watched here yet.")
    assert render_health([], {}, look()).html.startswith("There is no source yet.")


def test_watches_are_listed_with_a_button_that_removes_each() -> None:
    message = render_watches([watch(3, "scams <fraud>"), watch(4, name="Anhui only")], look())
    assert message.html.split("\n") == [
        "<b>2 watches</b>",
        "3 · <code>scams &lt;fraud&gt;</code>",
        "4 · Anhui only: <code>region:anhui</code>",
    ]
    assert [(b.text, b.callback) for row in message.buttons for b in row] == [
        ("✕ 3 · scams <fraud>", "unwatch 3"),
        ("✕ 4 · Anhui only", "unwatch 4"),
    ]


def test_hundreds_of_watches_are_counted_and_the_buttons_stay_within_telegrams_limit() -> None:
    message = render_watches([watch(n, "q" * 150) for n in range(500)], look())
    read = Read(message.html)
    assert read.text.startswith("500 watches")
    assert read.text.split("\n")[-1].startswith("and 4")
    assert 10 <= sum(map(len, message.buttons)) <= 100


def test_a_hit_shows_meeting_article_and_the_words_that_hit_in_bold() -> None:
    message = render_search(Results((HIT,), None, 1, False), "political security", look())
    assert message.html.split("\n") == [
        "1 result for <code>political security</code>",
        "<b>1</b>. <b>Anhui · 3 June 2024 · Han Jun (party chief)"
        " · political security, economic security</b>",
        '<a href="https://morning.example/a">Security first</a> · Morning Post · 9 June 2024',
        "…told officials to put <b>political security</b> first…",
    ]
    assert [b.callback for row in message.buttons for b in row] == ["meeting 12"]


def test_the_next_page_is_one_button_away_and_goes_on_numbering() -> None:
    page = Results((replace(HIT, meeting=None),) * 2, "cursor", 1000, total_is_floor=True)
    message = render_search(page, "security", look(), first=11, more="search 4f")
    assert message.html.startswith("1,000+ results for ")
    assert "<b>11</b>. " in message.html
    assert "<b>12</b>. " in message.html
    assert [(b.text, b.callback) for row in message.buttons for b in row] == [("Next results", "search 4f")]


def test_every_hit_of_a_page_is_shown_however_long_they_are() -> None:
    """The next page starts behind the last hit of this one; a hit left out would never be seen."""
    long = replace(HIT, title="t" * 500, source="s" * 500, snippet="word " * 500, highlights=((0, 4),))
    for count in (5, 10, 20):
        message = render_search(Results((long,) * count, None, count, False), "q" * 500, look())
        text = Read(message.html).text
        assert all(f"\n{n}. Anhui" in text for n in range(1, count + 1))


def test_highlights_that_overlap_or_lie_outside_the_snippet_break_nothing() -> None:
    odd = replace(
        HIT, meeting=None, snippet="one two", highlights=((0, 3), (1, 5), (4, 70), (9, 12), (-3, 2))
    )
    html = render_search(Results((odd,), None, 1, False), "q", look()).html
    assert Read(html).text.endswith("one two")
    assert not Read(html).faults


def test_a_search_without_hits_says_what_to_do() -> None:
    html = render_search(Results((), None, 0, False), "<b>", look()).html
    assert html == "Nothing found for <code>&lt;b&gt;</code>. Fewer words find more."


def test_a_search_that_ran_out_of_time_says_so() -> None:
    for hits in ((), (HIT,)):
        text = Read(render_search(Results(hits, None, len(hits), True, True), "q", look()).html).text
        assert "I stopped after half a second, before I had looked at everything." in text
        assert "Fewer words find more" not in text
    assert "half a second" not in render_search(Results((HIT,), None, 1, False), "q", look()).html


def health(name: str, state: SourceState, paused: bool = False, **more: Any) -> SourceHealth:
    source = Source(name, "https://private.example/feed?key=secret", paused=paused)
    return replace(SourceHealth(source, state, "It did not answer within 20 s.", NOW), **more)


def test_troubled_sources_come_first_with_since_when_and_why() -> None:
    yesterday = NOW - timedelta(days=1)
    html = render_health(
        [
            health("Good Daily", SourceState.NOT_MODIFIED, items=3),
            health("Broken Daily", SourceState.UNREACHABLE, last_answer=yesterday),
            health("New Daily", SourceState.NEVER),
            health("Tired Daily", SourceState.UNREADABLE, paused=True),
            health("Shy Daily", SourceState.REFUSED),
            health("Quiet Daily", SourceState.EMPTY),
        ],
        {
            "Good Daily": timedelta(minutes=12),
            "Broken Daily": timedelta(hours=4),
            "New Daily": timedelta(minutes=15),
        },
        look(),
    ).html
    assert Read(html).text.split("\n") == [
        "Not answering (2)",
        "• Broken Daily: unreachable since 9 June 2024, 16:30 · It did not answer within 20 s."
        " · last answer 8 June 2024, 16:30 · asked every 4 hours",
        "• Shy Daily: refuses us since 9 June 2024, 16:30 · It did not answer within 20 s."
        " · has never answered",
        "Not asked yet (1)",
        "• New Daily",
        "Answering (2)",
        "• Good Daily: answers since 9 June 2024, 16:30 · 3 articles · asked every 12 minutes",
        "• Quiet Daily: answers, but is empty since 9 June 2024, 16:30 · 0 articles",
        "Paused (1)",
        "• Tired Daily: unreadable since 9 June 2024, 16:30 · It did not answer within 20 s."
        " · has never answered",
    ]


def test_addresses_of_sources_are_not_shown() -> None:
    """Some feeds are private: their address is a key."""
    states = [health(state.value, state) for state in SourceState]
    assert len(states) > 5
    assert "secret" not in render_health(states, {}, look()).html


def test_a_thousand_sources_fit_with_the_troubled_ones_in_front() -> None:
    sources = [health(f"Source {n}", SourceState.OK, items=n) for n in range(1000)]
    read = Read(render_health([*sources, health("Broken", SourceState.UNREACHABLE)], {}, look()).html)
    assert read.text.split("\n")[1].startswith("• Broken: unreachable")
    assert "more" in read.text.split("\n")[-1]


def test_sources_with_the_same_trouble_are_told_in_one_line() -> None:
    """A network that is down is one fact, not thirty lines."""
    down = [health(f"Paper-{n}", SourceState.UNREACHABLE) for n in range(30)]
    odd = health("Odd", SourceState.REFUSED)
    lines = Read(render_health([*down, odd], {}, look()).html).text.split("\n")
    assert lines[0] == "Not answering (31)"
    assert [line.startswith("• Paper-0, Paper-1, ") for line in lines[1:]] == [True, False]
    assert all(f"Paper-{n}" in lines[1] for n in range(30))
    assert lines[1].count("It did not answer within 20 s.") == 1


@pytest.mark.parametrize(("odd", "said"), [(30, " · asked every 30 minutes"), (45, "")])
def test_one_line_for_many_says_how_often_they_are_asked_where_that_is_the_same_for_all(
    odd: int, said: str
) -> None:
    down = [health(f"Paper-{n}", SourceState.UNREACHABLE) for n in range(9)]
    intervals = {each.source.name: timedelta(minutes=30) for each in down} | {
        "Paper-7": timedelta(minutes=odd)
    }
    html = render_health(down, intervals, look()).html
    assert Read(html).text.split("\n")[1].endswith(f"has never answered{said}")
