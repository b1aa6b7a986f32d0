"""What the command line prints for people."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, tzinfo

from tabulate import tabulate

from readouts.domain.coverage import Coverage, Sight
from readouts.domain.gazetteer import Gazetteer
from readouts.domain.hit import Hit
from readouts.domain.readout import DatePrecision
from readouts.domain.source import Poll, SourceHealth, SourceState
from readouts.pipeline.ingest import Ingested
from readouts.pipeline.trying import Trial

_TITLE_CHARACTERS = 60
_STANDINGS = ("in trouble", "frozen", "not asked yet", "well", "paused")
_MEANINGS = {
    Sight.BLIND: "no source of the region has answered for a day; no news there says nothing.",
    Sight.FROZEN: "its sources answer, all without anything new for longer than is their habit.",
    Sight.SEEN: "no news there means that there is none.",
}


def poll_table(looks: Sequence[Ingested]) -> str:
    """One row a source: those that did not answer first."""
    rows = [
        (look.poll.source.name, look.poll.state.value, look.poll.listed,
         f"{look.new} (held)" if look.is_held else look.new,
         f"{look.poll.took.total_seconds():.1f}s", look.poll.detail)
        for look in sorted(looks, key=lambda look: (look.poll.state.answered, look.poll.source.name))
    ]  # fmt: skip
    return str(tabulate(rows, headers=("source", "state", "items", "new", "took", "what it said")))


def trial_table(trials: Sequence[Trial], zone: tzinfo) -> str:
    """One row a source, those that do not work first; then how many do."""
    rows = [
        (trial.poll.source.name, _verdict(trial), trial.poll.listed,
         _moment(trial.newest, zone) if trial.newest else "-", _cut(trial.title) or "-", _said(trial.poll))
        for trial in sorted(trials, key=_fault_first)
    ]  # fmt: skip
    table = str(tabulate(rows, headers=("source", "result", "items", "newest", "a title", "what it said")))
    on, paused = ([each for each in trials if each.poll.source.paused is state] for state in (False, True))
    counts = [f"{sum(each.works for each in on)} of {len(on)} sources work."]
    if paused:
        counts.append(f"Of {len(paused)} paused ones {sum(each.works for each in paused)} would.")
    if trials and all(each.poll.state is SourceState.UNREACHABLE for each in trials):
        counts.append("Nothing can be reached: this machine may be cut off from the web.")
    return f"{table}\n\n{' '.join(counts)}"


def _fault_first(trial: Trial) -> tuple[bool, bool, str]:
    source = trial.poll.source
    return trial.works, source.paused, source.name


def _verdict(trial: Trial) -> str:
    paused = "paused, " if trial.poll.source.paused else ""
    return f"{paused}{'works' if trial.works else 'does not work'}"


def _said(poll: Poll) -> str:
    return f"{poll.detail} It says that it has moved for good." if poll.moved_to else poll.detail


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _TITLE_CHARACTERS else f"{line[: _TITLE_CHARACTERS - 1]}…"


def health_table(sources: Sequence[SourceHealth], intervals: Mapping[str, timedelta], zone: tzinfo) -> str:
    """One row a source: those in trouble first, then the frozen; then how many there are of each.
    `intervals`: how often each is asked now, by its name; those that are paused are not there."""
    rows = [
        (health.source.name, "paused" if health.source.paused else health.state.value,
         _moment(health.since, zone), _moment(health.last_answer, zone),
         _about(intervals.get(health.source.name)), health.items, health.detail)
        for health in sorted(sources, key=lambda each: (_standing(each), each.source.name))
    ]  # fmt: skip
    headers = ("source", "state", "since", "last answer", "asked", "items", "what it said")
    counts = Counter(map(_standing, sources))
    told = ", ".join(f"{counts[place]} {words}" for place, words in enumerate(_STANDINGS) if counts[place])
    return f"{tabulate(rows, headers=headers)}\n\n{told or 'No source'}. Times are those of {zone}."


def region_table(regions: Sequence[Coverage], gazetteer: Gazetteer, zone: tzinfo) -> str:
    """One row a region: the blind first, the frozen, then those seen; what that means; and the regions
    without a source."""
    bare = ", ".join(_region_name(each.region, gazetteer) for each in regions if not each.sources)
    told = [f"{sight.value}: {words}" for sight, words in _MEANINGS.items() if _has(regions, sight)]
    told += [f"No source of their own: {bare}."] if bare else []
    return "\n".join([_sights(regions, gazetteer, zone), "", *told])


def _has(regions: Sequence[Coverage], sight: Sight) -> bool:
    return any(each.sight is sight for each in regions)


def _sights(regions: Sequence[Coverage], gazetteer: Gazetteer, zone: tzinfo) -> str:
    order = tuple(_MEANINGS)
    rows = [
        (_region_name(each.region, gazetteer), each.sight.value, len(each.sources),
         _moment(each.last_answer, zone), _moment(each.newest, zone), _cut(", ".join(each.sources)))
        for each in sorted(filter(_is_covered, regions), key=lambda each: order.index(each.sight))
    ]  # fmt: skip
    headers = ("region", "sight", "sources", "last answer", "last new article", "which")
    return str(tabulate(rows, headers=headers))


def _is_covered(region: Coverage) -> bool:
    return region.sight is not Sight.UNCOVERED


def _region_name(region: str, gazetteer: Gazetteer) -> str:
    province = gazetteer.province(region)
    return province.name_en if province else region


def hit_lines(hit: Hit) -> str:
    """One hit: when, where and who in a line, then the article, then the words that hit."""
    lines = [_meeting_line(hit), hit.title, hit.url, hit.snippet.replace("\n", " ")]
    return "\n    ".join(line for line in lines if line) + "\n"


def _meeting_line(hit: Hit) -> str:
    if hit.meeting is None:
        shown = min(hit.published or hit.first_seen, hit.first_seen)  # some are dated ahead
        return f"{shown:%Y-%m-%d} {hit.source or ''}".rstrip()
    readout = hit.meeting.readout
    day = "date not stated" if readout.date is None else readout.date.isoformat()
    if readout.date_precision is DatePrecision.ON_OR_BEFORE:
        day = f"on or before {day}"
    names = (readout.region_name.en, readout.region_name.zh) if readout.region_name else ()
    chair = readout.chair.name if readout.chair else "chair not stated"
    return " · ".join([day, *(name for name in names if name), chair, f"meeting {hit.meeting.id}"])


def _standing(health: SourceHealth) -> int:
    """Its place among _STANDINGS."""
    if health.source.paused:
        return 4
    if health.state is SourceState.NEVER:
        return 2
    return 3 if health.state.is_well else int(health.state.answered)


def _about(interval: timedelta | None) -> str:
    """An interval in the unit that says enough."""
    if interval is None:
        return "not now"
    seconds = interval.total_seconds()
    if seconds < 90:
        return f"every {max(seconds, 1):.0f} s"
    return f"every {seconds / 60:.0f} min" if seconds < 90 * 60 else f"every {seconds / 3600:.0f} h"


def _moment(moment: datetime | None, zone: tzinfo) -> str:
    return moment.astimezone(zone).strftime("%Y-%m-%d %H:%M") if moment else "never"
