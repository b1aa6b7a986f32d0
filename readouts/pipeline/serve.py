"""The lane and the schedule side by side, from the start to a stop that loses nothing."""

import asyncio

from readouts.pipeline.deliver import Deliver
from readouts.pipeline.schedule import Schedule

_LAST_MESSAGE_SECONDS = 1.5


async def serve(
    deliver: Deliver,
    schedule: Schedule,
    stop: asyncio.Event,
    *,
    look_after: asyncio.Event | None,
    send_after: asyncio.Event,
) -> None:
    """Look at sources and deliver what is owed, each from the moment its event is set, until `stop`;
    without an event at once.

    A lane that ends by itself has failed, and its error is raised.
    """
    lane = asyncio.create_task(_lane(deliver, send_after, stop))
    try:
        if look_after is not None:
            await _first_of(stop, look_after)
        await schedule.start()
        await _until(stop, lane)
    finally:
        await schedule.stop()
        await _stop_lane(deliver, lane)


async def _lane(deliver: Deliver, send_after: asyncio.Event, stop: asyncio.Event) -> None:
    await _first_of(send_after, stop)
    if not stop.is_set():
        await deliver.run()


async def _first_of(*events: asyncio.Event) -> None:
    waits = [asyncio.create_task(event.wait()) for event in events]
    await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    for wait in waits:
        wait.cancel()


async def _until(stop: asyncio.Event, lane: asyncio.Task[None]) -> None:
    stopped = asyncio.create_task(stop.wait())
    await asyncio.wait({stopped, lane}, return_when=asyncio.FIRST_COMPLETED)
    stopped.cancel()
    if lane.done():
        lane.result()


async def _stop_lane(deliver: Deliver, lane: asyncio.Task[None]) -> None:
    """Let the message in hand arrive. One that hangs stays claimed, and leads at the next start."""
    deliver.stop()
    await asyncio.wait({lane}, timeout=_LAST_MESSAGE_SECONDS)
    lane.cancel()
    await asyncio.gather(lane, return_exceptions=True)
