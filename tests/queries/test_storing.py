"""What is compiled is read back as it was."""

from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readouts.domain.query import Node, Query
from readouts.queries.places import places
from readouts.queries.sections import Sections, grouped, lined, packed
from readouts.queries.storing import as_json, from_json, places_as_json, places_from_json
from tests.queries.strategies import nodes


@given(nodes(), st.text(max_size=20))
def test_a_query_is_read_back_with_its_words_as_typed(node: Node, text: str) -> None:
    query = Query(text, node)
    again = from_json(as_json(query))
    assert again == query
    assert repr(again) == repr(query)


@given(nodes())
def test_the_places_of_a_query_are_read_back(node: Node) -> None:
    assert places_from_json(places_as_json(places(node))) == places(node)


@given(
    st.lists(st.lists(st.integers(-(2**31), 2**31 - 1), max_size=3), max_size=5),
    st.lists(st.text(st.characters(), max_size=5), max_size=5),
    st.lists(st.integers(-(2**63), 2**63 - 1), max_size=5),
    st.binary(max_size=9),
)
def test_sections_are_read_back(
    groups: list[list[int]], lines: list[str], ids: list[int], raw: bytes
) -> None:
    made = {**grouped("g", groups), **lined("l", lines), "ids": array("q", ids), "raw": raw}
    sections = Sections(memoryview(b"".join(packed(made))))
    assert [sections.groups("g")[place] for place in range(len(groups))] == groups
    assert [sections.lines("l")[place] for place in range(len(sections.lines("l")))] == lines
    assert sections.numbers("ids", "q").tolist() == ids
    assert bytes(sections.raw("raw")) == raw


def test_a_section_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError):
        Sections(memoryview(b"".join(packed({})))).raw("x")
