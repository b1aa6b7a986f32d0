"""Buttons that take a ready-made watchlist, and the short keys by which buttons name things."""

from collections.abc import Sequence
from hashlib import blake2s

from readouts.delivery.message import Button, callback_button
from readouts.delivery.rendering import Look
from readouts.domain.watch import Watchlist

_MOST_SHOWN = 30


def key_of(*words: str) -> str:
    """A name as a button can carry it: the same words always give the same 12 characters."""
    return blake2s("\0".join(words).encode(errors="replace"), digest_size=6).hexdigest()


def take_buttons(watchlists: Sequence[Watchlist], look: Look) -> list[list[Button]]:
    """One button a row for each ready-made list; a list that was changed since has another key."""
    return [
        [
            callback_button(
                look.gettext("Watch: {name}", name=each.name), f"take {key_of(each.name, each.query)}"
            )
        ]
        for each in watchlists[:_MOST_SHOWN]
    ]


def watchlist_of(key: str, watchlists: Sequence[Watchlist]) -> Watchlist | None:
    """The ready-made list behind a key."""
    return next((each for each in watchlists if key_of(each.name, each.query) == key), None)
