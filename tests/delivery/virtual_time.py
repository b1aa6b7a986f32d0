"""An event loop whose clock jumps to the next thing to do: minutes of pacing in a few milliseconds."""

import asyncio
import selectors
from collections.abc import Coroutine
from typing import Any, TypeVar

Result = TypeVar("Result")


class _JumpingSelector(selectors.DefaultSelector):
    """Instead of waiting for so many seconds, it says that they have passed."""

    passed = 0.0

    def select(self, timeout: float | None = None) -> Any:
        ready = super().select(0)
        if not ready:
            if timeout is None:
                raise RuntimeError("everybody waits, and nothing will ever happen")
            self.passed += timeout
        return ready


class VirtualLoop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self._jumping = _JumpingSelector()
        super().__init__(self._jumping)

    def time(self) -> float:
        return self._jumping.passed


def run_virtually(story: Coroutine[Any, Any, Result]) -> Result:
    """Run to the end on a clock that starts at 0 and never waits."""
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        return runner.run(story)
