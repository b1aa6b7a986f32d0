"""State as the Bot API writes it in JSON."""

from datetime import datetime
from typing import Any

from tests.botapi.entity import Entity
from tests.botapi.state import (
    ANONYMOUS_ADMIN,
    Button,
    Chat,
    Content,
    Json,
    Keyboard,
    Message,
    StoredFile,
    User,
)

_ADMIN_RIGHTS = (
    "can_manage_chat can_delete_messages can_manage_video_chats can_restrict_members can_promote_members "
    "can_change_info can_invite_users can_post_stories can_edit_stories can_delete_stories "
    "can_post_messages can_edit_messages can_pin_messages can_manage_topics"
).split()
_OPEN_PERMISSIONS = (
    "can_send_messages can_send_audios can_send_documents can_send_photos can_send_videos "
    "can_send_video_notes can_send_voice_notes can_send_polls can_send_other_messages "
    "can_add_web_page_previews can_change_info can_invite_users can_pin_messages can_manage_topics"
).split()
_ARGUMENTS = {"text_link": "url", "custom_emoji": "custom_emoji_id", "pre": "language"}
_GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")


def _present(**fields: Any) -> Json:
    return {name: value for name, value in fields.items() if value not in (None, "", False)}


def unix(moment: datetime) -> int:
    """Seconds since 1970, whole."""
    return int(moment.timestamp())


def user_json(user: User) -> Json:
    return {
        "id": user.id,
        "is_bot": user.is_bot,
        "first_name": user.first_name,
        **_present(last_name=user.last_name, username=user.username, language_code=user.language_code),
    }


def chat_json(chat: Chat) -> Json:
    body: Json = {"id": chat.id, "type": chat.kind}
    if chat.user is not None:
        person = user_json(chat.user)
        return body | {k: person[k] for k in ("first_name", "last_name", "username") if k in person}
    return body | _present(title=chat.title, username=chat.username)


def full_chat_json(chat: Chat) -> Json:
    """The answer of getChat."""
    body = chat_json(chat) | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(_GIFTS, False),
    }
    if chat.kind in ("group", "supergroup"):
        body["permissions"] = dict.fromkeys(_OPEN_PERMISSIONS, True) | {"can_send_messages": chat.can_write}
    return body


def member_json(user: User, status: str) -> Json:
    """A ChatMember of any status."""
    body: Json = {"user": user_json(user), "status": status}
    if status == "creator":
        return body | {"is_anonymous": False}
    if status == "administrator":
        rights = {"can_be_edited": False, "is_anonymous": False} | dict.fromkeys(_ADMIN_RIGHTS, True)
        return body | rights
    if status == "restricted":
        return body | dict.fromkeys(_OPEN_PERMISSIONS, False) | {"is_member": True, "until_date": 0}
    return body | ({"until_date": 0} if status == "kicked" else {})


def button_json(button: Button) -> Json:
    body: Json = {"text": button.text}
    if button.action == "copy_text":
        body["copy_text"] = {"text": button.value}
    elif button.action:
        body[button.action] = button.value
    return body | _present(style=button.style, icon_custom_emoji_id=button.icon)


def keyboard_json(keyboard: Keyboard) -> Json:
    return {"inline_keyboard": [[button_json(button) for button in row] for row in keyboard.rows]}


def file_json(file: StoredFile) -> Json:
    return {"file_id": file.file_id, "file_unique_id": f"u{file.file_id}", "file_size": len(file.data)}


def message_json(message: Message, users: dict[int, User], with_reply: bool = True) -> Json:
    """A Message; the one it replies to is included once, as the API does."""
    body: Json = {"message_id": message.id, "date": unix(message.date), "chat": chat_json(message.chat)}
    body |= _author_json(message)
    if message.edited is not None:
        body["edit_date"] = unix(message.edited)
    if message.reply_to is not None and with_reply:
        body["reply_to_message"] = message_json(message.reply_to, users, with_reply=False)
    if message.protected:
        body["has_protected_content"] = True
    return body | _content_json(message.content, users)


def _author_json(message: Message) -> Json:
    body: Json = {}
    if message.author is not None:
        body["from"] = user_json(message.author)
    elif message.chat.kind != "channel":
        anonymous = User(ANONYMOUS_ADMIN, "Group", username="GroupAnonymousBot", is_bot=True)
        body["from"] = user_json(anonymous)
    if message.sender_chat is not None:
        body["sender_chat"] = chat_json(message.sender_chat)
    return body


def _content_json(content: Content, users: dict[int, User]) -> Json:
    body: Json = dict(content.extra)
    text, entities = ("caption", "caption_entities") if content.file is not None else ("text", "entities")
    if content.text:
        body[text] = content.text
    if marked := [mark for e in content.entities if (mark := _entity_json(e, users)) is not None]:
        body[entities] = marked
    if content.preview:
        body["link_preview_options"] = dict(content.preview)
    if content.keyboard is not None and content.keyboard.kind == "inline":
        body["reply_markup"] = keyboard_json(content.keyboard)
    return body | _media_json(content)


def _entity_json(entity: Entity, users: dict[int, User]) -> Json | None:
    """None for the mention of somebody the bot never met: the server drops it."""
    body: Json = {"type": entity.type, "offset": entity.offset, "length": entity.length}
    if entity.type == "text_mention":
        user = users.get(int(entity.argument))
        return body | {"user": user_json(user)} if user is not None else None
    if entity.type == "date_time":
        return body | {"unix_time": int(entity.argument), "date_time_format": entity.form}
    return body | ({_ARGUMENTS[entity.type]: entity.argument} if entity.argument else {})


def _media_json(content: Content) -> Json:
    file = content.file
    if file is None:
        return {}
    if content.file_kind == "photo":
        return {"photo": [file_json(file) | {"width": file.width, "height": file.height}]}
    return {"document": file_json(file) | {"file_name": file.name, "mime_type": file.content_type}}
