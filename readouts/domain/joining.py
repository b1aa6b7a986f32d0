"""Which readouts tell of one meeting, and what they tell together. Pure.

Texts are never compared: another province's readout in the same formula is more alike than a
rewrite of the same event. Only facts join: place, level, day, chair.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from readouts.domain.gazetteer import Level, name_key
from readouts.domain.meeting import ALERT_KINDS
from readouts.domain.readout import Bilingual, Chair, DatePrecision, Kind, Readout, Span
from readouts.domain.text import is_han

VAGUE_WINDOW = timedelta(days=10)
_ZERO = timedelta()


def same_meeting(a: Readout, b: Readout, apart: timedelta) -> bool:
    """Whether two readouts tell of the same meeting.

    Equal days of one committee are one meeting, different days never are. "On or before" a day
    goes with any day in the ten days that end with it, if neither committee nor chair speaks
    against it. `apart` is the time between the two being reported: it decides where a date is
    unknown, and there the chair must be the same. A readout that does not say where it was needs
    the same chair, too.
    """
    if a.kind not in ALERT_KINDS or _seat(a) != _seat(b):
        return False
    if not _date_allows(a, b, apart):
        return False
    return _place_is_known(a) or _same_chair(a.chair, b.chair)


def paired(former: Sequence[Readout], told: Sequence[Readout]) -> dict[int, int]:
    """Which readouts of a changed article stand for which of those it gave before: place -> former place.

    Those of the same committee and day belong together, then those of the same committee.
    """
    pairs: dict[int, int] = {}
    for alike in (lambda readout: (_seat(readout), readout.date), _seat):
        waiting: dict[object, list[int]] = {}
        for number in sorted(set(range(len(former))) - set(pairs.values()), reverse=True):
            waiting.setdefault(alike(former[number]), []).append(number)
        for place, readout in enumerate(told):
            if place not in pairs and waiting.get(alike(readout)):
                pairs[place] = waiting[alike(readout)].pop()
    return pairs


def _seat(readout: Readout) -> tuple[Kind, str | None, str | None, Level]:
    return readout.kind, readout.region, readout.division, readout.level


def _place_is_known(readout: Readout) -> bool:
    if readout.level is Level.CENTRAL:
        return True
    return readout.region is not None and (readout.level is Level.PROVINCE or readout.division is not None)


def _date_allows(a: Readout, b: Readout, apart: timedelta) -> bool:
    if a.date is None or b.date is None:
        return abs(apart) <= VAGUE_WINDOW and _same_chair(a.chair, b.chair)
    a_sure, b_sure = (each.date_precision is DatePrecision.DAY for each in (a, b))
    if a_sure and b_sure:
        return a.date == b.date
    if _chairs_differ(a.chair, b.chair) or _committees_differ(a.committee, b.committee):
        return False
    later = a.date - b.date
    if a_sure:
        return -VAGUE_WINDOW <= later <= _ZERO
    return (_ZERO if b_sure else -VAGUE_WINDOW) <= later <= VAGUE_WINDOW


def _names(chair: Chair | None) -> tuple[str | None, str | None]:
    """(Chinese, English) in the form in which names are compared."""
    if chair is None:
        return None, None
    written_zh = any(map(is_han, chair.name))
    zh = chair.name_zh or (chair.name if written_zh else None)
    en = chair.name_en or (None if written_zh else chair.name)
    return zh and name_key(zh), en and name_key(en)


def _comparable(a: Chair | None, b: Chair | None) -> list[bool]:
    """For each script in which both names are known: whether they are equal."""
    return [x == y for x, y in zip(_names(a), _names(b), strict=True) if x and y]


def _same_chair(a: Chair | None, b: Chair | None) -> bool:
    return any(_comparable(a, b))


def _chairs_differ(a: Chair | None, b: Chair | None) -> bool:
    compared = _comparable(a, b)
    return bool(compared) and not any(compared)


def _committees_differ(a: Bilingual, b: Bilingual) -> bool:
    """Only Chinese names are compared: English ones are translations, each paper has its own."""
    if not a.zh or not b.zh:
        return False
    short, long = sorted((_full_name(a.zh), _full_name(b.zh)), key=len)
    return short not in long


def _full_name(committee: str) -> str:
    return name_key(committee).replace("国安委", "国家安全委员会")


def merged(known: Readout, other: Readout) -> Readout:
    """What is known of a meeting after one more readout of it.

    Gaps are filled and a vague date gets sharper; nothing that was stated is overwritten. Summary,
    quotes and scope stay those of the first article that had any. Evidence is added only for what
    `other` filled in; its offsets count in the text of the article it came from.
    """
    dated = _better_dated(known, other)
    told = known if known.summary or not other.summary else other
    return replace(
        known,
        region_name=_filled_name(known.region_name, other.region_name),
        committee=_filled_name(known.committee, other.committee) or known.committee,
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


def _better_dated(known: Readout, other: Readout) -> Readout:
    """Whichever says more about the day; of two bounds the earlier one."""
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
    if not _same_chair(known, other):
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
    filled |= {"chair"} if known.chair is None else set()
    filled |= {"date"} if _better_dated(known, other) is other else set()
    filled |= _newly_listed(known, other)
    return {name: span for name, span in other.evidence.items() if name in filled}
