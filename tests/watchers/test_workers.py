"""Child processes that may be killed: what hostile input does to them never reaches the bot."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from watchers.workers import WorkerKilled, WorkerPool

pytestmark = pytest.mark.asyncio(loop_scope="module")

JOBS = "tests.watchers.jobs:"
WALL = timedelta(seconds=0.5)
ROOT = Path(__file__).parents[2]


@asynccontextmanager
async def pool(size: int = 1, jobs_each: int = 500) -> AsyncIterator[WorkerPool]:
    workers = WorkerPool(size, wall=WALL, jobs_each=jobs_each)
    try:
        yield workers
    finally:
        await workers.close()


def is_running(process: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{process}/stat").read_text().rpartition(")")[2][:3]
    except FileNotFoundError:
        return False


async def ends(process: int, within: float) -> bool:
    deadline = time.monotonic() + within
    while is_running(process) and time.monotonic() < deadline:  # noqa: ASYNC110 - it may be no child of ours
        await asyncio.sleep(0.05)
    return not is_running(process)


async def number_of(workers: WorkerPool) -> int:
    process = await workers.run(JOBS + "process")
    assert isinstance(process, int)
    return process


async def test_a_job_gives_its_result_from_another_process() -> None:
    async with pool() as workers:
        assert await workers.run(JOBS + "echo", "安徽", 1, None) == ("安徽", 1, None)
        assert await number_of(workers) != os.getpid()


async def test_large_values_go_both_ways() -> None:
    async with pool() as workers:
        value = os.urandom(5_000_000)
        assert await workers.run(JOBS + "echo", value) == (value,)


async def test_a_worker_is_used_again_until_it_has_done_its_share() -> None:
    async with pool(jobs_each=3) as workers:
        processes = [await number_of(workers) for _ in range(6)]
    assert len(set(processes)) == 2
    assert len(set(processes[:3])) == 1


async def test_jobs_run_side_by_side_up_to_the_size_of_the_pool() -> None:
    async with pool(size=2) as workers:
        found = await asyncio.gather(*(workers.run(JOBS + "sleep", 0.2) for _ in range(4)))
        processes = {await number_of(workers) for _ in range(4)}
    assert found == ["awake"] * 4
    assert len(processes) <= 2


@pytest.mark.parametrize("job", ["backtrack", "sleep"])
async def test_a_job_over_its_time_is_killed_and_the_loop_never_waits_for_it(job: str) -> None:
    stalls = []

    async def watch_the_loop() -> None:
        while True:
            began = time.monotonic()
            await asyncio.sleep(0.01)
            stalls.append(time.monotonic() - began)

    async with pool() as workers:
        process = await number_of(workers)
        watch = asyncio.create_task(watch_the_loop())
        began = time.monotonic()
        with pytest.raises(WorkerKilled, match=r"^took longer than 0\.5 s and was stopped$"):
            await workers.run(JOBS + job, *([60] if job == "sleep" else []))
        took = time.monotonic() - began
        watch.cancel()
        assert took < 2
        assert len(stalls) > 10
        assert max(stalls) < 0.3
        assert await ends(process, within=1)
        assert await workers.run(JOBS + "echo") == (), "a fresh worker has taken its place"


async def test_a_job_over_its_memory_is_stopped() -> None:
    async with pool() as workers:
        with pytest.raises(WorkerKilled, match="too much memory"):
            await workers.run(JOBS + "hoard")
        assert await workers.run(JOBS + "echo") == ()


@pytest.mark.parametrize("job", ["vanish", "crash", "fail", "fall_silent", "no_such_job"])
async def test_a_job_that_does_not_return_is_survived(job: str) -> None:
    async with pool() as workers:
        with pytest.raises(WorkerKilled, match="broke down"):
            await workers.run(JOBS + job)
        assert await workers.run(JOBS + "echo") == ()


async def test_an_answer_that_would_swamp_the_bot_is_not_taken() -> None:
    workers = WorkerPool(1)
    with pytest.raises(WorkerKilled, match="broke down"):
        await workers.run(JOBS + "gigantic")
    await workers.close()


async def test_what_a_job_prints_does_not_get_between_the_answers() -> None:
    async with pool() as workers:
        assert await workers.run(JOBS + "chatter") == "said"
        assert await workers.run(JOBS + "echo") == ()


async def test_a_worker_that_died_between_jobs_is_replaced() -> None:
    async with pool() as workers:
        process = await number_of(workers)
        os.kill(process, signal.SIGKILL)
        assert await ends(process, within=2)
        await asyncio.sleep(0.1)
        assert await number_of(workers) != process


async def test_the_end_of_a_worker_that_broke_down_is_no_riddle_to_the_loop(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """A signal to a child that had just ended made asyncio warn of an unknown process."""
    for _ in range(5):
        async with pool(2) as workers:
            jobs = (workers.run(JOBS + job) for job in ("crash", "vanish") * 3)
            ends = await asyncio.gather(*jobs, return_exceptions=True)
            assert [type(end) for end in ends] == [WorkerKilled] * 6
    assert caplog.messages == []


async def test_the_keyboard_does_not_stop_the_workers() -> None:
    """A terminal sends its interrupt to every process of the group; only the bot acts on it."""
    async with pool() as workers:
        process = await number_of(workers)
        os.kill(process, signal.SIGINT)
        os.kill(process, signal.SIGTERM)
        assert await number_of(workers) == process


async def test_a_worker_does_not_know_the_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "123:SECRET")
    async with pool() as workers:
        found = await workers.run(JOBS + "environment")
    assert isinstance(found, dict)
    assert "PATH" in found
    assert "SECRET" not in str(found)


async def test_a_cancelled_job_is_killed() -> None:
    async with pool() as workers:
        process = await number_of(workers)
        task = asyncio.create_task(workers.run(JOBS + "sleep", 60))
        await asyncio.sleep(0.1)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert await ends(process, within=1)
        assert await workers.run(JOBS + "echo") == ()


async def test_closing_ends_every_worker_and_calls_off_what_waits() -> None:
    async with pool() as workers:
        process = await number_of(workers)
        jobs = [asyncio.create_task(workers.run(JOBS + "sleep", 60)) for _ in range(3)]
        await asyncio.sleep(0.1)
        await workers.close()
        for ending in await asyncio.gather(*jobs, return_exceptions=True):
            assert isinstance(ending, WorkerKilled)
        assert await ends(process, within=1)


ORPHAN = """
import asyncio, os, sys
from datetime import timedelta
from watchers.workers import WorkerPool

async def main():
    workers = WorkerPool(1, wall=timedelta(seconds=1))
    print(await workers.run("tests.watchers.jobs:process"), flush=True)
    if sys.argv[1] == "busy":
        asyncio.get_running_loop().call_later(0.3, os._exit, 1)
        await workers.run("tests.watchers.jobs:backtrack")
    os._exit(1)

asyncio.run(main())
"""


@pytest.mark.parametrize("state", ["idle", "busy"])
async def test_a_worker_does_not_outlive_a_bot_that_was_killed(state: str) -> None:
    parent = await asyncio.create_subprocess_exec(
        sys.executable, "-c", ORPHAN, state, cwd=ROOT, stdout=subprocess.PIPE
    )
    output, _ = await parent.communicate()
    assert await ends(int(output), within=4)
