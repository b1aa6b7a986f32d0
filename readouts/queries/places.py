"""Where news for a query comes from, as far as it says so."""

from typing import TypeAlias

from readouts.domain.query import AllOf, AnyOf, Field, FieldName, Node

# None: anywhere.
Places: TypeAlias = frozenset[Field] | None

_PLACES = frozenset((FieldName.REGION, FieldName.DIVISION, FieldName.SOURCE))


def places(node: Node) -> Places:
    """Fields that name a region, a division or a source, of which one holds for every document that
    matches; None where `node` may hold for news from anywhere."""
    match node:
        case Field(name) if name in _PLACES:
            return frozenset((node,))
        case AllOf(parts):
            named = [found for part in parts if (found := places(part)) is not None]
            return min(named, key=_width, default=None)
        case AnyOf(parts):
            named = [found for part in parts if (found := places(part)) is not None]
            return frozenset[Field]().union(*named) if len(named) == len(parts) else None
        case _:
            return None


def _width(named: frozenset[Field]) -> tuple[int, int]:
    """How much is to be watched for these: a source is less than a region."""
    return sum(each.name is not FieldName.SOURCE for each in named), len(named)
