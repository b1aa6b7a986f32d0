"""The summary: at most three sentences of the article, those that say most about this meeting."""

import re
from collections.abc import Sequence

from readouts.extractors.reading import Reading
from readouts.extractors.sentences import Sentence

_MOST = 3
_LONGEST = 1200
_CUES = re.compile(
    r"强调|指出|要求|审议通过|传达学习|维护|防范|化解|风险|国家安全|政治安全|总体国家安全观"
    r"|stress|emphasi|told|called|urged|priorit|said|should|crack|guard|secur|risk"
)
_ATTENDANCE = re.compile(r"(?:出席|列席|参加)(?:会议)?[。]?$|\battended\b")


def summarise(reading: Reading, anchor: Sentence, own: Sequence[Sentence], telling: frozenset[int]) -> str:
    """The anchor and the two other sentences that weigh most, in the article's order.

    `telling` holds the starts of sentences that a theme, a stock phrase or a quotation was read from.
    """
    rest = sorted((s for s in own if s != anchor), key=lambda s: -_weight(s, telling))
    chosen = sorted(
        [anchor, *(s for s in rest[: _MOST - 1] if _weight(s, telling) > 0)], key=lambda s: s.start
    )
    texts = (" ".join(reading.written(s.start, s.end).split()) for s in chosen)
    return ("" if reading.chinese else " ").join(texts)[:_LONGEST]


def _weight(sentence: Sentence, telling: frozenset[int]) -> int:
    if _ATTENDANCE.search(sentence.text):
        return 0
    cues = len(set(_CUES.findall(sentence.text[:600])))
    return min(cues, 4) + 3 * (sentence.start in telling)
