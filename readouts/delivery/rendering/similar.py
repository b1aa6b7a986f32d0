"""Meetings like another one, and what they share with it."""

from collections.abc import Sequence

from readouts.delivery.message import Message, compose
from readouts.delivery.rendering import buttons, names
from readouts.delivery.rendering.lists import in_rows
from readouts.delivery.rendering.look import Look
from readouts.delivery.styling import Text, bold, cut, fill, join, short, styled
from readouts.domain.likeness import Alike, Sort, Trait
from readouts.domain.meeting import Meeting
from readouts.domain.readout import Readout
from readouts.domain.tifa import HEADLINE_TIFA

_LINE_UNITS = 600
_SHARED_SHOWN = 6
_WORDS_UNITS = 60


def render_similar(meeting: Meeting, alike: Sequence[Alike], look: Look) -> Message:
    """What is most like a meeting, each with what both have in common; a button opens each."""
    heading = names.headline(meeting.readout, look)
    if not alike:
        return compose([look.gettext("No meeting is like {meeting}.", meeting=bold(heading))])
    lines = [_line(each, look) for each in alike]
    openers = [buttons.choose_meeting(each.meeting.id, each.meeting, look) for each in alike]
    return compose([look.gettext("Most like {meeting}:", meeting=bold(heading)), *lines], in_rows(openers, 2))


def _line(alike: Alike, look: Look) -> Text:
    readout = alike.meeting.readout
    about = join(" · ", (names.headline(readout, look), names.chair_with_post(readout, look)))
    shared = [_said(trait, readout, look) for trait in alike.shared[:_SHARED_SHOWN]]
    why = look.gettext("both: {shared}", shared=look.listing(shared)) if shared else _by_words(look)
    return cut(fill("{number} · {about}\n{why}", number=alike.meeting.id, about=about, why=why), _LINE_UNITS)


def _by_words(look: Look) -> Text:
    return look.gettext("in similar words")


def _said(trait: Trait, readout: Readout, look: Look) -> Text:
    """A trait as the meeting that has it shows it."""
    match trait.sort:
        case Sort.THEME:
            return names.theme(trait.value, look)
        case Sort.PHRASE:
            known = HEADLINE_TIFA.get(trait.value)
            return styled(look.name(known) or "") if known else _worded(f"phrase:{trait.value}", readout)
        case Sort.CONVEYED:
            return _worded(f"conveyed:{trait.value}", readout)
        case Sort.PLACE:
            return names.place(readout, look)
        case _:
            return (
                names.chair_name(readout.chair, look) if readout.chair else short(trait.value, _WORDS_UNITS)
            )


def _worded(name: str, readout: Readout) -> Text:
    """In the words of the article."""
    span = readout.evidence.get(name)
    return short(span.text if span else name.partition(":")[2], _WORDS_UNITS)
