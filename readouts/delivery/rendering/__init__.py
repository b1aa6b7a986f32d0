"""What the bot says, as messages: pure functions of what is known and how it is to look."""

from readouts.delivery.rendering.alert import render_alert, render_item_alert
from readouts.delivery.rendering.facets import render_facets
from readouts.delivery.rendering.lists import render_latest, render_watches
from readouts.delivery.rendering.look import Look
from readouts.delivery.rendering.meeting import render_meeting
from readouts.delivery.rendering.notices import render_held, render_notice
from readouts.delivery.rendering.regions import render_regions
from readouts.delivery.rendering.reports import render_why
from readouts.delivery.rendering.search import render_search
from readouts.delivery.rendering.similar import render_similar
from readouts.delivery.rendering.sources import render_health

__all__ = [
    "Look",
    "render_alert",
    "render_facets",
    "render_health",
    "render_held",
    "render_item_alert",
    "render_latest",
    "render_meeting",
    "render_notice",
    "render_regions",
    "render_search",
    "render_similar",
    "render_watches",
    "render_why",
]
