"""Compiles watches: queries in, the sections of `compiled` out. Takes seconds for a hundred thousand, and so
runs off the loop."""

from array import array
from collections.abc import Iterable, Iterator
from itertools import accumulate

from daachorse import CharwiseDoubleArrayAhoCorasick

from readouts.domain.query import Node, Query
from readouts.queries.compiled import Asks, mark_of
from readouts.queries.matching import asks_kind
from readouts.queries.places import places
from readouts.queries.rarity import Literally, literally, needed
from readouts.queries.sections import Section, grouped, lined, packed
from readouts.queries.storing import as_json, places_as_json

Watched = tuple[int, int, Query]


def compiled_bytes(watches: Iterable[Watched]) -> Iterator[bytes]:
    """The compiled form of (watch, chat, query), each watch once."""
    shelves = {True: _ShelfBuilder("everything"), False: _ShelfBuilder("meetings")}
    known: list[tuple[int, int]] = []
    for watch, chat, query in watches:
        shelves[asks_kind(query.node)].add(watch, chat, query)
        known.append((watch, mark_of(chat, query.text)))
    known.sort()
    yield from packed(
        {
            "ids": array("q", (watch for watch, _ in known)),
            "marks": array("I", (mark for _, mark in known)),
            **shelves[True].sections(),
            **shelves[False].sections(),
        }
    )


class _ShelfBuilder:
    """Gathers equal queries, and equal wordings of a query."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._literals: dict[str, int] = {}
        self._filed: list[list[int]] = []  # literal -> queries
        self._queries: dict[Node, int] = {}
        self._required: list[list[int]] = []  # query -> literals, ~literal where the next will do as well
        self._forbidden: list[list[int]] = []
        self._asks = bytearray()
        self._places: dict[str, int] = {}
        self._places_of_query: list[int] = []
        self._wordings: dict[str, int] = {}
        self._query_of_wording: list[int] = []
        self._lines: list[str] = []
        self._rows: list[tuple[int, int, int]] = []

    def add(self, watch: int, chat: int, query: Query) -> None:
        wording = self._wordings.get(query.text)
        if wording is None:
            wording = self._wordings[query.text] = len(self._lines)
            self._lines.append(as_json(query))
            self._query_of_wording.append(self._query(query.node))
        self._rows.append((wording, watch, chat))

    def _query(self, node: Node) -> int:
        number = self._queries.get(node)
        if number is None:
            number = self._queries[node] = len(self._queries)
            need = needed(node)
            for key in need.keys:
                self._filed[self._literal(key)].append(number)
            self._ask(literally(need.rest))
            named = places_as_json(places(node))
            self._places_of_query.append(self._places.setdefault(named, len(self._places)))
        return number

    def _ask(self, asked: Literally) -> None:
        required: list[int] = []
        for one_of in asked.required:
            *others, last = map(self._literal, one_of)
            required += [*(~other for other in others), last]
        forbidden = [self._literal(literal) for literal in asked.forbidden]
        self._required.append(required)
        self._forbidden.append(forbidden)
        is_one = not forbidden and (not required or (len(required) == 1 and required[0] >= 0))
        self._asks.append(Asks.ALL if asked.asks_more else Asks.NOTHING if is_one else Asks.LITERALS)

    def _literal(self, text: str) -> int:
        number = self._literals.setdefault(text, len(self._literals))
        if number == len(self._filed):
            self._filed.append([])
        return number

    def _file_first(self) -> list[str]:
        """Number the literals anew, those first that something is filed under; all of them in that order."""
        literals = list(self._literals)
        order = sorted(range(len(literals)), key=lambda number: not self._filed[number])
        place = {number: new for new, number in enumerate(order)}
        self._required = [[place[n] if n >= 0 else ~place[~n] for n in each] for each in self._required]
        self._forbidden = [[place[number] for number in each] for each in self._forbidden]
        self._filed = [self._filed[number] for number in order if self._filed[number]]
        return [literals[number] for number in order]

    def _with_first_required(self, queries: list[int]) -> list[int]:
        """Behind each query the first literal it requires, or -1: most queries are done with there."""
        firsts = (required[0] if required else -1 for required in map(self._required.__getitem__, queries))
        return [
            number for query, first in zip(queries, firsts, strict=True) for number in (query, max(first, -1))
        ]

    def _filing(self) -> dict[str, Section]:
        """What is filed under each literal: mostly one query, which lies by itself, as ~query where others
        follow."""
        filed = [self._with_first_required(queries) for queries in self._filed]
        one = array("i", (n for query, first, *more in filed for n in (~query if more else query, first)))
        return {"filed.one": one, **grouped("filed.more", [pairs[2:] for pairs in filed])}

    def sections(self) -> dict[str, Section]:
        literals = self._file_first()
        order = sorted(range(len(self._lines)), key=self._query_of_wording.__getitem__)
        place_of = {wording: place for place, wording in enumerate(order)}
        rows = sorted((place_of[wording], watch, chat) for wording, watch, chat in self._rows)
        found: dict[str, Section] = {
            **self._filing(),
            **grouped("required", self._required),
            **grouped("forbidden", self._forbidden),
            "asks": bytes(self._asks),
            **lined("wordings", [self._lines[wording] for wording in order]),
            "wordings.first": _firsts(self._query_of_wording, len(self._queries)),
            "watchers.first": _firsts((wording for wording, _, _ in rows), len(order)),
            "watches": array("q", (watch for _, watch, _ in rows)),
            "chats": array("q", (chat for _, _, chat in rows)),
            **lined("places", list(self._places)),
            **grouped("places.rows", self._rows_of_places(order[place] for place, _, _ in rows)),
            "automaton": _automaton(literals),
        }
        return {f"{self._name}.{name}": data for name, data in found.items()}

    def _rows_of_places(self, wordings: Iterable[int]) -> list[list[int]]:
        """For all places that are named together: where the watches lie that have such a query."""
        found: list[list[int]] = [[] for _ in self._places]
        for row, wording in enumerate(wordings):
            found[self._places_of_query[self._query_of_wording[wording]]].append(row)
        return found


def _firsts(owners: Iterable[int], count: int) -> Section:
    """Where the belongings of each owner begin, when they lie in the order of their owners."""
    sizes = [0] * count
    for owner in owners:
        sizes[owner] += 1
    return array("I", accumulate(sizes, initial=0))


def _automaton(literals: list[str]) -> bytes:
    return CharwiseDoubleArrayAhoCorasick(literals).serialize() if literals else b""
