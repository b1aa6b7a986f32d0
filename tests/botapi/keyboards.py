"""Reading and checking reply_markup."""

import json
from collections.abc import Callable
from typing import Any

from tests.botapi.calls import Call
from tests.botapi.journal import Journal
from tests.botapi.links import LinkError, checked_link, mentioned_user
from tests.botapi.refusals import malformed, not_modelled
from tests.botapi.state import Button, Keyboard

CALLBACK_BYTES = 64
INLINE_BUTTONS = 100
INLINE_ROW = 8
REPLY_BUTTONS = 300
REPLY_ROW = 12
# "About 10 KB": 99 buttons with the longest callback_data are already refused.
MARKUP_BYTES = 9500
COPY_TEXT = 256
PLACEHOLDER = 64
STYLES = ("primary", "success", "danger")

_ACTIONS = ("url", "callback_data", "copy_text", "switch_inline_query", "switch_inline_query_current_chat")
_OTHER_ACTIONS = ("web_app", "login_url", "switch_inline_query_chosen_chat", "callback_game", "pay")
_LOOKS = ("text", "style", "icon_custom_emoji_id")
_OPTIONS = {
    "reply": (
        "keyboard is_persistent resize_keyboard one_time_keyboard input_field_placeholder selective".split()
    ),
    "remove": ["remove_keyboard", "selective"],
    "force": ["force_reply", "input_field_placeholder", "selective"],
}


def keyboard(call: Call, journal: Journal) -> Keyboard | None:
    """The reply_markup of a call, None when there is none. Raises ApiError with Telegram's complaint; unknown
    fields are only noted."""
    body = call.value("reply_markup", "Can't parse reply keyboard markup JSON object")
    if body is None:
        return None
    if not isinstance(body, dict):
        raise malformed("Object expected as reply markup")
    if len(json.dumps(body, ensure_ascii=False).encode()) > MARKUP_BYTES:
        raise malformed("reply markup is too long")
    if "inline_keyboard" in body:
        _note(call, journal, "InlineKeyboardMarkup", body, ("inline_keyboard",))
        return _inline(body["inline_keyboard"], call, journal)
    return _other(body, call, journal)


def _note(call: Call, journal: Journal, of: str, body: dict[str, Any], known: Any) -> None:
    for name in body.keys() - set(known):
        journal.violate(call, "parameter", f"{of} has no field {name!r}")


def _inline(rows: Any, call: Call, journal: Journal) -> Keyboard | None:
    where = ("inline_keyboard", "InlineKeyboardMarkup")
    read = _rows(rows, where, lambda body: _inline_button(body, call, journal))
    if sum(map(len, read)) > INLINE_BUTTONS or any(len(row) > INLINE_ROW for row in read):
        raise malformed("reply markup is too long")
    return Keyboard("inline", read) if read else None


def _rows(
    rows: Any, where: tuple[str, str], button: Callable[[Any], Button]
) -> tuple[tuple[Button, ...], ...]:
    name, markup = where
    if not isinstance(rows, list):
        raise malformed(f'Field "{name}" of the {markup} must be an Array')
    if not all(isinstance(row, list) for row in rows):
        raise malformed(f'Field "{name}" of the {markup} must be an Array of Arrays')
    return tuple(tuple(button(body) for body in row) for row in rows if row)


def _inline_button(body: Any, call: Call, journal: Journal) -> Button:
    complaint = "Can't parse inline keyboard button: "
    if not isinstance(body, dict):
        raise malformed(complaint + "Inline keyboard button must be an Object")
    _note(call, journal, "InlineKeyboardButton", body, (*_ACTIONS, *_OTHER_ACTIONS, *_LOOKS))
    text = body.get("text")
    if not isinstance(text, str):
        raise malformed(complaint + 'Field "text" must be of type String')
    if not text.strip():
        raise malformed("Inline keyboard button text must be non-empty")
    action = _action(body, call, journal)
    return Button(text, action, _action_value(action, body[action]), _style(body), _icon(body))


def _action(body: dict[str, Any], call: Call, journal: Journal) -> str:
    given = [name for name in (*_ACTIONS, *_OTHER_ACTIONS) if name in body]
    if not given:
        raise malformed(
            "Can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    if given[0] in _OTHER_ACTIONS:
        raise not_modelled(f"inline keyboard buttons with {given[0]}")
    if len(given) > 1:
        journal.violate(call, "request", f"a button with more than one action: {', '.join(given)}")
    return given[0]


def _action_value(action: str, value: Any) -> str:
    if action == "callback_data":
        if not 1 <= len(str(value).encode()) <= CALLBACK_BYTES:
            raise malformed("BUTTON_DATA_INVALID")
    elif action == "url":
        return _button_url(str(value))
    elif action == "copy_text":
        value = value.get("text", "") if isinstance(value, dict) else ""
        if not 1 <= len(value) <= COPY_TEXT:
            raise malformed("BUTTON_COPY_TEXT_INVALID")
    return str(value)


def _button_url(url: str) -> str:
    if (user := mentioned_user(url)) is not None:
        return f"tg://user?id={user}"
    try:
        return checked_link(url)
    except LinkError as error:
        raise malformed(f"Inline keyboard button URL '{url}' is invalid: {error}") from None


def _style(body: dict[str, Any]) -> str:
    style = body.get("style", "")
    if style and style not in STYLES:
        raise malformed("Invalid button style specified")
    return str(style)


def _icon(body: dict[str, Any]) -> str:
    return str(body.get("icon_custom_emoji_id", ""))


def _other(body: dict[str, Any], call: Call, journal: Journal) -> Keyboard | None:
    marks = {"reply": "keyboard", "remove": "remove_keyboard", "force": "force_reply"}
    kind = next((kind for kind, mark in marks.items() if body.get(mark)), None)
    if kind is None:
        return None
    _note(call, journal, f"a {kind} markup", body, _OPTIONS[kind])
    placeholder = body.get("input_field_placeholder")
    if placeholder is not None and not 1 <= len(placeholder) <= PLACEHOLDER:
        raise malformed("input field placeholder must be 1 to 64 characters long")
    options = tuple((name, value) for name, value in sorted(body.items()) if name != "keyboard")
    return Keyboard(kind, _reply_rows(body["keyboard"]) if kind == "reply" else (), options)


def _reply_rows(rows: Any) -> tuple[tuple[Button, ...], ...]:
    read = _rows(rows, ("keyboard", "ReplyKeyboardMarkup"), _reply_button)
    if sum(map(len, read)) > REPLY_BUTTONS or any(len(row) > REPLY_ROW for row in read):
        raise malformed("reply markup is too long")
    return read


def _reply_button(body: Any) -> Button:
    if isinstance(body, dict) and (others := body.keys() - set(_LOOKS)):
        raise not_modelled(f"keyboard buttons with {', '.join(sorted(others))}")
    text = body.get("text", "") if isinstance(body, dict) else body
    if not isinstance(text, str) or not text.strip():
        raise malformed('Can\'t parse keyboard button: Field "text" must be of type String')
    return Button(text, style=_style(body) if isinstance(body, dict) else "")
