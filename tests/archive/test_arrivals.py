"""Readouts from another archive come to their meetings, whatever numbers these have here."""

import sqlite3
from collections.abc import Iterable

import pytest
from sqlite_utils import Database

from readouts.archive import entries, hand, meetings
from readouts.archive.arrivals import Numbers
from readouts.archive.checks import index_is_sound, problems
from readouts.archive.hand import Merged, Split
from readouts.domain.entry import Entry, FormerText, Joined
from tests.archive.making import DAY, HAN_JUN, NOW, TODAY, item, readout, stored


@pytest.fixture
def elsewhere(empty_archive: sqlite3.Connection) -> Database:
    """Another archive, from which entries come."""
    conn = sqlite3.connect(":memory:", isolation_level=None)
    empty_archive.backup(conn)
    conn.row_factory = sqlite3.Row
    return Database(conn, execute_plugins=False)


def moved(there: Database, here: Database, only: Iterable[str] = ()) -> Numbers:
    """Put all entries of an archive, or those with these identities, into another one."""
    numbers = Numbers()
    for entry in entries.entries(there, None, TODAY):
        if not only or entry.item.identity in only:
            entries.put(here, entry, numbers)
    return numbers


def titles(db: Database) -> set[tuple[str, ...]]:
    """The titles of each meeting's articles."""
    return {tuple(each.title for each in meeting.articles) for meeting in meetings.latest(db, 99)}


def merged_and_split(db: Database) -> None:
    """Articles 1 and 2 of one day are two meetings; 3 and 4 of two places are one."""
    for identity, told in (("1", readout()), ("2", readout(chair=HAN_JUN))):
        stored(db, identity, told)
    for identity, region in (("3", "CN-CQ"), ("4", "CN-YN")):
        stored(db, identity, readout(region=region))
    assert isinstance(hand.split(db, 1, 2, NOW), Split)
    assert isinstance(hand.merge(db, 2, 3, NOW), Merged)


APART = {("Article 1",), ("Article 2",), ("Article 3", "Article 4")}


def test_what_an_admin_decided_holds_where_all_numbers_are_taken(elsewhere: Database, db: Database) -> None:
    merged_and_split(elsewhere)
    for number in range(10):
        stored(db, f"own {number}", readout(region=f"CN-{number}"), source="Other Daily")
    moved(elsewhere, db)
    assert titles(db) > APART
    (found,) = (each.id for each in meetings.latest(db, 99) if len(each.articles) == 2)
    undone = hand.split(db, found, 2, NOW + DAY)
    assert isinstance(undone, Split)
    assert titles(db) > {("Article 3",), ("Article 4",)}
    assert index_is_sound(db)
    assert not problems(db, quick=False)


def test_meetings_that_are_known_here_are_joined(elsewhere: Database, db: Database) -> None:
    stored(db, "own", readout(region="CN-CQ"), source="Other Daily")
    merged_and_split(elsewhere)
    moved(elsewhere, db)
    assert titles(db) == (APART - {("Article 3", "Article 4")}) | {("Article own", "Article 3", "Article 4")}


def test_an_import_that_was_stopped_goes_on_with_what_it_knew(elsewhere: Database, db: Database) -> None:
    merged_and_split(elsewhere)
    moved(elsewhere, db, only=["1", "3"])
    moved(elsewhere, db)
    assert titles(db) == APART


def test_part_of_a_merged_meeting_comes_as_part_of_it(elsewhere: Database, db: Database) -> None:
    """The report that the meeting was named for is not in the file."""
    merged_and_split(elsewhere)
    moved(elsewhere, db, only=["4"])
    assert titles(db) == {("Article 4",)}
    assert meetings.get(db, 2) == meetings.get(db, 3)
    assert not problems(db, quick=False)


def test_a_file_that_contradicts_itself_does_no_harm(db: Database) -> None:
    """Two meetings, each merged into the other, and an article that puts itself right."""
    numbers = Numbers()
    for number, path in enumerate((((1, None), (2, None)), ((2, None), (1, None)), ((3, 3), (3, None)))):
        joined = (Joined(path, str(number)),)
        told = (readout(region=f"CN-{number}"),)
        assert entries.put(db, Entry(item(str(number)), NOW, told, (path[1][0],), joined=joined), numbers)
    assert sorted(title for each in titles(db) for title in each) == ["Article 0", "Article 1", "Article 2"]
    assert not problems(db, quick=False)


def test_former_words_come_along_once(db: Database) -> None:
    entry = Entry(item("1"), NOW, (readout(),), (1,), former=(FormerText("Old", "words", NOW),))
    for _ in range(2):
        entries.put(db, entry, Numbers())
    (found,) = entries.entries(db, None, TODAY)
    assert found == entry
    (meeting,) = meetings.latest(db, 9)
    assert meeting.articles[0].corrected == NOW
