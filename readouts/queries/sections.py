"""One stretch of bytes that holds arrays and texts by name, to be read where they lie."""

import json
from array import array
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Literal, TypeAlias

Section: TypeAlias = "bytes | array[int]"
_ALIGNED = 8


def packed(sections: Mapping[str, Section]) -> Iterator[bytes]:
    """The bytes of all sections, with a table of contents in front."""
    raw = {name: memoryview(data).cast("B") for name, data in sections.items()}
    ends = list(accumulate((_padded(part.nbytes) for part in raw.values()), initial=0))
    contents = {name: [start, part.nbytes] for (name, part), start in zip(raw.items(), ends, strict=False)}
    head = json.dumps(contents).encode()
    yield (len(head)).to_bytes(_ALIGNED, "little")
    yield head.ljust(_padded(len(head)))
    for part in raw.values():
        yield bytes(part)
        yield bytes(_padded(part.nbytes) - part.nbytes)


def _padded(size: int) -> int:
    return -(-size // _ALIGNED) * _ALIGNED


class Sections:
    """Reads what `packed` made, without copying it."""

    def __init__(self, data: memoryview) -> None:
        size = int.from_bytes(data[:_ALIGNED], "little")
        self._contents: dict[str, list[int]] = json.loads(bytes(data[_ALIGNED : _ALIGNED + size]))
        self._body = data[_ALIGNED + _padded(size) :]

    def raw(self, name: str) -> memoryview:
        """The bytes of a section."""
        start, size = self._contents[name]
        return self._body[start : start + size]

    def numbers(self, name: str, kind: Literal["I", "i", "q"]) -> memoryview:
        """The numbers of a section that was an array of this type ("I", "i" or "q")."""
        return self.raw(name).cast(kind)

    def groups(self, name: str) -> "Groups":
        """What `grouped` made."""
        return Groups(self.numbers(f"{name}.from", "I"), self.numbers(name, "i"))

    def lines(self, name: str) -> "Lines":
        """What `lined` made."""
        return Lines(self.numbers(f"{name}.from", "I"), self.raw(name))


def grouped(name: str, groups: Sequence[Sequence[int]]) -> dict[str, Section]:
    """Sections for a list of lists of numbers below 2**31."""
    begins = array("I", accumulate(map(len, groups), initial=0))
    return {f"{name}.from": begins, name: array("i", (number for group in groups for number in group))}


class Groups:
    """A list of lists of numbers."""

    def __init__(self, begins: memoryview, numbers: memoryview) -> None:
        self.begins = begins
        self.numbers = numbers

    def __len__(self) -> int:
        return len(self.begins) - 1

    def __getitem__(self, place: int) -> list[int]:
        found: list[int] = self.numbers[self.begins[place] : self.begins[place + 1]].tolist()
        return found


def lined(name: str, texts: Sequence[str]) -> dict[str, Section]:
    """Sections for a list of texts."""
    encoded = [text.encode("utf-8", "surrogatepass") for text in texts]
    begins = array("I", accumulate(map(len, encoded), initial=0))
    return {f"{name}.from": begins, name: b"".join(encoded)}


class Lines:
    """A list of texts."""

    def __init__(self, begins: memoryview, data: memoryview) -> None:
        self.begins = begins
        self._data = data

    def __len__(self) -> int:
        return len(self.begins) - 1

    def __getitem__(self, place: int) -> str:
        found = self._data[self.begins[place] : self.begins[place + 1]]
        return str(found, "utf-8", "surrogatepass")
