"""getFile."""

from tests.botapi import wire
from tests.botapi.calls import Call
from tests.botapi.refusals import bad_request, malformed
from tests.botapi.state import Json
from tests.botapi.world import World

DOWNLOAD_BYTES = 20 << 20


def get_file(world: World, call: Call) -> Json:
    """The link is served under /file/bot<token>/."""
    file_id = call.text("file_id")
    if not file_id:
        raise malformed("file_id not specified")
    file = world.files.get(file_id)
    if file is None:
        raise bad_request("Wrong file_id or the file is temporarily unavailable")
    if len(file.data) > DOWNLOAD_BYTES:
        raise bad_request("File is too big")
    return wire.file_json(file) | {"file_path": f"documents/{file.file_id}"}
