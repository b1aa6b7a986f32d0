"""What stands in a copy where its original has a name, a day or a number. Pure.

The formula makes strangers alike, and what tells them apart are a few characters: another name beside the
same words is another meeting, the same name with a slip in it is not.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from difflib import SequenceMatcher
from enum import IntEnum
from typing import NamedTuple

from readouts.domain.gazetteer import name_key
from readouts.domain.readout import Readout
from readouts.domain.text import is_han

IsPlace = Callable[[str], object]

# How much beside a name makes known the place where it stood.
_BESIDE_IN_HAN, _BESIDE = 6, 12
_MOST_PLACES = 10
# How much more than the name is looked at: a word may stand in between.
_MORE = 6
# A name with a slip in it: most of it is left; of two characters, one.
_ALIKE_HAN, _ALIKE_LATIN = 0.6, 0.75
# One character more or less, and it is somebody else's name.
_SHORT_HAN, _SHORT_LATIN = 2, 8
_LONGEST_NAME = 40
_NUMERALS = re.compile(r"[\d〇零一二三四五六七八九十两]")
_BODY = re.compile(r"(?:党委|党工委|委(?!员)|国家安全).*|.*(?:ommittee|ommission|[Gg]roup).*", re.DOTALL)
_OWNER = re.compile(r"(?:中共)?(.+?)(?:党委|委|党工委)?国家安全(?:委员会|领导小组)")
_SORTS_EN = "Provincial|Municipal|Autonomous Regional|Prefectural|County|District|Banner|League|Local"
_OWNER_EN = re.compile(rf"CPC (.{{2,60}}?) (?:(?:{_SORTS_EN}) )?Committee$")
_SORTS = frozenset({"自治区", "自治", "兵团", "地区"})
_SORT_OF_PLACE = re.compile(r"(?<=..)(?:(?:\w{1,6}族)?自治[区州县旗]|地区|[省市县区州盟旗])$")


class _Found(IntEnum):
    """What stands where a name stood."""

    SAME = 0
    SLIP = 1
    OTHER = 2


class _Gap(NamedTuple):
    """What is `found` where a name stood, and the words that `stood` there with the name; `at_end`: both end
    where the name ended, else they begin where it began."""

    found: str
    stood: str
    at_end: bool

    def now(self, length: int) -> str:
        return self.found[-length:] if self.at_end else self.found[:length]

    def before(self, length: int) -> str:
        return self.stood[-length:] if self.at_end else self.stood[:length]


def place_names(readout: Readout) -> set[str]:
    """The committee's own place, as names are compared: 绵阳市 and 绵阳, mianyang."""
    committee, region = readout.committee, readout.region_name
    owner = _OWNER.fullmatch(committee.zh or "")
    owner_en = _OWNER_EN.search(committee.en or "")
    names = [owner[1] if owner else "", owner_en[1] if owner_en else ""]
    if region and readout.division is None:
        names += [region.zh or "", region.en or ""]
    return _stems(names)


def chair_names(readout: Readout) -> set[str]:
    chair = readout.chair
    names = (chair.name, chair.name_zh, chair.name_en) if chair else ()
    return {key for name in names if name and (key := name_key(name)[:_LONGEST_NAME])}


def says_otherwise(said: str, original: str, readout: Readout, is_place: IsPlace) -> bool:
    """Whether a copy of the original, from which the readout was read, names another place, chair, day or
    number where that names its own. Both texts are in the form in which names are compared.

    A slip in one name is forgiven, if no place is called so and the other name, the chair's or the place's,
    is there as it was, or is long enough to be known with a slip in it.
    """
    places = {name: _named(name, said, original, is_place) for name in _all_places(readout)}
    chairs = {name: _named(name, said, original, is_place) for name in chair_names(readout)}
    if _Found.OTHER in (*places.values(), *chairs.values()) or _counts_otherwise(said, original, readout):
        return True
    is_placed = _stand(place_names(readout), said)
    slips = [name for name, found in chairs.items() if found is _Found.SLIP]
    if not is_placed and any(map(is_short, slips)):
        return True
    return _Found.SLIP in places.values() and not (is_placed or _stand(chairs.keys(), said))


def is_named(said: str, readout: Readout) -> bool:
    """Whether the committee's own place or the chair is named."""
    return _stand({*place_names(readout), *chair_names(readout)}, said)


def alike(name: str, found: str) -> bool:
    """Whether a name is another one with a slip in it, as far as that can be seen from the two."""
    if len(name) == _SHORT_HAN:
        return any(a == b for a, b in zip(name, found, strict=False))
    likeness = SequenceMatcher(None, name, found).ratio()
    return likeness >= (_ALIKE_HAN if any(map(is_han, name)) else _ALIKE_LATIN)


def _all_places(readout: Readout) -> set[str]:
    """The committee's own place, the province that holds it, and what else the place was read from."""
    region, where = readout.region_name, readout.evidence.get("region")
    names = [region.zh or "", region.en or ""] if region else []
    names += [_BODY.sub("", where.text)] if where else []
    return place_names(readout) | _stems(names)


def _stems(names: list[str]) -> set[str]:
    """绵阳 of 绵阳市; what says only what sort of place it is names none."""
    stems = {_SORT_OF_PLACE.sub("", name_key(name)[:_LONGEST_NAME]) for name in names}
    return {stem for stem in stems - _SORTS if len(stem) > 1}


def _stand(names: Iterable[str], said: str) -> bool:
    return any(name in said for name in names)


def is_short(name: str) -> bool:
    """Whether a name with a slip in it could as well be somebody else's."""
    return len(name) <= (_SHORT_HAN if is_han(name[0]) else _SHORT_LATIN)


def _counts_otherwise(said: str, original: str, readout: Readout) -> bool:
    """Whether another day or number stands where the original has its own; "yesterday" is none."""
    written = (readout.evidence.get(field) for field in ("date", "number"))
    keys = (name_key(span.text)[:_LONGEST_NAME] for span in written if span)
    return any(
        _counted(key, gap) is _Found.OTHER
        for key in keys
        if _NUMERALS.search(key)
        for gap in _gaps(key, said, original)
    )


def _counted(name: str, gap: _Gap) -> _Found:
    wide = len(name) + 1
    if _NUMERALS.findall(gap.now(wide)) != _NUMERALS.findall(gap.before(wide)):
        return _Found.OTHER
    return _Found.SLIP if alike(name, gap.now(len(name))) else _Found.OTHER


def _named(name: str, said: str, original: str, is_place: IsPlace) -> _Found:
    """The worst of what stands where a name of somebody or somewhere stood."""
    return max((_judged(name, gap, is_place) for gap in _gaps(name, said, original)), default=_Found.SAME)


def _judged(name: str, gap: _Gap, is_place: IsPlace) -> _Found:
    if name in gap.found:  # a word was put in beside it
        return _Found.SAME
    wide = gap.now(len(name) + 2)
    is_elsewhere = any(is_place(part) for part in _parts(wide) if part not in gap.stood)
    return _Found.OTHER if is_elsewhere or not alike(name, gap.now(len(name))) else _Found.SLIP


def _parts(words: str) -> Iterator[str]:
    """All stretches of a few characters that can be a name."""
    shortest = 2 if any(map(is_han, words)) else 4
    for start in range(len(words)):
        yield from (words[start:end] for end in range(start + shortest, len(words) + 1))


def _gaps(name: str, said: str, original: str) -> Iterator[_Gap]:
    """What stands in the copy beside words that stand nowhere but beside the name in the original; nothing
    where the copy ends there, or only left something out."""
    reach = len(name) + _MORE
    for gap in _changed(name, said, original, reach):
        follows = gap.stood[: -len(name)] if gap.at_end else gap.stood[len(name) :]
        beside = follows[-2:] if gap.at_end else follows[:2]
        is_left_out = bool(beside) and gap.now(len(beside)) == beside
        if len(gap.found) >= len(name) and gap.found not in original and not is_left_out:
            yield gap


def _changed(name: str, said: str, original: str, reach: int) -> Iterator[_Gap]:
    width = _BESIDE_IN_HAN if is_han(name[0]) else _BESIDE
    for ahead, behind in _beside(name, original, width):
        if len(ahead) == width and _is_changed(ahead + name, ahead, said, original):
            yield _Gap(said.partition(ahead)[2][:reach], (name + behind)[:reach], False)
        if len(behind) == width and _is_changed(name + behind, behind, said, original):
            yield _Gap(said.partition(behind)[0][-reach:], (ahead + name)[-reach:], True)
        yield from _enclosed(name, ahead[-(width // 3) :], behind[: width // 3], said, original)


def _enclosed(name: str, ahead: str, behind: str, said: str, original: str) -> Iterator[_Gap]:
    """What stands between the few words that enclose the name in the original, wherever else these stand."""
    if not behind or ahead + name + behind in said:
        return
    begins = "" if ahead else "^"
    most = len(name) + 2
    found = re.search(f"{begins}{re.escape(ahead)}(.{{1,{most}}}?){re.escape(behind)}", said)
    if found and ahead + found[1] + behind not in original:
        yield _Gap(found[1] + behind, name + behind, False)


def _is_changed(whole: str, words: str, said: str, original: str) -> bool:
    return words in said and whole not in said and original.count(words) == original.count(whole)


def _beside(name: str, original: str, width: int) -> Iterator[tuple[str, str]]:
    """The words in front of a name and those behind it, where it stands."""
    place = original.find(name)
    for _ in range(_MOST_PLACES):
        if place < 0:
            return
        yield original[max(0, place - width) : place], original[place + len(name) :][:width]
        place = original.find(name, place + 1)
