"""Feeds that were damaged on their way: any byte may be another, any piece missing, doubled or misplaced."""

import random
from collections.abc import Callable, Sequence
from typing import TypeAlias

# The feed that is damaged, and another one.
Accident: TypeAlias = Callable[[bytearray, bytes, random.Random], None]

PIECES = (
    b"<",
    b">",
    b"&",
    b"&#0;",
    b"&#x110000;",
    b"<![CDATA[",
    b"]]>",
    b"<!--",
    b"\x00",
    b"\xff",
    b"\xef\xbb\xbf",
    b'"',
    b"<item>",
    b"</channel>",
    b"<?xml version='1.0' encoding='gbk'?>",
    b"xml:base='",
)


def mutant(number: int, feeds: Sequence[bytes], most: int) -> bytes:
    """One of the feeds after one to `most` accidents; always the same for one number."""
    dice = random.Random(number)
    body = bytearray(dice.choice(feeds))
    for _ in range(dice.randint(1, most)):
        dice.choice(ACCIDENTS)(body, dice.choice(feeds), dice)
    return bytes(body)


def _place(body: bytearray, dice: random.Random) -> slice:
    begin = dice.randint(0, len(body))
    return slice(begin, begin + dice.choice((1, 4, 30, 300)))


def _flip(body: bytearray, _other: bytes, dice: random.Random) -> None:
    if body:
        body[dice.randrange(len(body))] = dice.randrange(256)


def _lose(body: bytearray, _other: bytes, dice: random.Random) -> None:
    del body[_place(body, dice)]


def _repeat(body: bytearray, _other: bytes, dice: random.Random) -> None:
    place = _place(body, dice)
    body[place] = body[place] * dice.choice((2, 3, 50))


def _misplace(body: bytearray, _other: bytes, dice: random.Random) -> None:
    body[dice.randint(0, len(body)) :] = body[_place(body, dice)]


def _insert(body: bytearray, _other: bytes, dice: random.Random) -> None:
    begin = dice.randint(0, len(body))
    body[begin:begin] = dice.choice(PIECES) * dice.choice((1, 1, 20))


def _graft(body: bytearray, other: bytes, dice: random.Random) -> None:
    body[_place(body, dice)] = other[:2000]


ACCIDENTS: tuple[Accident, ...] = (
    _flip,
    _lose,
    _repeat,
    _misplace,
    _insert,
    _graft,
)
