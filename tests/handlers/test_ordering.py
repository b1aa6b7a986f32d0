"""One chat strictly in order, many side by side, and no chat that takes every place."""

import asyncio

import pytest
from telegram import Chat, Message, Update

from handlers.ordering import ChatOrder
from tests.handlers.stage import NOW


def update(number: int, chat: int) -> Update:
    return Update(number, message=Message(number, NOW, Chat(chat, "private")))


class Work:
    """Handlers that wait to be let go, and the order in which they began and ended."""

    def __init__(self) -> None:
        self.began: list[int] = []
        self.ended: list[int] = []
        self.go = asyncio.Event()

    async def on(self, number: int, waits: bool) -> None:
        self.began.append(number)
        if waits:
            await self.go.wait()
        self.ended.append(number)


async def settled() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


async def test_a_chats_updates_are_handled_in_order_and_other_chats_do_not_wait() -> None:
    order, work = ChatOrder(), Work()
    tasks = [
        asyncio.create_task(order.process_update(update(n, chat), work.on(n, waits)))
        for n, chat, waits in ((1, 7, True), (2, 7, False), (3, 8, False), (4, 7, False))
    ]
    await settled()
    assert work.ended == [3]
    assert work.began == [1, 3]
    work.go.set()
    await asyncio.gather(*tasks)
    assert work.ended == [3, 1, 2, 4]


async def test_a_chat_that_floods_takes_one_place() -> None:
    """Two hundred updates of one chat wait; a hundred other chats are handled meanwhile."""
    order, work = ChatOrder(), Work()
    flood = [asyncio.create_task(order.process_update(update(n, 7), work.on(n, True))) for n in range(200)]
    others = [
        asyncio.create_task(order.process_update(update(n, n), work.on(n, False)))
        for n in range(1_000, 1_100)
    ]
    await asyncio.wait_for(asyncio.gather(*others), 5)
    assert len(work.began) == 101
    work.go.set()
    await asyncio.gather(*flood)
    assert len(work.ended) == 300


async def test_at_most_so_many_chats_are_handled_at_once() -> None:
    order, work = ChatOrder(), Work()
    tasks = [asyncio.create_task(order.process_update(update(n, n), work.on(n, True))) for n in range(1, 101)]
    await settled()
    assert len(work.began) == 64
    work.go.set()
    await asyncio.gather(*tasks)
    assert len(work.ended) == 100


async def test_waiting_updates_of_one_chat_are_bounded() -> None:
    order, work = ChatOrder(), Work()
    tasks = [asyncio.create_task(order.process_update(update(n, 7), work.on(n, True))) for n in range(1_200)]
    await settled()
    work.go.set()
    await asyncio.gather(*tasks)
    assert len(work.ended) == 1_000


async def test_an_update_that_comes_twice_is_handled_once() -> None:
    order, work = ChatOrder(), Work()
    for number in (1, 2, 1, 2, 3):
        await order.process_update(update(number, 7), work.on(number, False))
    assert work.ended == [1, 2, 3]


async def test_a_handler_that_fails_does_not_hold_up_its_chat() -> None:
    order, work = ChatOrder(), Work()

    async def fails() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await order.process_update(update(1, 7), fails())
    await order.process_update(update(2, 7), work.on(2, False))
    assert work.ended == [2]


async def test_nothing_is_kept_of_chats_that_are_quiet() -> None:
    order, work = ChatOrder(), Work()
    for number in range(1, 50):
        await order.process_update(update(number, number), work.on(number, False))
    assert not order._lines


@pytest.mark.parametrize("told_in", ["the old group", "the new one"])
async def test_a_move_waits_for_the_old_group_and_the_new_group_waits_for_the_move(told_in: str) -> None:
    """Telegram tells of a move in both groups; neither may cut in before what was asked in the old one."""
    order, work = ChatOrder(), Work()
    old, new = -7, -1007
    told = Message(2, NOW, Chat(old, "group"), migrate_to_chat_id=new)
    if told_in == "the new one":
        told = Message(2, NOW, Chat(new, "supergroup"), migrate_from_chat_id=old)
    tasks = [
        asyncio.create_task(order.process_update(arriving, work.on(n, n == 1)))
        for n, arriving in ((1, update(1, old)), (2, Update(2, message=told)), (3, update(3, new)))
    ]
    await settled()
    assert work.began == [1]
    work.go.set()
    await asyncio.gather(*tasks)
    assert work.ended == [1, 2, 3]
