"""Watches in their compiled form: an automaton and arrays, read where they lie in one file.

One pass finds the literals that stand in a document. Each query is filed under its rarest literals, and
has a list of others that must stand there, too; for most queries that is all they ask. What more a query
asks is tried last. A query leads to its wordings, and a wording to the watches that have it.
"""

from bisect import bisect_left
from collections.abc import Iterator, Set
from datetime import date
from enum import IntEnum
from functools import lru_cache, partial
from zlib import crc32

from daachorse import CharwiseDoubleArrayAhoCorasick

from readouts.domain.query import Query
from readouts.domain.watch import Match, Term
from readouts.queries.matching import Facts, hits
from readouts.queries.places import Places
from readouts.queries.sections import Lines, Sections
from readouts.queries.storing import from_json, places_from_json

# So many queries are kept as they were read last; the others are read again when they are asked for.
_KEPT_IN_MIND = 10_000


class Asks(IntEnum):
    """What a query asks beside what it is filed under and the first literal it requires."""

    NOTHING = 0
    LITERALS = 1
    ALL = 2  # what no literals say


class CompiledShelf:
    """The watches that are held against one kind of document."""

    def __init__(self, sections: Sections, name: str) -> None:
        self._filed = sections.numbers(f"{name}.filed.one", "i")
        self._more = sections.groups(f"{name}.filed.more")
        self._required = sections.groups(f"{name}.required")
        self._forbidden = sections.groups(f"{name}.forbidden")
        self._asks = sections.raw(f"{name}.asks")
        self._first_wording = sections.numbers(f"{name}.wordings.first", "I")
        self._wordings = sections.lines(f"{name}.wordings")
        self._first_watcher = sections.numbers(f"{name}.watchers.first", "I")
        self._watches = sections.numbers(f"{name}.watches", "q")
        self._chats = sections.numbers(f"{name}.chats", "q")
        self._places = sections.lines(f"{name}.places")
        self._rows_of_places = sections.groups(f"{name}.places.rows")
        self._query = lru_cache(_KEPT_IN_MIND)(partial(_read, self._wordings))
        self._automaton = (
            CharwiseDoubleArrayAhoCorasick.deserialize(bytes(sections.raw(f"{name}.automaton")))
            if len(self._filed)
            else None
        )

    def __len__(self) -> int:
        return len(self._filed)

    def matches(self, facts: Facts, readout: int | None, today: date, gone: Set[int]) -> list[Match]:
        """The watches that ring for a document with these facts, but those `gone`, in no order."""
        found: list[Match] = []
        watches, chats, first_watcher = self._watches, self._chats, self._first_watcher
        for number in self._holding(facts, today):
            for wording in range(self._first_wording[number], self._first_wording[number + 1]):
                why = partial(self._why, wording, facts, today)
                for row in range(first_watcher[wording], first_watcher[wording + 1]):
                    watch = watches[row]
                    if watch not in gone:
                        found.append(Match(watch, chats[row], readout, why))
        return found

    def _holding(self, facts: Facts, today: date) -> list[int]:
        """The queries that hold for a document."""
        standing, asks = self._standing(facts), self._asks
        return [
            number
            for number in self._filed_under(standing)
            if not asks[number]
            or (
                self._has_required(number, standing)
                and standing.isdisjoint(self._forbidden[number])
                and (asks[number] != Asks.ALL or self._holds(number, facts, today))
            )
        ]

    def _has_required(self, number: int, standing: Set[int]) -> bool:
        required, begins, is_met = self._required.numbers, self._required.begins, False
        for place in range(begins[number], begins[number + 1]):
            literal = required[place]
            if literal < 0:  # one of several, of which the next will do as well
                is_met = is_met or ~literal in standing
            elif is_met or literal in standing:
                is_met = False
            else:
                return False
        return True

    def _holds(self, number: int, facts: Facts, today: date) -> bool:
        return hits(self._query(self._first_wording[number]).node, facts, today) is not None

    def candidates(self, facts: Facts) -> set[int]:
        """The queries that may hold."""
        return self._filed_under(self._standing(facts))

    def _standing(self, facts: Facts) -> set[int]:
        """The literals that stand in a document."""
        if self._automaton is None:
            return set()
        return {literal for _, _, literal in self._automaton.find_overlapping(facts.haystack)}

    def _filed_under(self, standing: Set[int]) -> set[int]:
        """The queries filed under one of these literals, but those that lack the first one they require."""
        filed, count, more, begins = self._filed, len(self._filed), self._more.numbers, self._more.begins
        found: set[int] = set()
        for literal in standing:
            at = 2 * literal
            if at >= count:
                continue  # it is only required of what is filed elsewhere
            query, required = filed[at], filed[at + 1]
            if query < 0:  # and others
                query = ~query
                for place in range(begins[literal], begins[literal + 1], 2):
                    if (other := more[place + 1]) < 0 or other in standing:
                        found.add(more[place])
            if required < 0 or required in standing:
                found.add(query)
        return found

    def queries(self) -> Iterator[tuple[int, int, Query]]:
        """(watch, chat, query) of all."""
        for wording in range(len(self._wordings)):
            query = _read(self._wordings, wording)
            for place in range(self._first_watcher[wording], self._first_watcher[wording + 1]):
                yield self._watches[place], self._chats[place], query

    def watching(self, gone: Set[int]) -> Iterator[tuple[Places, Iterator[int]]]:
        """Places that queries name, and the chats that watch for these, but for watches `gone`."""
        watches, chats, first = self._watches, self._chats, self._rows_of_places.begins
        for number in range(len(self._places)):
            rows = self._rows_of_places.numbers[first[number] : first[number + 1]]
            found = (chats[row] for row in rows if watches[row] not in gone)
            yield places_from_json(self._places[number]), found

    def _why(self, wording: int, facts: Facts, today: date) -> tuple[Term, ...]:
        return tuple(dict.fromkeys(hits(self._query(wording).node, facts, today) or ()))


# No method: what holds its shelf in a circle would stay in memory after its time.
def _read(wordings: Lines, wording: int) -> Query:
    return from_json(wordings[wording])


class Compiled:
    """All watches that were there when it was compiled."""

    def __init__(self, data: memoryview) -> None:
        sections = Sections(data)
        self.for_meetings = CompiledShelf(sections, "meetings")
        self.for_everything = CompiledShelf(sections, "everything")
        self._ids = sections.numbers("ids", "q")
        self._marks = sections.numbers("marks", "I")

    def __len__(self) -> int:
        return len(self._ids)

    def __contains__(self, watch: int) -> bool:
        return self._mark(watch) is not None

    def holds_as(self, watch: int, chat: int, text: str) -> bool:
        """Whether the watch was compiled with this query of this chat."""
        return self._mark(watch) == mark_of(chat, text)

    def ids(self) -> Iterator[int]:
        """The ids of all watches, ascending."""
        return iter(self._ids)

    def queries(self) -> Iterator[tuple[int, int, Query]]:
        """(watch, chat, query) of all watches, in no order."""
        yield from self.for_meetings.queries()
        yield from self.for_everything.queries()

    def watching(self, gone: Set[int]) -> Iterator[tuple[Places, Iterator[int]]]:
        """Places that queries name, and the chats that watch for these, but for watches `gone`."""
        yield from self.for_meetings.watching(gone)
        yield from self.for_everything.watching(gone)

    def _mark(self, watch: int) -> int | None:
        place = bisect_left(self._ids, watch)
        is_there = place < len(self._ids) and self._ids[place] == watch
        return self._marks[place] if is_there else None


def mark_of(chat: int, text: str) -> int:
    """Four bytes by which a watch is known again."""
    return crc32(f"{chat} {text}".encode("utf-8", "surrogatepass"))
