"""The engine says what a plain loop over all watches says, only sooner."""

import gc
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from weakref import ref

from hypothesis import given, settings
from hypothesis import strategies as st

from readouts.domain.document import Document
from readouts.domain.query import Query
from readouts.domain.watch import Match
from readouts.queries.compiled import Compiled, CompiledShelf
from readouts.queries.compiling import compiled_bytes
from readouts.queries.engine import MOST_RECENT, Changes, Engine
from readouts.queries.language import parse_query
from readouts.queries.matching import facts_of, is_alert, rings
from readouts.queries.shelf import Shelf
from tests.queries.places import PLACES
from tests.queries.printing import printed
from tests.queries.samples import TODAY, article, meeting
from tests.queries.strategies import documents, nodes


def engine_of(*queries: str) -> Engine:
    """Watches 1, 2, ... of chat 7."""
    engine = Engine()
    for watch, query in enumerate(queries, start=1):
        engine.add(watch, 7, parse_query(query, PLACES))
    return engine


def rung(engine: Engine, *found: Document) -> list[tuple[int, int | None]]:
    return [(match.watch, match.readout) for match in engine.match(found, TODAY)]


def typed(match: Match) -> tuple[str, ...]:
    return tuple(term.typed for term in match.terms)


def looped(watches: dict[int, Query], found: Sequence[Document], today: date) -> list[tuple[int, int | None]]:
    return [
        (watch, d.readout)
        for d in found
        for watch, query in sorted(watches.items())
        if rings(query, d, today)
    ]


def looked_at(engine: Engine, document: Document) -> int:
    """How many queries are tried for a document, compiled or not."""
    facts = facts_of(document)
    shelves: list[Shelf | CompiledShelf] = []
    for held in (engine, engine._compiled):
        if held is not None:
            shelves += [held.for_everything, *([held.for_meetings] if is_alert(document) else [])]
    return sum(len(shelf.candidates(facts)) for shelf in shelves)


queries = nodes().map(lambda node: parse_query(printed(node), PLACES))


@settings(max_examples=500)
@given(st.lists(queries, max_size=8), st.lists(documents(), min_size=1, max_size=4))
def test_the_engine_matches_exactly_what_a_loop_matches(asked: list[Query], found: list[Document]) -> None:
    watches = dict(enumerate(asked))
    engine = Engine()
    for watch, query in watches.items():
        engine.add(watch, watch % 3, query)
    assert rung(engine, *found) == looped(watches, found, TODAY)
    engine.compile()
    assert rung(engine, *found) == looped(watches, found, TODAY)


@dataclass
class Compiling:
    """What is compiled elsewhere, while watches come and go."""

    engine: Engine
    begun: tuple[Compiled, Changes] | None = None

    def begin(self) -> None:
        changes = self.engine.changes()
        data = b"".join(compiled_bytes(changes.applied_to(self.engine._compiled)))
        self.begun = Compiled(memoryview(data)), changes

    def end(self) -> None:
        if self.begun:
            self.engine.adopt(*self.begun)
        self.begun = None


@settings(max_examples=200)
@given(
    st.lists(
        st.tuples(st.integers(0, 5), st.none() | queries, st.sampled_from("-- begin end".split())),
        max_size=12,
    ),
    st.lists(documents(), min_size=1, max_size=2),
)
def test_watches_come_and_go_in_any_order_while_others_are_compiled(
    steps: list[tuple[int, Query | None, str]], found: list[Document]
) -> None:
    watches: dict[int, Query] = {}
    engine = Engine()
    compiling = Compiling(engine)
    for watch, query, step in steps:
        if query is None:
            watches.pop(watch, None)
            engine.remove(watch)
        else:
            watches[watch] = query
            engine.add(watch, 1, query)
        if step != "--":
            getattr(compiling, step)()
        assert len(engine) == len(watches)
        assert rung(engine, *found) == looped(watches, found, TODAY)


def test_a_match_says_who_watches_which_document_hit_and_why() -> None:
    engine = Engine()
    engine.add(3, 42, parse_query("region:Anhui Security", PLACES))
    for _ in ("as it came", "compiled"):
        (match,) = engine.match([meeting("security", readout=2)], TODAY)
        assert (match.watch, match.chat, match.readout) == (3, 42, 2)
        assert typed(match) == ("region:Anhui", "Security")
        engine.compile()


def test_equal_questions_of_many_chats_all_ring_in_their_own_words() -> None:
    engine = Engine()
    for watch, query in enumerate(["region:anhui", "地区:安徽", "region:anhui"]):
        engine.add(watch, 100 + watch, parse_query(query, PLACES))
    for _ in ("as they came", "compiled"):
        found = engine.match([meeting()], TODAY)
        assert [(m.watch, m.chat, typed(m)) for m in found] == [
            (0, 100, ("region:anhui",)),
            (1, 101, ("地区:安徽",)),
            (2, 102, ("region:anhui",)),
        ]
        engine.compile()
    assert looked_at(engine, meeting()) == 1


def test_a_round_up_rings_once_for_each_readout_that_fits() -> None:
    engine = engine_of("region:anhui", '"political security"', "political kind:any")
    whole = article("political security")
    found = rung(engine, whole, meeting("political security"), meeting("security", region="CN-YN", readout=1))
    assert found == [(3, None), (1, 0), (2, 0), (3, 0)]


def test_watches_that_need_nothing_in_particular_are_tried_always() -> None:
    engine = engine_of("-香港", "since:2024-06-01", "committee:省委", "kind:any", "-kind:central")
    assert rung(engine, meeting("安徽")) == [(1, 0), (2, 0), (3, 0), (4, 0), (5, 0)]
    assert rung(engine, article("安徽")) == [(4, None)]


def test_a_name_in_a_field_is_no_word_of_the_text() -> None:
    engine = engine_of("韩俊", "安徽", "sec*", "chair:韩俊", 'source:"安徽 sec"')
    document = meeting("security 云南", chairs=frozenset({"韩俊"}), source="安徽 sec", region=" sec")
    for _ in ("as they came", "compiled"):
        assert rung(engine, document) == [(3, 0), (4, 0), (5, 0)]
        assert rung(engine, replace(document, words=" ")) == [(4, 0), (5, 0)]
        engine.compile()


def test_a_watch_added_again_is_replaced() -> None:
    engine = engine_of("anhui")
    engine.add(1, 8, parse_query("yunnan", PLACES))
    assert len(engine) == 1
    assert rung(engine, meeting("anhui")) == []
    assert engine.match([meeting("yunnan")], TODAY)[0].chat == 8


def test_removing_what_is_not_there_changes_nothing() -> None:
    engine = engine_of("anhui")
    engine.remove(99)
    assert len(engine) == 1


def test_of_a_removed_watch_nothing_stays() -> None:
    engine = engine_of("-香港", "anhui OR region:anhui", "anhui", "anhui")
    for watch in (1, 2, 3, 4):
        assert looked_at(engine, meeting("anhui")) > 0
        engine.remove(watch)
    assert looked_at(engine, meeting("anhui")) == 0


def test_nobody_watching_is_silence() -> None:
    assert Engine().match([meeting("anhui"), article()], TODAY) == ()
    assert engine_of("anhui").match([], TODAY) == ()


def test_after_thousands_of_changes_the_watches_are_due_to_be_compiled() -> None:
    engine = Engine()
    words = [f"word{i:05d}" for i in range(MOST_RECENT)]
    for watch, word in enumerate(words):
        engine.add(watch, 1, parse_query(word, PLACES))
    assert not engine.is_due
    engine.add(MOST_RECENT, 1, parse_query("anhui", PLACES))
    assert engine.is_due
    engine.compile()
    assert not engine.is_due
    for watch in range(MOST_RECENT + 1):
        engine.remove(watch)
    assert engine.is_due
    assert len(engine) == 0
    engine.compile()
    assert not engine.is_due
    assert rung(engine, meeting("anhui")) == []


def test_only_watches_whose_rarest_term_turns_up_are_looked_at() -> None:
    engine = engine_of(
        *(f"security rare{i:04d}" for i in range(2_000)), "region:yunnan 安全", "国家安全 走私"
    )
    text = meeting("国家安全 national security of anhui rare0007")
    assert looked_at(engine, text) == 1
    engine.compile()
    assert looked_at(engine, text) == 1


def test_what_asks_for_no_kind_is_not_even_looked_at_for_ordinary_articles() -> None:
    engine = engine_of("security", "security kind:any")
    assert looked_at(engine, article("security")) == 1
    engine.compile()
    assert looked_at(engine, article("security")) == 1


def test_watches_that_were_compiled_anew_leave_memory_at_once() -> None:
    """The bot keeps the collector away from what was loaded at its start."""
    engine = engine_of("anhui", "anhui kind:any")
    engine.compile()
    assert engine._compiled is not None
    assert len(rung(engine, meeting("anhui"))) == 2
    former = [ref(engine._compiled.for_meetings), ref(engine._compiled.for_everything)]
    gc.disable()
    try:
        engine.compile()
        assert [each() for each in former] == [None, None]
    finally:
        gc.enable()


def watched(engine: Engine) -> dict[str, list[int]]:
    """The chats that wait for each place, one for each watch; "anywhere" for what names none."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    for named, chats in engine.watching():
        key = "anywhere" if named is None else " ".join(sorted(each.key for each in named))
        found[key] = sorted([*found[key], *chats])
    return {key: chats for key, chats in found.items() if chats}


def test_it_is_told_which_places_are_watched_and_for_whom_however_the_watches_lie() -> None:
    engine = engine_of("region:anhui", "security", "region:安徽 走私 kind:any", "region:anhui OR source:scmp")
    engine.add(5, 8, parse_query("安全 region:anhui", PLACES))
    named = {"region:CN-AH": [7, 7, 8], "anywhere": [7], "region:CN-AH source:scmp": [7]}
    assert watched(engine) == named
    engine.compile()
    assert watched(engine) == named


def test_who_watches_no_longer_is_not_told_of() -> None:
    engine = engine_of("region:anhui", "security", "region:anhui")
    engine.compile()
    engine.remove(1)
    engine.add(2, 9, parse_query("region:yunnan", PLACES))
    engine.add(4, 8, parse_query("region:anhui", PLACES))
    assert watched(engine) == {"region:CN-AH": [7, 8], "region:CN-YN": [9]}
    engine.compile()
    assert watched(engine) == {"region:CN-AH": [7, 8], "region:CN-YN": [9]}


def test_watches_may_come_and_go_while_somebody_reads_what_is_watched() -> None:
    engine = engine_of("region:anhui", "region:yunnan")
    engine.compile()
    engine.add(3, 8, parse_query("security", PLACES))
    reading = engine.watching()
    first, chats = next(reading)
    engine.add(4, 9, parse_query("security", PLACES))
    engine.add(5, 9, parse_query("region:anhui", PLACES))
    engine.remove(2)
    engine.compile()
    assert (first, list(chats)) == (None, [8])
    assert [list(chats) for _, chats in reading] == [[7], [7]]
    assert watched(engine) == {"anywhere": [8, 9], "region:CN-AH": [7, 9]}
