"""The bot as operators run it: `python bot.py` in a process of its own, on a folder of its own."""

import asyncio
import os
import signal
import sys
import time
from asyncio.subprocess import Process
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

ROOT = Path(__file__).resolve().parents[1]


class RunningBot:
    """One installation that is started, stopped and killed. Its log survives all of that.

    `async with RunningBot(folder, environment, config) as bot:` starts it; leaving kills it.
    """

    def __init__(self, folder: Path, environment: Mapping[str, str], config: str) -> None:
        self._folder = folder
        self._config = folder / "config.toml"
        self._config.write_text(config, encoding="utf-8")
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        self._environment = {**kept, "READOUT_ALLOW_PRIVATE_ADDRESSES": "1", **environment}
        self._process: Process | None = None

    @property
    def log(self) -> str:
        """Everything it wrote on standard output and standard error, over all starts."""
        path = self._folder / "bot.log"
        return path.read_text(encoding="utf-8") if path.exists() else ""

    @property
    def archive(self) -> Path:
        return self._folder / "data" / "archive.sqlite3"

    async def run(self, *arguments: str) -> tuple[int, str]:
        """Run another command of bot.py to its end: status and standard output."""
        process = await self._spawn(*arguments, stdout=asyncio.subprocess.PIPE)
        out, _ = await process.communicate()
        return process.returncode or 0, out.decode()

    async def start(self) -> None:
        self._process = await self._spawn()

    async def stop(self) -> tuple[int, float]:
        """SIGTERM: the exit status, and how many seconds it took."""
        process = self._running()
        began = time.monotonic()
        process.send_signal(signal.SIGTERM)
        status = await asyncio.wait_for(process.wait(), 15)
        self._process = None
        return status, time.monotonic() - began

    async def kill(self) -> None:
        """SIGKILL, wherever it is."""
        process = self._running()
        process.kill()
        await process.wait()
        self._process = None

    def megabytes(self) -> float:
        """The memory that it holds now."""
        status = Path(f"/proc/{self._running().pid}/status").read_text()
        return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmRSS"))

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process is not None and self._process.returncode is None:
            await self.kill()

    def _running(self) -> Process:
        assert self._process is not None
        assert self._process.returncode is None, f"it ended by itself\n{self.log[-3000:]}"
        return self._process

    async def _spawn(self, *arguments: str, stdout: int | None = None) -> Process:
        with (self._folder / "bot.log").open("ab") as log:
            return await asyncio.create_subprocess_exec(
                sys.executable, str(ROOT / "bot.py"), "--config", str(self._config), *arguments,
                cwd=self._folder, env=self._environment, stdin=asyncio.subprocess.DEVNULL,
                stdout=log if stdout is None else stdout, stderr=log,
            )  # fmt: skip
