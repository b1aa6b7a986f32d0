"""Places: the divisions of China that have a party committee, and how their names are looked up."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher, get_close_matches
from enum import StrEnum

from readouts.domain.text import is_han, runs

_LONGEST_NAME = 40
_MOST_LOOKALIKES = 500


class Level(StrEnum):
    """How high a committee stands."""

    CENTRAL = "central"
    PROVINCE = "province"
    PREFECTURE = "prefecture"
    COUNTY = "county"


@dataclass(frozen=True, slots=True)
class Division:
    """One administrative division.

    code: GB/T 2260, six digits ("340000"). region: the ISO 3166-2 code of the province-level
    division that holds it ("CN-AH"). name_zh is the full name (安徽省), short_zh the one in running
    text (安徽), name_en the English one in use (Anhui). aliases: every other spelling that names it.
    """

    code: str
    region: str
    level: Level
    name_zh: str
    short_zh: str
    name_en: str
    aliases: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name_zh, self.short_zh, self.name_en, *self.aliases)


def name_key(name: str) -> str:
    """The form in which names are compared: folded, without spaces, hyphens and apostrophes."""
    return "".join(runs(name))


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """All divisions, looked up by code or by any name. One name may stand for several divisions."""

    divisions: tuple[Division, ...]
    by_code: Mapping[str, Division] = field(repr=False)
    by_name: Mapping[str, tuple[Division, ...]] = field(repr=False)

    @classmethod
    def of(cls, divisions: Iterable[Division]) -> "Gazetteer":
        rows = tuple(divisions)
        by_name: dict[str, list[Division]] = {}
        for division in rows:
            keys = {name_key(name) for name in division.names}
            if division.level is Level.PROVINCE:
                keys |= {name_key(division.region), name_key(division.region.removeprefix("CN-"))}
            for key in keys:
                by_name.setdefault(key, []).append(division)
        ordered = {key: tuple(sorted(found, key=_rank)) for key, found in by_name.items()}
        return cls(rows, {d.code: d for d in rows}, ordered)

    def find(self, name: str) -> tuple[Division, ...]:
        """Divisions called `name`, the highest level first; empty when there is none."""
        return self.by_name.get(name_key(name), ()) or self._by_code(name)

    def _by_code(self, name: str) -> tuple[Division, ...]:
        division = self.by_code.get(name.strip())
        return (division,) if division else ()

    def nearest(self, name: str, count: int = 3) -> tuple[Division, ...]:
        """The divisions whose names look most like `name`, for "did you mean"."""
        key = name_key(name)[:_LONGEST_NAME]
        close = get_close_matches(key, self.by_name, n=_MOST_LOOKALIKES, cutoff=_likeness(key))
        close.sort(key=lambda k: (-SequenceMatcher(None, k, key).ratio(), _rank(self.by_name[k][0])))
        return tuple(dict.fromkeys(self.by_name[k][0] for k in close))[:count]

    @property
    def regions(self) -> tuple[str, ...]:
        """The ISO 3166-2 codes of all province-level divisions, in the order of their GB/T codes."""
        provinces = sorted((d.code, d.region) for d in self.divisions if d.level is Level.PROVINCE)
        return tuple(dict.fromkeys(region for _, region in provinces))

    def province(self, region: str) -> Division | None:
        """The province-level division with this ISO 3166-2 code."""
        found = self.find(region)
        return found[0] if found and found[0].region == region else None


def _likeness(key: str) -> float:
    """How like a name must be to be meant: a slip in one of two Han characters leaves half of it, one in
    a name of Latin letters leaves nearly all."""
    if not any(map(is_han, key)):
        return 0.75
    return 0.5 if len(key) == 2 else 0.6


def _rank(division: Division) -> tuple[int, str]:
    return list(Level).index(division.level), division.code
