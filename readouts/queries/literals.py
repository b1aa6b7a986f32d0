"""A few literals, found in one pass over a text, while they come and go."""

from daachorse import CharwiseDoubleArrayAhoCorasick


class Literals:
    """A set of literals. Its automaton is built anew by the first `find` after a change, which takes
    about a millisecond for every thousand."""

    def __init__(self) -> None:
        self._literals: dict[str, None] = {}
        self._machine: CharwiseDoubleArrayAhoCorasick | None = None
        self._built: tuple[str, ...] | None = None

    def add(self, literal: str) -> None:
        """From now on `literal` (not empty) is found."""
        self._literals[literal] = None
        self._built = None

    def remove(self, literal: str) -> None:
        """`literal` is found no longer."""
        del self._literals[literal]
        self._built = None

    def find(self, text: str) -> set[str]:
        """The literals that stand in `text`."""
        if self._built is None:
            self._built = tuple(self._literals)
            self._machine = CharwiseDoubleArrayAhoCorasick(list(self._built)) if self._built else None
        if self._machine is None:
            return set()
        return {self._built[place] for _, _, place in self._machine.find_overlapping(text)}
