"""Flood limits as sliding windows, and the halts that follow when they are exceeded."""

import math
from collections import deque
from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.botapi.calls import Call
from tests.botapi.clock import Clock
from tests.botapi.journal import Journal
from tests.botapi.refusals import ApiError, too_many_requests


@dataclass(frozen=True, slots=True)
class Window:
    """At most `limit` messages in any `period`."""

    limit: int
    period: timedelta


@dataclass(frozen=True, slots=True)
class Profile:
    """Limits per private chat, per group or channel, and over all chats; None is no limit. `paced_polls`:
    getUpdates asked again with the same offset is slowed down as by the real server."""

    name: str
    private: Window | None
    group: Window | None
    everyone: Window | None
    paced_polls: bool


def _profile(name: str, share: float, paced_polls: bool) -> Profile:
    return Profile(
        name,
        Window(3, timedelta(seconds=3 / share)),
        Window(int(20 * share), timedelta(seconds=60)),
        Window(int(30 * share), timedelta(seconds=1)),
        paced_polls,
    )


LENIENT = Profile("lenient", None, None, None, paced_polls=False)
DOCUMENTED = _profile("documented", 1, paced_polls=False)
HARSH = _profile("harsh", 0.5, paced_polls=True)
PROFILES = {profile.name: profile for profile in (LENIENT, DOCUMENTED, HARSH)}

EVERYWHERE = None
Key = int | None


@dataclass(slots=True)
class Halt:
    """No sends before `until`. Each call that comes although `first` was answered adds `wait` once more."""

    until: datetime
    wait: timedelta
    first: Call


class Flood:
    """`refusals` counts answers with 429, `sends_during_halt` those calls that came although the bot had
    been told to wait."""

    def __init__(self, clock: Clock, journal: Journal, profile: Profile) -> None:
        self.profile = profile
        self.refusals = 0
        self.sends_during_halt = 0
        self._clock = clock
        self._journal = journal
        self._sent: dict[Key, deque[datetime]] = {}
        self._halts: dict[Key, Halt] = {}

    def until(self, chat: Key) -> datetime | None:
        """The moment from which sends are taken again, None when nothing is halted."""
        halt = self._halts.get(chat)
        return halt.until if halt is not None and halt.until > self._clock.now() else None

    def halt(self, chat: Key, wait: timedelta, call: Call) -> ApiError:
        """Halt a chat (None: all) and give the answer that says so."""
        self.refusals += 1
        self._halts[chat] = Halt(self._clock.now() + wait, wait, call)
        return too_many_requests(math.ceil(wait.total_seconds()))

    def admit(self, chat: int, private: bool, call: Call) -> None:
        """Count one message or edit. Raises ApiError (429) while halted or when a window is full; a refused
        message takes no room in the windows."""
        now = self._clock.now()
        for key in (chat, EVERYWHERE):
            self._check_halt(key, now, call)
        windows: dict[Key, Window | None] = {
            chat: self.profile.private if private else self.profile.group,
            EVERYWHERE: self.profile.everyone,
        }
        waits = {key: self._wait(key, window, now) for key, window in windows.items() if window is not None}
        key = max(waits, key=lambda key: waits[key], default=EVERYWHERE)
        if waits and waits[key] > timedelta():
            raise self.halt(key, timedelta(seconds=math.ceil(waits[key].total_seconds())), call)
        for key in waits:
            self._sent[key].append(now)

    def _check_halt(self, key: Key, now: datetime, call: Call) -> None:
        halt = self._halts.get(key)
        if halt is None:
            return
        if halt.until <= now:
            del self._halts[key]
            return
        self.refusals += 1
        if halt.first.answered:
            self._punish(halt, now, call)
        raise too_many_requests(math.ceil((halt.until - now).total_seconds()))

    def _punish(self, halt: Halt, now: datetime, call: Call) -> None:
        self.sends_during_halt += 1
        left = (halt.until - now).total_seconds()
        self._journal.violate(
            call, "halt", f"sent {left:.2f} s before the wait of call {halt.first.number} ended"
        )
        halt.until += halt.wait

    def _wait(self, key: Key, window: Window, now: datetime) -> timedelta:
        sent = self._sent.setdefault(key, deque())
        while sent and sent[0] <= now - window.period:
            sent.popleft()
        full = len(sent) >= window.limit
        return sent[len(sent) - window.limit] + window.period - now if full else timedelta()
