"""Texts that were wrapped at a fixed width: a line break there ends no sentence."""

import re
from itertools import pairwise

_LINE = re.compile(r"[^\n]+")
_CLOSED = re.compile(r"[。!?:;.\"')\]」』】>|]\s*$")
_GOES_ON = re.compile(r"[,、]\s*$")
# A break inside one of these words, or before one that opens no sentence.
_TORN = frozenset(
    "召开 举行 主持 强调 指出 要求 会议 讲话 书记 委书 主任 国家 家安 安全 全委 委员 员会"
    " 省委 市委 县委 区委 州委 党委 自治 治区 政治 风险".split()
)
_OPENS_NONE = re.compile(
    r"召开|举行|主持|委员会|国家安全委员会|国安委|会议[,。]|次会议"
    r"|(?:20\d\d年)?\d{1,2}月\d{1,2}日(?:[上下]午)?(?:在[^\n,。]{2,12})?(?:召开|举行)[。]?\s*(?:\n|$)"
)
# A paragraph that is set in, or a list.
_SET_IN = re.compile(r"\s{2}|\s*(?:[-•·*]|\d{1,2}[、)])")
_OPENS_REPORT = re.compile(r"(?:本报|本网|[^\s,。]{2,12}[讯电])[\s(:]|本报[^\s,。]{0,12}[讯电]|\(?记者\s")
_FEWEST = 2
_WITH_EMPTY_LINES = 2
_NARROWEST = {True: 24, False: 40}
_WIDEST = 130
_RAGGED = {True: 5, False: 18}


def wraps(text: str, original: str, chinese: bool) -> list[tuple[int, int]]:
    """The line breaks of (folded) text, with the white space around them, that only wrap a line.
    `original` tells capitals, where it has the same length."""
    lines = [(m.start(), m.end()) for m in _LINE.finditer(text) if m[0].strip()]
    nearest = min((following - end for (_, end), (following, _) in pairwise(lines)), default=1)
    # Some Chinese pages leave an empty line below each.
    step = nearest if chinese and nearest == _WITH_EMPTY_LINES else 1
    inner = [
        (start, end, following)
        for (start, end), (following, last) in pairwise(lines)
        if following == end + step
        and not _is_row(text, start, last)
        and not _SET_IN.match(text, following, last)
        and not _OPENS_REPORT.match(text, following, last)
    ]
    full = _full(text, inner, chinese)
    return [
        (start + len(text[start:end].rstrip()), following)
        for start, end, following in inner
        if (start, end) in full
        or (_is_open(text, start, end) and _is_torn(text, original, start, end, following, chinese))
    ]


def _is_row(text: str, start: int, end: int) -> bool:
    """Whether these lines are rows of a table."""
    return text.count("|", start, end) > 1


def _is_torn(text: str, original: str, start: int, end: int, following: int, chinese: bool) -> bool:
    """Whether the words themselves show that the sentence goes on in the next line."""
    if not chinese:
        return (
            len(original) == len(text) and original[following].islower() and end - start > _NARROWEST[chinese]
        )
    return bool(
        _GOES_ON.search(text, start, end)
        or text[end - 1] + text[following] in _TORN
        or _OPENS_NONE.match(text, following)
    )


def _is_open(text: str, start: int, end: int) -> bool:
    return _CLOSED.search(text, max(start, end - 4), end) is None


def _full(text: str, inner: list[tuple[int, int, int]], chinese: bool) -> set[tuple[int, int]]:
    """The lines that are as wide as the text was wrapped to, in columns or in characters; none where
    it was not."""
    lines = {(start, end): text[start : min(end, start + _WIDEST)].strip() for start, end, _ in inner}
    unfinished = {line for line in lines if _is_open(text, *line)}
    found: set[tuple[int, int]] = set()
    for width, ragged in ((_columns, _RAGGED[chinese]), (len, _RAGGED[chinese] // 2)):
        widths = {line: width(words) for line, words in lines.items()}
        widest = max((widths[line] for line in unfinished), default=0)
        full = {line for line, wide in widths.items() if widest - ragged <= wide <= widest + ragged}
        wrapped = full & unfinished
        if len(wrapped) >= max(_FEWEST, 0.6 * len(unfinished)) and all(
            _is_usual(lines[x], chinese) for x in wrapped
        ):
            found |= full
    return found


def _is_usual(line: str, chinese: bool) -> bool:
    return _NARROWEST[chinese] <= _columns(line) < _WIDEST


def _columns(line: str) -> int:
    """A Han character takes two, as it does three bytes; near enough for all others."""
    return (len(line.encode(errors="replace")) + len(line)) // 2
