"""docs/queries.md: every query shown there is understood as it says."""

import re
from datetime import date
from pathlib import Path

import pytest

from readouts.domain.query import QueryError
from readouts.extractors.gazetteer import load_gazetteer
from readouts.queries.fields import FIELDS
from readouts.queries.grammar import MOST_LEVELS
from readouts.queries.language import MOST_CHARACTERS, MOST_TERMS, describe, parse_query
from readouts.queries.matching import matches
from tests.queries.samples import article

PAGE = (Path(__file__).parents[2] / "docs" / "queries.md").read_text(encoding="utf-8")
PLACES = load_gazetteer()


def table(*header: str) -> list[list[str]]:
    """The rows of every table on the page with this header; a row's first cell without its backticks."""
    rows: list[list[str]] = []
    for block in re.split(r"\n(?!\|)", PAGE):
        lines = [line for line in block.split("\n") if line.startswith("|")]
        cells = [
            [cell.strip().replace(r"\|", "|") for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
            for line in lines
        ]
        if cells and tuple(cells[0]) == header:
            rows += [[first.removeprefix("`").removesuffix("`"), *rest] for first, *rest in cells[2:]]
    return rows


UNDERSTOOD = table("you type", "it finds what is")
FOUND = table("you type", "it finds", "it does not find")
MISTAKEN = table("you type", "the answer")


def test_the_page_has_examples() -> None:
    assert len(UNDERSTOOD) >= 30
    assert len(FOUND) >= 8
    assert len(MISTAKEN) >= 8


@pytest.mark.parametrize(("query", "meaning"), UNDERSTOOD)
def test_an_example_is_understood_as_the_page_says(query: str, meaning: str) -> None:
    assert describe(parse_query(query, PLACES), PLACES, "en") == meaning


@pytest.mark.parametrize(("query", "found", "not_found"), FOUND)
def test_an_example_finds_what_the_page_says(query: str, found: str, not_found: str) -> None:
    node = parse_query(query, PLACES).node
    assert matches(node, article(found), date(2024, 6, 9))
    assert not matches(node, article(not_found), date(2024, 6, 9))


@pytest.mark.parametrize(("query", "answer"), MISTAKEN)
def test_a_mistake_is_answered_as_the_page_says(query: str, answer: str) -> None:
    with pytest.raises(QueryError) as raised:
        parse_query(query, PLACES)
    assert str(raised.value).startswith(answer.removesuffix("?"))


def test_every_field_is_on_the_page_with_all_its_names() -> None:
    rows = {
        name: re.findall("`([^`]+)`", names) for name, names, _ in table("field", "also called", "values")
    }
    assert rows == {syntax.names[0]: list(syntax.names[1:]) for syntax in FIELDS}


def test_the_limits_are_on_the_page() -> None:
    limits = f"{MOST_CHARACTERS} characters, not counting words typed again; {MOST_TERMS} different terms"
    assert f"{limits}; brackets {MOST_LEVELS} deep" in PAGE
