"""How many hits of a search there are by region, month, theme, source and chair.

To count by all that holds a common word would take long, so only the newest documents are counted.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from sqlite3 import Row
from typing import NamedTuple

from sqlite_utils import Database

from readouts.archive.finding import Deadline, Fitting, fitting_sql, wanted
from readouts.archive.rows import readout_of
from readouts.domain.facet import Facet, FacetName, Facets
from readouts.domain.gazetteer import name_key
from readouts.domain.links import publisher
from readouts.domain.query import Query
from readouts.domain.readout import Bilingual, Chair, Readout

_COUNTED = 1_000
_BUDGET = timedelta(milliseconds=500)
_FACTS = fitting_sql(
    "d.day, items.source, items.url, items.region, readouts.readout",
    "CROSS JOIN items ON items.id = d.item LEFT JOIN readouts ON readouts.item = d.item"
    " AND readouts.place = d.place",
)
_MONTH = len("2024-06")


class _Value(NamedTuple):
    name: FacetName
    key: str


class _Counter:
    """Counts hits for each value as a search narrowed to it would: by the documents that have it."""

    def __init__(self) -> None:
        self.all = Fitting()
        self._fitting: defaultdict[_Value, Fitting] = defaultdict(Fitting)
        self._shown: dict[_Value, Facet] = {}

    def add(self, row: Row) -> None:
        self.all.add(row)
        readout = readout_of(row["readout"]) if row["readout"] else None
        shown = {_Value(facet.name, _key(facet)): facet for facet in _facets(row, readout)}
        self._shown |= {value: facet for value, facet in shown.items() if value not in self._shown}
        for value in shown.keys() | set(_other_names(readout)):
            self._fitting[value].add(row)

    def facets(self) -> Iterator[Facet]:
        for value, facet in self._shown.items():
            yield Facet(facet.name, facet.value, self._fitting[value].hits, facet.names)


def facets(db: Database, query: Query, today: date) -> Facets:
    """By what a search can be narrowed. Within half a second; what was not counted by then is left out."""
    sought = wanted(db, query, today)
    counter = _Counter()
    is_complete = Deadline(_BUDGET).spend(
        db,
        _FACTS.format(where=sought.condition.where),
        sought.parameters(None),
        counter.add,
        lambda: counter.all.documents == _COUNTED,
    )
    order = list(FacetName)
    found = sorted(counter.facets(), key=lambda facet: (order.index(facet.name), -facet.count, facet.value))
    is_all = is_complete and counter.all.documents < _COUNTED
    return Facets(tuple(found), counter.all.hits, None if is_all else counter.all.documents)


def _key(facet: Facet) -> str:
    """What makes two values one to a search."""
    is_name = facet.name in (FacetName.SOURCE, FacetName.CHAIR)
    return name_key(facet.value) if is_name else facet.value


def _facets(row: Row, readout: Readout | None) -> Iterator[Facet]:
    """What a document can be counted by."""
    region = readout.region if readout else row["region"]
    if region:
        yield Facet(FacetName.REGION, region, 0)
    if row["day"]:
        yield Facet(FacetName.MONTH, row["day"][:_MONTH], 0)
    source = publisher(row["source"], row["url"])
    if source and name_key(source):
        yield Facet(FacetName.SOURCE, source, 0)
    if readout:
        yield from (Facet(FacetName.THEME, theme, 0) for theme in readout.themes)
        yield from _chair(readout.chair)


def _chair(chair: Chair | None) -> Iterator[Facet]:
    name = (chair.name_zh or chair.name) if chair else ""
    if chair and name_key(name):
        yield Facet(FacetName.CHAIR, name, 0, Bilingual(chair.name_en, chair.name_zh))


def _other_names(readout: Readout | None) -> Iterator[_Value]:
    """A chair is found by the name in either script."""
    chair = readout.chair if readout else None
    for name in (chair.name, chair.name_zh, chair.name_en) if chair else ():
        if name and name_key(name):
            yield _Value(FacetName.CHAIR, name_key(name))
