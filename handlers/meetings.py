"""/latest and /meeting: what was reported."""

from dataclasses import replace

from handlers.arguments import number_in
from handlers.context import Pressed, Turn
from handlers.joins import no_such_meeting
from readouts.archive import meetings
from readouts.archive.reports import reports_of
from readouts.archive.similar import similar
from readouts.delivery.message import Message, callback_button, compose
from readouts.delivery.rendering import render_latest, render_meeting, render_similar

_MEETINGS_A_PAGE = 10
_SIMILAR_SHOWN = 5


async def latest(turn: Turn) -> Message:
    """The meetings reported last."""
    return await _latest(turn, None)


async def press_older(turn: Turn) -> Pressed:
    """The meetings reported before the button's."""
    return Pressed(message=await _latest(turn, number_in(turn.argument)))


async def _latest(turn: Turn, before: int | None) -> Message:
    found = await turn.desk.archive.read(lambda db: meetings.latest(db, _MEETINGS_A_PAGE, before))
    message = render_latest(found, turn.look)
    if len(found) < _MEETINGS_A_PAGE:
        return message
    older = callback_button(turn.say("Older"), f"older {found[-1].id}")
    return replace(message, buttons=(*message.buttons, (older,)))


async def meeting(turn: Turn) -> Message:
    """One meeting in full, by its number."""
    number = number_in(turn.argument)
    if number is None:
        return compose([turn.say("Say which one, for example /meeting 12. /latest shows the numbers.")])
    return await _meeting(turn, number)


async def press_meeting(turn: Turn) -> Pressed:
    """The button's meeting in full."""
    return Pressed(message=await _meeting(turn, number_in(turn.argument) or 0))


async def _meeting(turn: Turn, number: int) -> Message:
    found = await turn.desk.archive.read(lambda db: meetings.get(db, number))
    if found is None:
        return compose([no_such_meeting(number, turn)])
    reports = await turn.desk.archive.read(lambda db: reports_of(db, found.id))
    return render_meeting(found, turn.look, reports)


async def press_similar(turn: Turn) -> Pressed:
    """The meetings that are most like the button's."""
    number, today = number_in(turn.argument) or 0, turn.desk.today()
    found = await turn.desk.archive.read(lambda db: meetings.get(db, number))
    if found is None:
        return Pressed(message=compose([no_such_meeting(number, turn)]))
    alike = await turn.desk.archive.read(lambda db: similar(db, found, today, _SIMILAR_SHOWN))
    return Pressed(message=render_similar(found, alike, turn.look))
