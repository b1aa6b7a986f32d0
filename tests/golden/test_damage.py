"""Copies are damaged in known ways; what they tell must stay the same."""

from collections.abc import Callable
from dataclasses import replace
from itertools import permutations

import pytest
from opencc import OpenCC

from readouts.domain.item import Item
from readouts.domain.readout import Kind, Readout
from readouts.extractors.article import extract_readouts
from tests.golden.scoring import cases, item_of

TO_TRADITIONAL = OpenCC("s2tw")
UNRELATED = {
    "zh": (
        "本报讯 5月17日，全省夏粮收购工作座谈会在某地召开，副省长主持会议，强调粮食安全、生态安全。\n"
        "新华社北京5月19日电 有关部门19日发布数据，前四个月经济运行总体平稳。\n"
        "央视网消息：美国国家安全委员会发言人20日在记者会上说，总统将主持会议。\n"
        "近日，我市举办青少年足球比赛，共有12支队伍参加。\n责任编辑：某某"
    ),
    "en": (
        "The weather in Beijing was mild on May 20, forecasters said.\n"
        "In Shanghai, the stock exchange held a meeting with brokers on May 22 about data security.\n"
        "Leave a comment"
    ),
}


def _traditional(item: Item) -> Item:
    convert = TO_TRADITIONAL.convert
    return replace(item, title=convert(item.title), text=convert(item.text))


def _behind(item: Item) -> Item:
    return replace(item, text=f"{item.text}\n{UNRELATED[item.lang or 'en']}")


def _before(item: Item) -> Item:
    return replace(item, text=f"{UNRELATED[item.lang or 'en']}\n{item.text}")


def _glossed(item: Item) -> Item:
    if item.lang != "zh" or "(" in item.text:
        return item
    glosses = {"委": "wěi"}
    han = (c + f"({glosses.get(c, 'yī')})" if "\u4e00" <= c <= "\u9fff" else c for c in item.text)
    return replace(item, text="".join(han))


def _with_unseen_characters(item: Item) -> Item:
    return replace(item, text="\u200b".join(item.text))


def _indented(item: Item) -> Item:
    return replace(item, text="\u3000\u3000" + item.text.replace("\n", "\r\n\r\n\u3000\u3000"))


def _on_one_line(item: Item) -> Item:
    return replace(item, text=item.text.replace("\n", " "))


def _language_not_said(item: Item) -> Item:
    return replace(item, lang=None)


DAMAGES: tuple[Callable[[Item], Item], ...] = (
    _traditional,
    _behind,
    _before,
    _glossed,
    _with_unseen_characters,
    _indented,
    _on_one_line,
    _language_not_said,
)


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__.strip("_"))
def test_a_damaged_copy_tells_the_same_meetings(damage: Callable[[Item], Item]) -> None:
    """Region, level, date, chair and themes of every golden readout survive; 99 in 100 are asked for."""
    items = [item_of(case) for case in cases("readouts.jsonl")]
    changed = [
        i.identity for i in items if _facts(extract_readouts(i)) != _facts(extract_readouts(damage(i)))
    ]
    assert len(items) >= 80
    assert len(changed) <= len(items) // 100, changed


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__.strip("_"))
def test_evidence_points_at_the_words_of_the_damaged_copy(damage: Callable[[Item], Item]) -> None:
    spans = 0
    for case in cases("readouts.jsonl"):
        item = damage(item_of(case))
        for readout in extract_readouts(item):
            for span in readout.evidence.values():
                assert item.text[span.start : span.end] == span.text
                spans += 1
    assert spans > 300


def test_the_order_of_unrelated_news_around_a_readout_changes_nothing() -> None:
    """A day's digest may put it first, last or in the middle."""
    tried = 0
    for case in [c for c in cases("readouts.jsonl") if c["lang"] == "zh" and "\n" not in c["text"]][:30]:
        item = item_of(case)
        expected = _facts(extract_readouts(item))
        for order in permutations([item.text, *UNRELATED["zh"].split("\n")[:3]]):
            assert _facts(extract_readouts(replace(item, text="\n".join(order)))) == expected, case["id"]
            tried += 1
    assert tried > 500


def _facts(readouts: tuple[Readout, ...]) -> list[tuple[object, ...]]:
    return [
        (
            r.region,
            r.division,
            r.level,
            r.date,
            r.date_precision,
            r.chair and (r.chair.name_zh or r.chair.name),
            sorted(r.themes),
        )
        for r in readouts
        if r.kind is Kind.MEETING
    ]
