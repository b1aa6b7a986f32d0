"""Work on hostile input, in child processes that can be killed.

A thread cannot be stopped and holds the interpreter while a regular expression runs; a process
can be killed, and the loop of the bot never waits for it.
"""

import asyncio
import os
import pickle
import sys
from asyncio.subprocess import PIPE, Process
from datetime import timedelta
from pathlib import Path
from typing import Self, cast

import structlog

from watchers.worker_main import LENGTH, Reply

log = structlog.get_logger()

MAX_ANSWER = 50_000_000
START_UP = timedelta(seconds=60)
_END = timedelta(seconds=1)
# Enough to find Python's files and the time zones. What else the bot's environment holds, its token
# before all, is kept from a process that reads what strangers wrote.
_ENVIRONMENT = ("PATH", "PYTHONPATH", "PYTHONHOME", "PYTHONTZPATH", "LD_LIBRARY_PATH", "LANG", "LC_ALL")


class WorkerKilled(Exception):  # noqa: N818 - what happened to the worker, not a fault of ours
    """A job was not finished. `str()` completes a sentence: "Reading the feed " + str()."""


class WorkerPool:
    """Up to `size` children, started when there is work for them.

    wall: how long one job may run. memory: how much address space a child may use, in bytes.
    jobs_each: jobs after which a child is replaced by a fresh one.
    """

    def __init__(
        self,
        size: int = 2,
        *,
        wall: timedelta = timedelta(seconds=3),
        memory: int = 700_000_000,
        jobs_each: int = 5_000,
    ) -> None:
        self._wall = wall
        self._memory = memory
        self._jobs_each = jobs_each
        self._size = size
        self._free = asyncio.Semaphore(size)
        self._idle: list[_Worker] = []
        self._alive: set[_Worker] = set()
        self._closed = False

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def run(self, function: str, *args: object) -> object:
        """What `function` ("package.module:name") returns for `args`, both picklable.

        Raises WorkerKilled when it takes too long or too much memory, or does not return at all.
        """
        job = pickle.dumps((function, args))
        async with self._free:
            worker = await self._take()
            reusable = False
            try:
                answer = await worker.do(function, job, self._wall)
                reusable = worker.jobs < self._jobs_each
                return answer
            finally:
                await self._put_back(worker, reusable=reusable)

    async def did(self, function: str, *args: object) -> bool:
        """Run a job that is no reader's business: whether it was done. Why not is logged."""
        try:
            await self.run(function, *args)
        except WorkerKilled as killed:
            log.warning("a job in a child process was not done", job=function, reason=str(killed))
            return False
        return True

    async def close(self) -> None:
        """End all children; jobs under way or waiting raise WorkerKilled."""
        self._closed = True
        for worker in self._alive:
            worker.kill()
        # Once every place has been ours for a moment, no job is under way any more.
        for _ in range(self._size):
            await self._free.acquire()
        for _ in range(self._size):
            self._free.release()
        while self._idle:
            await self._put_back(self._idle.pop(), reusable=False)

    async def _take(self) -> "_Worker":
        while self._idle:
            worker = self._idle.pop()
            if worker.is_alive:
                return worker
            await self._put_back(worker, reusable=False)
        if self._closed:
            raise WorkerKilled("was called off")
        worker = await _Worker.start(self._memory, self._wall)
        self._alive.add(worker)
        if self._closed:
            worker.kill()
        return worker

    async def _put_back(self, worker: "_Worker", *, reusable: bool) -> None:
        if reusable:
            self._idle.append(worker)
        else:
            self._alive.discard(worker)
            await worker.end()


class _Worker:
    """One child. It keeps nothing between jobs, so it may be killed at any time."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self._in = cast("asyncio.StreamWriter", process.stdin)
        self._out = cast("asyncio.StreamReader", process.stdout)
        self._loaded: set[str] = set()
        self._is_ending = False
        self.jobs = 0

    @classmethod
    async def start(cls, memory: int, wall: timedelta) -> "_Worker":
        try:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                *("-m", "watchers.worker_main", str(memory), str(wall.total_seconds())),
                stdin=PIPE,
                stdout=PIPE,
                cwd=Path(__file__).parents[1],
                env={name: os.environ[name] for name in _ENVIRONMENT if name in os.environ},
            )
        except OSError:
            raise WorkerKilled("could not begin") from None
        return cls(process)

    @property
    def is_alive(self) -> bool:
        return self._process.returncode is None

    async def do(self, function: str, job: bytes, wall: timedelta) -> object:
        """The result of one job; raises WorkerKilled, after which the worker is of no more use."""
        self.jobs += 1
        try:
            self._in.write(LENGTH.pack(len(job)) + job)
            reply, value = await self._result(function, wall)
        except TimeoutError:
            raise WorkerKilled(f"took longer than {wall.total_seconds():g} s and was stopped") from None
        except (EOFError, ConnectionError):
            self._is_ending = True
            raise WorkerKilled("broke down") from None
        if reply == "out of memory":
            raise WorkerKilled("took too much memory and was stopped")
        return value

    async def _result(self, function: str, wall: timedelta) -> tuple[Reply, object]:
        # The limit is for the work alone, so the child tells when it has loaded the code, which it does once.
        if function in self._loaded:
            return await self._reply(wall)
        try:
            reply, value = await self._reply(START_UP)
        except TimeoutError:
            raise WorkerKilled("could not begin") from None
        if reply != "loaded":
            return reply, value
        self._loaded.add(function)
        return await self._reply(wall)

    async def _reply(self, wait: timedelta) -> tuple[Reply, object]:
        async with asyncio.timeout(wait.total_seconds()):
            (length,) = LENGTH.unpack(await self._out.readexactly(LENGTH.size))
            if length > MAX_ANSWER:
                self.kill()
                raise EOFError
            reply: tuple[Reply, object] = pickle.loads(await self._out.readexactly(length))  # noqa: S301 - our own child
        return reply

    def kill(self) -> None:
        # A signal to a process that has just ended would keep its end from asyncio.
        if self.is_alive and not self._is_ending:
            self._is_ending = True
            self._process.kill()

    async def end(self) -> None:
        """Kill it and wait until it is gone; nothing else may be reading from it."""
        self.kill()
        # asyncio does not notice the end of a process as long as some of its output lies unread.
        while await self._out.read(MAX_ANSWER):
            pass
        try:
            async with asyncio.timeout(_END.total_seconds()):
                await self._process.wait()
        except TimeoutError:  # it fell silent, and did not end
            self._process.kill()
            await self._process.wait()
