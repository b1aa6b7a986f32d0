"""The first look at an article, which is the last one at most: whether it can tell of a committee at all.

It costs microseconds and nothing that a hostile text could stretch, so that it needs no child process.
"""

import re
from collections.abc import Sequence

from readouts.domain.item import Item
from readouts.domain.text import fold
from readouts.extractors.reading import LONGEST_TEXT

# Without one of these no rule can find anything; most articles hold none and cost only this look.
_MUST_HOLD = tuple(
    "安全委 平安委 国安委 國安委 国安办 國安辦 安全领导小 安全領導小 安全工作领 安全工作領"
    " 宁静委 安带领小 安帶領小 安工作带领 安向导小 全带领小"
    " 体国家安全 體國家安全 委(w 委（w"
    # A name with a slip in it (省委国冢安金委员会, 市秀国家安金委员会).
    " 委国 委國 全委员 全委員".split()
)
_MUST_HOLD_IN_ENGLISH = (
    *(
        f"ecurity {word}" if word.islower() or word.istitle() else f"ECURITY {word}"
        for word in "Com com COM Cou cou COU Lea lea LEA Work work WORK".split()
    ),
    *(f"{body} {word}" for body in ("ecurity", "afety") for word in ("Fee", "fee")),
    *(f"afety {word}" for word in ("Com", "com")),
    *(
        f"{body} {word} {start}ational"
        for body in ("mission", "mittee", "group")
        for word in ("on", "for", "of")
        for start in "nN"
    ),
    *(f"mittee of {word}tate Security" for word in ("S", "the S", "s")),
    "NSC",
    *(f"heor{end} {word}" for end in ("etical", "y") for word in ("study", "Study", "learning", "Learning")),
)
_MUST_HOLD_EITHER = _MUST_HOLD + _MUST_HOLD_IN_ENGLISH
# The same where a line of the page breaks inside them.
_MAY_BE_TORN = (
    "安全\n",
    "安\n全",
    "安全\r",
    "国安\n",
    "國安\n",
    "国\n安",
    "ecurity\n",
    "ecurity\r",
    "ECURITY\n",
)
_TORN = re.compile(
    r"安\s*全\s*(?:工\s*作\s*)?(?:委|[领領])|[国國]\s*安\s*[委办辦]|security\s+(?:com|cou|lea|work)",
    re.IGNORECASE,
)
# Characters that are not seen and may stand inside a word.
_UNSEEN = ("\u200b", "\u200c", "\u200d", "\u2060", "\u00ad", "\ufeff", "\u00a0")
# Each of all these words holds one of these, which are looked for first.
_SIGNS = tuple("安 委 带领 ecurity ECURITY afety heor ational NSC".split())
_BY_SIGN = tuple(
    (
        sign,
        tuple(word for word in _MUST_HOLD_EITHER if sign in word),
        tuple(word for word in _MAY_BE_TORN if sign in word),
    )
    for sign in _SIGNS
)


def may_tell(item: Item) -> bool:
    """Whether any readout may be found in the item; where this is False, there is none."""
    if names_one(item.text) or names_one(item.title):
        return True
    if item.text.isascii() or not _holds_one(item.text, _UNSEEN):
        return False
    return names_one(fold(item.text[:LONGEST_TEXT]))


def names_one(text: str) -> bool:
    """Whether some word stands in the text that a committee may be named by."""
    may_be_torn = False
    for sign, words, torn in _BY_SIGN:
        if sign in text:
            if _holds_one(text, words):
                return True
            may_be_torn = may_be_torn or _holds_one(text, torn)
    return may_be_torn and _TORN.search(text[:LONGEST_TEXT]) is not None


def _holds_one(text: str, words: Sequence[str]) -> bool:
    for word in words:  # noqa: SIM110 - a generator takes as long again, and every article comes by here
        if word in text:
            return True
    return False
