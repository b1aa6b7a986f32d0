"""Items: what is new is decided by what was seen, never by a date."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from readouts.archive import items
from readouts.archive.rows import beginning_of, instant, published_columns, storable, utc_text
from readouts.domain.document import documents
from readouts.domain.item import Item
from tests.archive.making import DAY, NOW, item

CHINA = timezone(timedelta(hours=8))


def new(db: Database, given: list[Item], source: str = "Anhui Daily") -> tuple[Item, ...]:
    return items.unseen(db, source, given, NOW).new


def test_an_item_comes_back_as_it_was_given(db: Database) -> None:
    after_midnight = datetime(2024, 6, 4, 0, 30, tzinfo=CHINA)
    given_item = item(
        title="标题 <b>", text="全文\n第二行\x00", lang="zh", published=after_midnight, region="CN-AH"
    )
    item_id = items.add(db, given_item, NOW)
    assert item_id is not None
    found = items.get(db, item_id)
    assert found == given_item
    assert found is not None
    assert found.published is not None
    assert found.published.date() == date(2024, 6, 4), "the day of publication is the source's own"


@pytest.mark.parametrize(
    "text", ["会议强调安全。" * 100, "x\ud800" * 500, "a" * 499, random.Random(1).randbytes(900).hex()]
)
def test_a_long_text_takes_less_room_and_comes_back_as_it_was(db: Database, text: str) -> None:
    given_item = item(text=text)
    item_id = items.add(db, given_item, NOW)
    assert item_id is not None
    found = items.get(db, item_id)
    assert found == replace(given_item, text=storable(text))
    size = "SELECT length(cast(text AS BLOB)) + ifnull(length(packed), 0) FROM items"
    assert db.execute(size).fetchone()[0] < max(500, 0.9 * len(text.encode("utf-8", "replace")))


def test_an_item_without_source_date_and_language_comes_back_so(db: Database) -> None:
    bare = item(source=None, published=None, lang=None, url="", title="", text="")
    item_id = items.add(db, bare, NOW)
    assert item_id is not None
    assert items.get(db, item_id) == bare


def test_an_item_nobody_stored_is_none(db: Database) -> None:
    assert items.get(db, 99) is None


def test_what_was_stored_is_not_new_again_whatever_its_date_says(db: Database) -> None:
    first, second = item("1"), item("2")
    assert new(db, [first, second]) == (first, second)
    items.add(db, first, NOW)
    touched = item("1", title="Updated title", published=NOW + 100 * DAY)
    assert new(db, [touched, second]) == (second,)
    assert items.add(db, touched, NOW) is None


def test_an_item_twice_in_one_poll_is_new_once(db: Database) -> None:
    first = item("1")
    assert new(db, [first, item("2"), item("1", title="again")]) == (first, item("2"))


def test_each_source_has_its_own_identities(db: Database) -> None:
    items.add(db, item("1"), NOW)
    elsewhere = item("1", source="Other Daily")
    assert new(db, [elsewhere], "Other Daily") == (elsewhere,)
    assert items.add(db, elsewhere, NOW) is not None, "each source's article is evidence"


def renamed(identity: str) -> Item:
    """One article under ever new identities, and an address with ever new tracking."""
    return item(identity, url=f"http://www.news.test/a?utm_source={identity}", title="安徽：A  meeting")


def test_a_source_that_renames_its_items_announces_nothing_twice(db: Database) -> None:
    items.add(db, renamed("1"), NOW)
    found = items.unseen(db, "Anhui Daily", [renamed("2")], NOW + 29 * DAY)
    assert found == ((), (renamed("2"),))
    assert items.add(db, renamed("2"), NOW + 29 * DAY) is None
    known = items.unseen(db, "Anhui Daily", [renamed("2")], NOW + 300 * DAY)
    assert known == ((), ()), "the new name is known from now on, for good"


@pytest.mark.parametrize("is_known", [True, False], ids=["known", "new"])
def test_what_is_stored_together_is_told_apart_as_if_it_came_one_by_one(db: Database, is_known: bool) -> None:
    given = [item("2"), item("1"), renamed("3"), renamed("4"), item("5")]
    first = items.add(db, item("1"), NOW) if is_known else None
    found = items.add_all(db, [items.Listed(each) for each in given], NOW)
    assert [each is None for each in found] == [False, is_known, False, True, False]
    stored = [each for each in (first, *found) if each is not None]
    assert stored == sorted(stored)
    for each, item_id in zip(given, found, strict=True):
        assert item_id is None or items.get(db, item_id) == each
    assert new(db, given) == (), "the name of the one that was left out is known, too"
    assert items.add_all(db, [items.Listed(renamed("4"))], NOW + 400 * DAY) == [None]


def test_what_a_new_source_brings_twice_is_stored_once(db: Database) -> None:
    given = [item("1"), item("1", title="Again", url="https://news.test/again"), item("2")]
    found = items.add_all(db, [items.Listed(each) for each in given], NOW)
    assert [each is None for each in found] == [False, True, False]
    assert items.add_all(db, [], NOW) == []


def test_a_source_that_moves_to_another_host_announces_nothing_twice(db: Database) -> None:
    """Its paths and titles go along; a link is all the identity that many items have."""
    before = item("https://old.test/a?id=1", url="https://old.test/a?id=1")
    after = item("https://new.test/a?id=1", url="https://new.test/a?id=1", title=before.title)
    items.add(db, before, NOW)
    assert items.unseen(db, "Anhui Daily", [after], NOW) == ((), (after,))
    assert items.add(db, after, NOW) is None


def test_one_article_under_two_names_in_one_poll_is_new_once(db: Database) -> None:
    found = items.unseen(db, "Anhui Daily", [renamed("1"), renamed("2")], NOW)
    assert found == ((renamed("1"),), (renamed("2"),))


def test_after_thirty_days_the_same_address_and_title_may_be_news(db: Database) -> None:
    items.add(db, renamed("1"), NOW)
    assert items.add(db, renamed("2"), NOW + 31 * DAY) is not None


@pytest.mark.parametrize("facts", [{"title": ""}, {"url": ""}, {"title": "!"}])
def test_items_without_address_or_title_are_not_taken_for_each_other(
    db: Database, facts: dict[str, str]
) -> None:
    items.add(db, item("1", **({"url": "https://news.test/a", "title": "A"} | facts)), NOW)
    assert items.add(db, item("2", **({"url": "https://news.test/a", "title": "A"} | facts)), NOW) is not None


def test_lone_surrogates_become_question_marks_and_offsets_keep(db: Database) -> None:
    broken = item("id\ud800", title="t\udfff", text="before \ud83d after", url="http://news.test/\ud800")
    item_id = items.add(db, broken, NOW)
    assert item_id is not None
    found = items.get(db, item_id)
    assert found is not None
    assert (found.title, found.text) == ("t?", "before ? after")
    assert new(db, [broken]) == ()


@given(st.datetimes(timezones=st.timezones()))
def test_times_keep_their_moment_and_their_order(moment: datetime) -> None:
    text, offset = published_columns(moment)
    if text is not None:
        assert instant(text) == moment.astimezone(UTC)
        assert offset is not None
        assert len(text) == len(utc_text(NOW))
        assert (text < utc_text(NOW)) is (moment.astimezone(UTC) < NOW)


def test_a_date_at_the_edge_of_the_calendar_is_as_good_as_none() -> None:
    assert published_columns(datetime.min.replace(tzinfo=CHINA)) == (None, None)


def test_a_time_without_a_zone_is_taken_as_utc() -> None:
    assert utc_text(datetime(2024, 6, 9)) == utc_text(datetime(2024, 6, 9, tzinfo=UTC))  # noqa: DTZ001


@given(st.text(st.characters(), max_size=30))
def test_stored_text_has_the_same_tokens_as_the_text_given(text: str) -> None:
    stored_text = storable(text)
    assert len(stored_text) == len(text)
    assert documents(item(text=stored_text), ())[0].words == documents(item(text=text), ())[0].words


@pytest.mark.parametrize("text", ["", "short", "安全" * 2_000, "é" * 299 + "国" * 400, "a" * 5_000])
def test_the_beginning_of_a_text_is_read_without_the_rest(db: Database, text: str) -> None:
    number = items.add(db, item(text=text), NOW)
    row = db.execute("SELECT text, packed FROM items WHERE id = ?", (number,)).fetchone()
    for size in (1, 300, 10_000):
        assert beginning_of(row, size) == text[:size]
