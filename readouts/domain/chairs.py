"""Chairs' names, compared across scripts and through the slips that copies make."""

from difflib import SequenceMatcher

from readouts.domain.gazetteer import name_key
from readouts.domain.readout import Chair
from readouts.domain.text import is_han

_LONGEST_NAME = 60
_PARTY_CHIEF_EN = ("party chief", "party boss", "party secretary", "secretary of the")
_DEPUTIES = ("deputy", "vice", "副")
_ALIKE_HAN = 0.66  # two characters of three
_ALIKE_LATIN = 0.85  # all but a letter or two


def chair_key(chair: Chair | None) -> str | None:
    """One form for a name in either script, to look it up by: the English one where it is known."""
    zh, en = _keys(chair)
    return en or zh


def same_chair(a: Chair | None, b: Chair | None) -> bool:
    """Whether the names are one in some script. 韩俊 and 韩军 are: both are Han Jun."""
    return any(_compared(a, b))


def same_characters(a: Chair | None, b: Chair | None) -> bool:
    """The same, but 韩俊 and 韩军 are two: where both Chinese names are known, they decide."""
    return bool(compared := _compared(a, b)) and compared[0]


def chairs_differ(a: Chair | None, b: Chair | None) -> bool:
    """Whether the names are of two people. Names that could be one with a slip in it are not."""
    compared = _compared(a, b)
    return bool(compared) and not any(compared) and not _alike(a, b)


def same_post(a: Chair, b: Chair) -> bool:
    """Whether no two posts are told: a party chief is one in any words, and no post says nothing."""
    if not a.post or not b.post or name_key(a.post) == name_key(b.post):
        return True
    return is_party_chief(a.post) and is_party_chief(b.post)


def two_chiefs(a: Chair | None, b: Chair | None) -> bool:
    """Whether two people are both called the party chief: that is not one committee. Where the surname is
    the same, it is one with a slip in the rest."""
    if a is None or b is None or not a.post or not b.post or not chairs_differ(a, b):
        return False
    both = is_party_chief(a.post) and is_party_chief(b.post)
    return both and not any(x == y for x, y in zip(_surnames(a), _surnames(b), strict=True) if x and y)


def is_party_chief(post: str) -> bool:
    lower = post.lower()
    if any(word in lower for word in _DEPUTIES):
        return False
    return "委书记" in post or any(word in lower for word in _PARTY_CHIEF_EN)


def _surnames(chair: Chair) -> tuple[str | None, str | None]:
    """(Chinese, English) surnames; of a double one the first half."""
    zh, _ = _keys(chair)
    en = chair.name_en or chair.name
    return zh and zh[0], name_key(en.split(" ")[0]) or None


def _keys(chair: Chair | None) -> tuple[str | None, str | None]:
    """(Chinese, English) in the form in which names are compared."""
    if chair is None:
        return None, None
    written_zh = any(map(is_han, chair.name))
    zh = chair.name_zh or (chair.name if written_zh else None)
    en = chair.name_en or (None if written_zh else chair.name)
    return (name_key(zh) if zh else None) or None, (_english_key(en) if en else None) or None


def _english_key(name: str) -> str:
    """The words in the order of their letters: some write the surname last."""
    given, _, last = name.strip().rpartition(" ")
    return min(name_key(given) + name_key(last), name_key(last) + name_key(given))


def _pairs(a: Chair | None, b: Chair | None) -> list[tuple[str, str]]:
    """The two names in each script in which both are known."""
    return [(x, y) for x, y in zip(_keys(a), _keys(b), strict=True) if x and y]


def _compared(a: Chair | None, b: Chair | None) -> list[bool]:
    return [x == y for x, y in _pairs(a, b)]


def _alike(a: Chair | None, b: Chair | None) -> bool:
    return any(_likeness(x, y) >= (_ALIKE_HAN if is_han(x[0]) else _ALIKE_LATIN) for x, y in _pairs(a, b))


def _likeness(x: str, y: str) -> float:
    first, second = sorted((x[:_LONGEST_NAME], y[:_LONGEST_NAME]))
    return SequenceMatcher(None, first, second).ratio()
