"""Chinese names in English letters: 韩俊 is Han Jun, 陈润儿 is Chen Run'er."""

import re
from functools import cache
from importlib.resources import files

from readouts.extractors.surnames import load_surnames

# Characters that are read in another way when they are a surname.
_AS_SURNAME = {
    "单": "shan", "曾": "zeng", "仇": "qiu", "解": "xie", "区": "ou", "查": "zha", "任": "ren", "朴": "piao",
    "盖": "ge", "翟": "zhai", "华": "hua", "洗": "xian", "冼": "xian", "缪": "miao", "宓": "mi", "折": "she",
    "谌": "chen", "覃": "qin", "车": "che", "牟": "mu", "乐": "yue", "黑": "he", "员": "yun", "贲": "ben",
}  # fmt: skip
# Characters whose commonest reading is not the one that names have.
_IN_NAMES = {
    "长": "chang",
    "佛": "fo",
    "栅": "shan",
    "朝": "chao",
    "行": "xing",
    "乐": "le",
    "重": "zhong",
    "都": "du",
}


@cache
def _syllables() -> dict[str, str]:
    lines = files("readouts.extractors.data").joinpath("pinyin.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return {character: syllable for syllable, characters in rows for character in characters}


def romanised(name: str) -> str | None:
    """The name in pinyin, surname first; None for what is not a Chinese name of two to four characters."""
    size = 2 if len(name) > 2 and name[:2] in load_surnames().double else 1
    surname, given = name[:size], name[size:]
    if not 1 <= len(given) <= 2 or any(character not in _syllables() for character in name):
        return None
    return f"{_joined(surname, surname=True)} {_joined(given, surname=False)}"


# Surnames that are English words too; before a place they are hardly ever names.
_ENGLISH_WORDS = frozenset("a an he she you long men man can fan song sun even ban gang sang e re".split())


@cache
def romanised_surnames() -> frozenset[str]:
    """Chinese surnames in lower-case English letters, English words left out."""
    known = load_surnames()
    spellable = (s for s in (*known.single, *known.double) if all(c in _syllables() for c in s))
    return frozenset(_joined(s, surname=True).lower() for s in spellable) - _ENGLISH_WORDS


@cache
def _given_name() -> re.Pattern[str]:
    syllables = "|".join(sorted(set(_syllables().values()), key=len, reverse=True))
    return re.compile(rf"(?:{syllables})(?:['-]?(?:{syllables}))?")


def is_spelled_name(name: str) -> bool:
    """Whether two English words can be a Chinese name: a surname, even one like Sun or He, and a given name
    of one or two syllables, in either order."""
    first, _, last = surname_first(name).casefold().partition(" ")
    known = first in romanised_surnames() or first in _ENGLISH_WORDS
    return known and _given_name().fullmatch(last) is not None


def surname_first(name: str) -> str:
    """Han Jun for Jun Han, where only the last of two words can be a surname."""
    first, _, last = name.partition(" ")
    surnames = romanised_surnames()
    if last and first.casefold() not in surnames and last.casefold() in surnames:
        return f"{last} {first}"
    return name


def _joined(characters: str, surname: bool) -> str:
    special = _AS_SURNAME if surname and len(characters) == 1 else _IN_NAMES
    word = ""
    for character in characters:
        syllable = special.get(character, _syllables()[character])
        word += ("'" if word and syllable[0] in "aoe" else "") + syllable
    return word.replace("lv", "lü").replace("nv", "nü").capitalize()
