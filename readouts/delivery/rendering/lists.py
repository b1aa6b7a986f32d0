"""Short lists: the latest meetings, and what a chat watches."""

from collections.abc import Sequence

from readouts.delivery.message import BUDGET, Button, Message, as_many_as_fit, compose
from readouts.delivery.rendering import buttons, names
from readouts.delivery.rendering.look import Look
from readouts.delivery.styling import Text, bold, code, cut, fill, short, styled, units
from readouts.domain.meeting import Meeting
from readouts.domain.watch import Watch

_LINE_UNITS = 300
_QUERY_UNITS = 200
_MOST_BUTTONS = 30
# Room for "and 12 more" under a list that does not fit.
MORE_UNITS = 60


def render_latest(meetings: Sequence[Meeting], look: Look) -> Message:
    """Meetings as they are given, one line each under their number; a button opens each."""
    if not meetings:
        return compose([look.gettext("No meeting has been reported yet.")])
    lines = [_numbered(m.id, names.structured_line(m.readout, look)) for m in meetings]
    openers = [buttons.choose_meeting(m.id, m, look) for m in meetings]
    return _listed(look.gettext("Latest meetings"), lines, openers, look)


def render_watches(watches: Sequence[Watch], look: Look) -> Message:
    """What a chat watches, one line each under its number; a button removes each."""
    if not watches:
        return compose([look.gettext("Nothing is watched here yet. Send /watch and what you look for.")])
    lines = [_numbered(w.id, _watched(w, look)) for w in watches]
    removers = [buttons.remove_watch(w) for w in watches]
    heading = look.ngettext("{count} watch", "{count} watches", len(watches))
    return _listed(heading, lines, removers, look)


def _listed(heading: Text, lines: list[Text], row: list[Button], look: Look) -> Message:
    room = BUDGET - units(heading) - MORE_UNITS
    return compose([bold(heading), *fitting(lines, room, look)], in_rows(row[:_MOST_BUTTONS], 2))


def fitting(entries: Sequence[Text], room: int, look: Look) -> list[Text]:
    """The entries that fit into so many UTF-16 units, and a line that counts the others."""
    return as_many_as_fit(
        entries, room, lambda count: look.ngettext("and {count} more", "and {count} more", count)
    )


def in_rows(row: Sequence[Button], width: int) -> list[list[Button]]:
    return [list(row[i : i + width]) for i in range(0, len(row), width)]


def _numbered(number: int, words: Text) -> Text:
    return cut(fill("{number} · {words}", number=number, words=words), _LINE_UNITS)


def _watched(watch: Watch, look: Look) -> Text:
    query = code(short(watch.query, _QUERY_UNITS))
    return styled(short(watch.name, names.NAME_UNITS), look.colon, query) if watch.name else query
