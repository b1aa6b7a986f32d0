"""When real sources posted: recorded moments, and days without end played from them.

posting_times.json holds only moments. `python -m benchmarks.posting_times` builds it from the feed
files in ../shared/corpus/feeds, which were found in public repositories:

- rumca-js/RSS-Link-Database-2023: the posts of ten whole days of one feed and of two of another,
  with their dates;
- NameIsReallyOk/xwlb-rss: a bulletin posted once a day; three days;
- silent123126/feeds: six list pages, which a collector visited twice a day. It dated each new post by
  the visit that found it, so the post is from the twelve hours before;
- zhouqun197746/index.html: two portals. A snapshot shows the last twenty posts, so what is known is
  the gaps between posts. That nothing is posted from 0:00 to 6:00 is our assumption.
"""

import io
import json
import random
from calendar import timegm
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import feedparser

DATA = Path(__file__).with_suffix(".json")
_FEEDS = Path(__file__).resolve().parents[2] / "shared" / "corpus" / "feeds"
START = datetime(2024, 3, 4, tzinfo=UTC)
DAY = 86_400.0
_VISITS_APART = 12 * 3600
_PORTAL_WAKES = 6


@dataclass(frozen=True, slots=True)
class Recorded:
    """One source: the posts of some days of UTC in seconds since midnight, each posted at most
    `blur` seconds earlier than it says; or, for a portal, the gaps between posts in seconds."""

    name: str
    zone: str
    days: tuple[tuple[int, ...], ...] = ()
    blur: int = 0
    gaps: tuple[int, ...] = ()

    def play(self, days: int, dice: random.Random) -> list[float]:
        """The moments of that many days, in seconds since START: recorded days in any order."""
        posts = self._gap_by_gap(days, dice) if self.gaps else self._day_by_day(days, dice)
        return sorted(post for post in posts if post >= 0)

    def _day_by_day(self, days: int, dice: random.Random) -> Iterator[float]:
        for day in range(days):
            for second in dice.choice(self.days):
                yield day * DAY + second - dice.random() * self.blur

    def _gap_by_gap(self, days: int, dice: random.Random) -> Iterator[float]:
        zone = ZoneInfo(self.zone)
        at = 0.0
        while (at := at + dice.choice(self.gaps)) < days * DAY:
            if (START + timedelta(seconds=at)).astimezone(zone).hour >= _PORTAL_WAKES:
                yield at


def load() -> tuple[Recorded, ...]:
    """The recorded sources, as the file has them."""
    return tuple(
        Recorded(**each | {"days": tuple(map(tuple, each["days"])), "gaps": tuple(each["gaps"])})
        for each in json.loads(DATA.read_text())
    )


def _build() -> list[Recorded]:
    pages = sorted({path.name.rsplit("_", 2)[0] for path in _FEEDS.glob("silent/*")} - {"all"})
    sources = [
        Recorded("scmp-china", "Asia/Hong_Kong", _whole_days("derived/*_scmp4_*")),
        Recorded("guardian-world", "Europe/London", _whole_days("derived/*_guardianworld_*")),
        Recorded("xwlb", "Asia/Shanghai", _whole_days("xwlb/*")),
        *(Recorded(page, "Asia/Shanghai", _visited_days(page), blur=_VISITS_APART) for page in pages),
        *(Recorded(name, "Asia/Shanghai", gaps=_gaps(name)) for name in ("ifeng", "huxiu")),
    ]
    return [source for source in sources if source.days or source.gaps]


def _whole_days(pattern: str) -> tuple[tuple[int, ...], ...]:
    days = map(_moments, sorted(_FEEDS.glob(pattern)))
    return tuple(_seconds(day) for day in days if day)


def _visited_days(page: str) -> tuple[tuple[int, ...], ...]:
    """The days after the first visit, which found what was there from before."""
    days: dict[date, tuple[int, ...]] = {}
    for path in sorted(_FEEDS.glob(f"silent/{page}_*")):
        moments = _moments(path)
        later = [moment for moment in moments if moment - moments[0] > timedelta(hours=1)]
        for after in range(1, (moments[-1].date() - moments[0].date()).days + 1):
            day = moments[0].date() + timedelta(days=after)
            days[day] = _seconds(moment for moment in later if moment.date() == day)
    return tuple(days[day] for day in sorted(days))


def _gaps(name: str) -> tuple[int, ...]:
    snapshots = map(_moments, sorted(_FEEDS.glob(f"zhouqun/{name}_*")))
    return tuple(int((b - a).total_seconds()) for posts in snapshots for a, b in pairwise(posts))


def _seconds(moments: Iterable[datetime]) -> tuple[int, ...]:
    return tuple(moment.hour * 3600 + moment.minute * 60 + moment.second for moment in moments)


def _moments(path: Path) -> list[datetime]:
    read = _from_json if path.suffix == ".json" else _from_feed
    return sorted(read(path.read_bytes()))


def _from_json(body: bytes) -> Iterator[datetime]:
    kept = json.loads(body)
    for entry in kept["elements"] if isinstance(kept, dict) else kept:
        if "retrieved" in entry:
            yield datetime.fromtimestamp(int(entry["retrieved"]) / 1000, UTC)
        else:
            yield datetime.fromisoformat(entry["date_published"]).astimezone(UTC)


def _from_feed(body: bytes) -> Iterator[datetime]:
    for entry in feedparser.parse(io.BytesIO(body)).entries:
        if dated := entry.get("published_parsed") or entry.get("updated_parsed"):
            yield datetime.fromtimestamp(timegm(dated), UTC)


if __name__ == "__main__":
    if not _FEEDS.is_dir():
        raise SystemExit(f"there are no recorded feeds at {_FEEDS}")
    lines = ",\n".join(json.dumps(asdict(source), separators=(",", ":")) for source in _build())
    DATA.write_text(f"[\n{lines}\n]\n")
