"""Everything known about one meeting, each fact with the words it was read from."""

from collections.abc import Sequence

from readouts.delivery.message import BUDGET, Message, compose
from readouts.delivery.rendering import buttons, names
from readouts.delivery.rendering.alert import quoted
from readouts.delivery.rendering.articles import title_source_and_day
from readouts.delivery.rendering.lists import MORE_UNITS, fitting
from readouts.delivery.rendering.look import Look
from readouts.delivery.rendering.reports import (
    copies_among,
    copy_of,
    other_chairs,
    other_days,
    other_places,
)
from readouts.delivery.styling import Text, bold, cut, fill, italic, join, quote, short, styled, units
from readouts.domain.meeting import Article, Meeting
from readouts.domain.readout import Readout
from readouts.domain.report import Report

_EVIDENCE_UNITS = 100
_QUOTE_UNITS = 400
_QUOTES_SHOWN = 3
_TERMS_SHOWN = 12
# So much is kept for the list of articles, however much there is to say about the meeting.
_ARTICLES_UNITS = 1_200


def render_meeting(meeting: Meeting, look: Look, reports: Sequence[Report] = ()) -> Message:
    """One meeting in full: its facts with their evidence, who says otherwise, quotations, summary, and its
    articles. `reports`: what each article says; more than one of them can be asked why they are joined. A
    button finds similar meetings."""
    readout = meeting.readout
    known = [
        bold(names.headline(readout, look)),
        *_facts(readout, reports, look),
        *(quote(quoted(words, _QUOTE_UNITS, readout, look)) for words in readout.quotes[:_QUOTES_SHOWN]),
        quote(short(readout.summary, _QUOTE_UNITS)),
    ]
    facts = cut(join("\n", known), BUDGET - _ARTICLES_UNITS)
    listed = _reports(meeting, reports, look, BUDGET - units(facts))
    joined = [buttons.why(meeting, look)] if len(reports) > 1 else []
    return compose([facts, *listed], [[*joined, buttons.similar(meeting, look)]])


def _facts(readout: Readout, reports: Sequence[Report], look: Look) -> list[Text]:
    return [
        _fact(look.gettext("Where"), names.place(readout, look), _evidence(readout, "region"), look),
        *_otherwise(other_places(readout, reports, look)),
        _fact(look.gettext("Committee"), _committee(readout, look), _evidence(readout, "committee"), look),
        _fact(look.gettext("Date"), names.meeting_day(readout, look), _evidence(readout, "date"), look),
        *_otherwise(other_days(readout, reports, look)),
        _fact(look.gettext("Chair"), _chair(readout, look), _evidence(readout, "chair"), look),
        *_otherwise(other_chairs(readout, reports, look)),
        _points(look.gettext("Also there"), _attendees(readout, look), look),
        _points(look.gettext("Documents adopted"), _adopted(readout), look),
        _points(look.gettext("Central meetings conveyed"), _conveyed(readout), look),
        _points(look.gettext("Themes"), _themes(readout, look), look),
        _points(look.gettext("Stock phrases"), _phrases(readout), look),
    ]


def _otherwise(said: list[Text]) -> list[Text]:
    """What other sources say, under the fact that it contradicts."""
    return [styled("• ", each) for each in said]


def _fact(label: Text, value: Text, evidence: Text, look: Look) -> Text:
    return styled(bold(label), look.colon, value, evidence)


def _evidence(readout: Readout, field: str) -> Text:
    """The words of the article a field was read from, set apart; nothing where none are kept."""
    span = readout.evidence.get(field)
    words = short(span.text, _EVIDENCE_UNITS) if span else ()
    return styled(" — ", italic("“", words, "”")) if words else ()


def _chair(readout: Readout, look: Look) -> Text:
    if readout.chair is None:
        return look.gettext("not stated")
    return names.chair_with_post(readout, look)


def _committee(readout: Readout, look: Look) -> Text:
    """Its full name where an article gave one."""
    return short(look.name(readout.committee) or names.committee(readout, look), names.NAME_UNITS)


def _themes(readout: Readout, look: Look) -> list[Text]:
    shown = readout.themes[:_TERMS_SHOWN]
    return [styled(names.theme(theme, look), _evidence(readout, f"theme:{theme}")) for theme in shown]


def _phrases(readout: Readout) -> list[Text]:
    """Stock phrases as the article words them."""
    spans = ((phrase, readout.evidence.get(f"phrase:{phrase}")) for phrase in readout.phrases[:_TERMS_SHOWN])
    return [short(span.text if span else phrase, _EVIDENCE_UNITS) for phrase, span in spans]


def _attendees(readout: Readout, look: Look) -> list[Text]:
    """Names in the reader's language where they are known, posts as the article words them."""
    return [
        join(" — ", (names.chair_name(person, look), short(person.post or "", _EVIDENCE_UNITS)))
        for person in readout.attendees[:_TERMS_SHOWN]
    ]


def _adopted(readout: Readout) -> list[Text]:
    return [short(title, _EVIDENCE_UNITS) for title in readout.adopted[:_TERMS_SHOWN]]


def _conveyed(readout: Readout) -> list[Text]:
    """The central commission's meetings as the article words them."""
    spans = ((meeting.key, readout.evidence.get(meeting.evidence_name)) for meeting in readout.conveyed)
    return [short(span.text if span else key, _EVIDENCE_UNITS) for key, span in spans]


def _points(label: Text, entries: list[Text], look: Look) -> Text:
    """A labelled list, one entry a line; nothing where it has none."""
    if not entries:
        return ()
    return styled(bold(label), look.colon.strip(), *(styled("\n• ", entry) for entry in entries))


def _reports(meeting: Meeting, reports: Sequence[Report], look: Look, room: int) -> list[Text]:
    count = look.ngettext("{count} article", "{count} articles", len(meeting.articles))
    heading = bold(join("，" if look.language == "zh" else ", ", (count, copies_among(reports, look))))
    seen = look.gettext("First seen {moment}", moment=look.moment(meeting.first_seen))
    copied = {report.article.item: copy_of(report, look) for report in reports}
    entries = [
        _report(number, article, copied.get(article.item, ()), look)
        for number, article in enumerate(meeting.articles, start=1)
    ]
    room -= units(heading) + units(seen) + MORE_UNITS
    return [heading, *fitting(entries, room, look), seen]


def _report(number: int, article: Article, copied: Text, look: Look) -> Text:
    """Number, linked title, source and day, in one line; when the article was corrected, and whose text it
    repeats."""
    day = look.day(look.local(article.corrected).date()) if article.corrected else ""
    facts = (
        title_source_and_day(article, look, first_seen=article.first_seen),
        look.gettext("corrected on {day}", day=day) if day else (),
        copied,
    )
    where = join(" · ", facts)
    return fill("{number}. {where}", number=number, where=where)
