"""lemon24/reader, the Python feed library, as its manual has it, with twenty workers."""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import reader

from benchmarks.newsserver import look_up
from benchmarks.polling_rounds import main

WORKERS = 20


class LemonReader:
    """The library on a database of its own."""

    def __init__(self, library: reader.Reader, *, is_searchable: bool = False) -> None:
        self._library = library
        self._is_searchable = is_searchable
        if is_searchable:
            library.enable_search()

    def add(self, urls: list[str]) -> None:
        for url in urls:
            self._library.add_feed(url)

    def round(self) -> None:
        # scheduled=False: it would not ask a feed again before an hour is over.
        for _ in self._library.update_feeds_iter(scheduled=False, workers=WORKERS):
            pass
        if self._is_searchable:
            self._library.update_search()


def _any_address(host: str, port: int, *_args: Any, **_options: Any) -> Any:
    return look_up(host, port) if host.startswith("site") else _getaddrinfo(host, port, *_args, **_options)


_getaddrinfo = socket.getaddrinfo


@contextmanager
def opened(folder: Path, authority: Path, *, is_searchable: bool = False) -> Iterator[LemonReader]:
    os.environ["REQUESTS_CA_BUNDLE"] = str(authority)
    # It has no place of its own for another lookup of names.
    with patch("socket.getaddrinfo", _any_address), reader.make_reader(f"{folder}/reader.sqlite") as library:
        yield LemonReader(library, is_searchable=is_searchable)


if __name__ == "__main__":
    main(opened)
