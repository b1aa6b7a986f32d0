"""Documents with what a test does not care about filled in, and short ways to ask them something."""

from dataclasses import replace
from datetime import date
from typing import Any

from readouts.domain.document import Document, index_words
from readouts.domain.query import Node, QueryError
from readouts.queries.language import parse_query
from readouts.queries.matching import matches
from tests.queries.places import PLACES

TODAY = date(2024, 6, 9)

_ARTICLE = Document(
    words=" ",
    readout=None,
    kind=None,
    region=None,
    division=None,
    level=None,
    themes=frozenset(),
    phrases=frozenset(),
    chairs=frozenset(),
    committee="",
    source=None,
    lang=None,
    has=frozenset(),
    day=None,
)
_MEETING = replace(
    _ARTICLE,
    readout=0,
    kind="meeting",
    region="CN-AH",
    level="province",
    themes=frozenset({"political"}),
    chairs=frozenset({"韩俊", "hanjun"}),
    committee=index_words("省委国家安全委员会", "provincial committee of the National Security Commission"),
    day=date(2024, 6, 3),
)


def article(*texts: str, **facts: Any) -> Document:
    """A whole article with these texts, that reports no meeting, but for `facts`."""
    return replace(_ARTICLE, words=index_words(*texts), **facts)


def meeting(*texts: str, **facts: Any) -> Document:
    """The readout of a meeting of Anhui's provincial committee on 3 June 2024, but for `facts`."""
    return replace(_MEETING, words=index_words(*texts), **facts)


def node_of(query: str) -> Node:
    return parse_query(query, PLACES).node


def finds(query: str, document: Document) -> bool:
    return matches(node_of(query), document, TODAY)


def mistake_of(query: str) -> QueryError:
    """What is wrong with a query; fails where nothing is."""
    try:
        parse_query(query, PLACES)
    except QueryError as error:
        return error
    raise AssertionError(f"{query!r} was understood")
