"""What is written together goes into the index together, and the index is as if it had come one by one."""

from datetime import timedelta

import pytest
from sqlite_utils import Database

from readouts.archive import checks, documents, items
from readouts.archive.search import search
from readouts.domain.query import AllOf, Query
from tests.archive.making import NOW, TODAY, stored

# The newest first, as feeds list them; then older ones of another source.
AGES = (0, 3, 9, 1, 5, 20)


def titles(db: Database) -> list[str]:
    return [hit.title for hit in search(db, Query("", AllOf(())), TODAY, 20).hits]


def store(db: Database, age: int, source: str = "Anhui Daily") -> None:
    name = f"{source} {age}"
    stored(db, name, title=name, source=source, published=NOW - timedelta(days=age))


def test_articles_of_any_age_are_found_by_their_days(db: Database) -> None:
    with documents.gathered(db):
        for age in AGES:
            store(db, age)
    assert titles(db) == [f"Anhui Daily {age}" for age in sorted(AGES)]
    assert checks.index_is_sound(db)


def test_what_is_stored_and_removed_in_one_go_leaves_nothing_in_the_index(db: Database) -> None:
    store(db, 4, "Yunnan Daily")
    with documents.gathered(db):
        store(db, 2, "Yunnan Daily")
        store(db, 2)
        items.remove_all_of(db, "Yunnan Daily")
        store(db, 1)
    assert titles(db) == ["Anhui Daily 1", "Anhui Daily 2"]
    assert checks.index_is_sound(db)


def test_what_fails_leaves_nothing_waiting_for_the_next(db: Database) -> None:
    db.execute("SAVEPOINT before")
    with pytest.raises(LookupError):
        store_and_fail(db)
    db.execute("ROLLBACK TO before")
    store(db, 2)
    assert titles(db) == ["Anhui Daily 2"]
    assert checks.index_is_sound(db)


def store_and_fail(db: Database) -> None:
    with documents.gathered(db):
        store(db, 1)
        raise LookupError
