"""Many watches held against one item: each is looked at only when its rarest needed term turns up."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from operator import attrgetter

from readouts.domain.document import Document
from readouts.domain.query import Query
from readouts.domain.watch import Match
from readouts.queries.literals import Literals
from readouts.queries.matching import Facts, asks_kind, facts_of, hits, is_alert
from readouts.queries.rarity import needed


@dataclass(slots=True, eq=False)
class _Filed:
    """One query and the watches that have it: watch id -> chat id. Equal queries are tried once."""

    query: Query
    keys: tuple[str, ...] | None
    watchers: dict[int, int] = field(default_factory=dict)


class _Shelf:
    """Queries filed under the keys they need; those that need none are always candidates."""

    def __init__(self) -> None:
        self._under: dict[str, dict[_Filed, None]] = {}
        self._always: dict[_Filed, None] = {}
        self._literals = Literals()

    def add(self, filed: _Filed) -> None:
        if filed.keys is None:
            self._always[filed] = None
            return
        for key in filed.keys:
            if key not in self._under and _is_literal(key):
                self._literals.add(key)
            self._under.setdefault(key, {})[filed] = None

    def remove(self, filed: _Filed) -> None:
        self._always.pop(filed, None)
        for key in filed.keys or ():
            under = self._under[key]
            del under[filed]
            if not under:
                del self._under[key]

    def candidates(self, facts: Facts) -> dict[_Filed, None]:
        """Every query that may hold for a document with these facts."""
        if self._literals.is_full:
            self.compile()
        found = dict(self._always)
        for key in (*self._literals.find(facts.words), *facts.fields):
            found |= self._under.get(key, {})
        return found

    def compile(self) -> None:
        self._literals.compile(filter(_is_literal, self._under))


def _is_literal(key: str) -> bool:
    """Whether a key is a needle for the words of a document; keys of fields have a colon."""
    return ":" not in key


class Engine:
    """All watches. Adding and removing one takes microseconds; `match` then sees it at once."""

    def __init__(self) -> None:
        self._queries: dict[Query, _Filed] = {}
        self._watches: dict[int, _Filed] = {}
        self._for_meetings = _Shelf()
        self._for_everything = _Shelf()

    def __len__(self) -> int:
        return len(self._watches)

    def add(self, watch: int, chat: int, query: Query) -> None:
        """Watch for `query`; a watch with the same id is replaced."""
        self.remove(watch)
        filed = self._queries.get(query)
        if filed is None:
            need = needed(query.node)
            filed = self._queries[query] = _Filed(query, need.keys if need else None)
            self._shelf(query).add(filed)
        filed.watchers[watch] = chat
        self._watches[watch] = filed

    def remove(self, watch: int) -> None:
        """Watch no longer; a watch that is not there is no mistake."""
        filed = self._watches.pop(watch, None)
        if filed is None:
            return
        del filed.watchers[watch]
        if not filed.watchers:
            del self._queries[filed.query]
            self._shelf(filed.query).remove(filed)

    def match(self, documents: Sequence[Document], today: date) -> tuple[Match, ...]:
        """Every watch that rings for one of `documents`, by document and then by watch, each with the
        terms that hit. A watch may ring for several documents of one item."""
        return tuple(match for document in documents for match in self._matches(document, today))

    def compile(self) -> None:
        """Make matching fast after many additions, as at a start; after thousands it happens by itself."""
        self._for_meetings.compile()
        self._for_everything.compile()

    def _shelf(self, query: Query) -> _Shelf:
        return self._for_everything if asks_kind(query.node) else self._for_meetings

    def _matches(self, document: Document, today: date) -> list[Match]:
        facts = facts_of(document)
        found: list[Match] = []
        for filed in self._candidates(document, facts):
            terms = hits(filed.query.node, facts, today)
            if terms is not None:
                why = tuple(dict.fromkeys(terms))
                found += [Match(w, c, document.readout, why) for w, c in filed.watchers.items()]
        return sorted(found, key=attrgetter("watch"))

    def _candidates(self, document: Document, facts: Facts) -> Iterator[_Filed]:
        yield from self._for_everything.candidates(facts)
        if is_alert(document):
            yield from self._for_meetings.candidates(facts)
