"""Watches and news, made up: what many chats might watch for, and articles of 500 characters.

Nobody is named: surnames and given names are put together by dice. Words are drawn as in real texts, few
of them often and most of them seldom. An article has a handful of names; it is about a meeting, so that
every watch is held against it.
"""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from itertools import accumulate

from readouts.domain.document import Document, index_words
from readouts.domain.query import AllOf, Field, FieldName, Node, Not, Query, Words
from readouts.domain.text import fold, phrase_tokens
from readouts.queries.nodes import all_of, any_of
from tests.queries.printing import printed

TODAY = date(2024, 6, 9)
LENGTH = 500
_CHATS = 1_000_000
_VOCABULARY = 40_000
REGIONS = "CN-AH CN-BJ CN-CQ CN-FJ CN-GD CN-GS CN-GX CN-HB CN-HE CN-HN CN-JS CN-JX CN-SC CN-YN".split()
THEMES = "political economic financial cultural social cyber data food energy border".split()
_SYLLABLES = "an ba cor del er fin gra hol in jur ka lum mon ner or pol qua ren sta tor ul ver win xa".split()
_SIMPLIFIED = [han for han in map(chr, range(0x4E00, 0x6000)) if fold(han) == han]
_SURNAMES, _HAN = _SIMPLIFIED[:100], _SIMPLIFIED[100:2_500]


def _vocabulary(letters: Sequence[str], lengths: Sequence[int]) -> list[str]:
    dice = random.Random(7)
    words: dict[str, None] = {}
    while len(words) < _VOCABULARY:
        words["".join(dice.choices(letters, k=dice.choice(lengths)))] = None
    return list(words)


_CHINESE = _vocabulary(_HAN, [2])
_ENGLISH = _vocabulary(_SYLLABLES, [2, 3, 4])
_WEIGHTS = list(accumulate(1 / (rank + 10) for rank in range(_VOCABULARY)))

_Maker = Callable[[random.Random], Node]


def _words(text: str) -> Words:
    tokens, prefix = phrase_tokens(text)
    return Words(tuple(tokens), prefix, text)


def _name(dice: random.Random) -> Words:
    return _words(person(dice))


def person(dice: random.Random) -> str:
    """A name of two or three characters."""
    return dice.choice(_SURNAMES) + "".join(dice.choices(_HAN, k=dice.choice((1, 2))))


def chinese_words(dice: random.Random | None = None, count: int = 0) -> list[str]:
    """All words of Chinese texts; with dice, so many of them, as often as they come in texts."""
    return dice.choices(_CHINESE, cum_weights=_WEIGHTS, k=count) if dice else list(_CHINESE)


def english_words(dice: random.Random, count: int) -> list[str]:
    """Words of English texts, as often as they come there."""
    return dice.choices(_ENGLISH, cum_weights=_WEIGHTS, k=count)


def _phrase(dice: random.Random) -> Words:
    if dice.random() < 0.5:
        return _words("".join(dice.choices(_CHINESE, k=2)))
    return _words(" ".join(dice.choices(_ENGLISH, k=2)))


def _word(dice: random.Random) -> Words:
    return _words(dice.choice(dice.choice((_CHINESE, _ENGLISH))))


def _often(dice: random.Random) -> Words:
    """One of the words that stand in most articles."""
    return _words(dice.choice(dice.choice((_CHINESE, _ENGLISH))[:200]))


def _field(name: FieldName, value: str) -> Field:
    return Field(name, value, f"{name}:{value}")


def _region(dice: random.Random) -> Field:
    return _field(FieldName.REGION, dice.choice(REGIONS))


def _theme(dice: random.Random) -> Field:
    return _field(FieldName.THEME, dice.choice(THEMES))


def _chair(dice: random.Random) -> Field:
    return _field(FieldName.CHAIR, person(dice))


def _all(*makers: _Maker) -> _Maker:
    return lambda dice: all_of(maker(dice) for maker in makers) or AllOf(())


def _any(*makers: _Maker) -> _Maker:
    return lambda dice: any_of(maker(dice) for maker in makers) or AllOf(())


def _not(maker: _Maker) -> _Maker:
    return lambda dice: Not(maker(dice))


# What watches ask for, with the share of each shape in a hundred.
ORDINARY: Mapping[_Maker, int] = {
    _name: 30,
    _phrase: 20,
    _all(_name, _region): 10,
    _all(_word, _phrase): 10,
    _any(_phrase, _name): 8,
    _all(_name, _not(_word)): 8,
    _chair: 6,
    _all(_word, _word, _region): 5,
    _all(_any(_phrase, _word), _any(_name, _theme)): 2,
    _all(_theme, _word): 1,
}
# Every one asks for words that stand in most articles, and one in a thousand only denies.
HARD: Mapping[_Maker, int] = {
    _all(_often, _often, _often): 600,
    _all(_often, _any(_often, _region), _not(_often)): 399,
    _not(_often): 1,
}


def watches(count: int, mix: Mapping[_Maker, int] = ORDINARY) -> Iterator[tuple[int, int, Query]]:
    """(watch, chat, query) for `count` watches. Every third one asks what others ask, too."""
    dice = random.Random(1)
    popular = [_query(dice, mix) for _ in range(max(1, count // 100))]
    for watch in range(count):
        query = dice.choice(popular) if watch % 3 == 0 else _query(dice, mix)
        yield watch, dice.randrange(_CHATS), query


def _query(dice: random.Random, mix: Mapping[_Maker, int]) -> Query:
    (maker,) = dice.choices(list(mix), weights=list(mix.values()))
    node = maker(dice)
    return Query(printed(node), node)


def news(count: int) -> list[Document]:
    """Documents of 500 characters, every other one in Chinese."""
    dice = random.Random(2)
    return [_meeting(dice, "zh" if number % 2 else "en") for number in range(count)]


def text_in(lang: str, dice: random.Random) -> str:
    """An article of 500 characters."""
    words = dice.choices(_CHINESE if lang == "zh" else _ENGLISH, cum_weights=_WEIGHTS, k=LENGTH // 2)
    if lang == "en":
        return " ".join(words)[:LENGTH]
    names = f"{person(dice)}主持会议，{person(dice)}、{person(dice)}出席。"
    return f"{names}{'，'.join(''.join(words[place : place + 5]) for place in range(0, len(words), 5))}"[
        :LENGTH
    ]


def _meeting(dice: random.Random, lang: str) -> Document:
    return Document(
        words=index_words(text_in(lang, dice)),
        readout=0,
        kind="meeting",
        region=dice.choice(REGIONS),
        division=None,
        level="province",
        themes=frozenset(dice.sample(THEMES, 2)),
        phrases=frozenset(),
        chairs=frozenset([person(dice)]),
        committee=index_words("省委国家安全委员会"),
        source="Anhui Daily",
        lang=lang,
        has=frozenset(),
        day=TODAY,
    )
