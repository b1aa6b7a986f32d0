"""Buttons that take or edit a ready-made watchlist."""

from collections.abc import Sequence
from itertools import accumulate

from readouts.delivery.message import Button, callback_button
from readouts.delivery.rendering import Look
from readouts.delivery.rendering.buttons import key_of
from readouts.delivery.styling import short
from readouts.domain.watch import Watchlist

# So many with the longest names are about as much as Telegram takes under one message.
MOST_LISTS = 50
_KEYBOARD_BUTTONS = 100
_KEYBOARD_BYTES = 9_000
_FRAME_BYTES = 40  # what stands around a button's words and data
_NAME_UNITS = 30


def take_buttons(watchlists: Sequence[Watchlist], look: Look) -> list[list[Button]]:
    """One button a row for each ready-made list; a list that was changed since has another key."""
    return [
        [callback_button(look.gettext("Watch: {name}", name=each.name), f"take {_list_key(each)}")]
        for each in watchlists[:MOST_LISTS]
    ]


def edit_row(watchlist: Watchlist, look: Look) -> list[Button]:
    """What the bot's admins can do to one list."""
    name, key = short(watchlist.name, _NAME_UNITS), _list_key(watchlist)
    pause = callback_button(look.gettext("Pause {name}", name=name), f"pauselist {key}")
    resume = callback_button(look.gettext("Resume {name}", name=name), f"resumelist {key}")
    remove = callback_button(look.gettext("Remove {name}", name=name), f"removelist {key}")
    return [resume if watchlist.paused else pause, *([] if watchlist.built_in else [remove])]


def rows_that_fit(rows: Sequence[list[Button]]) -> list[list[Button]]:
    """The first rows, as many as Telegram takes under one message."""
    counts = accumulate(map(len, rows))
    sizes = accumulate(sum(map(_bytes, row)) for row in rows)
    return [
        row
        for row, count, size in zip(rows, counts, sizes, strict=True)
        if count <= _KEYBOARD_BUTTONS and size <= _KEYBOARD_BYTES
    ]


def watchlist_of(key: str, watchlists: Sequence[Watchlist]) -> Watchlist | None:
    """The ready-made list behind a key."""
    return next((each for each in watchlists if _list_key(each) == key), None)


def _list_key(watchlist: Watchlist) -> str:
    return key_of(watchlist.name, watchlist.query)


def _bytes(button: Button) -> int:
    return len(button.text.encode()) + len(button.callback or "") + _FRAME_BYTES
