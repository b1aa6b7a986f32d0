"""What people write after a command."""

import re

_NUMBER = re.compile(r"[#＃]?\s*(\d{1,18})")


def number_in(argument: str) -> int | None:
    """A number as people write it ("12", "#12"), at most what the archive can count to; else None."""
    found = _NUMBER.fullmatch(argument.strip())
    return int(found[1]) if found else None
