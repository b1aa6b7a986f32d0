"""An archive of the first version gains what came since, and loses nothing."""

from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database

from readouts.archive import (
    documents,
    former_texts,
    items,
    outbox,
    rows,
    search,
    sources,
    watches,
    watchlists,
    wordings,
)
from readouts.archive.connections import open_database, transaction
from readouts.archive.database import Archive
from readouts.archive.migrations import migrations
from readouts.domain.delivery import Done
from readouts.domain.document import documents as documents_of
from readouts.domain.gazetteer import name_key
from readouts.domain.posting import PostingHabit
from readouts.domain.query import AllOf, Field, FieldName, Last, Query
from readouts.domain.source import SourceState
from readouts.domain.watch import Watchlist
from tests.archive.making import HAN_JUN, NOW, TODAY, chat, item, owed, readout, source, stored, undated

INDEX = [f"document_index{part}" for part in ("", "_config", "_content", "_data", "_docsize", "_idx")]
DERIVED = ["_sqlite_migrations", *INDEX]
ANHUI = Watchlist("Anhui", "region:anhui")
# As the first version wrote it.
SOURCE = {
    "name": "Anhui Daily",
    "url": "https://AnhuiDaily.test/feed",
    "kind": "feed",
    "time_zone": "Asia/Shanghai",
    "every_seconds": 900.0,
    "first_poll": "silent",
    "paused": 0,
    "configured_paused": 0,
    "built_in": 1,
    "added_at": NOW.isoformat(),
    "state": "ok",
    "seeded": 1,
    "etag": "x",
}
ITEM = {
    "source": "Anhui Daily",
    "identity": "1",
    "url": "https://news.test/1",
    "canonical_url": "https://news.test/1",
    "title": "Article 1",
    "text": "The committee met.",
    "lang": "en",
    "published": rows.utc_text(NOW),
    "published_offset": 0,
    "region": None,
    "first_seen": rows.utc_text(NOW),
    "same_page": items.page_key(item()),
}
LONG = "会议强调安全。" * 100
# What later steps took away: it follows from what is left.
GONE = {"items": {"canonical_url"}}
FROM_CHAT = {**SOURCE, "name": "From chat", "url": "https://chat.test/feed", "built_in": 0}


@pytest.fixture
def older_archive(tmp_path: Path) -> Path:
    """An archive of the first version, with something in every corner."""
    path = tmp_path / "archive.sqlite3"
    with closing(open_database(path, "rwc")) as db, transaction(db, "BEGIN IMMEDIATE"):
        migrations().apply(db, stop_before="0002_watchlists")
        db.table("sources").insert(SOURCE)
        for number in (7, 8):
            chat(db, number)
            watches.add(db, number, "region:anhui", "Anhui", NOW)
        meeting = meeting_of_first_version(db)
        number_as_they_came(db)
        owed(db, 7, meeting)
        owed(db, 8, meeting)
        db.execute("UPDATE outbox SET state = 'sent', message = 3, attempts = 1, unknowns = 1 WHERE chat = 8")
    return path


def meeting_of_first_version(db: Database) -> int:
    """An article with a meeting, in the columns that the first version had."""
    article, told = item(), readout(chair=HAN_JUN)
    item_id = 1
    db.table("items").insert({"id": item_id, **ITEM})
    as_text, now = rows.readout_text(told), rows.utc_text(NOW)
    meeting = {"kind": "meeting", "region": "CN-AH", "level": "province", "date": "2024-06-03"}
    times = {"first_seen": now, "changed_at": now, "first_reported": now}
    db.table("meetings").insert({"id": 1, "readout": as_text} | meeting | times)
    db.table("readouts").insert(
        {"item": item_id, "place": 0, "meeting": 1, "kind": "meeting", "readout": as_text}
    )
    documents.index(db, item_id, documents_of(article, (told,)), (1,))
    return 1


def number_as_they_came(db: Database) -> None:
    """Documents had the next free number, whatever their days; what was indexed by it is not used again."""
    for number, row in enumerate(db.execute("SELECT id FROM documents ORDER BY place").fetchall(), start=1):
        db.execute("UPDATE documents SET id = ? WHERE id = ?", (number, row["id"]))
    db.execute("INSERT INTO document_index (document_index) VALUES ('delete-all')")


def contents(db: Database, like: dict[str, list[dict[str, object]]] | None = None) -> object:
    """Every row of every table but the list of steps and the index, with the columns that `like` has.
    Which documents there are counts, not by which numbers."""
    if like is None:
        like = {name: list(db[name].rows) for name in db.table_names() if name not in DERIVED}
        like["documents"] = [{name: row[name] for name in row if name != "id"} for row in like["documents"]]
    found = {
        name: [{column: row[column] for column in there[0]} for row in db[name].rows] if there else []
        for name, there in like.items()
    }
    return found | {"documents": sorted(found["documents"], key=str)}


def rows_of(path: Path) -> dict[str, list[dict[str, object]]]:
    with closing(open_database(path, "ro")) as db:
        found = contents(db)
    assert isinstance(found, dict)
    return {
        name: [{c: value for c, value in row.items() if c not in GONE.get(name, ())} for row in there]
        for name, there in found.items()
    }


async def test_everything_that_was_there_is_kept(older_archive: Path) -> None:
    before = rows_of(older_archive)
    filled = {name for name, there in before.items() if there}
    assert filled > {"sources", "chats", "watches", "items", "readouts", "meetings", "documents", "outbox"}
    for _ in range(2):
        async with await Archive.open(older_archive) as archive:
            assert await archive.read(lambda db: contents(db, before)) == before
            found = await archive.read(lambda db: search.search(db, Query("", AllOf(())), TODAY, 5))
            assert found.total == 1


async def test_documents_get_the_numbers_of_their_days(older_archive: Path) -> None:
    async with await Archive.open(older_archive) as archive:
        found = await archive.read(lambda db: db.execute("SELECT id, day FROM documents").fetchall())
        assert len(found) == 2
        for row in found:
            day = date.fromisoformat(row["day"]).toordinal()
            assert documents.first_id(day) <= row["id"] < documents.first_id(day + 1)
            assert await archive.read(lambda db, each=row: is_indexed(db, each["id"]))  # type: ignore[misc]


def is_indexed(db: Database, document: int) -> bool:
    return db.execute("SELECT 1 FROM document_index WHERE rowid = ?", (document,)).fetchone() is not None


async def test_what_states_no_day_is_of_the_day_of_its_arrival_from_then_on(tmp_path: Path) -> None:
    path = tmp_path / "archive.sqlite3"
    with closing(open_database(path, "rwc")) as db, transaction(db, "BEGIN IMMEDIATE"):
        migrations().apply(db, stop_before="0012_days_of_arrival")
        stored(db, "1", published=None)
        stored(db, "2", published=NOW - timedelta(days=40))
        db.execute("UPDATE documents SET day = NULL WHERE item = 1")
    lately = Query("", Last(timedelta(days=1)))
    async with await Archive.open(path) as archive:
        found = await archive.read(lambda db: search.search(db, lately, TODAY, 5))
        assert [hit.item for hit in found.hits] == [1]


async def test_articles_without_a_source_are_found_by_their_hosts_from_then_on(tmp_path: Path) -> None:
    path, article = tmp_path / "archive.sqlite3", item(source=None)
    with closing(open_database(path, "rwc")) as db, transaction(db, "BEGIN IMMEDIATE"):
        migrations().apply(db, stop_before="0011_hosts_as_sources")
        item_id = items.add(db, article, NOW)
        assert item_id is not None
        as_before = [replace(each, source=None) for each in documents_of(article, ())]
        documents.index(db, item_id, as_before, ())
    of_host = Query("", Field(FieldName.SOURCE, name_key("news.test"), "source:news.test"))
    async with await Archive.open(path) as archive:
        found = await archive.read(lambda db: search.search(db, of_host, TODAY, 5))
        assert [hit.item for hit in found.hits] == [item_id]
        await archive.write(lambda db: documents.drop(db, item_id))
        assert (await archive.read(lambda db: search.search(db, of_host, TODAY, 5))).total == 0


async def test_what_was_owed_is_still_owed_and_what_was_sent_is_not_sent_again(older_archive: Path) -> None:
    async with await Archive.open(older_archive) as archive:
        delivery = await archive.write(lambda db: outbox.claim(db, NOW))
        assert delivery is not None
        assert (delivery.chat.id, delivery.why) == (7, ("anhui",))
        await archive.write(lambda db: outbox.settle(db, delivery, Done(5), NOW))
        assert await archive.write(lambda db: outbox.claim(db, NOW)) is None
        assert not await archive.write(lambda db: owed(db, 8, 1)), "that chat was told"


async def test_what_comes_later_joins_the_meetings_that_were_there(older_archive: Path) -> None:
    """By their seat and day, and by their chair where a report does not say where it was."""
    nowhere = undated(chair=HAN_JUN, region=None, region_name=None)
    async with await Archive.open(older_archive) as archive:
        for identity, told in (("2", readout()), ("3", nowhere)):
            _, found = await archive.write(lambda db, i=identity, t=told: stored(db, i, t))  # type: ignore[misc]
            assert found == (1,)


async def test_a_source_goes_on_where_it_was(older_archive: Path) -> None:
    """Neither does it begin anew, nor is it taken for one that never showed anything."""
    async with await Archive.open(older_archive) as archive:
        await archive.write(lambda db: sources.sync_built_in(db, [source()], NOW))
        health = await archive.read(lambda db: sources.health(db, "Anhui Daily"))
    assert health is not None
    assert (health.seeded, health.state, health.validators.etag) == (True, SourceState.OK, "x")
    assert health.freshness.newest == NOW


async def test_sources_from_chat_take_part_in_the_budget(older_archive: Path) -> None:
    """The first version gave each of them the interval that all had."""
    with closing(open_database(older_archive, "rw")) as db, transaction(db, "BEGIN IMMEDIATE"):
        db.table("sources").insert(FROM_CHAT)
    async with await Archive.open(older_archive) as archive:
        known = await archive.read(sources.all_health)
    assert [(each.source.name, each.source.every) for each in known] == [
        ("Anhui Daily", timedelta(minutes=15)), ("From chat", None),
    ]  # fmt: skip
    assert all(each.habit == PostingHabit() for each in known)


async def test_what_was_listed_of_an_article_is_known_where_it_lies_now(tmp_path: Path) -> None:
    """So the next look tells what was changed since, and takes nothing else for a change."""
    path, listed = tmp_path / "archive.sqlite3", wordings.digest("Article 1", "The committee met.")
    with closing(open_database(path, "rwc")) as db, transaction(db, "BEGIN IMMEDIATE"):
        migrations().apply(db, stop_before="0009_leaner_items")
        long = {"id": 3, **ITEM, "identity": "3", "text": LONG}
        db.table("items").insert_all([{"id": 1, **ITEM}, {"id": 2, **ITEM, "identity": "2"}, long])
        db.table("item_digests").insert({"item": 1, "listed": listed})
    async with await Archive.open(path) as archive:
        same, other = item(), item(text="Other words.")
        assert await archive.read(lambda db: former_texts.changes(db, "Anhui Daily", [same])) == ()
        (change,) = await archive.read(lambda db: former_texts.changes(db, "Anhui Daily", [other]))
        assert (change.item_id, change.was_read) == (1, False)
        assert await archive.read(lambda db: items.get(db, 3)) == item(
            "3", text=LONG, url=ITEM["url"], title="Article 1"
        )
        never_noted = item("2", text="Other words.")
        assert await archive.read(lambda db: former_texts.changes(db, "Anhui Daily", [never_noted])) == ()


async def test_ready_made_lists_can_be_kept_from_then_on(older_archive: Path) -> None:
    async with await Archive.open(older_archive) as archive:
        assert await archive.read(watchlists.all_lists) == ()
        await archive.write(lambda db: watchlists.sync_built_in(db, [ANHUI], NOW))
        assert await archive.read(watchlists.all_lists) == (ANHUI,)
