"""/sources: whether the sources answer, so that silence is told apart from blindness."""

from handlers.context import Turn
from readouts.archive import sources as stored
from readouts.delivery.message import Message
from readouts.delivery.rendering import render_health


async def sources(turn: Turn) -> Message:
    """How every source is doing."""
    return render_health(await turn.desk.archive.read(stored.all_health), turn.look)
