"""What the tests let worker processes do."""

import os
import re
import signal
import sys
import time


def echo(*values: object) -> tuple[object, ...]:
    return values


def process() -> int:
    return os.getpid()


def environment() -> dict[str, str]:
    return dict(os.environ)


def sleep(seconds: float) -> str:
    time.sleep(seconds)
    return "awake"


def backtrack() -> None:
    """Hold the interpreter for ever, as one match of a bad regular expression does."""
    re.match(r"(a+)+$", "a" * 64 + "b")


def hoard() -> int:
    return len([bytes(10_000_000) for _ in range(1000)])


def gigantic() -> bytes:
    return bytes(60_000_000)


def chatter() -> str:
    print("this goes nowhere near the answers")  # noqa: T201
    sys.stdout.flush()
    os.write(1, b"nor does this")
    return "said"


def fail() -> None:
    raise RuntimeError("a fault of the job's own")


def vanish() -> None:
    os._exit(0)


def fall_silent() -> None:
    os.closerange(3, 100)
    time.sleep(600)


def crash() -> None:
    os.kill(os.getpid(), signal.SIGSEGV)
