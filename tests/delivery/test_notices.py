"""What admins read about their sources: one line each, or one line for many, and buttons that decide."""

from dataclasses import replace
from datetime import timedelta

from readouts.delivery.rendering import (
    render_alert,
    render_health,
    render_item_alert,
    render_meeting,
    render_notice,
    render_regions,
)
from readouts.delivery.rendering.buttons import key_of
from readouts.domain.coverage import Coverage, Sight
from readouts.domain.delivery import DeliveryKind
from readouts.domain.freshness import Freshness
from readouts.domain.notice import Concern, Notice, NoticeKind
from readouts.domain.source import Source, SourceHealth, SourceState
from tests.delivery.samples import DAILY, ITEM, NOW, POST, delivery, look, meeting
from tests.delivery.telegram_html import Read

DOWN = Concern("Anhui Daily", SourceState.UNREACHABLE, "No answer within 20 s.", NOW)
STILL = "It answers, but nothing new has come for 9 days."
FROZEN = Concern("Old <b>Daily", SourceState.FROZEN, STILL, NOW)


def lines(notice: Notice) -> list[str]:
    return Read(render_notice(notice, look()).html).text.split("\n")


def presses(notice: Notice) -> list[list[tuple[str, str | None]]]:
    return [[(b.text, b.callback) for b in row] for row in render_notice(notice, look()).buttons]


def test_a_source_that_broke_is_told_with_since_when_and_why() -> None:
    assert lines(Notice(NoticeKind.BROKE, (DOWN, FROZEN), 30)) == [
        "⚠️ Anhui Daily: unreachable since 9 June 2024, 16:30 · No answer within 20 s.",
        f"⚠️ Old <b>Daily: frozen since 9 June 2024, 16:30 · {STILL}",
    ]


def test_many_that_broke_at_the_same_time_are_one_line() -> None:
    many = [replace(DOWN, source=f"s{n}", since=NOW + timedelta(minutes=n)) for n in range(6)]
    assert lines(Notice(NoticeKind.BROKE, (*many, FROZEN), 30)) == [
        "⚠️ 7 of 30 sources are in trouble since 9 June 2024, 16:30 · No answer within 20 s."
        " · s0, s1, s2, s3, s4, s5, Old <b>Daily"
    ]


def test_a_thousand_sources_fit_into_one_message() -> None:
    many = tuple(replace(DOWN, source=f"source-{n}") for n in range(1_000))
    for kind in NoticeKind:
        assert len(Read(render_notice(Notice(kind, many, 1_000), look()).html).text) < 4_000


def test_sources_that_are_well_again_are_told() -> None:
    assert lines(Notice(NoticeKind.HEALED, (DOWN,), 30)) == [
        "✅ Anhui Daily is well again, after trouble since 9 June 2024, 16:30"
    ]
    unknown = replace(DOWN, since=None)
    assert lines(Notice(NoticeKind.HEALED, (unknown,), 30)) == ["✅ Anhui Daily is well again"]
    assert lines(Notice(NoticeKind.HEALED, (DOWN, FROZEN), 3)) == [
        "✅ 2 of 3 sources are well again · Anhui Daily, Old <b>Daily"
    ]


def test_a_held_poll_comes_with_two_buttons() -> None:
    held = Notice(NoticeKind.HELD, (Concern("paper", held=12, new=20, shown=25),), 30)
    (line,) = lines(held)
    assert line.startswith("✋ paper: 20 of 25 articles are new at once")
    assert presses(held) == [[("Alert now: paper", "release 12"), ("Archive silently", "archive 12")]]


def test_a_new_address_is_shown_and_one_button_takes_it() -> None:
    address = "https://new.test/feed?a=1&b=2"
    notice = Notice(NoticeKind.MOVED, (Concern("paper", proposal=address),), 30)
    (line,) = lines(notice)
    assert f"has moved for good, to {address}." in line
    assert presses(notice) == [[("Use the new address: paper", f"move {key_of('paper', address)}")]]


def test_a_notice_reads_in_chinese() -> None:
    sentences = {"{name} is well again": "{name} 已恢复正常"}
    message = render_notice(
        Notice(NoticeKind.HEALED, (replace(DOWN, since=None),), 30), look("zh", sentences)
    )
    assert Read(message.html).text == "✅ Anhui Daily 已恢复正常"


def test_a_notice_that_is_owed_is_rendered_as_one() -> None:
    notice = Notice(NoticeKind.BROKE, (DOWN,), 30)
    owed = replace(delivery(), kind=DeliveryKind.NOTICE, subject=notice)
    assert render_alert(owed, look()) == render_notice(notice, look())


def test_a_frozen_source_stands_apart_from_those_that_are_well() -> None:
    source = Source("Old Daily", "https://private.example/feed?key=secret")
    frozen = SourceHealth(
        source, SourceState.FROZEN, "It answers.", NOW, freshness=Freshness(NOW - timedelta(days=9))
    )
    moved = SourceHealth(replace(source, name="Gone Daily"), SourceState.MOVED, "", NOW, items=2)
    message = render_health([moved, frozen], {}, look())
    assert Read(message.html).text.split("\n") == [
        "Frozen: answering, without anything new (1)",
        "• Old Daily: frozen since 9 June 2024, 16:30 · last new article 31 May 2024, 16:30",
        "Answering (1)",
        "• Gone Daily: answers, but has moved since 9 June 2024, 16:30 · 2 articles",
    ]
    assert [b.callback for row in message.buttons for b in row] == ["regions"]


def test_blind_regions_come_first_and_silent_ones_are_told_from_them() -> None:
    yesterday = NOW - timedelta(days=2)
    message = render_regions(
        [
            Coverage("CN-AH", Sight.SEEN, ("a", "b", "c", "d"), NOW, yesterday),
            Coverage("CN-CQ", Sight.BLIND, ("c",), yesterday, None),
            Coverage("CN-NX", Sight.UNCOVERED, (), None, None),
            Coverage("CN-XX", Sight.BLIND, ("d",), None, None),
            Coverage("CN-YN", Sight.FROZEN, ("e",), NOW, yesterday),
        ],
        3,
        look(),
    )
    assert Read(message.html).text.split("\n") == [
        "Blind: no source has answered for a day (2)",
        "• Chongqing: 1 source (c) · last answer 7 June 2024, 16:30",
        "• CN-XX: 1 source (d) · has never answered",
        "Frozen: sources answer, all without anything new for long (1)",
        "• CN-YN: 1 source (e) · last answer 9 June 2024, 16:30 · last new article 7 June 2024, 16:30",
        "Seen: no news there means that there is none (1)",
        "• Anhui: 4 sources (a, b, c, …) · last answer 9 June 2024, 16:30"
        " · last new article 7 June 2024, 16:30",
        "No source of their own",
        "Ningxia",
        "3 more sources report on all regions.",
    ]


def test_an_article_dated_ahead_is_shown_as_of_the_day_it_was_seen() -> None:
    """Only shown so: what it says of its date stays as it is in the archive."""
    ahead = NOW + timedelta(days=400)
    article = replace(POST, published=ahead, first_seen=NOW)
    assert "9 June" in render_alert(delivery(meeting((article,))), look()).html
    assert "9 June 2024" in render_meeting(meeting((DAILY, article)), look()).html.split("Security first")[1]
    item = replace(ITEM, published=ahead)
    assert "9 June 2024" in render_item_alert(delivery(item, first_seen=NOW), item, look()).html
    earlier = replace(POST, published=NOW - timedelta(days=3), first_seen=NOW)
    assert "6 June" in render_alert(delivery(meeting((earlier,))), look()).html
