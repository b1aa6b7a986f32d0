"""What follows when a source changes an article: its meetings are told anew, and their alerts edited."""

from dataclasses import dataclass, replace
from datetime import datetime

from readouts.archive import former_texts
from readouts.archive.database import Database
from readouts.archive.former_texts import Change
from readouts.domain.item import Item
from readouts.domain.readout import Readout
from readouts.domain.watch import Match
from readouts.pipeline.owing import owe


@dataclass(frozen=True, slots=True)
class Correction:
    """A change, and the item as it is from now on with what it tells; None where it says the same as
    what is stored."""

    change: Change
    item: Item | None = None
    readouts: tuple[Readout, ...] = ()
    matches: tuple[Match, ...] = ()


def retold(change: Change, read: Item) -> Item | None:
    """The item as it is to be stored now that its article was read again; None where that says nothing
    else. A whole article gives way to another one only, never to the few words of a list."""
    stored = change.stored
    is_unread = change.was_read and read.text == change.listed.text and len(read.text) < len(stored.text)
    text = stored.text if is_unread or not read.text else read.text
    told = replace(stored, title=read.title or stored.title, text=text)
    is_same = former_texts.digest(told.title, told.text) == former_texts.digest(stored.title, stored.text)
    return None if is_same else told


def correct(db: Database, correction: Correction, rings: bool, not_before: datetime, now: datetime) -> int:
    """Write a correction down, and owe what follows; how many alerts that are.

    Nobody is alerted twice: an alert is owed only where the item tells of a meeting that it did not tell
    of before, and only to who was not alerted for the item or for its meetings. Alerts are edited only
    where they read differently now: some sites give out an old and a new text in turns.
    """
    former_texts.settle(db, correction.change)
    if correction.item is None:
        return 0
    item_id = correction.change.item_id
    corrected = former_texts.correct(db, item_id, correction.item, correction.readouts, now)
    if corrected is None:
        return 0
    told = former_texts.told_chats(db, item_id, corrected.former)
    news = [
        match
        for match in correction.matches
        if rings and match.readout in corrected.joined and match.chat not in told
    ]
    of_each = [corrected.joined.get(place) for place in range(len(correction.readouts))]
    return owe(db, item_id, [*of_each, *corrected.altered], news, not_before, now)
