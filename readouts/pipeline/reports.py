"""What the command line prints for people."""

from collections.abc import Sequence
from datetime import datetime, tzinfo

from tabulate import tabulate

from readouts.domain.hit import Hit
from readouts.domain.readout import DatePrecision
from readouts.domain.source import SourceHealth
from readouts.pipeline.ingest import Ingested


def poll_table(looks: Sequence[Ingested]) -> str:
    """One row a source: those that did not answer first."""
    rows = [
        (look.poll.source.name, look.poll.state.value, len(look.poll.items), look.new,
         f"{look.poll.took.total_seconds():.1f}s", look.poll.detail)
        for look in sorted(looks, key=lambda look: (look.poll.state.answered, look.poll.source.name))
    ]  # fmt: skip
    return tabulate(rows, headers=("source", "state", "items", "new", "took", "what it said"))


def health_table(sources: Sequence[SourceHealth], zone: tzinfo) -> str:
    """One row a source: those in trouble first."""
    rows = [
        (health.source.name, "paused" if health.source.paused else health.state.value,
         _moment(health.since, zone), _moment(health.last_answer, zone), health.items, health.detail)
        for health in sorted(sources, key=lambda health: (health.state.answered, health.source.name))
    ]  # fmt: skip
    return tabulate(rows, headers=("source", "state", "since", "last answer", "items", "what it said"))


def hit_lines(hit: Hit) -> str:
    """One hit: when, where and who in a line, then the article, then the words that hit."""
    lines = [_meeting_line(hit), hit.title, hit.url, hit.snippet.replace("\n", " ")]
    return "\n    ".join(line for line in lines if line) + "\n"


def _meeting_line(hit: Hit) -> str:
    if hit.meeting is None:
        return f"{hit.published or hit.first_seen:%Y-%m-%d} {hit.source or ''}".rstrip()
    readout = hit.meeting.readout
    day = "date not stated" if readout.date is None else readout.date.isoformat()
    if readout.date_precision is DatePrecision.ON_OR_BEFORE:
        day = f"on or before {day}"
    names = (readout.region_name.en, readout.region_name.zh) if readout.region_name else ()
    chair = readout.chair.name if readout.chair else "chair not stated"
    return " · ".join([day, *(name for name in names if name), chair, f"meeting {hit.meeting.id}"])


def _moment(moment: datetime | None, zone: tzinfo) -> str:
    return moment.astimezone(zone).strftime("%Y-%m-%d %H:%M") if moment else "never"
