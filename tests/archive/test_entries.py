"""Articles leave the archive with all that is known of them, and come in without alerting anybody."""

import sqlite3
import time
from datetime import date
from functools import partial
from typing import Any

from hypothesis import given, settings
from sqlite_utils import Database

from readouts.archive import entries, items, meetings, search, sources
from readouts.domain.document import documents
from readouts.domain.entry import Entry
from readouts.domain.item import Item
from readouts.domain.query import AllOf, Field, FieldName, Node, Query
from readouts.domain.readout import Kind, Readout
from tests.archive.making import DAY, HAN_JUN, NOW, TODAY, chat, item, owed, readout, source, stored, undated
from tests.archive.test_search_law import means, nodes, stored_items
from tests.proportion import in_proportion

EVERYTHING = Query("", AllOf(()))
# Whoever adds a table or a column decides here whether it goes along in an export.
EXPORTED = {
    "items": {"source", "identity", "url", "title", "text", "packed", "lang", "published",
              "published_offset", "region", "first_seen"},
    "item_aliases": {"source", "identity", "item"},
    "readouts": {"item", "place", "meeting", "readout", "home", "replaced"},
    "meetings": {"merged_into", "split_from"},
    "former_texts": {"item", "title", "text", "replaced_at"},
}  # fmt: skip
# What is listed is noted at the next look.
FOLLOWS_FROM_WHAT_IS_EXPORTED = {
    "items": {"id", "same_page", "listed"},
    "readouts": {"kind"},
    "former_texts": {"id"},
    "meetings": {"id", "kind", "region", "division", "level", "date", "chair", "readout",
                 "first_seen", "changed_at", "first_reported"},
    "documents": {"id", "item", "place", "meeting", "day"},
    "document_index": {"words", "committee", "fields"},
}  # fmt: skip
# A backup has these. They are about people, about addresses that may hold keys, or about this bot alone.
# Kept pages are as large as the archive.
NOT_EXPORTED = {
    *("sources", "watchlists", "chats", "watches", "outbox", "held_polls", "held_items"),
    "kept_pages",
}
NOT_OURS = ("_sqlite_migrations", "sqlite_sequence", "document_index_")


def all_entries(db: Database, query: Query | None = None) -> list[Entry]:
    return list(entries.entries(db, query, TODAY))


def entry(identity: str = "1", **facts: Any) -> Entry:
    given: dict[str, Any] = {"first_seen": NOW, "readouts": (readout(),)}
    of_item = {name: facts.pop(name) for name in list(facts) if name not in Entry.__slots__}
    return Entry(item(identity, **of_item), **(given | facts))


def test_every_table_and_column_is_exported_or_left_out_on_purpose(db: Database) -> None:
    found = {
        table: {column.name for column in db[table].columns}
        for table in db.table_names()
        if not table.startswith(NOT_OURS) and table not in NOT_EXPORTED
    }
    assert len(found) >= 5
    tables = {*EXPORTED, *FOLLOWS_FROM_WHAT_IS_EXPORTED}
    assert found == {
        table: EXPORTED.get(table, set()) | FOLLOWS_FROM_WHAT_IS_EXPORTED.get(table, set())
        for table in tables
    }
    assert set(db.table_names()) >= NOT_EXPORTED


def test_an_entry_is_an_article_with_what_it_tells_its_meetings_and_its_other_names(db: Database) -> None:
    told = (readout(chair=HAN_JUN), readout(kind=Kind.MENTION))
    stored(db, "1", *told, region="CN-AH")
    items.add(db, item("renamed", url="https://news.test/1", title="Article 1"), NOW + DAY)
    stored(db, "2", source=None)
    first, second = all_entries(db)
    assert first == Entry(item("1", region="CN-AH"), NOW, told, (1, None), ("renamed",))
    assert second == Entry(item("2", source=None), NOW, ())
    assert entries.count(db, None, TODAY) == 2


def test_a_query_chooses_articles_by_any_of_what_they_tell(db: Database) -> None:
    stored(db, "1", readout(), readout(region="CN-CQ"))
    stored(db, "2", readout(region="CN-YN"))
    anhui = Query("", Field(FieldName.REGION, "CN-AH", ""))
    (found,) = all_entries(db, anhui)
    assert (found.item.identity, len(found.readouts)) == ("1", 2)
    assert entries.count(db, anhui, TODAY) == 1


@settings(max_examples=100, deadline=None)
@given(made=stored_items(), node=nodes)
def test_an_export_holds_each_article_of_which_some_document_fits(
    empty_archive: sqlite3.Connection, made: list[tuple[Item, tuple[Readout, ...]]], node: Node
) -> None:
    conn = sqlite3.connect(":memory:", isolation_level=None)
    empty_archive.backup(conn)
    conn.row_factory = sqlite3.Row
    db = Database(conn, execute_plugins=False)
    for article, told in made:
        assert entries.put(db, Entry(article, NOW, told))
    fitting = [
        article
        for article, told in made
        if any(means(node, each) for each in documents(article, told, TODAY))
    ]
    assert [each.item for each in entries.entries(db, Query("", node), TODAY)] == fitting
    conn.close()


def test_what_comes_in_is_found_joined_and_alerts_nobody(db: Database) -> None:
    chat(db)
    _, (meeting,) = stored(db, "1", readout())
    owed(db, 7, meeting)
    owing = db["outbox"].count
    assert entries.put(db, entry("2", text="Imported words."))
    joined = meetings.get(db, meeting or 0)
    assert joined is not None
    assert [each.title for each in joined.articles] == ["Article 1", "Article 2"]
    assert db["outbox"].count == owing
    assert [hit.item for hit in search.search(db, EVERYTHING, TODAY, 10).hits] == [2]
    assert db["held_items"].count == 0


def test_a_second_time_nothing_changes(db: Database) -> None:
    assert entries.put(db, entry(aliases=("other name",)))
    before = all_entries(db)
    assert not entries.put(db, entry(aliases=("other name",)))
    assert not entries.put(db, entry("other name"))
    assert all_entries(db) == before


def test_an_article_that_is_known_only_learns_its_other_names(db: Database) -> None:
    stored(db, "1", readout())
    stored(db, "2", url="https://news.test/other", title="Other")
    assert not entries.put(db, entry(readouts=(), text="other", aliases=("one", "2")))
    first, second = all_entries(db)
    assert (first.item.text, len(first.readouts), first.aliases) == ("The committee met.", 1, ("one",))
    assert second.aliases == ()


def test_a_meeting_keeps_its_number_where_that_is_free(db: Database) -> None:
    stored(db, "1", readout())
    entries.put(db, entry("2", readouts=(readout(region="CN-CQ"),), meetings=(40,)))
    entries.put(db, entry("3", readouts=(readout(region="CN-YN"),), meetings=(1,)))
    entries.put(db, entry("4", readouts=(readout(date=date(2024, 6, 3)),), meetings=(50,)))
    assert [each.meetings for each in all_entries(db)] == [(1,), (40,), (41,), (1,)]


def test_what_comes_in_counts_for_its_source_and_is_not_new_to_it(db: Database) -> None:
    sources.add(db, source(), NOW)
    entries.put(db, entry())
    health = sources.health(db, "Anhui Daily")
    assert health is not None
    assert health.items == 1
    assert items.unseen(db, "Anhui Daily", [item("1")], NOW + 400 * DAY).new == ()


def seconds_to_put(empty: sqlite3.Connection, number: int) -> float:
    """Articles of one committee, every other one without a day, and nobody named."""
    conn = sqlite3.connect(":memory:", isolation_level=None)
    empty.backup(conn)
    conn.row_factory = sqlite3.Row
    db = Database(conn, execute_plugins=False)
    told = [
        undated() if place % 2 else readout(date=date.fromordinal(700_000 + 11 * place))
        for place in range(number)
    ]
    began = time.process_time()
    for place, each in enumerate(told):
        entries.put(db, entry(str(place), readouts=(each,)))
    assert db["meetings"].count == number
    conn.close()
    return time.process_time() - began


def test_articles_without_a_day_are_not_compared_with_all_that_came_before(
    empty_archive: sqlite3.Connection,
) -> None:
    assert in_proportion(partial(seconds_to_put, empty_archive), 200, 800, most=8, floor=1.0)
