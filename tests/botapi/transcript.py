"""A chat as its people see it: after all edits and deletions."""

from collections.abc import Iterator

from tests.botapi.state import Chat, Message


def visible(chat: Chat) -> list[Message]:
    """What the chat shows now, oldest first."""
    return [message for message in chat.messages.values() if not message.deleted]


def transcript(chat: Chat) -> str:
    """The chat as plain text, one line for each message and each row of buttons."""
    lines = (line for message in visible(chat) for line in _lines(message))
    return "\n".join((f"--- {_name(chat)}", *lines))


def _name(chat: Chat) -> str:
    name = chat.title or (chat.user.first_name if chat.user else "")
    return f"{chat.kind} {name} ({chat.id})"


def _lines(message: Message) -> Iterator[str]:
    author = message.author or message.sender_chat
    name = "bot" if message.from_bot else getattr(author, "first_name", "") or getattr(author, "title", "")
    content = message.content
    file = f"<{content.file_kind} {content.file.name}> " if content.file is not None else ""
    extra = " ".join(f"<{field}>" for field, _ in content.extra)
    edited = " (edited)" if message.edited is not None else ""
    yield f"{name}: {file}{extra}{message.text}{edited}".replace("\n", "\n    ")
    for row in message.labels:
        yield "    " + " ".join(f"[{label}]" for label in row)
