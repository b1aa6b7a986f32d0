"""Lists of feeds that are taken up as a whole."""

from collections.abc import Sequence
from datetime import datetime

from sqlite_utils import Database

from readouts.archive import sources
from readouts.domain.feed_list import Intake, sorted_out
from readouts.domain.source import Source


def take_up(db: Database, feeds: Sequence[Source], now: datetime) -> Intake:
    """Add those feeds that are not looked at yet; which they are, and how many are known."""
    intake = sorted_out(feeds, [each.source for each in sources.all_health(db)])
    for feed in intake.new:
        sources.store(db, feed, now)
    return intake
