"""/why, /split and /merge: on what grounds reports are of one meeting, and what admins decide about it."""

from typing import assert_never

from structlog import get_logger

from handlers.access import is_bot_admin
from handlers.arguments import number_in
from handlers.context import Pressed, Turn
from readouts.archive import hand, meetings
from readouts.archive.reports import reports_of
from readouts.delivery.message import Message, callback_button, compose
from readouts.delivery.rendering import render_why
from readouts.delivery.styling import Text, code

log = get_logger()


async def why(turn: Turn) -> Message:
    """Why the reports of a meeting are of one meeting."""
    number = number_in(turn.argument)
    if number is None:
        return compose([turn.say("Say which one, for example /why 12. /latest shows the numbers.")])
    return await _why(turn, number)


async def press_why(turn: Turn) -> Pressed:
    """The same for the button's meeting."""
    return Pressed(message=await _why(turn, number_in(turn.argument) or 0))


async def split(turn: Turn) -> Message:
    """Take a report off its meeting."""
    numbers = _two_numbers(turn.argument)
    if numbers is None:
        return _how_to_split(turn)
    now = turn.desk.clock()
    done = await turn.desk.archive.write(lambda db: hand.split(db, *numbers, now))
    log.info("split by hand", meeting=numbers[0], report=numbers[1], done=type(done).__name__)
    match done:
        case hand.Split(meeting, other):
            return _split(meeting, other, done.reports, turn)
        case hand.OnlyReport(meeting):
            lines = [turn.say("Meeting {number} has no other report to leave behind.", number=meeting)]
        case hand.LastOwnReport(meeting, merged):
            said = turn.say(
                "Meeting {number} would keep no report of its own. Take off what was merged into it:",
                number=meeting,
            )
            lines = [said, code(f"/split {meeting} {merged}")]
        case hand.NoSuchReport(meeting, reports):
            lines = [
                turn.look.ngettext(
                    "Meeting {number} has {count} report. /why {number} shows their numbers.",
                    "Meeting {number} has {count} reports. /why {number} shows their numbers.",
                    reports,
                    number=meeting,
                )
            ]
        case hand.NoSuchMeeting(number):
            lines = [no_such_meeting(number, turn)]
        case _:
            assert_never(done)
    return compose(lines)


async def merge(turn: Turn) -> Message:
    """Make two meetings one."""
    numbers = _two_numbers(turn.argument)
    if numbers is None:
        return _how_to_merge(turn)
    now = turn.desk.clock()
    done = await turn.desk.archive.write(lambda db: hand.merge(db, *numbers, now))
    log.info("merged by hand", meeting=numbers[0], other=numbers[1], done=type(done).__name__)
    match done:
        case hand.Merged(meeting, other):
            return _merged(meeting, other, done.report, turn)
        case hand.OneAlready(meeting):
            line = turn.say("Both are meeting {number} already.", number=meeting)
        case hand.NoSuchMeeting(number):
            line = no_such_meeting(number, turn)
        case _:
            assert_never(done)
    return compose([line])


def no_such_meeting(number: int, turn: Turn) -> Text:
    return turn.say("There is no meeting {number}. /latest shows those there are.", number=number)


async def _why(turn: Turn, number: int) -> Message:
    found = await turn.desk.archive.read(lambda db: meetings.get(db, number))
    if found is None:
        return compose([no_such_meeting(number, turn)])
    reports = await turn.desk.archive.read(lambda db: reports_of(db, found.id))
    told = render_why(found, reports, turn.look)
    if len(reports) < 2 or not is_bot_admin(turn.caller, turn.desk.admins):
        return told
    hint = compose([turn.say("Not so? As an admin of this bot you can take a report off:")])
    example = compose([code(f"/split {found.id} {len(reports)}")])
    return Message(f"{told.html}\n\n{hint.html}\n{example.html}", told.buttons)


def _split(meeting: int, other: int, reports: int, turn: Turn) -> Message:
    said = turn.look.ngettext(
        "{count} report of meeting {meeting} is meeting {other} now. Nobody is alerted again.",
        "{count} reports of meeting {meeting} are meeting {other} now. Nobody is alerted again.",
        reports,
        meeting=meeting,
        other=other,
    )
    return _done(said, f"/merge {meeting} {other}", (meeting, other), turn)


def _merged(meeting: int, other: int, report: int, turn: Turn) -> Message:
    said = turn.say(
        "Meeting {other} is part of meeting {meeting} now. Nobody is alerted again.",
        meeting=meeting,
        other=other,
    )
    return _done(said, f"/split {meeting} {report}", (meeting,), turn)


def _done(said: Text, undo: str, shown: tuple[int, ...], turn: Turn) -> Message:
    """What was done, how to undo it, and the way to look at it."""
    openers = [
        callback_button(turn.say("Meeting {number}", number=number), f"meeting {number}") for number in shown
    ]
    return compose([said, turn.say("This undoes it: {command}", command=code(undo))], [openers])


def _two_numbers(argument: str) -> tuple[int, int] | None:
    first, _, second = argument.strip().partition(" ")
    one, other = number_in(first), number_in(second)
    return None if one is None or other is None else (one, other)


def _how_to_split(turn: Turn) -> Message:
    said = turn.say("Say the meeting and the number of its report, as /why shows them, for example:")
    return compose([said, code("/split 12 3")])


def _how_to_merge(turn: Turn) -> Message:
    said = turn.say("Say two meetings, first the one whose number stays, for example:")
    return compose([said, code("/merge 12 15")])
