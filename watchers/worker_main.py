"""What runs in a worker process: jobs come in on standard input, answers go out on standard output.

Each message is a length (eight bytes, big-endian) and a pickle. To a job, (function, arguments), the
answers are ("loaded", None), where its code had to be loaded first, and then ("done", result). The process
ends with its standard input, so it never outlives the bot by more than one job.
"""

import importlib
import os
import pickle
import resource
import signal
import struct
import sys
from collections.abc import Callable
from typing import Any, BinaryIO, Literal

from readouts.pipeline.memory import collect_seldom

LENGTH = struct.Struct(">Q")

Reply = Literal["loaded", "done", "out of memory"]


def main(memory: int, wall: float) -> None:
    """Serve until standard input ends. `memory` in bytes of address space, `wall` in seconds a job."""
    # The keyboard and the host stop the bot; the bot stops its workers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    jobs, answers = _own_pipes()
    loaded: dict[str, Callable[..., Any]] = {}
    try:
        while head := jobs.read(LENGTH.size):
            (length,) = LENGTH.unpack(head)
            _serve(jobs.read(length), answers, wall, loaded)
    except BrokenPipeError:
        return


def _own_pipes() -> tuple[BinaryIO, BinaryIO]:
    """The two pipes under other numbers, so that nothing a job prints gets between the answers."""
    pipes = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    return pipes


def _serve(job: bytes, answers: BinaryIO, wall: float, loaded: dict[str, Callable[..., Any]]) -> None:
    try:
        name, arguments = pickle.loads(job)  # noqa: S301 - from our own parent
        if name not in loaded:
            loaded[name] = _load(name)
            collect_seldom()
            _send(answers, "loaded", None)
        # Should the parent be gone, nobody else would end a job that never does.
        signal.setitimer(signal.ITIMER_REAL, wall + 1)
        result = loaded[name](*arguments)
        signal.setitimer(signal.ITIMER_REAL, 0)
        _send(answers, "done", result)
    except MemoryError:
        _send(answers, "out of memory", None)


def _load(name: str) -> Callable[..., Any]:
    module, _, function = name.partition(":")
    loaded: Callable[..., Any] = getattr(importlib.import_module(module), function)
    return loaded


def _send(answers: BinaryIO, reply: Reply, value: object) -> None:
    message = pickle.dumps((reply, value))
    answers.write(LENGTH.pack(len(message)) + message)
    answers.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]))
