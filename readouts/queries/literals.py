"""A few thousand literals, found in one pass over a text, while they come and go."""

from collections.abc import Iterable

from daachorse import CharwiseDoubleArrayAhoCorasick

# An automaton of so many literals is built in about a fifth of a millisecond, one of 5,000 in 5 ms.
_MOST_FRESH = 200


class _Automaton:
    def __init__(self, literals: Iterable[str]) -> None:
        self._literals = tuple(literals)
        self._machine = CharwiseDoubleArrayAhoCorasick(list(self._literals)) if self._literals else None

    def find(self, text: str) -> set[str]:
        if self._machine is None:
            return set()
        return {self._literals[place] for _, _, place in self._machine.find_overlapping(text)}


class Literals:
    """A set of literals. The first `find` after `add` builds a small automaton of those that came last."""

    def __init__(self) -> None:
        self._wanted: set[str] = set()
        self._settled = _Automaton(())
        self._fresh: set[str] = set()
        self._small: _Automaton | None = None

    def add(self, literal: str) -> None:
        """From now on `literal` (not empty) is found."""
        self._wanted.add(literal)
        self._fresh.add(literal)
        self._small = None

    def remove(self, literal: str) -> None:
        """`literal` is found no longer."""
        self._wanted.discard(literal)

    def find(self, text: str) -> set[str]:
        """The literals that stand in `text`."""
        if not self._wanted:
            return set()
        if self._small is None:
            if len(self._fresh) > _MOST_FRESH:
                self._settled = _Automaton(self._wanted)
                self._fresh.clear()
            self._small = _Automaton(self._fresh)
        return (self._settled.find(text) | self._small.find(text)) & self._wanted
