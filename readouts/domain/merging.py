"""What several readouts of one meeting tell together. Pure."""

from collections.abc import Iterable
from dataclasses import replace
from functools import reduce

from readouts.domain.chairs import same_chair
from readouts.domain.joining import place_is_known, takes_back
from readouts.domain.readout import Bilingual, Chair, DatePrecision, Readout, Span


def told_by(readouts: Iterable[Readout]) -> Readout:
    """What at least one readout tells, and all after it fill in."""
    return reduce(merged, readouts)


def merged(known: Readout, other: Readout) -> Readout:
    """What is known of a meeting after one more readout of it.

    Gaps are filled and a vague date gets sharper; nothing that was stated is overwritten. Quotes and
    scope stay those of the first article that had any, the summary that of the first one that says
    what was stressed: a notice that they met says nothing. Evidence is added only for what
    `other` filled in; its offsets count in the text of the article it came from.
    """
    placed, both = (other, known) if _is_better_placed(other, known) else (known, other)
    dated = _better_dated(known, other)
    told = other if _tells_more(other, known) else known
    return replace(
        known,
        region=placed.region,
        region_name=_filled_name(placed.region_name, both.region_name),
        division=placed.division,
        level=placed.level,
        committee=_filled_name(placed.committee, both.committee) or placed.committee,
        date=dated.date,
        date_precision=dated.date_precision,
        chair=_filled_chair(known.chair, other.chair),
        themes=_united(known.themes, other.themes),
        phrases=_united(known.phrases, other.phrases),
        quotes=known.quotes or other.quotes,
        attendees=known.attendees or other.attendees,
        adopted=known.adopted or other.adopted,
        conveyed=known.conveyed or other.conveyed,
        summary=told.summary,
        language=told.language,
        evidence={**known.evidence, **_new_evidence(known, other)},
    )


def _tells_more(a: Readout, b: Readout) -> bool:
    if not a.summary or not b.summary:
        return not b.summary
    return _says_something(a) and not _says_something(b)


def _says_something(readout: Readout) -> bool:
    return bool(readout.themes or readout.phrases or readout.quotes)


def _is_better_placed(a: Readout, b: Readout) -> bool:
    return not place_is_known(b) and (place_is_known(a) or (b.region is None and a.region is not None))


def _better_dated(known: Readout, other: Readout) -> Readout:
    """Whichever puts the other right or says more about the day; of two bounds the earlier one."""
    if takes_back(other, known):
        return other
    if known.date is None or other.date is None:
        return other if known.date is None and other.date is not None else known
    if known.date_precision is DatePrecision.DAY:
        return known
    return other if other.date_precision is DatePrecision.DAY or other.date < known.date else known


def _filled_name(known: Bilingual | None, other: Bilingual | None) -> Bilingual | None:
    if known is None or other is None:
        return known or other
    return Bilingual(en=known.en or other.en, zh=known.zh or other.zh)


def _filled_chair(known: Chair | None, other: Chair | None) -> Chair | None:
    if known is None or other is None:
        return known or other
    if not same_chair(known, other):
        return known
    return replace(
        known,
        name_zh=known.name_zh or other.name_zh,
        name_en=known.name_en or other.name_en,
        post=known.post or other.post,
    )


def _united(known: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*known, *other)))


def _newly_listed(known: Readout, other: Readout) -> set[str]:
    """The evidence of lists that only `other` has."""
    filled = {f"attendee:{i + 1}" for i in range(len(other.attendees)) if not known.attendees}
    filled |= {f"adopted:{i + 1}" for i in range(len(other.adopted)) if not known.adopted}
    return filled | {meeting.evidence_name for meeting in other.conveyed if not known.conveyed}


def _new_evidence(known: Readout, other: Readout) -> dict[str, Span]:
    """The words of `other` for the facts that it filled in."""
    filled = {f"theme:{theme}" for theme in other.themes if theme not in known.themes}
    filled |= {f"phrase:{phrase}" for phrase in other.phrases if phrase not in known.phrases}
    filled |= {"region", "committee"} if _is_better_placed(other, known) else set()
    filled |= {"chair"} if known.chair is None else set()
    filled |= {"date:former"} if "date:former" not in known.evidence else set()
    filled |= {"number"} if "number" not in known.evidence else set()
    filled |= {"date"} if _better_dated(known, other) is other else set()
    filled |= _newly_listed(known, other)
    return {name: span for name, span in other.evidence.items() if name in filled}
