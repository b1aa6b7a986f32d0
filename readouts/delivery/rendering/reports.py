"""The reports of a meeting: who says otherwise, who copied whom, and why they are of one meeting."""

from collections.abc import Callable, Sequence

from readouts.delivery.message import Message, as_many_as_fit, compose
from readouts.delivery.rendering import names
from readouts.delivery.rendering.articles import linked_source, source_name
from readouts.delivery.rendering.look import Look
from readouts.delivery.styling import Text, bold, cut, fill, join, short, styled
from readouts.domain.chairs import same_chair, same_post
from readouts.domain.joining import place_is_known, seat
from readouts.domain.meeting import Meeting
from readouts.domain.readout import DatePrecision, Readout
from readouts.domain.report import Ground, Report, grounds, known_before

_OTHERS_SHOWN = 4
_LINE_UNITS = 400
_REPORTS_UNITS = 3_200
_NUMBER_UNITS = 40


def other_places(told: Readout, reports: Sequence[Report], look: Look) -> list[Text]:
    """Who puts the meeting elsewhere; only what an admin merged can say so."""
    return _otherwise(reports, lambda each: names.place(each, look), look, _is_elsewhere(told))


def other_days(told: Readout, reports: Sequence[Report], look: Look) -> list[Text]:
    """Who names another day."""
    return _otherwise(reports, lambda each: names.meeting_day(each, look), look, _is_another_day(told))


def other_chairs(told: Readout, reports: Sequence[Report], look: Look) -> list[Text]:
    """Who names another chair, or another post of the same one."""
    return _otherwise(reports, lambda each: names.chair_with_post(each, look), look, _is_another_chair(told))


def copies_among(reports: Sequence[Report], look: Look) -> Text:
    """How many of the articles are copies; empty where none is."""
    copies = sum(report.copy_of is not None for report in reports)
    return look.ngettext("{count} of them a copy", "{count} of them copies", copies) if copies else ()


def copy_of(report: Report, look: Look) -> Text:
    """Whose text a report repeats; empty where it has its own."""
    return () if report.copy_of is None else look.gettext("copy of {number}", number=report.copy_of)


def render_why(meeting: Meeting, reports: Sequence[Report], look: Look) -> Message:
    """On what grounds each report counts as one of this meeting."""
    lines = [_line(report, known, look) for report, known in known_before(reports)]
    return compose(
        [
            bold(names.headline(meeting.readout, look)),
            look.gettext("Why these reports are of one meeting:"),
            *as_many_as_fit(
                lines,
                _REPORTS_UNITS,
                lambda count: look.ngettext("and {count} more", "and {count} more", count),
            ),
        ]
    )


def _otherwise(
    reports: Sequence[Report],
    value_of: Callable[[Readout], Text],
    look: Look,
    differs: Callable[[Readout], bool],
) -> list[Text]:
    """One line for each other value, with the first source that gives it."""
    said: dict[Text, Report] = {}
    for report in reports:
        if differs(report.readout):
            said.setdefault(value_of(report.readout), report)
    return [
        look.gettext("{source} says: {value}", source=source_name(report.article, look), value=value)
        for value, report in list(said.items())[:_OTHERS_SHOWN]
    ]


def _is_elsewhere(told: Readout) -> Callable[[Readout], bool]:
    return lambda each: place_is_known(each) and place_is_known(told) and seat(each) != seat(told)


def _is_another_day(told: Readout) -> Callable[[Readout], bool]:
    def differs(each: Readout) -> bool:
        if each.date is None or told.date is None:
            return False
        is_day = each.date_precision is DatePrecision.DAY
        return each.date != told.date if is_day else each.date < told.date

    return differs


def _is_another_chair(told: Readout) -> Callable[[Readout], bool]:
    def differs(each: Readout) -> bool:
        if each.chair is None or told.chair is None:
            return False
        return not same_chair(each.chair, told.chair) or not same_post(each.chair, told.chair)

    return differs


def _line(report: Report, known: Readout | None, look: Look) -> Text:
    reasons = _decided(report, look)
    if known and not report.is_recognised:
        reasons += _compared(report.readout, known, look)
    if known is None and report.home is None:
        reasons.append(look.gettext("the first report"))
    reasons.append(copy_of(report, look))
    source = linked_source(report.article, look)
    said = fill("{number}. {source}", number=report.number, source=source)
    return cut(styled(said, look.colon, join("；" if look.language == "zh" else "; ", reasons)), _LINE_UNITS)


def _decided(report: Report, look: Look) -> list[Text]:
    """What stands above all likeness: an admin's word, and the source's own."""
    decided: list[Text] = []
    if report.home is not None:
        decided.append(look.gettext("merged by hand, with meeting {number}", number=report.home))
    if report.corrects:
        decided.append(look.gettext("corrects what its source said before"))
    return decided


def _compared(readout: Readout, known: Readout, look: Look) -> list[Text]:
    return [_reason(ground, readout, known, look) for ground in grounds(readout, known)]


def _reason(ground: Ground, readout: Readout, known: Readout, look: Look) -> Text:
    simple = {
        Ground.SAME_PLACE: look.gettext("same region and level"),
        Ground.PLACE_LEFT_OPEN: look.gettext("the place is not stated, the chair stands for it"),
        Ground.SAME_DAY: look.gettext("same day"),
        Ground.NO_DAY: look.gettext("a date is missing, reported at about the same time"),
        Ground.NO_CHAIR: look.gettext("a chair is missing"),
    }
    if ground in simple:
        return simple[ground]
    if ground in (Ground.DAY_FITS, Ground.OTHER_DAY, Ground.OTHER_PLACE, Ground.SAME_NUMBER):
        return _reason_with_fact(ground, readout, known, look)
    return _reason_with_names(ground, readout, known, look)


def _reason_with_fact(ground: Ground, readout: Readout, known: Readout, look: Look) -> Text:
    day = names.meeting_day(readout, look)
    if ground is Ground.DAY_FITS:
        return look.gettext("“{day}” fits “{known}”", day=day, known=names.meeting_day(known, look))
    if ground is Ground.OTHER_DAY:
        return look.gettext("another day: {day}", day=day)
    if ground is Ground.OTHER_PLACE:
        return look.gettext("another place: {place}", place=names.place(readout, look))
    number = short(readout.evidence["number"].text, _NUMBER_UNITS)
    return look.gettext("same number: {number}", number=number)


def _reason_with_names(ground: Ground, readout: Readout, known: Readout, look: Look) -> Text:
    """The names as the articles write them: 韩俊 = Han Jun."""
    written, before = (
        short(each.chair.name if each.chair else "", names.NAME_UNITS) for each in (readout, known)
    )
    if ground is Ground.OTHER_CHAIR:
        return look.gettext("another chair: {name}", name=written)
    if ground is Ground.CHAIR_ALIKE:
        return look.gettext("nearly the same chair: {name}, {known}", name=written, known=before)
    if written == before:
        return look.gettext("same chair: {name}", name=written)
    return look.gettext("same chair: {name} = {known}", name=written, known=before)
