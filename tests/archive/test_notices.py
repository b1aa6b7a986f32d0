"""Admins are told once when sources break and once when they heal; many at once are one message."""

from datetime import datetime, timedelta

import pytest
from sqlite_utils import Database

from readouts.archive import chats, notices, outbox, sources
from readouts.archive.notices import Admins
from readouts.domain.delivery import Delivery, DeliveryKind, Done, DropChat, Retry
from readouts.domain.notice import Concern, Notice, NoticeKind
from readouts.domain.source import Poll, SourceState
from tests.archive.making import DAY, MINUTE, NOW, chat, source

BOSS, DEPUTY = 7, 8
GATHER = 10 * MINUTE
PATIENT = 120 * MINUTE


@pytest.fixture
def boss(db: Database) -> None:
    """An admin who has spoken to the bot, and one who has not."""
    chat(db, BOSS)


def look(
    db: Database,
    name: str,
    state: SourceState,
    now: datetime,
    moved_to: str | None = None,
    admins: tuple[int, ...] = (BOSS, DEPUTY),
) -> None:
    """One poll of a source, and what admins are told of it."""
    poll = Poll(source(name), state, f"It was {state}.", timedelta(), moved_to=moved_to)
    before = sources.health(db, name)
    health = sources.record_poll(db, poll, now)
    assert health is not None
    notices.review(db, health, before, Admins(admins, now + GATHER, now + PATIENT), now)


def looks(db: Database, names: str, state: SourceState, *minutes: float) -> None:
    for minute in minutes:
        for name in names:
            look(db, name, state, NOW + minute * MINUTE)


def configure(db: Database, names: str) -> None:
    sources.sync_built_in(db, [source(name) for name in names], NOW)


def sent(db: Database, now: datetime = NOW + 30 * DAY) -> list[Notice]:
    """The notices that are due, sent."""
    found = []
    while (delivery := outbox.claim(db, now)) is not None:
        assert delivery.kind is DeliveryKind.NOTICE
        assert isinstance(delivery.subject, Notice)
        outbox.settle(db, delivery, Done(1), now)
        found.append(delivery.subject)
    return found


def told(found: list[Notice]) -> list[tuple[str, str]]:
    return [(each.kind.value, "".join(concern.source for concern in each.about)) for each in found]


DOWN, OK = SourceState.UNREACHABLE, SourceState.OK


@pytest.mark.usefixtures("boss")
def test_admins_are_told_once_when_a_source_breaks_and_once_when_it_heals(db: Database) -> None:
    configure(db, "abc")
    looks(db, "abc", OK, 0)
    looks(db, "a", DOWN, 15, 45, 105)
    (notice,) = sent(db)
    assert told([notice]) == [("broke", "a")]
    assert notice.about == (Concern("a", DOWN, "It was unreachable.", NOW + 15 * MINUTE),)
    looks(db, "a", DOWN, 200, 400)
    assert sent(db) == []
    looks(db, "a", OK, 500)
    assert told(sent(db)) == [("healed", "a")]
    looks(db, "a", OK, 600)
    assert sent(db) == []


@pytest.mark.usefixtures("boss")
def test_a_blip_is_told_to_nobody(db: Database) -> None:
    configure(db, "abc")
    looks(db, "a", DOWN, 0, 15)
    looks(db, "a", OK, 90)
    assert sent(db) == []


@pytest.mark.usefixtures("boss")
def test_trouble_that_is_over_before_the_notice_left_is_told_to_nobody(db: Database) -> None:
    configure(db, "abc")
    looks(db, "a", DOWN, 0, 30, 60)
    assert outbox.waiting(db) == 1
    looks(db, "a", OK, 65)
    assert sent(db) == []


@pytest.mark.usefixtures("boss")
def test_sources_that_break_one_after_the_other_share_a_message_while_it_waits(db: Database) -> None:
    configure(db, "abcdef")
    looks(db, "a", DOWN, 0, 30)
    looks(db, "b", DOWN, 10.5, 40)
    looks(db, "a", DOWN, 65)
    looks(db, "b", DOWN, 74)
    assert sent(db, NOW + 74 * MINUTE) == []
    (notice,) = sent(db, NOW + 75 * MINUTE)
    assert (told([notice]), notice.is_about_many) == ([("broke", "ab")], False)
    looks(db, "c", DOWN, 100, 130, 170)
    assert told(sent(db)) == [("broke", "c")]


@pytest.mark.usefixtures("boss")
def test_a_network_that_is_down_is_one_message_and_not_thirty(db: Database) -> None:
    """Sources are asked at different times, and the third failure of each comes at another one."""
    names = "abcdefghijklmnopqrstuvwxyz"
    configure(db, names)
    found = []
    for minute in range(180):
        for place, name in enumerate(names):
            if (minute - place / 2) // 1 in (0, 30 + place, 90 + place):
                look(db, name, DOWN, NOW + minute * MINUTE)
        found += sent(db, NOW + minute * MINUTE)
    assert told(found) == [("broke", names)]
    assert found[0].is_about_many
    assert found[0].sources == 26


@pytest.mark.usefixtures("boss")
def test_half_of_few_sources_at_the_same_time_are_an_outage_too(db: Database) -> None:
    configure(db, "abc")
    looks(db, "ab", DOWN, 0)
    looks(db, "a", DOWN, 30, 60)
    (notice,) = sent(db)
    assert (told([notice]), notice.is_about_many) == ([("broke", "ab")], True)
    looks(db, "b", DOWN, 120, 240)
    assert sent(db) == [], "it was told of already"


@pytest.mark.usefixtures("boss")
def test_sources_that_heal_together_share_a_message(db: Database) -> None:
    configure(db, "abcde")
    looks(db, "ab", DOWN, 0, 30, 60)
    sent(db)
    looks(db, "a", OK, 100)
    looks(db, "b", OK, 109)
    assert sent(db, NOW + 109 * MINUTE) == []
    assert told(sent(db, NOW + 110 * MINUTE)) == [("healed", "ab")]


def outage(db: Database, names: str) -> None:
    """All sources are down, and the admins know."""
    configure(db, names)
    looks(db, names, DOWN, 0, 30, 60)
    assert told(sent(db)) == [("broke", names)]


@pytest.mark.usefixtures("boss")
def test_the_end_of_an_outage_is_one_message_although_sources_come_back_one_by_one(db: Database) -> None:
    names = "abcdefgh"
    outage(db, names)
    found = []
    for place, name in enumerate(names):
        minute = 200 + 90 * place
        look(db, name, OK, NOW + minute * MINUTE)
        found += sent(db, NOW + minute * MINUTE)
    assert found == []
    assert sent(db, NOW + (minute + 9) * MINUTE) == []
    (notice,) = sent(db, NOW + (minute + 10) * MINUTE)
    assert told([notice]) == [("healed", names)]
    assert notice.is_about_many


@pytest.mark.usefixtures("boss")
def test_what_never_comes_back_holds_up_the_end_of_an_outage_for_two_hours_only(db: Database) -> None:
    outage(db, "abcdefgh")
    looks(db, "abcdef", OK, 200)
    assert sent(db, NOW + 319 * MINUTE) == []
    assert told(sent(db, NOW + 320 * MINUTE)) == [("healed", "abcdef")]
    looks(db, "gh", OK, 900)
    assert told(sent(db)) == [("healed", "gh")]


@pytest.mark.usefixtures("boss")
def test_an_outage_that_ends_very_slowly_is_told_of_in_between(db: Database) -> None:
    names = "abcdefghijklmnopqrstuvwxyz"
    outage(db, names)
    found = []
    for place, name in enumerate(names):
        look(db, name, OK, NOW + (200 + 100 * place) * MINUTE)
        found += [(each, place) for each in sent(db, NOW + (200 + 100 * place + 99) * MINUTE)]
    assert len(found) == 3
    assert [place for _, place in found][:2] == [8, 17]


@pytest.mark.usefixtures("boss")
def test_one_source_that_is_back_is_told_of_although_another_is_down(db: Database) -> None:
    configure(db, "abcdef")
    looks(db, "ab", DOWN, 0, 30, 60)
    sent(db)
    looks(db, "a", OK, 100)
    assert told(sent(db, NOW + 110 * MINUTE)) == [("healed", "a")]


@pytest.mark.usefixtures("boss")
def test_what_breaks_again_before_it_was_told_to_be_well_is_not_told_to_be(db: Database) -> None:
    outage(db, "abcdefgh")
    looks(db, "ab", OK, 200)
    looks(db, "a", DOWN, 201, 231, 262)
    assert told(sent(db)) == [("broke", "a"), ("healed", "b")]


@pytest.mark.usefixtures("boss")
def test_a_lasting_redirect_is_proposed_once_and_never_taken_over_by_itself(db: Database) -> None:
    configure(db, "ab")
    for minute in range(6):
        look(db, "a", OK, NOW + minute * MINUTE, moved_to="https://new.test/feed")
    (notice,) = sent(db)
    assert told([notice]) == [("moved", "a")]
    assert notice.about[0].proposal == "https://new.test/feed"
    found = sources.health(db, "a")
    assert found is not None
    assert found.source.url == "https://a.test/feed"


def test_what_no_admin_could_read_is_told_when_one_is_there(db: Database) -> None:
    configure(db, "abc")
    looks(db, "a", DOWN, 0, 30, 60)
    assert outbox.waiting(db) == 0
    chat(db, DEPUTY)
    looks(db, "a", DOWN, 120)
    (notice,) = sent(db)
    assert told([notice]) == [("broke", "a")]


@pytest.mark.usefixtures("boss")
def test_every_admin_is_told(db: Database) -> None:
    chat(db, DEPUTY)
    configure(db, "abc")
    looks(db, "a", DOWN, 0, 30, 60)
    assert told(sent(db)) == [("broke", "a")] * 2


def owe(db: Database, *names: str) -> int:
    concerns = [Concern(name, DOWN) for name in names]
    return notices.owe(db, Admins((BOSS,), NOW, NOW), NoticeKind.BROKE, concerns, NOW)


def claimed(db: Database) -> Delivery:
    delivery = outbox.claim(db, NOW)
    assert delivery is not None
    return delivery


@pytest.mark.usefixtures("boss")
def test_what_may_have_been_read_is_not_written_anew(db: Database) -> None:
    owe(db, "a")
    outbox.settle(db, claimed(db), Retry(NOW, suspect=True), NOW)
    owe(db, "b")
    assert told(sent(db)) == [("broke", "a"), ("broke", "b")]


@pytest.mark.usefixtures("boss")
def test_a_notice_comes_back_as_it_was_owed_and_never_edits(db: Database) -> None:
    concern = Concern("源 <b>", DOWN, "Ende.", NOW, "https://new.test/?key=1", 3, 12, 20)
    sources.sync_built_in(db, [source("a")], NOW)
    assert notices.owe(db, Admins((BOSS,), NOW, NOW), NoticeKind.HELD, [concern], NOW) == 1
    delivery = claimed(db)
    assert delivery.subject == Notice(NoticeKind.HELD, (concern,), 1)
    assert (delivery.message, delivery.why) == (None, ())
    assert "key=1" not in repr(delivery)


@pytest.mark.usefixtures("boss")
def test_a_chat_that_is_gone_is_owed_nothing(db: Database) -> None:
    owe(db, "a")
    outbox.settle(db, claimed(db), DropChat("blocked"), NOW)
    assert outbox.waiting(db) == 0
    assert owe(db, "b") == 0
    assert not notices.can_be_told(db, [BOSS])


@pytest.mark.usefixtures("boss")
def test_a_forgotten_admin_leaves_nothing_behind(db: Database) -> None:
    owe(db, "a")
    chats.forget(db, BOSS)
    assert outbox.waiting(db) == 0
