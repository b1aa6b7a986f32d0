"""Who is told of one item: the alerts that follow from the watches it matched."""

from collections.abc import Sequence
from datetime import datetime

from readouts.archive import outbox
from readouts.archive.database import Database
from readouts.domain.watch import Match
from readouts.domain.why import Hits, Reasons


def owe(
    db: Database,
    item_id: int,
    reasons: Reasons,
    meeting_ids: Sequence[int | None],
    matches: Sequence[Match],
    not_before: datetime,
    now: datetime,
) -> int:
    """Owe the alerts for a stored item, and edits of those that told of its meetings before.

    meeting_ids: the meeting of each of its readouts. Returns how many alerts are owed.
    """
    owed = sum(
        outbox.owe_alert(
            db,
            chat,
            meeting=meeting,
            item=None if meeting else item_id,
            why=tuple(dict.fromkeys(term.typed for _, term in hits)),
            passages=reasons.passages(hits),
            not_before=not_before,
            now=now,
        )
        for (chat, meeting), hits in _whom_it_concerns(matches, meeting_ids).items()
    )
    for meeting in {each for each in meeting_ids if each is not None}:
        outbox.owe_updates(db, meeting, now)
    return owed


def _whom_it_concerns(
    matches: Sequence[Match], meeting_ids: Sequence[int | None]
) -> dict[tuple[int, int | None], Hits]:
    """(chat, meeting or None for the item itself) -> why. Several watches of one chat ring once,
    and a chat that is told of an item's meeting is not told of the item as well."""
    why: dict[tuple[int, int | None], list[Match]] = {}
    for match in matches:
        meeting = None if match.readout is None else meeting_ids[match.readout]
        why.setdefault((match.chat, meeting), []).append(match)
    told_of_a_meeting = {chat for chat, meeting in why if meeting is not None}
    return {
        (chat, meeting): _hits(of_chat)
        for (chat, meeting), of_chat in why.items()
        if meeting is not None or chat not in told_of_a_meeting
    }


def _hits(matches: Sequence[Match]) -> Hits:
    return tuple(dict.fromkeys((match.readout, term) for match in matches for term in match.terms))
