"""Where news for a query comes from, as far as the query says."""

import pytest
from hypothesis import given, settings

from readouts.domain.document import Document
from readouts.domain.query import Node
from readouts.queries.language import parse_query
from readouts.queries.matching import facts_of, matches
from readouts.queries.places import places
from tests.queries.places import PLACES
from tests.queries.samples import TODAY
from tests.queries.strategies import documents, nodes


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("region:anhui", {"region:CN-AH"}),
        ("theme:political region:hefei security", {"division:340100"}),
        ("region:anhui OR region:yunnan", {"region:CN-AH", "region:CN-YN"}),
        ('region:anhui source:"Anhui Daily"', {"source:anhuidaily"}),
        ("security", None),
        ("region:anhui OR security", None),
        ("-region:anhui", None),
    ],
)
def test_a_query_names_its_places(query: str, named: set[str] | None) -> None:
    found = places(parse_query(query, PLACES).node)
    assert (None if found is None else {each.key for each in found}) == named


@settings(max_examples=500)
@given(nodes(), documents())
def test_whatever_matches_comes_from_a_place_that_was_named(node: Node, document: Document) -> None:
    named = places(node)
    if named is not None and matches(node, document, TODAY):
        assert {each.key for each in named} & facts_of(document).fields
