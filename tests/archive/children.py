"""Processes of their own, for what only another process can show: locks and kill -9."""

import subprocess
import sys
from pathlib import Path


def child(code: str, *arguments: str) -> subprocess.Popen[str]:
    """A Python process that runs `code`; its first line of output says that it is under way."""
    return subprocess.Popen(  # noqa: S603 - our own interpreter and code
        [sys.executable, "-c", code, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).resolve().parents[2],
    )


def line_from(process: subprocess.Popen[str]) -> str:
    """The next line that a child says."""
    assert process.stdout is not None
    return process.stdout.readline().strip()


def rest_from(process: subprocess.Popen[str]) -> list[str]:
    """What a child that was killed had still said."""
    assert process.stdout is not None
    return process.stdout.read().splitlines()


def tell(process: subprocess.Popen[str], line: str) -> None:
    assert process.stdin is not None
    process.stdin.write(f"{line}\n")
    process.stdin.flush()
