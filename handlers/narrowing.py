"""The button "Narrow down": by what a search can be narrowed, each with one press."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby, islice

from handlers.context import Pressed, Turn
from handlers.remembered import RememberedSearch
from handlers.search import page_of, too_old
from readouts.archive.facets import facets as count_facets
from readouts.delivery.message import Message
from readouts.delivery.rendering import render_facets
from readouts.domain.facet import Facet, FacetName, Facets
from readouts.domain.query import AnyOf, Query, QueryError
from readouts.queries.language import parse_query

_OF_EACH_NAME = 6
_QUOTES = (('"', '"'), ("“", "”"), ("「", "」"), ("『", "』"))


async def press_narrow(turn: Turn) -> Pressed:
    """Show by what the button's search can be narrowed."""
    wanted = turn.desk.searches.find(turn.argument, turn.chat.id)
    if wanted is None:
        return too_old(turn)
    return Pressed(message=await _facets(turn, wanted))


async def press_narrowed(turn: Turn) -> Pressed:
    """Search for what the button narrows its search to: "TOKEN PLACE"."""
    token, _, place = turn.argument.partition(" ")
    wanted = turn.desk.searches.find(token, turn.chat.id)
    if wanted is None or not place.isdecimal() or int(place) >= len(wanted.narrower):
        return too_old(turn)
    narrower = replace(wanted, query=wanted.narrower[int(place)], narrower=())
    return Pressed(message=await page_of(turn, narrower))


async def _facets(turn: Turn, wanted: RememberedSearch) -> Message:
    query = parse_query(wanted.query, turn.desk.gazetteer)
    found = await turn.desk.archive.read(lambda db: count_facets(db, query, turn.desk.today()))
    offered = [
        (facet, text)
        for _, group in groupby(_telling(found), key=lambda facet: facet.name)
        for facet, text in islice(_narrower(turn, query, group), _OF_EACH_NAME)
    ]
    token = turn.desk.searches.keep(
        replace(wanted, cursor=None, first=1, narrower=tuple(text for _, text in offered))
    )
    buttons = [(facet, f"by {token} {place}") for place, (facet, _) in enumerate(offered)]
    return render_facets(found, buttons, wanted.query, turn.look)


def _telling(found: Facets) -> Iterator[Facet]:
    """The facets that leave something out."""
    return (facet for facet in found.facets if found.newest is not None or facet.count < found.hits)


def _narrower(turn: Turn, query: Query, facets: Iterator[Facet]) -> Iterator[tuple[Facet, str]]:
    """The facets that narrow a query, with the query that each makes of it."""
    asked = f"({query.text})" if isinstance(query.node, AnyOf) else query.text
    for facet in facets:
        text = f"{asked} {_term(facet)}"
        try:
            narrowed = parse_query(text, turn.desk.gazetteer)
        except QueryError:  # longer than a query may be
            continue
        if narrowed.node != query.node:
            yield facet, text


def _term(facet: Facet) -> str:
    """A facet as it is typed."""
    match facet.name:
        case FacetName.MONTH:
            year, month = map(int, facet.value.split("-"))
            return f"since:{facet.value} before:{year + month // 12:04}-{month % 12 + 1:02}"
        case FacetName.SOURCE | FacetName.CHAIR:
            opening, closing = next((q for q in _QUOTES if not set(q) & set(facet.value)), _QUOTES[0])
            return f"{facet.name}:{opening}{facet.value}{closing}"
        case _:
            return f"{facet.name}:{facet.value}"
