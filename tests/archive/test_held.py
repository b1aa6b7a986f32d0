"""Polls that are held wait for a decision, through restarts, and are decided once."""

from pathlib import Path

from sqlite_utils import Database

from readouts.archive import held, sources
from readouts.archive.database import Archive
from tests.archive.making import NOW, readout, source, stored


def hold(db: Database, *identities: str, name: str = "Anhui Daily") -> int:
    ids = [stored(db, identity, readout(), source=name)[0] for identity in identities]
    found = held.hold(db, name, ids, 30, NOW)
    assert found is not None
    assert found.held is not None
    return found.held


def test_a_held_poll_says_what_it_is_about(db: Database) -> None:
    number = hold(db, "1", "2")
    (found,) = held.all_held(db)
    assert (found.source, found.held, found.new, found.shown, found.since) == (
        "Anhui Daily",
        number,
        2,
        30,
        NOW,
    )


def test_its_items_are_found_with_what_they_tell(db: Database) -> None:
    first, second = held.items_of(db, hold(db, "1", "2"))
    assert first < second
    told = held.told_by(db, first)
    assert told.item.identity == "1"
    assert told.readouts == (readout(),)
    assert len(told.meetings) == 1
    assert told.meetings == held.told_by(db, second).meetings, "both tell of one meeting"


def test_it_is_let_go_of_once_and_its_items_stay(db: Database) -> None:
    number = hold(db, "1")
    other = hold(db, "2", name="Other Daily")
    assert held.let_go(db, number) is not None
    assert held.let_go(db, number) is None
    assert held.items_of(db, number) == ()
    assert [each.held for each in held.all_held(db)] == [other]
    assert db.execute("SELECT count(*) FROM items").fetchone()[0] == 2


def test_what_is_new_while_a_poll_waits_waits_for_the_same_decision(db: Database) -> None:
    """Some sources are all new at every look: that is told once."""
    number = hold(db, "1", "2")
    later = [stored(db, identity, readout(), source="Anhui Daily")[0] for identity in ("3", "4", "5")]
    assert held.hold(db, "Anhui Daily", later, 30, NOW) is None
    (found,) = held.all_held(db)
    assert (found.held, found.new, found.shown) == (number, 5, 60)
    assert len(held.items_of(db, number)) == 5


def test_a_number_is_never_given_twice(db: Database) -> None:
    """Buttons in old messages remember it."""
    first = hold(db, "1")
    held.let_go(db, first)
    assert hold(db, "2") > first


def test_a_forgotten_source_takes_its_held_polls_along(db: Database) -> None:
    sources.sync_built_in(db, [source("Sample")], NOW)
    hold(db, "1", name="Sample")
    sources.forget_source(db, "Sample")
    assert held.all_held(db) == ()


async def test_it_outlives_a_restart(tmp_path: Path) -> None:
    async with await Archive.open(tmp_path / "archive.sqlite3") as archive:
        number = await archive.write(lambda db: hold(db, "1", "2"))
    async with await Archive.open(tmp_path / "archive.sqlite3") as archive:
        assert len(await archive.read(lambda db: held.items_of(db, number))) == 2
