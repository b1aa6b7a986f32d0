"""Who waits for news of each source, as the saved queries tell. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from readouts.domain.gazetteer import Gazetteer, name_key
from readouts.domain.query import Field, FieldName, Query, field_key
from readouts.domain.source import Source
from readouts.queries.places import places

Chats = frozenset[int]

# Where a query looks that names no place.
_ANYWHERE = ""


def watchers_of(
    sources: Iterable[Source], watching: Iterable[tuple[Query, Iterable[int]]], gazetteer: Gazetteer
) -> dict[str, int]:
    """The number of chats that wait for each source, by its name; a chat with several watches counts once.

    `watching`: saved queries, and the chats that have each. A query that names sources waits for those;
    one that names regions for theirs, and for those that report of no region in particular; any other
    one for every source.
    """
    waiting = _by_place(watching, gazetteer)
    of_region: dict[str | None, Chats] = {None: _anybody(waiting)}
    counts = {}
    for source in sources:
        if source.region not in of_region:
            key = field_key(FieldName.REGION, source.region or "")
            of_region[source.region] = waiting.get(_ANYWHERE, Chats()) | waiting.get(key, Chats())
        around = of_region[source.region]
        by_name = waiting.get(field_key(FieldName.SOURCE, name_key(source.name)), Chats())
        counts[source.name] = len(around) + len(by_name - around)
    return counts


def _by_place(watching: Iterable[tuple[Query, Iterable[int]]], gazetteer: Gazetteer) -> Mapping[str, Chats]:
    """The chats that wait for each region and each source, by the key of that field."""
    waiting: defaultdict[str, set[int]] = defaultdict(set)
    for query, chats in watching:
        named = places(query.node)
        for key in [_ANYWHERE] if named is None else {_key(each, gazetteer) for each in named}:
            waiting[key].update(chats)
    return {key: frozenset(chats) for key, chats in waiting.items()}


def _key(place: Field, gazetteer: Gazetteer) -> str:
    """The key of a place; of the region where it is a division."""
    if place.name is not FieldName.DIVISION:
        return place.key
    division = gazetteer.by_code.get(place.value)
    return field_key(FieldName.REGION, division.region) if division else _ANYWHERE


def _anybody(waiting: Mapping[str, Chats]) -> Chats:
    """The chats that wait for sources without a region: all but those that name sources."""
    by_source = field_key(FieldName.SOURCE, "")
    return Chats().union(*(chats for key, chats in waiting.items() if not key.startswith(by_source)))
