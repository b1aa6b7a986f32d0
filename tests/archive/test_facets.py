"""Facets: by what a search can be narrowed, each with exactly the hits that it leaves."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from sqlite_utils import Database

from readouts.archive import facets as counting
from readouts.archive.facets import facets
from readouts.archive.search import search
from readouts.domain.facet import Facet, FacetName
from readouts.domain.gazetteer import name_key
from readouts.domain.item import Item
from readouts.domain.query import AllOf, Before, Field, FieldName, Node, Query, Since
from readouts.domain.readout import Bilingual, Readout
from tests.archive.making import DAY, HAN_JUN, NOW, TODAY, readout, stored
from tests.archive.test_search_law import copy_of, fill, nodes, stored_items

EVERYTHING = Query("", AllOf(()))


def counts(db: Database, name: FacetName) -> dict[str, int]:
    return {each.value: each.count for each in facets(db, EVERYTHING, TODAY).facets if each.name is name}


def test_hits_are_counted_by_what_they_are_about(db: Database) -> None:
    stored(db, "1", readout(themes=("political", "food"), chair=HAN_JUN))
    stored(db, "2", readout(region="CN-YN", themes=("food",)), source="Other")
    stored(db, "3", published=NOW - 30 * DAY, region="CN-YN")
    assert counts(db, FacetName.REGION) == {"CN-YN": 2, "CN-AH": 1}
    assert counts(db, FacetName.MONTH) == {"2024-06": 2, "2024-05": 1}
    assert counts(db, FacetName.THEME) == {"food": 2, "political": 1}
    assert counts(db, FacetName.SOURCE) == {"Anhui Daily": 2, "Other": 1}
    assert counts(db, FacetName.CHAIR) == {"韩俊": 1}
    (chair,) = [each for each in facets(db, EVERYTHING, TODAY).facets if each.name is FacetName.CHAIR]
    assert chair.names == Bilingual("Han Jun", "韩俊")


def test_the_most_frequent_come_first(db: Database) -> None:
    for number, region in enumerate(["CN-AH", "CN-YN", "CN-YN", "CN-BJ"]):
        stored(db, str(number), region=region)
    found = [each.value for each in facets(db, EVERYTHING, TODAY).facets if each.name is FacetName.REGION]
    assert found == ["CN-YN", "CN-AH", "CN-BJ"]


def test_only_the_newest_are_counted_and_that_is_said(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    stored(db, "1", region="CN-AH", published=NOW - DAY)
    stored(db, "2", region="CN-YN")
    assert facets(db, EVERYTHING, TODAY).newest is None
    monkeypatch.setattr(counting, "_COUNTED", 1)
    assert counts(db, FacetName.REGION) == {"CN-YN": 1}
    assert facets(db, EVERYTHING, TODAY).newest == 1
    monkeypatch.setattr(counting, "_COUNTED", 1_000)
    monkeypatch.setattr(counting, "_BUDGET", timedelta(seconds=-1))
    for number in range(3, 300):
        stored(db, str(number), region="CN-AH")
    cut_short = facets(db, EVERYTHING, TODAY).newest
    assert cut_short is not None
    assert cut_short < 299


def narrowed(facet: Facet) -> Node:
    match facet.name:
        case FacetName.MONTH:
            first = date.fromisoformat(f"{facet.value}-01")
            last = date.max if first.year == 9999 else (first + timedelta(days=31)).replace(day=1)
            return AllOf((Since(first), Before(last)))
        case FacetName.SOURCE | FacetName.CHAIR:
            return Field(FieldName(facet.name.value), name_key(facet.value), "")
        case _:
            return Field(FieldName(facet.name.value), facet.value, "")


@settings(max_examples=60, deadline=None)
@given(given_items=stored_items(), asked=nodes)
def test_each_leaves_as_many_hits_as_it_says(
    empty_archive: object, given_items: list[tuple[Item, tuple[Readout, ...]]], asked: Node
) -> None:
    db = copy_of(empty_archive)  # type: ignore[arg-type]
    fill(db, given_items)
    found = facets(db, Query("", asked), TODAY)
    assert found.hits == search(db, Query("", asked), TODAY, 1).total
    for facet in found.facets:
        if facet.value == "9999-12":  # nothing is before the month after it
            continue
        left = search(db, Query("", AllOf((asked, narrowed(facet)))), TODAY, 1)
        assert left.total == facet.count, facet
    db.close()
