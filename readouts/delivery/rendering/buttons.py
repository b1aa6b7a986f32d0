"""The buttons under a message. Their data is "verb value", the verb being the command's name."""

from hashlib import blake2s

from readouts.delivery.message import Button, callback_button
from readouts.delivery.rendering import names
from readouts.delivery.rendering.look import Look
from readouts.delivery.styling import fill
from readouts.domain.meeting import Meeting
from readouts.domain.watch import Watch


def key_of(*words: str) -> str:
    """A name as a button can carry it: the same words always give the same 12 characters."""
    return blake2s("\0".join(words).encode(errors="replace"), digest_size=6).hexdigest()


def open_meeting(meeting: Meeting, look: Look) -> Button:
    return callback_button(look.gettext("Full readout"), f"meeting {meeting.id}")


def why(meeting: Meeting, look: Look) -> Button:
    return callback_button(look.gettext("Why one meeting?"), f"why {meeting.id}")


def similar(meeting: Meeting, look: Look) -> Button:
    return callback_button(look.gettext("Similar meetings"), f"similar {meeting.id}")


def choose_meeting(number: int, meeting: Meeting, look: Look) -> Button:
    words = fill("{number} · {place}", number=number, place=names.place(meeting.readout, look))
    return callback_button(words, f"meeting {meeting.id}")


def remove_watch(watch: Watch) -> Button:
    words = fill("✕ {number} · {query}", number=watch.id, query=watch.name or watch.query)
    return callback_button(words, f"unwatch {watch.id}")
