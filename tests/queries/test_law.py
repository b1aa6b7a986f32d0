"""What you can search you can watch: for every query and every item, the engine matches if and only if the
archive's search finds it."""

import asyncio
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from handlers.trying import ringing_only
from readouts.archive.database import Archive
from readouts.archive.search import search
from readouts.domain.document import Document
from readouts.domain.item import Item
from readouts.domain.query import AllOf, Field, FieldName, Node, Not, Query
from readouts.domain.readout import Readout
from readouts.queries.engine import Engine
from readouts.queries.language import parse_query
from readouts.queries.matching import matches
from readouts.queries.nodes import all_of
from tests.archive import test_search_law as search_law
from tests.queries.places import PLACES
from tests.queries.printing import printed
from tests.queries.strategies import documents, leaves, nodes

TODAY = search_law.TODAY


@settings(max_examples=500)
@given(nodes() | search_law.nodes, documents())
def test_matching_and_search_have_one_meaning(node: Node, document: Document) -> None:
    assert matches(node, document, TODAY) == search_law.means(node, document)


@dataclass
class Filled:
    """An archive with some articles, and its documents, oldest first."""

    db: Database
    made: search_law.Made


def some_items() -> list[tuple[Item, tuple[Readout, ...]]]:
    """A dozen articles with all that generated queries ask for."""
    found: list[tuple[Item, tuple[Readout, ...]]] = []

    @settings(max_examples=30, derandomize=True, database=None)
    @given(search_law.stored_items())
    def gather(stored: list[tuple[Item, tuple[Readout, ...]]]) -> None:
        found.extend(stored)

    gather()
    different = {item.text: (item, told) for item, told in found if len(told) > 1}
    longest = sorted(different.values(), key=lambda each: len(each[0].text))[-12:]
    return [(replace(item, identity=str(n), url=str(n)), told) for n, (item, told) in enumerate(longest)]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filled]:
    path: Path = tmp_path_factory.mktemp("law") / "archive.sqlite3"
    with asyncio.Runner() as runner:
        archive = runner.run(Archive.open(path))
        made = runner.run(archive.write(lambda db: search_law.fill(db, some_items())))
        runner.run(archive.close())
    conn = sqlite3.connect(path, isolation_level=None)
    conn.row_factory = sqlite3.Row
    yield Filled(Database(conn, execute_plugins=False), made)
    conn.close()


def typed(nodes_: st.SearchStrategy[Node]) -> st.SearchStrategy[Query]:
    """Written down, and read as the bot reads it."""
    return nodes_.map(lambda node: parse_query(printed(node), PLACES))


def unread(nodes_: st.SearchStrategy[Node]) -> st.SearchStrategy[Query]:
    """Groups in groups as nobody types them."""
    return nodes_.map(lambda node: Query(repr(node), node))


def both(parts: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    """Up to three of `parts`, or of what denies them."""
    several = st.lists(st.one_of(parts, parts.map(Not)), min_size=1, max_size=3)
    return several.map(lambda found: all_of(found) or AllOf(()))


denials = st.lists(leaves().map(Not), min_size=1, max_size=3).map(lambda found: all_of(found) or AllOf(()))
fields: st.SearchStrategy[Node] = st.sampled_from(list(FieldName)).flatmap(
    lambda name: st.sampled_from(search_law.VALUES[name]).map(lambda value: Field(name, value, value))
)
some_words: st.SearchStrategy[Node] = search_law.typed.map(lambda words: words)
SHAPES = {
    "as people type": typed(nodes()),
    "denials only": typed(denials),
    "fields": unread(both(fields)),
    "nested groups": unread(search_law.nodes),
    "words and what denies them": unread(both(some_words)),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_what_is_found_is_what_rings(filled: Filled, shape: str) -> None:
    """A thousand queries of each shape, held against every article of an archive."""
    rung_ever = 0

    @settings(max_examples=1_000, deadline=None)
    @given(SHAPES[shape], st.booleans())
    def law(query: Query, is_compiled: bool) -> None:
        nonlocal rung_ever
        engine = Engine()
        engine.add(1, 1, query)
        if is_compiled:
            engine.compile()
        rung = {n for n, (_, _, document) in enumerate(filled.made) if engine.match([document], TODAY)}
        rung_ever += len(rung)
        numbers = {id(document): n for n, (_, _, document) in enumerate(filled.made)}
        found = search(filled.db, ringing_only(query), TODAY, 1_000)
        assert [(hit.item, hit.meeting and hit.meeting.id) for hit in found.hits] == search_law.expected(
            lambda document: numbers[id(document)] in rung, filled.made
        )

    law()
    assert len(filled.made) > 30
    assert rung_ever > 1_000, "the law was held up by what was there, too"
