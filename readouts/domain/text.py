"""The one normalisation: what extractors read, what queries say and what the archive stores.

Folding works character by character, so folding a joined text equals joining the folded parts,
and every position in folded text has a position in the original. That is what lets a search hit
be shown in the words of the article.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from opencc import OpenCC

_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
# Of what words are made that are called Latin here: any letter and digit that is no Han.
LATIN = rf"[^\W_{_HAN}]"
_RUN = re.compile(rf"[{_HAN}]+|{LATIN}+")
# For ASCII: letters in lower case, digits as they are, and a space for all else.
_ASCII_WORDS = str.maketrans({chr(c): chr(c).lower() if chr(c).isalnum() else " " for c in range(128)})
# Marks of Chinese and English text; none of them folds to anything that a run may hold.
_MARKS = "，。、；：？！“”‘’《》〈〉（）【】〔〕「」『』—–…·•～％　"
_HAN_CHARACTER = re.compile(rf"[{_HAN}]")
_FIRST_HAN = _HAN[0]
_QUOTES = str.maketrans("‘’‚‛“”„‟＂＇", "''''\"\"\"\"\"'")


class _FoldTable(dict[int, str]):
    """Code point -> folded text, worked out once for each character that is met. `unmoved`: those of
    them that fold to one character, so that what follows keeps its position."""

    def __init__(self) -> None:
        super().__init__()
        self.unmoved: set[str] = set()
        self._to_simplified = OpenCC("t2s").convert

    def __missing__(self, code: int) -> str:
        folded = self[code] = self._fold(chr(code))
        if len(folded) == 1:
            self.unmoved.add(chr(code))
        return folded

    def _fold(self, character: str) -> str:
        if 0xD800 <= ord(character) <= 0xDFFF or character == "\0":
            return " "
        category = unicodedata.category(character)
        if category == "Cf" or category.startswith("M"):
            return ""
        if category == "Cc":
            return character if character == "\n" else " "
        plain = unicodedata.normalize("NFKD", character.translate(_QUOTES))
        plain = "".join(c for c in plain if not unicodedata.category(c).startswith("M"))
        # Twice, so that folding folded text changes nothing: 薴 becomes 苧, which becomes 苎.
        return str(self._to_simplified(self._to_simplified(plain.casefold())))


@cache
def _table() -> _FoldTable:
    return _FoldTable()


@cache
def _needs_folding() -> re.Pattern[str]:
    """Any character but those of which lower case gives the same runs as folding: ASCII, what is Simplified
    already, and marks."""
    block = "\n".join(map(chr, range(0x4E00, 0xA000)))
    # Line by line, as the converter knows words of several characters, too.
    same = "".join(c for c, folded in zip(block, OpenCC("t2s").convert(block), strict=True) if c == folded)
    return re.compile(f"[^\0-\x7f{same.replace(chr(10), '')}{_MARKS}]")


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text with the way back: `starts[i]` is where folded character i began in the original.

    `starts` is None where folding changed no position, which is nearly always.
    """

    text: str
    starts: tuple[int, ...] | None
    original_length: int

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """The (start, end) in the original that folded [start, end) came from, in code points."""
        if self.starts is None:
            return start, end
        if start >= len(self.starts):
            return self.original_length, self.original_length
        if end <= start:
            return self.starts[start], self.starts[start]
        return self.starts[start], self.starts[end - 1] + 1


def fold(text: str) -> str:
    """Fold case, width, accents, quotes and Traditional characters; see `Folded` for offsets."""
    return text.translate(_table())


def fold_with_offsets(text: str) -> Folded:
    """Fold `text` and keep the way back to its positions."""
    table = _table()
    folded = text.translate(table)
    if table.unmoved.issuperset(text):
        return Folded(folded, None, len(text))
    starts = tuple(i for i, c in enumerate(text) for _ in table[ord(c)])
    return Folded(folded, starts, len(text))


def is_han(character: str) -> bool:
    """Whether one character is Han (Chinese), Simplified or Traditional."""
    return _HAN_CHARACTER.match(character) is not None


def han_share(text: str, sample: int = 2000) -> float:
    """The share of Han among the letters of the first `sample` characters, 0.0 to 1.0."""
    letters = [c for c in text[:sample] if c.isalpha()]
    return sum(map(is_han, letters)) / len(letters) if letters else 0.0


def runs(text: str) -> list[str]:
    """The folded Latin words and unbroken runs of Han that stand in any text, in order."""
    if text.isascii():
        return text.translate(_ASCII_WORDS).split()
    return _RUN.findall(fold(text) if _needs_folding().search(text) else text.lower())


def index_tokens(words: str) -> str:
    """Runs with one space between as the index takes them: Latin words whole, Han as overlapping pairs and
    the last one alone.

    "韩俊 in anhui" gives "韩俊 俊 in anhui". The lone last character makes every Han character
    the beginning of some token, so that a single character is found by prefix.
    """
    if not _HAN_CHARACTER.search(words):
        return words
    both = zip(words.split(" "), _each_twice(words).split("   "), strict=True)
    return " ".join(
        [pairs[2:] if "\u3400" <= run < "\ua000" or _is_other_han(run) else run for run, pairs in both]
    )


def _is_other_han(run: str) -> bool:
    """Whether a run is Han, where it does not begin with one of the usual characters."""
    return run >= _FIRST_HAN and is_han(run[0])


def _each_twice(text: str) -> str:
    """Every character twice with a space between: "ab" gives "a ab b". In a few steps for all together,
    as there are many."""
    characters = memoryview(text.encode("utf-32-le")).cast("I")
    twice = memoryview(bytearray(" ".encode("utf-32-le") * (3 * len(text)))).cast("I")
    twice[0::3] = twice[2::3] = characters
    return str(twice, "utf-32-le")


def tokens(text: str) -> list[str]:
    """The index tokens of any text, one by one."""
    return index_tokens(" ".join(runs(text))).split()


def runs_of_tokens(found: Iterable[str]) -> list[str]:
    """The runs that tokens side by side were made of: 国家, 家安, 安全 is 国家安全. A lone character is the
    end of its run."""
    joined: list[str] = []
    last = ""
    for token in found:
        if len(last) == 2 and is_han(last[0]) and token[0] == last[1]:
            joined[-1] += token[1:]
        else:
            joined.append(token)
        last = token
    return joined


def phrase_tokens(text: str) -> tuple[list[str], bool]:
    """Tokens that stand side by side wherever `text` stands, and whether the last is a prefix.

    Any run of two or more Han characters is found inside a longer run; a single Han character at
    the end is looked for as the beginning of a pair.
    """
    found = tokens(text)
    if not found or not is_han(found[-1][0]):
        return found, False
    if len(found) > 1 and len(found[-2]) == 2 and is_han(found[-2][0]) and found[-2][1] == found[-1]:
        return found[:-1], False
    return found, True
