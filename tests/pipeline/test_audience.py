"""Who waits for which source."""

import time

from readouts.domain.source import Source
from readouts.extractors.gazetteer import load_gazetteer
from readouts.pipeline.audience import watchers_of
from readouts.queries.engine import Engine
from readouts.queries.language import parse_query
from readouts.queries.places import places
from tests.proportion import in_proportion

GAZETTEER = load_gazetteer()
ANHUI = Source("Anhui Daily", "https://anhui.example/feed", region="CN-AH")
YUNNAN = Source("Yunnan Daily", "https://yunnan.example/feed", region="CN-YN")
NATIONAL = Source("SCMP", "https://scmp.example/feed")
SOURCES = (ANHUI, YUNNAN, NATIONAL)
PLACES = [
    places(parse_query(query, GAZETTEER).node)
    for query in ("security", *(f"region:{region}" for region in GAZETTEER.regions), "source:s7")
]


def counted(*watches: tuple[int, str]) -> list[int]:
    """Who waits for Anhui Daily, Yunnan Daily and SCMP, as far as the engine knows: (chat, query)."""
    engine = Engine()
    for watch, (chat, query) in enumerate(watches):
        engine.add(watch, chat, parse_query(query, GAZETTEER))
    found = watchers_of(SOURCES, engine.watching(), GAZETTEER)
    engine.compile()
    assert watchers_of(SOURCES, engine.watching(), GAZETTEER) == found
    return list(found.values())


def test_a_query_that_names_no_place_waits_for_every_source() -> None:
    assert counted((7, "theme:political"), (8, "-region:anhui")) == [2, 2, 2]


def test_one_that_names_a_region_waits_for_its_sources_and_for_those_of_no_region() -> None:
    assert counted((7, "region:anhui")) == [1, 0, 1]
    assert counted((7, "region:anhui OR region:yunnan")) == [1, 1, 1]


def test_one_that_names_a_town_waits_for_the_sources_of_its_region() -> None:
    assert counted((7, "region:lu'an")) == [1, 0, 1]


def test_one_that_names_a_source_waits_for_that_alone() -> None:
    assert counted((7, 'source:"anhui daily"')) == [1, 0, 0]
    assert counted((7, "source:scmp region:anhui")) == [0, 0, 1]


def test_a_chat_counts_once_however_many_watches_it_has() -> None:
    assert counted((7, "region:anhui"), (7, "security"), (7, 'source:"Anhui Daily"')) == [1, 1, 1]
    assert counted((7, "region:anhui"), (8, 'source:"Anhui Daily"')) == [2, 0, 1]


def test_nobody_waits_where_nobody_watches() -> None:
    assert counted() == [0, 0, 0]


def test_ten_times_the_sources_and_watches_take_about_ten_times_as_long() -> None:
    def took(size: int) -> float:
        regions = GAZETTEER.regions
        sources = [Source(f"s{n}", "", region=regions[n % 31] if n % 5 else None) for n in range(size)]
        watching = [(PLACES[n % len(PLACES)], (n, n + 1)) for n in range(size)]
        began = time.process_time()
        assert min(watchers_of(sources, watching, GAZETTEER).values()) > 0
        return time.process_time() - began

    assert in_proportion(took, 1_000, 10_000, most=40)
