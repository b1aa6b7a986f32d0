"""Chats and their watches: they come, leave, return, move and are forgotten."""

from sqlite_utils import Database

from readouts.archive import chats, outbox, watches
from readouts.domain.chat import Chat
from readouts.domain.delivery import Done
from readouts.domain.watch import Watch
from tests.archive.making import DAY, NOW, chat, owed, readout, stored


def known(db: Database, chat_id: int) -> Chat:
    found = chats.get(db, chat_id)
    assert found is not None
    return found


def watch(db: Database, chat_id: int, query: str) -> Watch:
    made = watches.add(db, chat_id, query, None, NOW)
    assert made is not None
    return made


def meetings_told(db: Database) -> list[int]:
    """Meetings whose alerts a chat would get now, in order; each is settled as sent."""
    told = []
    while delivery := outbox.claim(db, NOW):
        told.append(delivery.subject.id if hasattr(delivery.subject, "id") else 0)
        outbox.settle(db, delivery, Done(100 + delivery.id), NOW)
    return told


def test_a_chat_that_speaks_is_known_from_then_on(db: Database) -> None:
    first = chats.see(db, -100, "group", "Desk", "zh", NOW)
    assert first == Chat(-100, "group", "Desk", "zh", True, None, NOW)
    assert chats.get(db, -100) == first
    assert chats.get(db, 5) is None


def test_a_chat_keeps_its_language_and_takes_its_new_title(db: Database) -> None:
    chats.see(db, 7, "private", "Reader", "zh", NOW)
    again = chats.see(db, 7, "private", "Renamed \ud800", "en", NOW + DAY)
    assert (again.language, again.title, again.created_at) == ("zh", "Renamed ?", NOW)


def test_seeing_a_chat_that_did_not_change_writes_nothing(db: Database) -> None:
    chat(db)
    before = db.conn.total_changes
    chat(db)
    assert db.conn.total_changes == before


def test_a_chat_that_left_is_owed_nothing_and_its_watches_wait_for_its_return(db: Database) -> None:
    chat(db)
    kept = watch(db, 7, "anhui")
    _, (meeting,) = stored(db, "1", readout())
    assert owed(db, 7, meeting)
    chats.deactivate(db, 7, "blocked the bot", NOW)
    left = known(db, 7)
    assert (left.active, left.reason) == (False, "blocked the bot")
    assert tuple(watches.each_active(db)) == ()
    assert outbox.claim(db, NOW) is None
    assert outbox.next_due(db, NOW) is None
    assert not owed(db, 7, meeting)
    back = chat(db)
    assert (back.active, back.reason) == (True, None)
    assert tuple(watches.each_active(db)) == ((kept.id, 7, kept.query),)


def test_what_was_cancelled_can_be_owed_again_after_the_return(db: Database) -> None:
    chat(db)
    _, (meeting,) = stored(db, "1", readout())
    owed(db, 7, meeting)
    chats.deactivate(db, 7, "blocked the bot", NOW)
    chat(db)
    assert outbox.claim(db, NOW) is None
    assert owed(db, 7, meeting)
    assert meetings_told(db) == [meeting]


def test_a_group_that_became_a_supergroup_keeps_all_it_had(db: Database) -> None:
    chats.see(db, -5, "group", "Desk", "zh", NOW)
    first = watch(db, -5, "anhui")
    _, (sent,) = stored(db, "1", readout())
    owed(db, -5, sent)
    assert meetings_told(db) == [sent]
    assert outbox.owe_updates(db, sent or 0, NOW) == 1
    _, (due,) = stored(db, "2", readout(region="CN-CQ"))
    owed(db, -5, due)
    chats.migrate(db, -5, -1005, NOW)
    assert chats.get(db, -5) is None
    assert known(db, -1005) == Chat(-1005, "supergroup", "Desk", "zh", True, None, NOW)
    assert [each.id for each in watches.of_chat(db, -1005)] == [first.id]
    assert not owed(db, -1005, sent), "it was told in the old group"
    assert outbox.owe_updates(db, sent or 0, NOW) == 0, "messages of the old group cannot be edited"
    assert meetings_told(db) == [due]


def test_two_chats_that_turn_out_to_be_one_are_merged(db: Database) -> None:
    chats.see(db, -5, "group", "Old", "zh", NOW)
    chats.see(db, -1005, "supergroup", "New", "en", NOW)
    for chat_id, queries in {-5: ["anhui", "food"], -1005: ["food", "data"]}.items():
        for query in queries:
            watch(db, chat_id, query)
    _, (both,) = stored(db, "1", readout())
    _, (old_only,) = stored(db, "2", readout(region="CN-CQ"))
    owed(db, -5, both)
    owed(db, -1005, both)
    owed(db, -5, old_only)
    chats.migrate(db, -5, -1005, NOW)
    assert sorted(each.query for each in watches.of_chat(db, -1005)) == ["anhui", "data", "food"]
    assert known(db, -1005).language == "en"
    assert sorted(meetings_told(db)) == [both, old_only]


def test_what_is_owed_to_the_old_group_wins_over_what_the_new_one_gave_up(db: Database) -> None:
    chats.see(db, -5, "group", "Old", "zh", NOW)
    chats.see(db, -1005, "supergroup", "New", "zh", NOW)
    _, (meeting,) = stored(db, "1", readout())
    owed(db, -5, meeting)
    owed(db, -1005, meeting)
    chats.deactivate(db, -1005, "kicked", NOW)
    chats.migrate(db, -5, -1005, NOW)
    assert known(db, -1005).active
    assert meetings_told(db) == [meeting]


def test_a_move_that_is_told_twice_happens_once(db: Database) -> None:
    chats.see(db, -5, "group", "Desk", "zh", NOW)
    chats.migrate(db, -5, -1005, NOW)
    chats.migrate(db, -5, -1005, NOW)
    chats.migrate(db, -1005, -1005, NOW)
    assert known(db, -1005).active


def test_a_forgotten_chat_leaves_nothing_behind(db: Database) -> None:
    chat(db)
    watch(db, 7, "anhui")
    _, (meeting,) = stored(db, "1", readout())
    owed(db, 7, meeting)
    chats.forget(db, 7)
    for table in ("chats", "watches", "outbox"):
        assert db[table].count == 0, table


def test_the_very_same_query_is_watched_once_in_each_chat(db: Database) -> None:
    chat(db, 7)
    chat(db, 8)
    first = watches.add(db, 7, "region:anhui", "Anhui", NOW)
    assert first is not None
    assert first == Watch(first.id, 7, "region:anhui", "Anhui", NOW)
    assert watches.add(db, 7, "region:anhui", None, NOW) is None
    assert watches.add(db, 8, "region:anhui", None, NOW) is not None
    assert watches.add(db, 7, "region:Anhui", None, NOW) is not None


def test_a_chat_removes_its_own_watches_only(db: Database) -> None:
    chat(db, 7)
    chat(db, 8)
    mine = watch(db, 7, "anhui")
    assert not watches.remove(db, 8, mine.id)
    assert watches.remove(db, 7, mine.id)
    assert not watches.remove(db, 7, mine.id)
    assert watches.of_chat(db, 7) == ()
    assert watch(db, 7, "anhui").id > mine.id, "the number of a removed watch never comes again"
