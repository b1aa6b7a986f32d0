"""The buttons under the notices to admins: what becomes of held polls, and of sources that moved."""

from handlers.context import Pressed, Turn
from readouts.archive import held, sources
from readouts.delivery.message import compose
from readouts.delivery.rendering import render_held
from readouts.delivery.rendering.buttons import key_of
from readouts.delivery.styling import Text, bold, short
from readouts.domain.source import SourceHealth

_NAME_UNITS = 60
_LONGEST_NUMBER = 18


async def press_release(turn: Turn) -> Pressed:
    """Alert for what a held poll brought, as if it were new now."""
    owed = await turn.desk.release(_number(turn))
    if owed is None:
        return Pressed(turn.brief("That was decided already."))
    return await _decided(
        turn, turn.look.ngettext("Released: {count} alert follows.", "Released: {count} alerts follow.", owed)
    )


async def press_archive(turn: Turn) -> Pressed:
    """Leave what a held poll brought in the archive, and alert nobody."""
    number = _number(turn)
    gone = await turn.desk.archive.write(lambda db: held.let_go(db, number))
    if gone is None:
        return Pressed(turn.brief("That was decided already."))
    name = bold(short(gone.source, _NAME_UNITS))
    return await _decided(turn, turn.say("{name}: archived silently. Nobody is alerted.", name=name))


def _number(turn: Turn) -> int:
    """The number of a held poll; 0, which none has, for what is no number."""
    digits = turn.argument
    is_number = digits.isascii() and digits.isdigit() and len(digits) <= _LONGEST_NUMBER
    return int(digits) if is_number else 0


async def _decided(turn: Turn, result: Text) -> Pressed:
    """What came of it, and the polls that still wait for a decision, with their buttons."""
    left = await turn.desk.archive.read(held.all_held)
    return Pressed("", render_held(left, turn.look, result), replaces=True)


async def press_move(turn: Turn) -> Pressed:
    """Ask a source at the address it has moved to from now on."""
    known = await turn.desk.archive.read(sources.all_health)
    health = next((each for each in known if _key(each) == turn.argument), None)
    if health is None or health.moved is None:
        return Pressed(turn.brief("That address is no longer proposed. /sources shows all."))
    name, address = health.source.name, health.moved.to
    shown = bold(short(name, _NAME_UNITS))
    if not await turn.desk.archive.write(lambda db: sources.take_over(db, name, address)):
        return Pressed(turn.brief("Another source has that address already."))
    turn.desk.poke()
    words = turn.say("{name} is asked at its new address from now on.", name=shown)
    return Pressed("", compose([words]), replaces=False)


def _key(health: SourceHealth) -> str | None:
    """The key of the button that proposes a source's new address; another address has another key."""
    return key_of(health.source.name, health.moved.to) if health.moved else None
