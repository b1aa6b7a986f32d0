"""getUpdates and what decides between polling and a webhook."""

from typing import Any

from tests.botapi.calls import Call
from tests.botapi.refusals import not_modelled
from tests.botapi.state import Json
from tests.botapi.world import World


async def get_updates(world: World, call: Call) -> list[dict[str, Any]]:
    world.inbox.allow(call.value("allowed_updates", "Can't parse allowed updates JSON object"))
    return await world.inbox.poll(
        call.integer("offset"),
        call.integer("limit", 100),
        call.integer("timeout"),
        world.flood.profile.paced_polls,
    )


def set_webhook(world: World, call: Call) -> bool:
    """Only in its sense of deleteWebhook: nothing is ever pushed from here."""
    if call.text("url"):
        raise not_modelled("webhooks")
    return delete_webhook(world, call)


def delete_webhook(world: World, call: Call) -> bool:
    world.inbox.webhook = ""
    if call.flag("drop_pending_updates"):
        world.inbox.drop()
    return True


def get_webhook_info(world: World, call: Call) -> Json:
    return {
        "url": world.inbox.webhook,
        "has_custom_certificate": False,
        "pending_update_count": len(world.inbox),
    }
