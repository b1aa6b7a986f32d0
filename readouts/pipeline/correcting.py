"""What follows when a source changes an article: its meetings are told anew, and their alerts edited."""

from dataclasses import dataclass, replace
from datetime import datetime

from readouts.archive import former_texts, wordings
from readouts.archive.database import Database
from readouts.archive.former_texts import Change, Corrected
from readouts.domain.copies import is_filled_anew
from readouts.domain.item import Item
from readouts.domain.readout import Readout
from readouts.domain.watch import Match
from readouts.domain.why import Reasons
from readouts.pipeline.owing import owe


@dataclass(frozen=True, slots=True)
class Correction:
    """A change, and the item as it is from now on with what it tells; None where it says the same as
    what is stored. concerned: the chats that watched for what it told before."""

    change: Change
    item: Item | None = None
    readouts: tuple[Readout, ...] = ()
    matches: tuple[Match, ...] = ()
    concerned: frozenset[int] = frozenset()


def retold(change: Change, read: Item) -> Item | None:
    """The item as it is to be stored now that its article was read again; None where that says nothing
    else. A whole article gives way to another one only, never to the few words of a list. Another article
    under the old name has a day of its own."""
    stored = change.stored
    is_unread = change.was_read and read.text == change.listed.text and len(read.text) < len(stored.text)
    text = stored.text if is_unread or not read.text else read.text
    told = replace(stored, title=read.title or stored.title, text=text)
    is_same = wordings.digest(told.title, told.text) == wordings.digest(stored.title, stored.text)
    if is_same:
        return None
    anew = replace(told, published=read.published or stored.published)
    return anew if is_filled_anew(stored, anew) else told


def correct(db: Database, correction: Correction, rings: bool, not_before: datetime, now: datetime) -> int:
    """Write a correction down, and owe what follows; how many alerts that are.

    Nobody is alerted twice: an alert is owed only where the item tells of a meeting that it did not tell
    of before, or of one in words that concern a chat for the first time; and only to who was not alerted
    for the item or for its meetings, unless it is another article under the old name. Alerts are edited
    only where they read differently now: some sites give out an old and a new text in turns.
    """
    former_texts.settle(db, correction.change)
    if correction.item is None:
        return 0
    item_id = correction.change.item_id
    corrected = former_texts.correct(db, item_id, correction.item, correction.readouts, now)
    if corrected is None:
        return 0
    news = _news(db, correction, corrected) if rings else []
    to_tell = {match.readout for match in news}
    of_each = [
        meeting if place in to_tell or meeting not in corrected.former else None
        for place, meeting in enumerate(corrected.meetings)
    ]
    reasons = Reasons(correction.item, correction.readouts)
    return owe(db, item_id, reasons, [*of_each, *corrected.altered], news, not_before, now)


def _news(db: Database, correction: Correction, corrected: Corrected) -> list[Match]:
    told = former_texts.told_chats(db, correction.change.item_id, corrected.former)
    knows = frozenset[int]() if corrected.is_filled_anew else told
    return [
        match
        for match in correction.matches
        if match.readout is not None and match.chat not in knows and _is_news(match, correction, corrected)
    ]


def _is_news(match: Match, correction: Correction, corrected: Corrected) -> bool:
    meeting = None if match.readout is None else corrected.meetings[match.readout]
    if meeting is None:
        return False
    return meeting not in corrected.former or match.chat not in correction.concerned
