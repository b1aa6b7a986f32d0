"""What you can search you can watch: matching agrees with what the archive's search is held to."""

from hypothesis import given, settings

from readouts.domain.document import Document
from readouts.domain.query import Node
from readouts.queries.matching import matches
from tests.archive import test_search_law as search_law
from tests.queries.strategies import documents, nodes


@settings(max_examples=500)
@given(nodes() | search_law.nodes, documents())
def test_matching_and_search_have_one_meaning(node: Node, document: Document) -> None:
    assert matches(node, document, search_law.TODAY) == search_law.means(node, document)
