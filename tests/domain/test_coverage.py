"""A region that is silent is told from one that nobody sees."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from readouts.domain.coverage import Sight, coverage
from readouts.domain.freshness import Freshness
from readouts.domain.source import Source, SourceHealth, SourceState

NOW = datetime(2024, 6, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def health(name: str, region: str | None, hours: float | None, paused: bool = False) -> SourceHealth:
    source = Source(name, "https://paper.example/feed", region=region, paused=paused)
    last = None if hours is None else NOW - hours * HOUR
    return SourceHealth(source, SourceState.OK, last_answer=last, freshness=Freshness(last))


def test_a_region_is_seen_while_one_of_its_sources_answered_within_a_day() -> None:
    (anhui,) = coverage([health("a", "CN-AH", 90), health("b", "CN-AH", 24)], ["CN-AH"], NOW)
    assert (anhui.sight, anhui.sources) == (Sight.SEEN, ("a", "b"))
    assert anhui.last_answer == anhui.newest == NOW - 24 * HOUR


def test_a_region_is_blind_when_none_of_its_sources_answered_for_a_day_or_ever() -> None:
    everyone = [health("a", "CN-AH", 25), health("b", "CN-YN", None)]
    assert [each.sight for each in coverage(everyone, ["CN-AH", "CN-YN"], NOW)] == [Sight.BLIND] * 2


def test_a_region_whose_answering_sources_are_all_frozen_is_not_called_seen() -> None:
    frozen = replace(health("a", "CN-AH", 1), state=SourceState.FROZEN)
    late, early = health("b", "CN-AH", 30), health("c", "CN-AH", 2)
    assert [each.sight for each in coverage([frozen, late], ["CN-AH"], NOW)] == [Sight.FROZEN]
    assert [each.sight for each in coverage([frozen, early], ["CN-AH"], NOW)] == [Sight.SEEN]


def test_paused_sources_and_those_without_a_region_cover_none() -> None:
    everyone = [health("a", "CN-AH", 1, paused=True), health("b", None, 1), health("c", "CN-XX", 1)]
    (anhui,) = coverage(everyone, ["CN-AH"], NOW)
    assert (anhui.sight, anhui.sources, anhui.last_answer) == (Sight.UNCOVERED, (), None)


def test_regions_keep_their_order() -> None:
    assert [each.region for each in coverage([], ["CN-YN", "CN-AH"], NOW)] == ["CN-YN", "CN-AH"]
