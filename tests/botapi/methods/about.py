"""What the bot says about itself: getMe, its name and descriptions, its menu of commands, its menu button."""

import re
from typing import Any

from tests.botapi import wire
from tests.botapi.calls import Call
from tests.botapi.methods.access import find_chat
from tests.botapi.refusals import malformed
from tests.botapi.state import Json
from tests.botapi.world import ScopeKey, World

NAME = 64
DESCRIPTION = 512
SHORT_DESCRIPTION = 120
MOST_COMMANDS = 100
COMMAND_DESCRIPTION = 256
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"(?:[a-z]{2})?")
_PLAIN_SCOPES = ("default", "all_private_chats", "all_group_chats", "all_chat_administrators")
_CHAT_SCOPES = ("chat", "chat_administrators", "chat_member")
_MENU_BUTTONS = ("commands", "default", "web_app")
_FEATURES = (
    "supports_inline_queries can_connect_to_business has_main_web_app has_topics_enabled "
    "allows_users_to_create_topics can_read_all_group_messages"
).split()


def get_me(world: World, call: Call) -> Json:
    return wire.user_json(world.bot) | {"can_join_groups": True} | dict.fromkeys(_FEATURES, False)


def set_my_name(world: World, call: Call) -> bool:
    return _set(world.profile.names, call, "name", NAME)


def get_my_name(world: World, call: Call) -> Json:
    return {"name": _get(world.profile.names, call) or world.bot.first_name}


def set_my_description(world: World, call: Call) -> bool:
    return _set(world.profile.descriptions, call, "description", DESCRIPTION)


def get_my_description(world: World, call: Call) -> Json:
    return {"description": _get(world.profile.descriptions, call)}


def set_my_short_description(world: World, call: Call) -> bool:
    return _set(world.profile.short_descriptions, call, "short_description", SHORT_DESCRIPTION)


def get_my_short_description(world: World, call: Call) -> Json:
    return {"short_description": _get(world.profile.short_descriptions, call)}


def set_my_commands(world: World, call: Call) -> bool:
    commands = call.value("commands", "Can't parse commands JSON object")
    if not isinstance(commands, list):
        raise malformed('Parameter "commands" must be an Array')
    if len(commands) > MOST_COMMANDS:
        raise malformed("BOT_COMMANDS_TOO_MUCH")
    world.profile.commands[_scope(world, call), _language(call)] = [_command(body) for body in commands]
    return True


def get_my_commands(world: World, call: Call) -> list[Json]:
    return world.profile.commands.get((_scope(world, call), _language(call)), [])


def delete_my_commands(world: World, call: Call) -> bool:
    world.profile.commands.pop((_scope(world, call), _language(call)), None)
    return True


def set_chat_menu_button(world: World, call: Call) -> bool:
    button = call.value("menu_button", "Can't parse menu button JSON object") or {"type": "default"}
    if not isinstance(button, dict) or button.get("type") not in _MENU_BUTTONS:
        raise malformed("Menu button has unsupported type")
    world.profile.menu_buttons[_menu_chat(world, call)] = button
    return True


def get_chat_menu_button(world: World, call: Call) -> Json:
    buttons = world.profile.menu_buttons
    return buttons.get(_menu_chat(world, call), buttons.get(None, {"type": "default"}))


def _menu_chat(world: World, call: Call) -> int | None:
    return find_chat(world, call).id if call.text("chat_id") else None


def _set(texts: dict[str, str], call: Call, name: str, longest: int) -> bool:
    text, language = call.text(name), _language(call)
    if len(text) > longest:
        raise malformed(f"Bot {name.replace('_', ' ')} is too long")
    texts[language] = text
    return True


def _get(texts: dict[str, str], call: Call) -> str:
    return texts.get(_language(call)) or texts.get("", "")


def _language(call: Call) -> str:
    code = call.text("language_code")
    if not _LANGUAGE.fullmatch(code):
        raise malformed("Invalid language code specified")
    return code


def _command(body: Any) -> Json:
    if not isinstance(body, dict) or not {"command", "description"} <= body.keys():
        raise malformed("Can't parse BotCommand: Object expected with command and description")
    name, description = str(body["command"]).removeprefix("/"), str(body["description"])
    if not _COMMAND.fullmatch(name):
        raise malformed("BOT_COMMAND_INVALID")
    if not 1 <= len(description) <= COMMAND_DESCRIPTION:
        raise malformed("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": description}


def _scope(world: World, call: Call) -> ScopeKey:
    body = call.value("scope", "Can't parse BotCommandScope JSON object") or {"type": "default"}
    kind = body.get("type") if isinstance(body, dict) else None
    if kind in _PLAIN_SCOPES:
        return (str(kind), None, None)
    if kind not in _CHAT_SCOPES:
        raise malformed("Can't parse BotCommandScope: Unsupported type specified")
    named = Call(call.number, call.method, {"chat_id": str(body.get("chat_id", ""))}, {}, call.at)
    user = int(body["user_id"]) if kind == "chat_member" and "user_id" in body else None
    return (str(kind), find_chat(world, named).id, user)
