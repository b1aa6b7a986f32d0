"""Bytes from a keyboard, made into lines."""

import asyncio
import os
import time

from hypothesis import given
from hypothesis import strategies as st

from handlers.terminal_lines import LineSplitter, TypedLines
from handlers.terminal_text import plain_text, safe, terminal_text
from tests.proportion import in_proportion


def lines_of(chunks: list[bytes]) -> list[str]:
    splitter = LineSplitter()
    return [line for chunk in [*chunks, b""] for line in splitter.feed(chunk)]


@given(st.binary(max_size=300), st.lists(st.integers(1, 40), max_size=20))
def test_lines_are_the_same_however_the_bytes_arrive(typed: bytes, sizes: list[int]) -> None:
    pieces: list[bytes] = []
    rest = typed
    for size in sizes:
        pieces, rest = [*pieces, rest[:size]], rest[size:]
    pieces = [piece for piece in [*pieces, rest] if piece]
    assert lines_of(pieces) == lines_of([typed] if typed else [])


@given(st.binary(max_size=300))
def test_a_line_is_always_something_telegram_could_have_sent(typed: bytes) -> None:
    for line in lines_of([typed]):
        assert 1 <= len(line) <= 4_096
        assert line == line.strip() == safe(line)
        line.encode()


def test_a_character_cut_in_two_by_reading_is_whole_again() -> None:
    typed = "安徽\n".encode()
    assert lines_of([typed[:2], typed[2:]]) == ["安徽"]


def test_a_line_without_end_is_cut_and_costs_no_memory() -> None:
    splitter = LineSplitter()
    for _ in range(1_000):
        assert splitter.feed(b"x" * 10_000) == []
    assert splitter.feed(b"\nnext\n") == ["x" * 4_096, "next"]


def seconds(work: object, argument: object) -> float:
    began = time.perf_counter()
    work(argument)  # type: ignore[operator]
    return time.perf_counter() - began


def test_reading_and_showing_take_time_in_proportion() -> None:
    """n, 2n, 4n of what could be quadratic: unclosed tags, ampersands, one endless line."""
    for shape in ("<b>", "<a href='", "&amp", "&#1;", "<", "<!--", "x"):
        for work in (lambda text: terminal_text(text, True), plain_text):
            assert in_proportion(lambda n: seconds(work, shape * n), 4_000, 16_000, most=8), shape  # noqa: B023
    assert in_proportion(lambda n: seconds(lines_of, [b"x" * 1_000] * n), 500, 2_000, most=8)


async def test_a_huge_paste_waits_until_it_is_read_and_loses_nothing() -> None:
    """More lines than are kept at once: the keyboard waits, memory does not grow."""
    keyboard, typing = os.pipe()
    lines = TypedLines(keyboard)
    lines.start()
    pasted = "".join(f"{number}\n" for number in range(5_000)).encode()
    await asyncio.to_thread(paste, typing, pasted)
    async with asyncio.timeout(5):
        read = [await lines.next() for _ in range(5_001)]
        again = await lines.next()
    assert read == [*map(str, range(5_000)), None]
    assert again is None


def paste(descriptor: int, typed: bytes) -> None:
    os.write(descriptor, typed)
    os.close(descriptor)
