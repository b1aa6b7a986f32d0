"""Many watches held against one item: each is looked at only when its rarest needed term turns up.

Nearly all watches lie compiled in one file that never changes; those that came since lie beside it, and
those that went since are left out. When these have become many, all are compiled anew, elsewhere.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

from readouts.domain.document import Document
from readouts.domain.query import Query
from readouts.domain.watch import Match
from readouts.queries.compiled import Compiled, CompiledShelf
from readouts.queries.compiling import Watched, compiled_bytes
from readouts.queries.matching import asks_kind, facts_of, is_alert
from readouts.queries.places import Places, places
from readouts.queries.shelf import Filed, Shelf

# So many lie beside the compiled ones. The automaton of their literals is built in about 5 ms.
MOST_RECENT = 5_000


@dataclass(frozen=True, slots=True)
class Changes:
    """What came and what went since the watches were compiled."""

    recent: tuple[Watched, ...]
    gone: frozenset[int]

    def applied_to(self, compiled: Compiled | None) -> Iterator[Watched]:
        """All watches of now."""
        if compiled is not None:
            yield from (row for row in compiled.queries() if row[0] not in self.gone)
        yield from self.recent


class Engine:
    """All watches. Adding and removing one takes microseconds; `match` then sees it at once."""

    def __init__(self, compiled: Compiled | None = None) -> None:
        self._take_up(compiled, set())

    def _take_up(self, compiled: Compiled | None, gone: set[int]) -> None:
        self._compiled = compiled
        self._gone = gone
        self._queries: dict[Query, Filed] = {}
        self._recent: dict[int, Filed] = {}
        self.for_meetings = Shelf()
        self.for_everything = Shelf()

    def __len__(self) -> int:
        return len(self._compiled or ()) - len(self._gone) + len(self._recent)

    @property
    def is_compiled(self) -> bool:
        """Whether there are compiled watches at all."""
        return self._compiled is not None

    @property
    def is_due(self) -> bool:
        """Whether so much has changed that all watches should be compiled anew."""
        return len(self._recent) + len(self._gone) > MOST_RECENT

    def add(self, watch: int, chat: int, query: Query) -> None:
        """Watch for `query`; a watch with the same id is replaced."""
        self.remove(watch)
        filed = self._queries.get(query)
        if filed is None:
            filed = self._queries[query] = Filed(query)
            self._shelf(query).add(filed)
        filed.watchers[watch] = chat
        self._recent[watch] = filed

    def remove(self, watch: int) -> None:
        """Watch no longer; a watch that is not there is no mistake."""
        if self._compiled is not None and watch in self._compiled:
            self._gone.add(watch)
        self._forget(watch)

    def match(self, documents: Sequence[Document], today: date) -> tuple[Match, ...]:
        """Every watch that rings for one of `documents`, by document and then by watch. A watch may
        ring for several documents of one item."""
        return tuple(match for document in documents for match in self._matches(document, today))

    def changes(self) -> Changes:
        """What is to be compiled into the compiled watches."""
        recent = ((watch, filed.watchers[watch], filed.query) for watch, filed in self._recent.items())
        return Changes(tuple(recent), frozenset(self._gone))

    def adopt(self, compiled: Compiled, changes: Changes) -> None:
        """Use `compiled`, in which `changes` are; what changed after them stays as it is."""
        now, then = ({row[0]: row for row in each.recent} for each in (self.changes(), changes))
        changed_since = {watch for watch, row in then.items() if now.get(watch) != row}
        self._take_up(compiled, (self._gone - changes.gone) | changed_since)
        for watch, row in now.items():
            if then.get(watch) != row:
                self.add(*row)

    def compile(self) -> None:
        """Compile all watches here and now."""
        changes = self.changes()
        data = b"".join(compiled_bytes(changes.applied_to(self._compiled)))
        self.adopt(Compiled(memoryview(data)), changes)

    def _forget(self, watch: int) -> None:
        filed = self._recent.pop(watch, None)
        if filed is None:
            return
        del filed.watchers[watch]
        if not filed.watchers:
            del self._queries[filed.query]
            self._shelf(filed.query).remove(filed)

    def watching(self) -> Iterator[tuple[Places, Iterator[int]]]:
        """The places that queries name, and the chats that watch for these: one for each watch. The same
        places may come several times. Reads watches of now, in whichever thread it is used."""
        recent, compiled, gone = tuple(self._queries.values()), self._compiled, frozenset(self._gone)
        lately = ((places(filed.query.node), iter(tuple(filed.watchers.values()))) for filed in recent)
        return chain(lately, compiled.watching(gone) if compiled else ())

    def _shelf(self, query: Query) -> Shelf:
        return self.for_everything if asks_kind(query.node) else self.for_meetings

    def _matches(self, document: Document, today: date) -> list[Match]:
        recent, compiled = self._recent_shelves(document), self._compiled_shelves(document)
        if not recent and not compiled:
            return []  # most articles tell of no meeting, and hardly any watch asks for other articles
        facts, readout = facts_of(document), document.readout
        found = [match for shelf in recent for match in shelf.matches(facts, readout, today)]
        found += [match for shelf in compiled for match in shelf.matches(facts, readout, today, self._gone)]
        return sorted(found)

    def _recent_shelves(self, document: Document) -> list[Shelf]:
        """The watches that came lately and may ring for a document of this kind."""
        of_kind = [self.for_everything, self.for_meetings] if is_alert(document) else [self.for_everything]
        return [shelf for shelf in of_kind if shelf]

    def _compiled_shelves(self, document: Document) -> list[CompiledShelf]:
        """The compiled watches that may ring for a document of this kind."""
        compiled = self._compiled
        if compiled is None:
            return []
        everything, meetings = compiled.for_everything, compiled.for_meetings
        return [shelf for shelf in ([everything, meetings] if is_alert(document) else [everything]) if shelf]
