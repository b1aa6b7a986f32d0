"""The pace: strict limits, the person before the broadcast, and no chat that holds up another."""

import asyncio
import time
from datetime import timedelta

import pytest
from telegram.error import Forbidden, RetryAfter

from readouts.delivery.pacing import Pace, Urgency, wait_asked_for
from tests.delivery.virtual_time import run_virtually

pytestmark = pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")
BROADCAST = Urgency.BROADCAST


class Telegram:
    """The far side: notes when each call arrives, takes a while, refuses what it is told to."""

    def __init__(self, per_second: int = 25, way: float = 0.05) -> None:
        self.pace = Pace(per_second)
        self.arrivals: list[tuple[float, int | str | None]] = []
        self.refusals: dict[int | str, list[float]] = {}
        self._way = way

    async def call(
        self, chat: int | str | None, urgency: Urgency | None = None, endpoint: str = "sendMessage"
    ) -> object:
        data = {} if chat is None else {"chat_id": chat}
        return await self.pace.process_request(self._arrive, (chat,), {}, endpoint, data, urgency)

    async def try_broadcast(self, chat: int | str) -> float:
        """0 if it was sent, else how long the chat has to wait."""
        try:
            await self.call(chat, BROADCAST)
        except RetryAfter as refusal:
            return wait_asked_for(refusal).total_seconds()
        return 0.0

    def times(self, chat: int | str | None) -> list[float]:
        return [at for at, arrived in self.arrivals if arrived == chat]

    async def _arrive(self, chat: int | str | None) -> bool:
        await asyncio.sleep(self._way / 2)
        self.arrivals.append((_now(), chat))
        await asyncio.sleep(self._way / 2)
        if chat is not None and self.refusals.get(chat):
            raise RetryAfter(timedelta(seconds=self.refusals[chat].pop(0)))
        return True


def _now() -> float:
    return asyncio.get_running_loop().time()


def most_in(period: float, times: list[float]) -> int:
    """The most arrivals in any stretch of one period."""
    times = sorted(times)
    return max(sum(start <= at < start + period - 1e-6 for at in times) for start in times)


def test_all_chats_together_never_get_more_than_the_limit_in_any_second() -> None:
    async def story() -> None:
        telegram = Telegram(per_second=25)
        await asyncio.gather(*(telegram.call(chat) for chat in range(1, 301)))
        times = [at for at, _ in telegram.arrivals]
        assert len(times) == 300
        assert most_in(1.0, times) == 25
        assert max(times) < 300 / 25 * 1.1

    run_virtually(story())


def test_one_chat_gets_a_burst_of_three_and_then_one_a_second_on_average() -> None:
    async def story() -> None:
        telegram = Telegram()
        await asyncio.gather(*(telegram.call(5) for _ in range(12)))
        assert most_in(3.0, telegram.times(5)) == 3
        assert telegram.times(5)[2] < 1

    run_virtually(story())


@pytest.mark.parametrize("chat", [-100123, "@channel", "-77"])
def test_a_group_never_gets_more_than_eighteen_in_any_minute(chat: int | str) -> None:
    async def story() -> None:
        telegram = Telegram()
        await asyncio.gather(*(telegram.call(chat) for _ in range(60)))
        assert most_in(60.0, telegram.times(chat)) == 18

    run_virtually(story())


def test_the_messages_of_one_chat_keep_their_order() -> None:
    async def story() -> None:
        pace, order = Pace(), []

        async def arrive(number: int) -> bool:
            await asyncio.sleep(0.5 if number == 0 else 0.01)
            order.append(number)
            return True

        await asyncio.gather(
            *(pace.process_request(arrive, (n,), {}, "sendMessage", {"chat_id": 5}, None) for n in range(9))
        )
        assert order == list(range(9))

    run_virtually(story())


def test_a_person_who_waits_goes_before_a_broadcast() -> None:
    async def story() -> None:
        telegram = Telegram(per_second=5)
        broadcast = [asyncio.create_task(telegram.call(chat, BROADCAST)) for chat in range(1, 101)]
        await asyncio.sleep(3)
        asked = _now()
        await telegram.call(1_000)
        assert _now() - asked < 1.2
        assert len(telegram.arrivals) < 30
        await asyncio.gather(*broadcast)
        assert most_in(1.0, [at for at, _ in telegram.arrivals]) == 5

    run_virtually(story())


def test_a_broadcast_to_a_chat_that_must_wait_comes_back_at_once_and_nothing_is_sent() -> None:
    async def story() -> None:
        telegram = Telegram()
        assert [await telegram.try_broadcast(5) for _ in range(3)] == [0, 0, 0]
        before = _now()
        assert 2.5 < await telegram.try_broadcast(5) <= 3
        assert _now() == before
        assert len(telegram.arrivals) == 3
        await asyncio.sleep(3)
        assert await telegram.try_broadcast(5) == 0

    run_virtually(story())


def test_a_broadcast_does_not_push_into_an_answer_that_is_under_way() -> None:
    async def story() -> None:
        telegram = Telegram(way=0.5)
        answer = asyncio.create_task(telegram.call(5))
        await asyncio.sleep(0.1)
        assert await telegram.try_broadcast(5) == 1.0
        assert await telegram.try_broadcast(6) == 0
        await answer

    run_virtually(story())


def test_a_broadcast_that_waited_for_its_turn_looks_again_whether_its_chat_is_free() -> None:
    async def story() -> None:
        telegram = Telegram(per_second=5)
        await asyncio.gather(*(telegram.try_broadcast(chat) for chat in range(11, 16)))
        waiting = asyncio.create_task(telegram.try_broadcast(5))
        await asyncio.sleep(0)
        answers = [asyncio.create_task(telegram.call(5)) for _ in range(3)]
        assert await waiting > 0
        await asyncio.gather(*answers)
        assert len(telegram.times(5)) == 3

    run_virtually(story())


def test_a_refused_chat_is_left_alone_until_the_time_is_over_and_the_others_go_on() -> None:
    async def story() -> None:
        telegram = Telegram()
        telegram.refusals[5] = [600]
        assert await telegram.try_broadcast(5) == 600
        for chat in range(6, 206):
            assert await telegram.try_broadcast(chat) == 0
        assert _now() < 20
        assert 570 < await telegram.try_broadcast(5) < 600
        with pytest.raises(RetryAfter):
            await telegram.call(5)
        assert len(telegram.times(5)) == 1
        await asyncio.sleep(600)
        await telegram.call(5)
        assert len(telegram.times(5)) == 2

    run_virtually(story())


def test_an_answer_that_is_refused_for_a_short_while_is_given_once_more() -> None:
    async def story() -> None:
        telegram = Telegram()
        telegram.refusals[5] = [4]
        assert await telegram.call(5) is True
        first, second = telegram.times(5)
        assert second - first >= 4

        telegram.refusals[5] = [4, 4]
        with pytest.raises(RetryAfter):
            await telegram.call(5)

    run_virtually(story())


def test_when_chat_after_chat_is_refused_everything_stops_for_a_while() -> None:
    async def story() -> None:
        telegram = Telegram()
        for chat in range(1, 5):
            telegram.refusals[chat] = [40 + chat]
            assert await telegram.try_broadcast(chat) == 40 + chat
        halted = _now()
        with pytest.raises(RetryAfter):  # longer than a person waits
            await telegram.call(98)
        assert await telegram.try_broadcast(99) == 0
        assert telegram.times(99)[0] - halted >= 41

    run_virtually(story())


def test_refusals_with_answers_between_them_stop_nobody_else() -> None:
    async def story() -> None:
        telegram = Telegram()
        for chat in range(1, 40, 2):
            telegram.refusals[chat] = [600]
            assert await telegram.try_broadcast(chat) == 600
            assert await telegram.try_broadcast(chat + 1) == 0
        assert _now() < 5

    run_virtually(story())


@pytest.mark.parametrize(
    ("chat", "endpoint"), [(5, "answerCallbackQuery"), (None, "getMe"), (None, "answerInlineQuery")]
)
def test_what_costs_nothing_is_not_paced(chat: int | None, endpoint: str) -> None:
    async def story() -> None:
        telegram = Telegram(per_second=1)
        await asyncio.gather(*(telegram.call(chat, endpoint=endpoint) for _ in range(100)))
        assert _now() < 0.2

    run_virtually(story())


def test_other_errors_pass_through_and_free_their_place() -> None:
    async def story() -> None:
        pace = Pace(per_second=1)

        async def blocked() -> bool:
            raise Forbidden("Forbidden: bot was blocked by the user")

        for chat in (1, 2, 3):
            with pytest.raises(Forbidden):
                await pace.process_request(blocked, (), {}, "sendMessage", {"chat_id": chat}, BROADCAST)
        assert 2 <= _now() < 3

    run_virtually(story())


def test_a_call_that_is_given_up_while_it_waits_takes_no_place() -> None:
    async def story() -> None:
        telegram = Telegram(per_second=1)
        await telegram.call(1)
        waiting = [asyncio.create_task(telegram.call(chat)) for chat in range(2, 50)]
        await asyncio.sleep(0.1)
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        await telegram.call(99)
        assert _now() < 2.2
        await asyncio.gather(*(telegram.call(chat) for chat in range(100, 105)))
        assert most_in(1.0, [at for at, _ in telegram.arrivals]) == 1

    run_virtually(story())


def test_chats_that_have_been_quiet_are_forgotten() -> None:
    """Memory follows the chats of the last minute, not all there ever were."""

    async def story() -> None:
        telegram = Telegram(per_second=1_000, way=0.001)
        for start in range(1, 20_001, 1_000):
            await asyncio.gather(*(telegram.call(chat) for chat in range(start, start + 1_000)))
            await asyncio.sleep(5)
        assert len(telegram.pace._lanes) <= 2_100
        telegram.refusals[5] = [9_000]
        assert await telegram.try_broadcast(5) == 9_000
        for start in range(30_000, 40_000, 1_000):
            await asyncio.gather(*(telegram.call(chat) for chat in range(start, start + 1_000)))
            await asyncio.sleep(5)
        assert await telegram.try_broadcast(5) > 8_000

    run_virtually(story())


def test_waiting_calls_cost_time_in_proportion_to_their_number() -> None:
    def cost(callers: int) -> float:
        async def story() -> None:
            telegram = Telegram(per_second=50)
            await asyncio.gather(*(telegram.call(chat) for chat in range(1, callers + 1)))
            assert len(telegram.arrivals) == callers

        begin = time.process_time()
        run_virtually(story())
        return time.process_time() - begin

    small = min(cost(1_000) for _ in range(3))
    large = min(cost(4_000) for _ in range(3))
    assert large < 12 * small, "four times the callers: 4 where it is linear, 16 where it is quadratic"
