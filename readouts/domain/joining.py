"""Which readouts tell of one meeting. Pure.

Texts alone never join: another province's readout in the same formula is more alike than a rewrite of the
same event. Facts do: place, level, day, chair; where some are lost, a copy may be one (`may_be_copied`).
"""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from readouts.domain.chairs import chairs_differ, same_chair, same_characters, two_chiefs
from readouts.domain.gazetteer import Level, name_key
from readouts.domain.meeting import ALERT_KINDS
from readouts.domain.numbering import numbers_differ, same_number
from readouts.domain.readout import Bilingual, DatePrecision, Kind, Readout, Span

VAGUE_WINDOW = timedelta(days=10)
# A page that says nearly the same of another day later than this is the next meeting in the old words.
PUT_RIGHT_WITHIN = timedelta(days=3)
_ZERO = timedelta()
# The short name, and what synonym-spinning copies write.
_BODY = re.compile("国安委(?!员)|国[家度](?:安全|平安|宁静)(?:委员会|理事会)")
_BEHIND_THE_PARTY = re.compile("(?<=委)(?:员会)?(?!员会$).{3,9}$")
_GROUP = re.compile("国家安全工作领导小组$")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH_AND_DAY = re.compile(
    rf"(?P<month>\d{{1,2}})月(?P<day>\d{{1,2}})日"
    rf"|(?P<name>{'|'.join(_MONTHS)})[a-z]{{0,6}}\.? (?P<after>\d{{1,2}})(?!\d)"
    rf"|(?<!\d)(?P<before>\d{{1,2}}) (?P<named>{'|'.join(_MONTHS)})",
    re.IGNORECASE,
)


def same_meeting(a: Readout, b: Readout, apart: timedelta) -> bool:
    """Whether two readouts tell of the same meeting.

    Equal days of one committee are one meeting, unless two people are called its party chief;
    different days are only where both count it as the same one within three days. "On or before" a day
    goes with any day in the ten days that end with it, if neither committee nor chair nor the
    meeting's number speaks against it. `apart` is the time between the two being reported: it
    decides where a date is unknown, and there the chair must be the same. A readout that does not
    say where it was needs the same chair, too; it can be of any place that its words allow.
    """
    return may_be_one(a, b) and days_allow(a, b, apart)


def may_be_copied(copy: Readout, told: Readout) -> bool:
    """Whether nothing that two readouts state speaks against one being told in a copy of the other's text.

    A copy may have lost the place or the day, and "yesterday" is another day for whoever copies. Where a
    place is lost the chair has to stand for it: neighbours tell of their meetings in one formula.
    """
    if copy.kind not in ALERT_KINDS or copy.kind is not told.kind:
        return False
    if place_is_known(copy) and place_is_known(told):
        allowed = seat(copy) == seat(told)
    else:
        stands_for_it = same_chair(copy.chair, told.chair)
        allowed = _places_allow(copy, told) and not _committees_differ(copy, told) and stands_for_it
    if not allowed or chairs_differ(copy.chair, told.chair) or numbers_differ(copy, told):
        return False
    return _days_allow_a_copy(copy, told)


def _days_allow_a_copy(copy: Readout, told: Readout) -> bool:
    if copy.date is None or told.date is None or copy.date == told.date:
        return True
    if any(each.date_precision is not DatePrecision.DAY for each in (copy, told)):
        return True
    near = abs(copy.date - told.date) <= PUT_RIGHT_WITHIN
    return near and (counts_from_publication(copy) or counts_from_publication(told))


def counts_from_publication(readout: Readout) -> bool:
    """Whether the day is stated as 昨天 or "on Friday"."""
    written = readout.evidence.get("date")
    return written is not None and re.search(r"\d", written.text) is None


def takes_back(notice: Readout, told: Readout) -> bool:
    """Whether a report says that the day is wrong which another one of the same committee gives."""
    former = _written_day(notice.evidence.get("date:former"))
    if former is None or told.date_precision is not DatePrecision.DAY:
        return False
    return former == _month_and_day(told) and _may_be_told_wrong(notice, told)


def _may_be_told_wrong(notice: Readout, told: Readout) -> bool:
    return may_be_one(notice, told) and not (
        chairs_differ(notice.chair, told.chair) or numbers_differ(notice, told)
    )


def paired(former: Sequence[Readout], told: Sequence[Readout], *, same_day: bool = False) -> dict[int, int]:
    """Which readouts of a changed article stand for which of those it gave before: place -> former place.

    Those of the same committee and day belong together, then those of the same committee, unless it has
    to be the same day.
    """
    pairs: dict[int, int] = {}
    for alike in (_seat_and_day,) if same_day else (_seat_and_day, seat):
        waiting: dict[object, list[int]] = {}
        for number in sorted(set(range(len(former))) - set(pairs.values()), reverse=True):
            waiting.setdefault(alike(former[number]), []).append(number)
        for place, readout in enumerate(told):
            if place not in pairs and waiting.get(alike(readout)):
                pairs[place] = waiting[alike(readout)].pop()
    return pairs


def may_be_one(a: Readout, b: Readout) -> bool:
    """Whether two readouts tell of one committee under one chair, the days aside."""
    if a.kind not in ALERT_KINDS or a.kind is not b.kind:
        return False
    if place_is_known(a) and place_is_known(b):
        return seat(a) == seat(b)
    return _places_allow(a, b) and _chair_stands_for_place(a, b) and not _committees_differ(a, b)


def seat(readout: Readout) -> tuple[Kind, str | None, str | None, Level]:
    """Whose meeting it was, as far as that is stated."""
    return readout.kind, readout.region, readout.division, readout.level


def _seat_and_day(readout: Readout) -> tuple[object, date | None]:
    return seat(readout), readout.date


def place_is_known(readout: Readout) -> bool:
    """Whether a readout says whose meeting it was: 市委 alone does not."""
    if readout.level is Level.CENTRAL:
        return True
    return readout.region is not None and (readout.level is Level.PROVINCE or readout.division is not None)


def _places_allow(a: Readout, b: Readout) -> bool:
    """Whether what one leaves open can be what the other says."""
    if any(x != y and x and y for x, y in ((a.region, b.region), (a.division, b.division))):
        return False
    # 市委 can be a municipality's, a prefecture's or a county's.
    return a.level is b.level or bool(a.committee.zh and b.committee.zh)


def _chair_stands_for_place(a: Readout, b: Readout) -> bool:
    """Copies misspell names, but hardly on the very day of a namesake elsewhere."""
    same_day = a.date == b.date and a.date_precision is b.date_precision is DatePrecision.DAY
    return same_chair(a.chair, b.chair) if same_day else same_characters(a.chair, b.chair)


def days_allow(a: Readout, b: Readout, apart: timedelta) -> bool:
    """Whether two readouts that may be of one meeting are, by their days; see `same_meeting`."""
    a_sure = a.date is not None and a.date_precision is DatePrecision.DAY
    b_sure = b.date is not None and b.date_precision is DatePrecision.DAY
    if a_sure and b_sure:
        same_day = a.date == b.date or _same_number_within_days(a, b)
        return same_day and not two_chiefs(a.chair, b.chair)
    if chairs_differ(a.chair, b.chair) or _committees_differ(a, b) or numbers_differ(a, b):
        return False
    if a.date is None or b.date is None:
        return _undated_allow(a, b, apart)
    later = a.date - b.date
    if a_sure:
        return -VAGUE_WINDOW <= later <= _ZERO
    return (_ZERO if b_sure else -VAGUE_WINDOW) <= later <= VAGUE_WINDOW


def _same_number_within_days(a: Readout, b: Readout) -> bool:
    """Whether two papers date the committee's one fifth meeting differently."""
    if a.date is None or b.date is None or abs(a.date - b.date) > PUT_RIGHT_WITHIN:
        return False
    return place_is_known(a) and place_is_known(b) and same_number(a, b)


def _undated_allow(a: Readout, b: Readout, apart: timedelta) -> bool:
    """A day without a year, or none at all: the time of the reports decides."""
    if abs(apart) > VAGUE_WINDOW:
        return False
    x, y = _month_and_day(a), _month_and_day(b)
    return x == y if x and y else same_chair(a.chair, b.chair)


def _month_and_day(readout: Readout) -> tuple[int, int] | None:
    """The day of the year, also where nobody says which year; None where not even that is stated."""
    if readout.date is not None:
        is_day = readout.date_precision is DatePrecision.DAY
        return (readout.date.month, readout.date.day) if is_day else None
    return _written_day(readout.evidence.get("date"))


def _written_day(written: Span | None) -> tuple[int, int] | None:
    found = _MONTH_AND_DAY.search(written.text) if written else None
    if found is None:
        return None
    named = found["name"] or found["named"]
    month = _MONTHS.index(named.lower()) + 1 if named else int(found["month"])
    return month, int(found["day"] or found["after"] or found["before"])


def _committees_differ(a: Readout, b: Readout) -> bool:
    """Only Chinese names are compared: English ones are translations, each paper has its own."""
    if not a.committee.zh or not b.committee.zh:
        return False
    short, long = sorted((_full_name(a.committee), _full_name(b.committee)), key=len)
    return not long.endswith(short)


def _full_name(committee: Bilingual) -> str:
    """Whatever stands behind the party committee, short, spun or with a slip in it, is the commission."""
    name = name_key(committee.zh or "")
    if name.endswith("小组"):
        return _GROUP.sub("国家安全领导小组", name)
    return _BODY.sub("国家安全委员会", _BEHIND_THE_PARTY.sub("国家安全委员会", name))
