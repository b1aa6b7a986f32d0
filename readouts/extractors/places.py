"""Names of divisions in text: which stand right before a word, and which stand in a sentence."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from readouts.domain.gazetteer import Division, Gazetteer, Level
from readouts.domain.text import fold, is_han
from readouts.extractors.pinyin import romanised_surnames

MUNICIPALITIES = frozenset(("110000", "120000", "310000", "500000"))
CORPS = "660000"
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)*")
_LONGEST_ENGLISH_NAME = 5
_LONGEST_COUNTY_NAME = 4
_COUNTY_BEHIND = re.compile(r"\s(county|district|banner|new\s+area)\b")
# Golmud Municipal Committee; the city of Golmud is as high as a county.
_CITY_BEHIND = re.compile(r"\s(?:city|municipal)\b")
_ENDINGS = {"county": ("县",), "district": ("区",), "banner": ("旗",)}
_NEW_AREA = ("新区",)
# Jilin City is not Jilin province.
_KIND_BEHIND = re.compile(r"\s(city|province)\b")
_KINDS = {"city": "市", "province": "省"}
_WHERE_IT_LIES = re.compile(r"(?:'s)?,?\s+(?:(?:a|an)\s+[a-z -]{3,40}?\s)?(?:in\s+|of\s+)?")
# "Nanjing University", "Beijing News" and a bare "Beijing" for the government are no scene of a meeting.
_NO_SCENE = re.compile(
    r"(?:'s)?\s+(?:university|daily|normal|institute|college|news|evening|times|post|style|review|airlines|bank)\b"
)
# BEIJING (Reuters) -- is where a national agency sits.
_AGENCYS_SEAT = re.compile(r"beijing(?:,\s+[a-z]+\.?\s+\d{1,2})?\s*(?:\([a-z .]{2,30}\)\s*)?[-–—]")
_MOVED = re.compile(
    r"(?:former|previous|ex-?|predecessor in|governor of|served in|worked in|moved from"
    r"|surrounds?|surrounding|borders|bordering|neighbou?rs)\s*$"
)


class Tier(StrEnum):
    """Which kind of party committee the words say, as far as they say it."""

    PROVINCE = "省"
    AUTONOMOUS = "自治区"
    CORPS = "兵团"
    CITY = "市"  # a municipality, a prefecture city or a county-level city: all are called 市委
    PREFECTURE = "州"
    COUNTY = "县"
    ZONE = "党工委"  # a development zone's or new area's, which has no code of its own
    CORPS_DIVISION = "师"  # a division of the corps, as high as a prefecture
    ANY = "地方"


# How high the committees of a tier stand where their division is not known exactly.
LEVELS = {
    Tier.CITY: Level.PREFECTURE,
    Tier.PREFECTURE: Level.PREFECTURE,
    Tier.CORPS_DIVISION: Level.PREFECTURE,
    Tier.COUNTY: Level.COUNTY,
    Tier.ZONE: Level.COUNTY,
}


def fits(division: Division, tier: Tier) -> bool:
    """Whether a committee so called can be this division's."""
    name, level = division.name_zh, division.level
    is_its_kind = {
        Tier.PROVINCE: name.endswith("省"),
        Tier.AUTONOMOUS: level is Level.PROVINCE and name.endswith("自治区"),
        Tier.CORPS: division.code == CORPS,
        Tier.CITY: name.endswith("市"),
        Tier.PREFECTURE: level is Level.PREFECTURE and not name.endswith("市"),
        Tier.COUNTY: level is Level.COUNTY and not name.endswith("市"),
        Tier.ZONE: False,
        Tier.CORPS_DIVISION: division.code.startswith("659"),
        Tier.ANY: True,
    }
    return is_its_kind[tier]


def holds(outer: Division, inner: Division) -> bool:
    """Whether `inner` is `outer` or lies in it."""
    if CORPS in (outer.code, inner.code):
        return outer.code == inner.code
    return inner.code.startswith(outer.code.rstrip("0") if outer.level is not Level.COUNTY else outer.code)


@dataclass(frozen=True, slots=True)
class Place:
    """A name in a text: [start, end) and what it may stand for, the highest level first."""

    start: int
    end: int
    divisions: tuple[Division, ...]


class Places:
    """Looks names up in running text. Built once from the gazetteer."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self._chinese: dict[str, tuple[Division, ...]] = {}
        self._english: dict[str, tuple[Division, ...]] = {}
        self._counties: dict[str, tuple[Division, ...]] = {}
        for division in sorted(gazetteer.divisions, key=lambda d: (list(Level).index(d.level), d.code)):
            for name in division.names:
                self._add(fold(name), division)
        sizes: dict[str, set[int]] = {}
        for name in self._chinese:
            sizes.setdefault(name[-1], set()).add(len(name))
        self._sizes = {last: tuple(sorted(lengths, reverse=True)) for last, lengths in sizes.items()}
        self._longest = max(map(len, self._chinese))
        self._openings = frozenset(match[0] for match in map(_WORD.match, self._english) if match)
        self._starts = self._openings | {_WORD.findall(name)[0] for name in self._counties}
        self._long_counties = frozenset(name.split()[0] for name in self._counties if " " in name)
        provinces = "|".join(
            d.short_zh for d in gazetteer.divisions if d.level is Level.PROVINCE and d.code != CORPS
        )
        self._provinces = re.compile(rf"({provinces})(?!州|大学|日报|藏族)")

    def _add(self, name: str, division: Division) -> None:
        # A county's bare English name is too often another word or a person.
        english = self._counties if division.level is Level.COUNTY else self._english
        table = self._chinese if is_han(name[0]) else english
        if english is self._counties and len(division.name_zh) == 2:  # 沛县, Peixian, is Pei County
            name = name.removesuffix("xian")
        known = table.get(name, ())
        if division not in known:
            table[name] = (*known, division)

    def ending_at(self, text: str, end: int, tier: Tier) -> Place | None:
        """The longest Chinese name of a division of this tier that ends at `end`."""
        for size in self._sizes_before(text, end):
            found = tuple(d for d in self._chinese.get(text[end - size : end], ()) if fits(d, tier))
            if found:
                return self._told_apart(text, Place(end - size, end, found))
        return None

    def _told_apart(self, text: str, place: Place) -> Place:
        """朝阳区 is many; 长春市朝阳区 is one."""
        before = self.any_ending_at(text, place.start)
        outer = before.divisions if before else ()
        inside = tuple(d for d in place.divisions if any(holds(o, d) and o != d for o in outer))
        return Place(place.start, place.end, inside) if inside else place

    def any_ending_at(self, text: str, end: int) -> Place | None:
        """The longest Chinese name of any division that ends at `end`."""
        for size in self._sizes_before(text, end):
            found = self._chinese.get(text[end - size : end])
            if found:
                return Place(end - size, end, found)
        return None

    def _sizes_before(self, text: str, end: int) -> tuple[int, ...]:
        """How long a name can be that ends at `end`, the longest first; told by its last character."""
        return self._sizes.get(text[end - 1 : end], ()) if end > 1 else ()

    def starting(self, text: str, start: int) -> Place | None:
        """The longest Chinese name that starts at `start`."""
        for size in range(min(self._longest, len(text) - start), 1, -1):
            found = self._chinese.get(text[start : start + size])
            if found:
                return Place(start, start + size, found)
        return None

    def leading(self, text: str, start: int) -> Place | None:
        """What the names that follow each other from `start` on end in: 崆峒区 for 平凉市崆峒区."""
        place = self.starting(text, start)
        inner = self.starting(text, place.end) if place else None
        told = self._told_apart(text, inner) if inner else None
        lies_there = place and told and any(holds(o, d) for o in place.divisions for d in told.divisions)
        return told if lies_there else place

    def provinces_in(self, text: str, start: int, end: int) -> Iterator[Place]:
        """Province-level names in Chinese text[start:end], from left to right."""
        for match in self._provinces.finditer(text, start, end):
            yield Place(match.start(), match.end(), self._chinese[match[1]])

    def english_in(self, text: str) -> Iterator[Place]:
        """Provinces and prefectures that are scenes in English text, from left to right."""
        return (place for place in self.english_named(text) if _is_scene(text, place))

    def english_named(self, text: str) -> Iterator[Place]:
        """Every province and prefecture named in English text, "Nanjing University" too; a given name
        behind a surname (Chen Jining) is none."""
        words = list(_WORD.finditer(text))
        skip_to = 0
        known: Place | None = None
        for i, word in enumerate(words):
            if word[0].removesuffix("'s") not in self._starts or word.start() < skip_to:
                continue
            county = self._county_named(text, words[i : i + _LONGEST_COUNTY_NAME])
            kind = _COUNTY_BEHIND.match(text, word.start() + len(county)) if county else None
            place = None
            if county and kind:  # Chaoyang District is not the city of Chaoyang
                place = self._county_at(text, word.start(), county, kind, known)
            elif county and (city := self._city_at(text, word.start(), county)):
                place = city
            elif word[0].removesuffix("'s") in self._openings:
                place = self._english_at(text, words[i : i + _LONGEST_ENGLISH_NAME])
            if place and not (i and _is_given_name(text, words[i - 1], place)):
                skip_to = place.end
                known = _of_its_kind(text, place)
                yield known

    def county_in(self, text: str, within: Division) -> Division | None:
        """The county inside `within` that English text names as such (Xixia County) or with the place that
        it lies in (Xixia, Henan)."""
        for word in _WORD.finditer(text):
            found = self._counties.get(word[0].removesuffix("'s"), ())
            county = one_of(found, within) or one_of(_of_kind(found, text, word.end()), within)
            if county and (_COUNTY_BEHIND.match(text, word.end()) or self._lies(text, word.end(), within)):
                return county
        return None

    def _lies(self, text: str, end: int, within: Division) -> bool:
        """Whether ", Henan" or ", a county in Henan" stands at `end`; `within` lies there, or holds it."""
        behind = _WHERE_IT_LIES.match(text, end)
        named = next(self.english_named(text[behind.end() : behind.end() + 40]), None) if behind else None
        return named is not None and any(holds(within, d) or holds(d, within) for d in named.divisions)

    def _county_named(self, text: str, words: list[re.Match[str]]) -> str:
        """The longest name of a county that the words begin with: Otog Front; empty for none."""
        if words[0][0] in self._long_counties:
            for last in reversed(words[1:]):
                if (name := text[words[0].start() : last.end()]) in self._counties:
                    return name
        return words[0][0] if words[0][0] in self._counties else ""

    def _county_at(
        self, text: str, start: int, name: str, kind: re.Match[str], before: Place | None
    ) -> Place | None:
        """Huoqiu County; a name that several counties have is none of them, but for one inside the place
        named right before it (Beijing's Chaoyang District)."""
        meant = _of_kind(self._counties[name], text, start + len(name))
        if before and len(meant) > 1 and text[before.end : start] in (" ", "'s ", ", ", "'s, "):
            meant = tuple(d for d in meant if any(holds(outer, d) for outer in before.divisions))
        return Place(start, kind.end(), meant) if len(meant) == 1 else None

    def _city_at(self, text: str, start: int, name: str) -> Place | None:
        """The one county-level city of that name, where the text calls it a city and it is no prefecture."""
        if name in self._english or not _CITY_BEHIND.match(text, start + len(name)):
            return None
        meant = tuple(d for d in self._counties[name] if d.name_zh.endswith("市"))
        return Place(start, start + len(name), meant) if len(meant) == 1 else None

    def _english_at(self, text: str, words: list[re.Match[str]]) -> Place | None:
        start = words[0].start()
        for last in reversed(words):
            for end in (last.end(), last.end() - 2 if last[0].endswith("'s") else last.end()):
                found = self._english.get(text[start:end])
                if found:
                    return Place(start, end, found)
        return None


def _of_kind(found: tuple[Division, ...], text: str, end: int) -> tuple[Division, ...]:
    """Those that are a county, or a district, where the text says so right behind the name."""
    kind = _COUNTY_BEHIND.match(text, end)
    endings = _ENDINGS.get(kind[1], _NEW_AREA) if kind else ()
    return tuple(d for d in found if d.name_zh.endswith(endings)) if endings else found


def _of_its_kind(text: str, place: Place) -> Place:
    """The city or the province alone, where a name that both have says which."""
    kind = _KIND_BEHIND.match(text, place.end) if len(place.divisions) > 1 else None
    meant = tuple(d for d in place.divisions if kind and d.name_zh.endswith(_KINDS[kind[1]]))
    return Place(place.start, place.end, meant) if meant else place


def _is_given_name(text: str, before: re.Match[str], place: Place) -> bool:
    return before[0] in romanised_surnames() and text[before.end() : place.start].isspace()


def _is_scene(text: str, place: Place) -> bool:
    if _AGENCYS_SEAT.match(text, place.start) or _is_of_compound(text, place):
        return False
    return not _NO_SCENE.match(text, place.end) and not _MOVED.search(
        text[max(0, place.start - 24) : place.start]
    )


def _is_of_compound(text: str, place: Place) -> bool:
    """The Chengdu-Chongqing supply chain and a Shanghai-based lawyer are no scenes."""
    before, behind = text[max(0, place.start - 2) : place.start], text[place.end : place.end + 2]
    return (before[-1:] == "-" and before[:1].isalpha()) or (behind[:1] == "-" and behind[1:].isalpha())


def one_of(divisions: Iterable[Division], within: Division | None = None) -> Division | None:
    """The division meant where it can only be one (inside `within`, if that is known)."""
    found = [d for d in divisions if within is None or holds(within, d)]
    return found[0] if len(found) == 1 else None
