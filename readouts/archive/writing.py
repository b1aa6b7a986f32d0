"""The one connection that writes, and its thread."""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from sqlite_utils import Database

from readouts.archive import documents
from readouts.archive.connections import transaction
from readouts.archive.errors import ArchiveBusyError, plain_sentences

T = TypeVar("T")

# So many first looks at feeds take a twentieth of a second, which is how long others then wait. More would be
# written faster, but all who waited go on in one turn of the event loop.
_MOST_TOGETHER = 20


@dataclass(frozen=True, slots=True)
class _Job:
    """Work that somebody waits for."""

    work: Callable[[Database], Any]
    done: "asyncio.Future[Any]"


class Writer:
    """Does work in the order it was asked for, each all or nothing.

    Work that had to wait while other work was written is written together, in one transaction: to
    commit costs more than most work. Should any of it fail, all of it is undone and each is done by
    itself. So work may be done twice, and must change nothing but the database. Where another
    program does not let go of the archive, all who wait are told so together, not one after another.
    """

    def __init__(self, db: Database) -> None:
        self._db = db
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="archive-writer")
        self._waiting: deque[_Job] = deque()
        self._to_do_alone = 0
        self._writing: asyncio.Future[list[Any]] | None = None

    async def run(self, work: Callable[[Database], T]) -> T:
        """What `work` returns, once it is on the disk. Raises ArchiveError for what the disk does.

        Cancelling the wait does not stop work that has begun.
        """
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Job(work, done))
        if self._writing is None:
            self._write_next()
        return await done

    async def run_outside(self, work: Callable[[Database], None]) -> None:
        """Run what is no transaction, a checkpoint for example."""
        await asyncio.get_running_loop().run_in_executor(self._thread, _plainly, work, self._db)

    async def close(self) -> None:
        """Finish what was asked for, then close the connection."""
        while self._writing is not None:
            await asyncio.wait([self._writing])
        await asyncio.to_thread(self._thread.shutdown)
        self._db.close()

    def _write_next(self) -> None:
        batch = self._next_batch()
        if not batch:
            self._writing = None
            return
        works = [job.work for job in batch]
        loop = asyncio.get_running_loop()
        self._writing = loop.run_in_executor(self._thread, _together, self._db, works)
        self._writing.add_done_callback(partial(self._settle, batch))

    def _next_batch(self) -> list[_Job]:
        batch: list[_Job] = []
        most = 1 if self._to_do_alone else _MOST_TOGETHER
        while self._waiting and len(batch) < most:
            job = self._waiting.popleft()
            self._to_do_alone = max(0, self._to_do_alone - 1)
            if not job.done.done():
                batch.append(job)
        return batch

    def _settle(self, batch: Sequence[_Job], writing: "asyncio.Future[list[Any]]") -> None:
        error = writing.exception()
        if error is None:
            for job, result in zip(batch, writing.result(), strict=True):
                if not job.done.done():
                    job.done.set_result(result)
        elif isinstance(error, ArchiveBusyError):
            _refuse([*batch, *self._waiting], error)
            self._waiting.clear()
            self._to_do_alone = 0
        elif len(batch) > 1:
            self._waiting.extendleft(reversed(batch))
            self._to_do_alone += len(batch)
        else:
            _refuse(batch, error)
        self._write_next()


def _refuse(jobs: Iterable[_Job], error: BaseException) -> None:
    for job in jobs:
        if not job.done.done():
            job.done.set_exception(error)


def _together(db: Database, works: Sequence[Callable[[Database], Any]]) -> list[Any]:
    with plain_sentences(), transaction(db, "BEGIN IMMEDIATE"), documents.gathered(db):
        return [work(db) for work in works]


def _plainly(work: Callable[[Database], None], db: Database) -> None:
    with plain_sentences():
        work(db)
