"""The best first: how well hits fit, and how far back that is looked at."""

import pytest
from sqlite_utils import Database

from readouts.archive import search as searching
from readouts.archive.search import search
from readouts.domain.hit import Order, Results
from readouts.domain.query import AnyOf, Node, Query
from tests.archive.making import DAY, NOW, TODAY, readout, stored
from tests.archive.test_search import EVERYTHING, found, words


def best(db: Database, node: Node, limit: int = 100, after: str | None = None) -> Results:
    return search(db, Query("", node), TODAY, limit, after, Order.BEST)


def test_the_best_come_first_when_asked_for(db: Database) -> None:
    """Words in the title, then words that come again at the beginning, then the newer ones."""
    stored(db, "1", title="Border security", text="At the border.")
    stored(db, "2", title="Trade", text="The border, the border and the border again.")
    stored(db, "3", title="Trade", text="The BORDER and the sea.")
    stored(db, "4", title="Trade", text="A border and the sea.")
    stored(db, "5", title="Trade", text="x " * 200 + "border border")
    assert [hit.item for hit in best(db, words("border")).hits] == [1, 2, 4, 3, 5]
    assert [hit.item for hit in found(db, words("border")).hits] == [5, 4, 3, 2, 1]


def test_the_rarer_of_two_words_counts_more(db: Database) -> None:
    for number in range(5):
        stored(db, str(number), title="", text="border")
    stored(db, "smuggling", title="", text="smuggling")
    stored(db, "last", title="", text="border")
    either = AnyOf((words("border"), words("smuggling")))
    assert [hit.item for hit in best(db, either).hits][:2] == [6, 7]


def test_without_words_the_newest_are_the_best(db: Database) -> None:
    for number in range(3):
        stored(db, str(number), title=f"T{number}")
    assert best(db, EVERYTHING) == found(db, EVERYTHING)


def test_the_best_come_page_by_page_and_stay_while_new_articles_come(db: Database) -> None:
    for number in range(9):
        stored(db, str(number), title="", text="border " * (number % 4 + 1))
    whole = [hit.item for hit in best(db, words("border")).hits]
    pages, after = [], None
    for number in range(9, 12):
        page = best(db, words("border"), 4, after)
        pages += [hit.item for hit in page.hits]
        assert page.total == 9
        after = page.cursor
        stored(db, str(number), title="border", text="border")
    assert pages == whole
    assert after is None


def test_the_best_are_sought_among_the_newest_only_and_that_is_said(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "_COUNTED", 3)
    for number in range(3):
        stored(db, str(number), title="", text="border")
    assert best(db, words("border")).weighed is None
    stored(db, "long ago", title="border border", text="border", published=NOW - 99 * DAY)
    lately = best(db, words("border"))
    assert [hit.item for hit in lately.hits] == [3, 2, 1]
    assert (lately.weighed, lately.total, lately.total_is_floor) == (3, 3, True)


def test_a_meeting_is_one_hit_among_the_best(db: Database) -> None:
    stored(db, "1", readout(), text="border border", title="first")
    stored(db, "2", readout(), text="border", title="second", source="Other")
    assert best(db, words("border")).total == 1
    assert len(best(db, words("border")).hits) == 1
