"""The watches that came lately, in plain dictionaries: adding and removing one takes microseconds."""

from dataclasses import dataclass, field
from datetime import date
from functools import partial

from readouts.domain.query import Node, Query
from readouts.domain.watch import Match, Term
from readouts.queries.literals import Literals
from readouts.queries.matching import Facts, hits
from readouts.queries.rarity import needed


@dataclass(slots=True, eq=False)
class Filed:
    """One query and the watches that have it: watch id -> chat id. Equal queries are tried once."""

    query: Query
    watchers: dict[int, int] = field(default_factory=dict)


class Shelf:
    """Queries filed under the literals they need."""

    def __init__(self) -> None:
        self._under: dict[str, dict[Filed, None]] = {}
        self._literals = Literals()

    def __len__(self) -> int:
        return len(self._under)

    def add(self, filed: Filed) -> None:
        for key in needed(filed.query.node).keys:
            if key not in self._under:
                self._literals.add(key)
            self._under.setdefault(key, {})[filed] = None

    def remove(self, filed: Filed) -> None:
        for key in needed(filed.query.node).keys:
            under = self._under[key]
            del under[filed]
            if not under:
                del self._under[key]
                self._literals.remove(key)

    def candidates(self, facts: Facts) -> dict[Filed, None]:
        """Every query that may hold for a document with these facts."""
        found: dict[Filed, None] = {}
        for key in self._literals.find(facts.haystack):
            found |= self._under[key]
        return found

    def matches(self, facts: Facts, readout: int | None, today: date) -> list[Match]:
        """The watches that ring for a document with these facts, in no order."""
        found: list[Match] = []
        for filed in self.candidates(facts):
            node = filed.query.node
            if hits(node, facts, today) is not None:
                why = partial(_why, node, facts, today)
                found += [Match(watch, chat, readout, why) for watch, chat in filed.watchers.items()]
        return found


def _why(node: Node, facts: Facts, today: date) -> tuple[Term, ...]:
    return tuple(dict.fromkeys(hits(node, facts, today) or ()))
