"""Pages as they came are kept for articles that tell of a meeting, so long and so many as it was said."""

from sqlite_utils import Database

from readouts.archive import items, pages
from readouts.domain.kept_page import KeptPage
from readouts.domain.readout import Kind
from tests.archive.making import DAY, MINUTE, NOW, readout, stored

SOURCE = "Anhui Daily"
PAGE = KeptPage.of("https://news.test/1?key=hidden", "text/html", b"<html>" + b"They met. " * 1000)


def kept(db: Database, meeting: int | None) -> list[KeptPage]:
    return list(pages.of_meeting(db, meeting or 0).values())


def test_the_page_of_a_meetings_article_comes_back_as_it_came(db: Database) -> None:
    item_id, (meeting,) = stored(db, "1", readout())
    pages.keep(db, SOURCE, {"1": PAGE}, NOW)
    assert pages.of_meeting(db, meeting or 0) == {item_id: PAGE}
    assert PAGE.body.startswith(b"<html>They met.")
    assert len(PAGE.packed) < len(PAGE.body) / 20
    assert "hidden" not in repr(PAGE)


def test_pages_that_tell_of_no_meeting_or_of_no_item_are_not_kept(db: Database) -> None:
    stored(db, "1")
    stored(db, "2", readout(kind=Kind.MENTION))
    pages.keep(db, SOURCE, {"1": PAGE, "2": PAGE, "3": PAGE}, NOW)
    assert db["kept_pages"].count == 0


def test_the_newest_pages_that_fit_are_kept(db: Database) -> None:
    meetings = [stored(db, str(n), readout(region=f"CN-A{n}"))[1][0] for n in range(4)]
    for number in range(4):
        now = NOW + number * MINUTE
        pages.keep(db, SOURCE, {str(number): PAGE}, now, most=2 * len(PAGE.packed))
    assert [len(kept(db, meeting)) for meeting in meetings] == [0, 0, 1, 1]


def test_what_is_too_old_is_forgotten_and_what_is_removed_leaves_no_page(db: Database) -> None:
    meetings = [stored(db, str(n), readout(region=f"CN-A{n}"))[1][0] for n in range(2)]
    pages.keep(db, SOURCE, {"0": PAGE}, NOW)
    pages.keep(db, SOURCE, {"1": PAGE}, NOW + DAY)
    pages.forget_before(db, NOW + MINUTE)
    assert [len(kept(db, meeting)) for meeting in meetings] == [0, 1]
    items.remove_all_of(db, SOURCE)
    assert db["kept_pages"].count == 0
