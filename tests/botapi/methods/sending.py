"""sendMessage, sendPhoto, sendDocument, sendChatAction."""

from typing import Literal

from tests.botapi.calls import Call, Upload
from tests.botapi.images import image_size
from tests.botapi.keyboards import keyboard
from tests.botapi.methods.access import check_thread, writable_chat
from tests.botapi.methods.contents import caption, replied_message, text_content
from tests.botapi.refusals import bad_request, malformed, not_modelled
from tests.botapi.state import Content, Json, StoredFile
from tests.botapi.world import World

PHOTO_BYTES = 10 << 20
UPLOAD_BYTES = 50 << 20
PHOTO_SIDES = 10_000
PHOTO_RATIO = 20
ACTIONS = frozenset(
    "typing upload_photo record_video upload_video record_voice upload_voice record_audio upload_audio "
    "upload_document choose_sticker find_location record_video_note upload_video_note".split()
)


def send_message(world: World, call: Call) -> Json:
    return _post(world, call, text_content(world, call))


def send_photo(world: World, call: Call) -> Json:
    return _post(world, call, _file_content(world, call, "photo"))


def send_document(world: World, call: Call) -> Json:
    return _post(world, call, _file_content(world, call, "document"))


def send_chat_action(world: World, call: Call) -> bool:
    if call.text("action") not in ACTIONS:
        raise malformed("Wrong parameter action in request")
    chat = writable_chat(world, call)
    check_thread(call)
    chat.action = (call.text("action"), world.clock.now())
    return True


def _post(world: World, call: Call, content: Content) -> Json:
    chat = writable_chat(world, call)
    check_thread(call)
    reply_to = replied_message(world, call, chat)
    world.flood.admit(chat.id, chat.private, call)
    author = None if chat.kind == "channel" else world.bot
    sender_chat = chat if chat.kind == "channel" else None
    return world.json(world.post(chat, content, author, sender_chat, reply_to, call))


def _file_content(world: World, call: Call, kind: Literal["photo", "document"]) -> Content:
    words = caption(world, call)
    markup = keyboard(call, world.journal)
    return Content(words.text, words.entities, markup, _file(world, call, kind), kind)


def _file(world: World, call: Call, kind: Literal["photo", "document"]) -> StoredFile:
    source = call.text(kind)
    upload = call.files.get(source.removeprefix("attach://") if source.startswith("attach://") else kind)
    if upload is not None:
        return _stored(world, kind, upload)
    if source.startswith(("http://", "https://")):
        raise not_modelled(f"{kind}s fetched from a URL")
    if source not in world.files:
        raise bad_request("Wrong file identifier/HTTP URL specified")
    return world.files[source]


def _stored(world: World, kind: Literal["photo", "document"], upload: Upload) -> StoredFile:
    if not upload.data:
        raise malformed("File must be non-empty")
    if len(upload.data) > (PHOTO_BYTES if kind == "photo" else UPLOAD_BYTES):
        raise malformed("File is too big")
    size = _photo_size(upload.data) if kind == "photo" else (0, 0)
    return world.keep_file(upload.name, upload.content_type, upload.data, size)


def _photo_size(data: bytes) -> tuple[int, int]:
    size = image_size(data)
    if size is None:
        raise malformed("IMAGE_PROCESS_FAILED")
    if sum(size) > PHOTO_SIDES or max(size) > PHOTO_RATIO * max(1, min(size)):
        raise malformed("PHOTO_INVALID_DIMENSIONS")
    return size
