"""Many literals, found in one pass over a text: a big automaton, and a small one for what was added since."""

from collections.abc import Iterable

from daachorse import CharwiseDoubleArrayAhoCorasick

# An automaton of so many literals is built in about 7 ms, one of 100,000 in about 400 ms.
MOST_LOOSE = 5_000


class _Automaton:
    def __init__(self, literals: Iterable[str]) -> None:
        self._literals = tuple(literals)
        self._machine = CharwiseDoubleArrayAhoCorasick(list(self._literals)) if self._literals else None

    def find(self, text: str) -> set[str]:
        if self._machine is None:
            return set()
        return {self._literals[place] for _, _, place in self._machine.find_overlapping(text)}


class Literals:
    """A set of literals that grows one by one. A literal that nobody needs any more may still be found
    until the next `compile`."""

    def __init__(self) -> None:
        self._main = _Automaton(())
        self._loose: dict[str, None] = {}
        self._side: _Automaton | None = None

    @property
    def is_full(self) -> bool:
        """Whether so many literals were added that `compile` is due."""
        return len(self._loose) > MOST_LOOSE

    def add(self, literal: str) -> None:
        """From now on `literal` (not empty) is found. Takes microseconds."""
        self._loose[literal] = None
        self._side = None

    def find(self, text: str) -> set[str]:
        """The literals that stand in `text`."""
        if self._side is None:
            self._side = _Automaton(self._loose)
        return self._main.find(text) | self._side.find(text)

    def compile(self, needed: Iterable[str]) -> None:
        """Build the big automaton anew of the literals still needed."""
        self._main = _Automaton(needed)
        self._loose.clear()
        self._side = None
