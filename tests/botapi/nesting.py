"""Repair of entities: what overlaps is dropped, merged or split, so that what remains nests properly."""

import heapq
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from tests.botapi.entity import QUOTES, SPLITTABLE, VERBATIM, Entity

Span = tuple[int, int]


def nested(entities: Iterable[Entity]) -> tuple[Entity, ...]:
    """The entities in the server's order, properly nested.

    A quote stands in no other quote and nothing but styles may cross its border; links, mentions and verbatim
    text hold no other of their kind; verbatim text holds nothing; touching styles of one kind become one.
    """
    ordered = sorted((e for e in entities if e.length > 0), key=lambda e: e.order)
    quotes = _apart([e for e in ordered if e.type in QUOTES])
    solid = _apart([e for e in ordered if e.type not in QUOTES and e.type not in SPLITTABLE])
    solid = _within(solid, quotes)
    styles = [e for kind in SPLITTABLE for e in _joined([e for e in ordered if e.type == kind])]
    verbatim = [(e.offset, e.end) for e in solid if e.type in VERBATIM]
    styles = [piece for style in styles for piece in _outside(style, verbatim)]
    borders = [[(e.offset, e.end) for e in group] for group in (quotes, solid)]
    for border in borders:
        styles = [piece for style in styles for piece in _cut(style, border)]
    return tuple(sorted([*quotes, *solid, *_uncrossed(styles)], key=lambda e: e.order))


def _apart(ordered: Sequence[Entity]) -> list[Entity]:
    """Those that begin after the last one kept has ended."""
    kept: list[Entity] = []
    for entity in ordered:
        if not kept or entity.offset >= kept[-1].end:
            kept.append(entity)
    return kept


def _within(solid: Sequence[Entity], quotes: Sequence[Entity]) -> list[Entity]:
    """Without those that cross a quote's border or surround it."""
    starts = [quote.offset for quote in quotes]

    def fits(entity: Entity) -> bool:
        before = bisect_right(starts, entity.offset) - 1
        if before >= 0 and entity.offset < quotes[before].end:
            return entity.end <= quotes[before].end
        return before + 1 == len(quotes) or entity.end <= quotes[before + 1].offset

    return [entity for entity in solid if fits(entity)]


def _joined(ordered: Sequence[Entity]) -> list[Entity]:
    """Overlapping and touching spans of one style as one."""
    joined: list[Entity] = []
    for entity in ordered:
        if joined and entity.offset <= joined[-1].end:
            end = max(joined[-1].end, entity.end)
            joined[-1] = replace(joined[-1], length=end - joined[-1].offset)
        else:
            joined.append(entity)
    return joined


def _outside(style: Entity, holes: Sequence[Span]) -> Iterable[Entity]:
    """The parts of a style that lie in none of the holes (sorted, apart)."""
    position = style.offset
    for start, end in holes[max(0, bisect_right(holes, (style.offset, 0)) - 1) :]:
        if start >= style.end:
            break
        if start > position:
            yield replace(style, offset=position, length=start - position)
        position = max(position, end)
    if position < style.end:
        yield replace(style, offset=position, length=style.end - position)


def _cut(style: Entity, borders: Sequence[Span]) -> Iterable[Entity]:
    """The style, split where it crosses the border of one of these spans (sorted, apart)."""
    first, last = _holding(style.offset, borders), _holding(style.end, borders)
    if first == last:
        return (style,)
    points = [style.offset, style.end]
    if first is not None and first[1] < style.end:
        points.append(first[1])
    if last is not None and last[0] > style.offset:
        points.append(last[0])
    edges = sorted(set(points))
    return [replace(style, offset=a, length=b - a) for a, b in pairwise(edges)]


def _holding(position: int, spans: Sequence[Span]) -> Span | None:
    """The span with this position strictly inside."""
    index = bisect_right(spans, (position, 0)) - 1
    return spans[index] if index >= 0 and spans[index][0] < position < spans[index][1] else None


def _uncrossed(styles: Iterable[Entity]) -> Iterable[Entity]:
    """Styles of different kinds that cross: the later one is split at the end of the earlier one."""
    waiting = [(style.order, style) for style in styles]
    heapq.heapify(waiting)
    around: list[Entity] = []
    while waiting:
        _, style = heapq.heappop(waiting)
        while around and around[-1].end <= style.offset:
            around.pop()
        if around and style.end > around[-1].end:
            border = around[-1].end
            rest = replace(style, offset=border, length=style.end - border)
            heapq.heappush(waiting, (rest.order, rest))
            style = replace(style, length=border - style.offset)
        around.append(style)
        yield style
