"""Joining parts of a query: equal parts fold to one, one part stands for itself, no part is None."""

from collections.abc import Iterable

from readouts.domain.query import AllOf, AnyOf, Node


def all_of(parts: Iterable[Node | None]) -> Node | None:
    """The node that asks for all of `parts`; None where there are none."""
    return _joined(AllOf, parts)


def any_of(parts: Iterable[Node | None]) -> Node | None:
    """The node that asks for any of `parts`; None where there are none."""
    return _joined(AnyOf, parts)


def _joined(kind: type[AllOf] | type[AnyOf], parts: Iterable[Node | None]) -> Node | None:
    distinct: dict[Node, None] = {}
    for part in parts:
        if part is not None:
            distinct |= dict.fromkeys(part.parts if isinstance(part, kind) else (part,))
    return kind(tuple(distinct)) if len(distinct) > 1 else next(iter(distinct), None)
