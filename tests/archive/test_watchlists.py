"""Ready-made lists: what the configuration and the chat each have a say in."""

from sqlite_utils import Database

from readouts.archive import watchlists
from readouts.domain.watch import Watchlist
from tests.archive.making import DAY, MINUTE, NOW

MEETINGS, ANHUI = Watchlist("Meetings", "kind:meeting"), Watchlist("Anhui", "region:anhui")


def names(db: Database) -> list[str]:
    return [each.name for each in watchlists.all_lists(db)]


def test_the_configurations_lists_keep_its_order(db: Database) -> None:
    watchlists.sync_built_in(db, [MEETINGS, ANHUI], NOW)
    assert watchlists.all_lists(db) == (MEETINGS, ANHUI)
    watchlists.sync_built_in(db, [ANHUI, MEETINGS], NOW + DAY)
    assert watchlists.all_lists(db) == (ANHUI, MEETINGS)


def test_lists_from_chat_stand_behind_as_they_were_added(db: Database) -> None:
    assert watchlists.add(db, "Zoology", "panda", NOW)
    assert watchlists.add(db, "Botany", "bamboo", NOW + MINUTE)
    watchlists.sync_built_in(db, [MEETINGS], NOW + DAY)
    assert watchlists.all_lists(db) == (
        MEETINGS,
        Watchlist("Zoology", "panda", built_in=False),
        Watchlist("Botany", "bamboo", built_in=False),
    )


def test_a_list_that_left_the_configuration_is_gone_and_those_from_chat_stay(db: Database) -> None:
    watchlists.sync_built_in(db, [MEETINGS, ANHUI], NOW)
    watchlists.add(db, "From chat", "x", NOW)
    watchlists.sync_built_in(db, [MEETINGS], NOW)
    assert names(db) == ["Meetings", "From chat"]


def test_the_configuration_can_change_a_query(db: Database) -> None:
    watchlists.sync_built_in(db, [Watchlist("Anhui", "安徽")], NOW)
    watchlists.sync_built_in(db, [ANHUI], NOW)
    assert watchlists.all_lists(db) == (ANHUI,)


def test_a_pause_from_chat_outlives_a_restart(db: Database) -> None:
    watchlists.sync_built_in(db, [MEETINGS, ANHUI], NOW)
    assert watchlists.set_paused(db, "Anhui", True)
    watchlists.sync_built_in(db, [MEETINGS, ANHUI], NOW + DAY)
    assert watchlists.offered(db) == (MEETINGS,)
    assert watchlists.all_lists(db)[1].paused
    assert watchlists.set_paused(db, "Anhui", False)
    watchlists.sync_built_in(db, [MEETINGS, ANHUI], NOW + 2 * DAY)
    assert watchlists.offered(db) == (MEETINGS, ANHUI)


def test_a_name_is_given_once(db: Database) -> None:
    watchlists.sync_built_in(db, [ANHUI], NOW)
    assert not watchlists.add(db, "Anhui", "region:yunnan", NOW)
    assert watchlists.add(db, "Yunnan", "region:yunnan", NOW)
    assert not watchlists.add(db, "Yunnan", "other", NOW)
    assert [each.query for each in watchlists.all_lists(db)] == ["region:anhui", "region:yunnan"]


def test_a_list_from_chat_can_be_removed_and_a_built_in_one_cannot(db: Database) -> None:
    watchlists.sync_built_in(db, [ANHUI], NOW)
    watchlists.add(db, "Yunnan", "region:yunnan", NOW)
    assert not watchlists.remove(db, "Anhui")
    assert watchlists.remove(db, "Yunnan")
    assert not watchlists.remove(db, "Yunnan")
    assert names(db) == ["Anhui"]


def test_a_list_moved_from_chat_into_the_configuration_is_built_in(db: Database) -> None:
    watchlists.add(db, "Anhui", "安徽", NOW)
    watchlists.sync_built_in(db, [ANHUI], NOW)
    assert watchlists.all_lists(db) == (ANHUI,)
    assert not watchlists.remove(db, "Anhui")


def test_pausing_a_list_nobody_knows_changes_nothing(db: Database) -> None:
    assert not watchlists.set_paused(db, "Nobody's", True)


def test_text_that_utf8_cannot_hold_is_stored_all_the_same(db: Database) -> None:
    assert watchlists.add(db, "half \ud800", "安徽 \udfff", NOW)
    assert watchlists.all_lists(db) == (Watchlist("half ?", "安徽 ?", built_in=False),)
