"""answerCallbackQuery."""

from datetime import timedelta

from tests.botapi.calls import Call
from tests.botapi.refusals import bad_request, malformed
from tests.botapi.state import PressAnswer
from tests.botapi.world import World

ANSWERABLE = timedelta(seconds=150)
TEXT = 200
_TOO_OLD = "Query is too old and response timeout expired or query ID is invalid"


def answer_callback_query(world: World, call: Call) -> bool:
    """Once, within 150 s. Answering twice, or what was never asked, is a violation; being late is not."""
    press = world.presses.get(call.text("callback_query_id"))
    if len(call.text("text")) > TEXT:
        raise malformed("MESSAGE_TOO_LONG")
    if press is None or press.answer is not None:
        wrong = "a press that was never made" if press is None else f"press {press.id} answered a second time"
        world.journal.violate(call, "callback", wrong)
        raise bad_request(_TOO_OLD)
    if world.clock.now() - press.at > ANSWERABLE:
        raise bad_request(_TOO_OLD)
    if call.text("url"):
        raise malformed("URL_INVALID")
    press.answer = PressAnswer(call.text("text"), call.flag("show_alert"), call.text("url"))
    return True
