"""What a copy tells that lost the words for where, when and who, or has a slip in them. Pure.

It is still read as a readout, but of no place, of another day, under another chair. Where its own words for
that stand in its original as well, or are those of the original with a slip in them, what the original tells
counts.
"""

from dataclasses import replace
from datetime import timedelta

from readouts.domain.chairs import chairs_differ, same_chair
from readouts.domain.copies import COPY, containment, shingles
from readouts.domain.gazetteer import name_key
from readouts.domain.item import Item
from readouts.domain.joining import (
    PUT_RIGHT_WITHIN,
    VAGUE_WINDOW,
    counts_from_publication,
    days_allow,
    may_be_one,
    place_is_known,
    seat,
)
from readouts.domain.numbering import numbers_differ
from readouts.domain.readout import DatePrecision, Readout, told_words
from readouts.domain.rewording import (
    IsPlace,
    alike,
    chair_names,
    is_named,
    is_short,
    place_names,
    says_otherwise,
)

_LONGEST_TEXT = 8_000
# With so much beside it, on either side, a word is known to be the one that stands elsewhere.
_BESIDE = 5
# The place is not from the words of the text.
_NOT_OF_THE_TEXT = frozenset({"region:source", "region:url", "region:title"})
_REWRITTEN = 0.5
_OF_PLACE = ("committee", "region", "level")


def retold(item: Item, readout: Readout, original: Item, told: Readout, is_place: IsPlace) -> Readout | None:
    """What the item, read as `readout`, tells of the meeting of which the original tells; None where that is
    another meeting, or where nothing has to be put right."""
    if not _may_be_mended(item, readout, original, told):
        return None
    said, before = name_key(item.text[:_LONGEST_TEXT]), name_key(original.text[:_LONGEST_TEXT])
    if says_otherwise(said, before, told, is_place) or not _is_known(readout, said, told):
        return None
    for field in _contradicted(readout, told):
        is_slip = field == "chair" and _is_slip(said, readout, told)
        if not is_slip and not _is_said(field, item, readout, told, before):
            return None
    return _as_told(readout, told)


def _as_told(readout: Readout, told: Readout) -> Readout:
    """The readout with place, day and chair of the original; without words for what these are not in."""
    is_same = same_chair(readout.chair, told.chair)
    lost = {*_OF_PLACE, "date", *(() if is_same else ("chair",))}
    kept = {name: span for name, span in readout.evidence.items() if name.partition(":")[0] not in lost}
    return replace(
        readout,
        kind=told.kind,
        region=told.region,
        region_name=told.region_name,
        division=told.division,
        level=told.level,
        committee=told.committee,
        date=told.date,
        date_precision=told.date_precision,
        chair=readout.chair if is_same else told.chair,
        evidence=kept,
    )


def share_retold(item: Item, readout: Readout, original: Item, told: Readout) -> float:
    """How much of the shorter of the two accounts stands in the other one; of the articles, where these are
    too short to tell."""
    said = shingles(told_words(item.text, readout))
    share = containment(said, shingles(told_words(original.text, told)))
    return share or containment(shingles(item.text), shingles(original.text))


def least_share(readout: Readout, told: Readout) -> float:
    """How much a copy must have of its original: less where only "yesterday" makes them two days."""
    is_one = seat(readout) == seat(told) and place_is_known(told) and same_chair(readout.chair, told.chair)
    return _REWRITTEN if is_one and counts_from_publication(readout) and _are_near(readout, told) else COPY


def _may_be_mended(item: Item, readout: Readout, original: Item, told: Readout) -> bool:
    if item.region and told.region and item.region != told.region:
        return False
    if item.published and original.published and abs(item.published - original.published) > VAGUE_WINDOW:
        return False
    is_one = may_be_one(readout, told) and days_allow(readout, told, timedelta())
    says_less = readout.date is None and told.date is not None
    return (says_less or not is_one) and not numbers_differ(readout, told)


def _is_known(readout: Readout, said: str, told: Readout) -> bool:
    """Whether a place or somebody is named by which the meeting is known."""
    return (
        place_is_known(readout)
        or is_named(said, told)
        or any(not is_short(name) for name in _slips(readout, told))
    )


def _slips(readout: Readout, told: Readout) -> list[str]:
    """The names of the chair that are those of the original with a slip in them."""
    others = chair_names(told)
    return [name for name in chair_names(readout) if any(alike(name, other) for other in others)]


def _contradicted(readout: Readout, told: Readout) -> list[str]:
    """The fields in which the copy, as it is read, says something else than the original."""
    fields = []
    if readout.kind is not told.kind:
        fields.append("committee")
    elif place_is_known(readout) and seat(readout) != seat(told):
        fields.append("region")
    if readout.date and readout.date != told.date and readout.date_precision is DatePrecision.DAY:
        fields.append("date")
    if chairs_differ(readout.chair, told.chair):
        fields.append("chair")
    return fields


def _is_said(field: str, item: Item, readout: Readout, told: Readout, before: str) -> bool:
    """Whether a field was read from words that stand in the original, too, which reads them differently."""
    span = readout.evidence.get(field)
    if span is None or (field == "region" and not _NOT_OF_THE_TEXT.isdisjoint(readout.evidence)):
        return False
    if field == "date" and counts_from_publication(readout) and not _are_near(readout, told):
        return False
    ahead, words, behind = map(
        name_key,
        (
            item.text[max(0, span.start - _BESIDE) : span.start],
            span.text,
            item.text[span.end : span.end + _BESIDE],
        ),
    )
    return ahead + words in before or words + behind in before


def _are_near(a: Readout, b: Readout) -> bool:
    return a.date is None or b.date is None or abs(a.date - b.date) <= PUT_RIGHT_WITHIN


def _is_slip(said: str, readout: Readout, told: Readout) -> bool:
    """Whether the chair's name is that of the original with a slip in it, and the place is as it was."""
    is_placed = seat(readout) == seat(told) or any(place in said for place in place_names(told))
    return is_placed and bool(_slips(readout, told))
