"""/sources: whether the sources answer, so that silence is told apart from blindness."""

from dataclasses import replace

from handlers.access import is_bot_admin
from handlers.context import Pressed, Turn
from readouts.archive import held
from readouts.archive import sources as stored
from readouts.delivery.message import Message
from readouts.delivery.rendering import render_health, render_held, render_regions
from readouts.domain.coverage import coverage


async def sources(turn: Turn) -> Message:
    """How every source is doing and how often it is asked; for the bot's admins in private also what waits
    for their decision."""
    known = await turn.desk.archive.read(stored.all_health)
    message = render_health(known, turn.desk.intervals(known), turn.look)
    if turn.chat.kind != "private" or not is_bot_admin(turn.caller, turn.desk.admins):
        return message
    waiting = await turn.desk.archive.read(held.all_held)
    return replace(message, buttons=message.buttons + render_held(waiting, turn.look).buttons)


async def press_regions(turn: Turn) -> Pressed:
    """Which regions are seen, and by how many sources."""
    known = await turn.desk.archive.read(stored.all_health)
    regions = turn.desk.gazetteer.regions
    everywhere = sum(not (each.source.region or each.source.paused) for each in known)
    found = coverage(known, regions, turn.desk.clock())
    return Pressed(message=render_regions(found, everywhere, turn.look))
