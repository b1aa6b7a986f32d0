"""Who waits for news of each source, as the saved queries tell. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Set

from readouts.domain.gazetteer import Gazetteer, name_key
from readouts.domain.query import Field, FieldName, field_key
from readouts.domain.source import Source
from readouts.queries.places import Places

# Where a query looks that names no place.
_ANYWHERE = ""
_NOBODY: Set[int] = frozenset()


def watchers_of(
    sources: Iterable[Source], watching: Iterable[tuple[Places, Iterable[int]]], gazetteer: Gazetteer
) -> dict[str, int]:
    """The number of chats that wait for each source, by its name; a chat with several watches counts once.

    `watching`: the places that saved queries name, and the chats that have such queries. A query that
    names sources waits for those; one that names regions for theirs, and for those that report of no
    region in particular; any other one for every source.
    """
    waiting = _by_place(watching, gazetteer)
    # Most chats wait for every source: they are in no other set, and are counted once.
    everywhere = waiting.pop(_ANYWHERE, _NOBODY)
    only = {key: chats - everywhere for key, chats in waiting.items()}
    anybody = _anybody(only)
    counts = {}
    for source in sources:
        by_region = only.get(field_key(FieldName.REGION, source.region or ""), _NOBODY)
        around = anybody if source.region is None else by_region
        by_name = only.get(field_key(FieldName.SOURCE, name_key(source.name)), _NOBODY)
        counts[source.name] = len(everywhere) + len(around) + len(by_name - around)
    return counts


def _by_place(watching: Iterable[tuple[Places, Iterable[int]]], gazetteer: Gazetteer) -> dict[str, Set[int]]:
    """The chats that wait for each region and each source, by the key of that field."""
    waiting: defaultdict[str, set[int]] = defaultdict(set)
    for named, chats in watching:
        if named is None:
            waiting[_ANYWHERE].update(chats)
        elif keys := {_key(each, gazetteer) for each in named}:
            known = tuple(chats)
            for key in keys:
                waiting[key].update(known)
    return dict(waiting)


def _key(place: Field, gazetteer: Gazetteer) -> str:
    """The key of a place; of the region where it is a division."""
    if place.name is not FieldName.DIVISION:
        return place.key
    division = gazetteer.by_code.get(place.value)
    return field_key(FieldName.REGION, division.region) if division else _ANYWHERE


def _anybody(waiting: Mapping[str, Set[int]]) -> Set[int]:
    """The chats that wait for sources without a region: all but those that name sources."""
    by_source = field_key(FieldName.SOURCE, "")
    return set[int]().union(*(chats for key, chats in waiting.items() if not key.startswith(by_source)))
