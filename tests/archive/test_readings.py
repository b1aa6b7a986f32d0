"""How a source's pages are read outlives a restart, and a new way of reading reads the page anew."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlite_utils import Database

from readouts.archive import sources
from readouts.archive.readings import reading_text
from readouts.domain.source import (
    ArticlePolicy,
    Poll,
    Selectors,
    Source,
    SourceKind,
    SourceState,
    Validators,
)
from tests.archive.making import NOW

HELD = Validators('"etag"', "Mon, 03 Jun 2024 00:00:00 GMT", b"\x00hash")
PAGE = Source(
    "paper",
    "https://p.example/{yyyy}-{mm}/{dd}/node_1.htm",
    SourceKind.PAGE,
    articles=ArticlePolicy.ALWAYS,
    selectors=Selectors("ul.新闻 a", "a.next", "h1", ".date", "#zoom"),
    pages=7,
)


def stored(db: Database) -> Source:
    found = sources.health(db, "paper")
    assert found is not None
    return found.source


@pytest.mark.parametrize(
    "source",
    [PAGE, replace(PAGE, selectors=Selectors(body="#zoom")), Source("paper", "https://p.example/feed")],
)
@pytest.mark.parametrize("is_built_in", [True, False])
def test_selectors_and_policy_come_back_as_they_were(source: Source, is_built_in: bool, db: Database) -> None:
    if is_built_in:
        sources.sync_built_in(db, [source], NOW)
    else:
        assert sources.add(db, source, NOW)
    assert stored(db) == replace(source, built_in=is_built_in)


def test_what_is_usual_is_not_written_down() -> None:
    """So an archive of an earlier version holds for every source what it would hold now."""
    assert reading_text(Source("paper", "https://p.example/feed")) == "{}"


@pytest.mark.parametrize(
    ("changed", "kept"),
    [(PAGE, True), (replace(PAGE, selectors=Selectors(item="a")), False), (replace(PAGE, pages=2), False)],
)
def test_another_way_of_reading_asks_for_the_page_although_it_may_be_the_same(
    changed: Source, kept: bool, db: Database
) -> None:
    sources.sync_built_in(db, [PAGE], NOW)
    sources.record_poll(db, Poll(PAGE, SourceState.OK, "", timedelta(), validators=HELD), NOW)
    sources.sync_built_in(db, [changed], NOW)
    health = sources.health(db, "paper")
    assert health is not None
    assert health.validators == (HELD if kept else Validators())
    assert health.seeded
    assert health.source == changed
