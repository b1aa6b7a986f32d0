"""An article that is changed: both texts are kept, its meeting is told anew, and the search knows."""

from dataclasses import replace
from datetime import date

import pytest
from sqlite_utils import Database

from readouts.archive import documents, former_texts, hand, items, meetings, search, wordings
from readouts.archive.checks import index_is_sound
from readouts.archive.former_texts import MOST_AT_ONCE, MOST_KEPT, Corrected
from readouts.domain.joining import paired
from readouts.domain.query import Query, Words
from readouts.domain.readout import Kind, Readout, Span
from tests.archive.making import DAY, HAN_JUN, MINUTE, NOW, TODAY, item, readout, stored

SOURCE = "Anhui Daily"


def corrected(db: Database, item_id: int, text: str, *told: Readout) -> Corrected:
    found = former_texts.correct(db, item_id, item("1", text=text), told, NOW + DAY)
    assert found is not None
    return found


def former(db: Database, item_id: int) -> list[str]:
    rows = db.execute("SELECT text FROM former_texts WHERE item = ? ORDER BY id", (item_id,))
    return [row["text"] for row in rows]


def hits(db: Database, word: str) -> list[int]:
    return [hit.item for hit in search.search(db, Query(word, Words((word,), False, word)), TODAY, 10).hits]


def facts(db: Database, meeting: int | None) -> Readout:
    found = meetings.get(db, meeting or 0)
    assert found is not None
    return found.readout


def test_a_change_is_told_from_what_was_listed_and_white_space_and_case_are_none(db: Database) -> None:
    stored(db, "1")
    assert former_texts.changes(db, SOURCE, [item("1", text="Other words.")]) == (), "nothing is known yet"
    former_texts.note(db, SOURCE, [item("1")])
    for title, text in (("Article 1", "The  committee\nmet."), ("ARTICLE 1 ", "the committee met.")):
        assert former_texts.changes(db, SOURCE, [item("1", title=title, text=text)]) == ()
    for same in (item("1", published=NOW + DAY), item("1", url="https://mirror.test/1")):
        assert former_texts.changes(db, SOURCE, [same]) == ()
    for other in (item("1", text="The committee met on Monday."), item("1", title="Corrected: Article 1")):
        (change,) = former_texts.changes(db, SOURCE, [other])
        assert (change.listed, change.stored, change.was_read) == (other, item("1"), False)


def test_what_was_listed_is_known_from_the_moment_an_item_is_stored(db: Database) -> None:
    listed = item("1", text="A standfirst.")
    read = items.Listed(item("1"), wordings.digest(listed.title, listed.text))
    items.add_all(db, [read], NOW)
    assert former_texts.changes(db, SOURCE, [listed]) == ()
    (change,) = former_texts.changes(db, SOURCE, [item("1", text="Another standfirst.")])
    assert change.was_read


def test_a_change_that_was_settled_is_none_any_more(db: Database) -> None:
    stored(db, "1")
    former_texts.note(db, SOURCE, [item("1")])
    other = item("1", text="Other words.")
    former_texts.note(db, SOURCE, [other])
    (change,) = former_texts.changes(db, SOURCE, [other])
    former_texts.settle(db, change)
    assert former_texts.changes(db, SOURCE, [other]) == ()
    assert len(former_texts.changes(db, SOURCE, [item("1")])) == 1


def test_another_source_and_an_unknown_item_change_nothing(db: Database) -> None:
    stored(db, "1")
    former_texts.note(db, SOURCE, [item("1"), item("2")])
    assert former_texts.changes(db, "Other Daily", [item("1", text="Other words.")]) == ()
    assert former_texts.changes(db, SOURCE, [item("2", text="Other words.")]) == ()
    assert former_texts.changes(db, SOURCE, []) == ()


def test_what_was_read_on_the_articles_own_page_is_known_to_be(db: Database) -> None:
    stored(db, "1", text="The whole article.")
    former_texts.note(db, SOURCE, [item("1", text="A standfirst.")])
    (change,) = former_texts.changes(db, SOURCE, [item("1", text="Another standfirst.")])
    assert change.was_read


def test_one_look_brings_a_bounded_number_of_changes(db: Database) -> None:
    many = [item(str(number)) for number in range(MOST_AT_ONCE + 20)]
    for each in many:
        stored(db, each.identity)
    former_texts.note(db, SOURCE, many)
    listed = [replace(each, text="Other words.") for each in many]
    assert len(former_texts.changes(db, SOURCE, listed)) == MOST_AT_ONCE


def test_both_texts_are_kept_and_the_search_finds_the_new_one(db: Database) -> None:
    item_id, (meeting,) = stored(db, "1", readout(), text="They spoke of smuggling.")
    assert hits(db, "smuggling") == [item_id]
    assert corrected(db, item_id, "They spoke of borders.", readout()) == Corrected(
        (meeting,), frozenset([meeting or 0]), frozenset(), False
    )
    assert former(db, item_id) == ["They spoke of smuggling."]
    assert (hits(db, "smuggling"), hits(db, "borders")) == ([], [item_id])
    assert index_is_sound(db)
    documents.rebuild(db)
    assert hits(db, "borders") == [item_id]


def test_the_newest_ten_versions_are_kept(db: Database) -> None:
    item_id, _ = stored(db, "1", text="version 0")
    for number in range(1, 15):
        corrected(db, item_id, f"version {number}")
    assert former(db, item_id) == [f"version {number}" for number in range(14 - MOST_KEPT, 14)]


def test_the_meeting_is_told_as_the_new_text_has_it_and_stays_the_same_meeting(db: Database) -> None:
    item_id, (meeting,) = stored(db, "1", readout(themes=("food",)))
    told = readout(date=date(2024, 6, 4), themes=("energy",), chair=HAN_JUN)
    (same,) = corrected(db, item_id, "New.", told).altered
    assert same == meeting
    assert facts(db, meeting) == told
    found = meetings.get(db, meeting or 0)
    assert found is not None
    assert found.articles[0].corrected == NOW + DAY
    _, (again,) = stored(db, "2", told, now=NOW + DAY)
    assert again == meeting, "the next article joins it by its new date"


def test_a_place_that_was_wrong_is_put_right_in_the_meeting(db: Database) -> None:
    item_id, (meeting,) = stored(db, "1", readout())
    yunnan = readout(region="CN-YN")
    assert corrected(db, item_id, "New.", yunnan).meetings == (meeting,)
    assert facts(db, meeting) == yunnan
    assert stored(db, "2", yunnan)[1] == (meeting,)
    assert stored(db, "3", readout())[1] != (meeting,)


def test_a_place_that_others_report_is_left_to_them(db: Database) -> None:
    item_id, (meeting,) = stored(db, "1", readout())
    stored(db, "2", readout(), source="Other Daily")
    found = corrected(db, item_id, "New.", readout(region="CN-YN"))
    assert found.former == found.altered == {meeting}
    assert found.meetings not in {(meeting,), (None,)}
    assert facts(db, meeting) == readout()
    kept = meetings.get(db, meeting or 0)
    assert kept is not None
    assert [article.source for article in kept.articles] == ["Other Daily"]


def test_a_meeting_that_the_new_text_leaves_out_is_not_forgotten(db: Database) -> None:
    """A feed that shortens its articles takes nothing back."""
    evidence = {"region": Span("Anhui", 0, 5)}
    item_id, (anhui, yunnan) = stored(db, "1", readout(evidence=evidence), readout(region="CN-YN"))
    found = corrected(db, item_id, "Short.", readout(region="CN-YN"))
    assert found == Corrected((yunnan,), frozenset([anhui or 0, yunnan or 0]), frozenset(), False)
    assert facts(db, anhui) == readout()
    assert corrected(db, item_id, "Nothing.").altered == frozenset()
    assert {facts(db, anhui).region, facts(db, yunnan).region} == {"CN-AH", "CN-YN"}
    back = corrected(db, item_id, "Long again.", readout(), readout(region="CN-YN"))
    assert back.meetings == (anhui, yunnan)
    assert [belonging.meeting for belonging, _ in meetings.told_in(db, item_id)] == [anhui, yunnan]
    assert index_is_sound(db)


def test_a_meeting_that_only_the_new_text_tells_of_is_named_as_new(db: Database) -> None:
    item_id, _ = stored(db, "1", readout(kind=Kind.MENTION))
    found = corrected(db, item_id, "New.", readout(kind=Kind.MENTION), readout())
    assert (found.meetings, found.former) == ((None, 1), frozenset())


def test_what_an_admin_decided_outlives_a_correction(db: Database) -> None:
    _, (chongqing,) = stored(db, "2", readout(region="CN-CQ"))
    item_id, (anhui,) = stored(db, "1", readout())
    hand.merge(db, chongqing or 0, anhui or 0, NOW)
    assert corrected(db, item_id, "New.", readout(themes=("energy",))).meetings == (chongqing,)
    assert facts(db, chongqing).themes == ("energy",)
    hand.split(db, chongqing or 0, 2, NOW)
    assert facts(db, anhui) == readout(themes=("energy",))
    assert facts(db, chongqing) == readout(region="CN-CQ")


def test_what_a_correction_no_longer_puts_right_counts_again(db: Database) -> None:
    _, (anhui,) = stored(db, "2", readout())
    item_id, again = stored(db, "1", readout(date=date(2024, 6, 4)), title="Correction")
    assert again == (anhui,)
    assert facts(db, anhui).date == date(2024, 6, 4)
    told = corrected(db, item_id, "New.", readout(region="CN-YN"))
    assert anhui not in told.meetings
    assert facts(db, anhui) == readout()


def test_an_item_that_is_gone_is_not_corrected(db: Database) -> None:
    assert former_texts.correct(db, 99, item("1"), (), NOW + MINUTE) is None
    assert former(db, 99) == []


@pytest.mark.parametrize(
    ("before", "told", "pairs"),
    [
        ([], [readout()], {}),
        ([readout()], [], {}),
        ([readout(), readout(region="CN-YN")], [readout(region="CN-YN"), readout()], {0: 1, 1: 0}),
        (
            [readout(date=date(2024, 5, 1)), readout(date=date(2024, 6, 1))],
            [readout(date=date(2024, 6, 1)), readout(date=date(2024, 5, 2))],
            {0: 1, 1: 0},
        ),
        ([readout()], [readout(region="CN-YN")], {}),
        ([readout()], [readout(), readout()], {0: 0}),
    ],
)
def test_readouts_of_both_texts_belong_together_by_committee_and_then_by_day(
    before: list[Readout], told: list[Readout], pairs: dict[int, int]
) -> None:
    assert paired(before, told) == pairs
