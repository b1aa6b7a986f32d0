"""Whatever a source does to its feed, in whatever order, what rings is what is new, and each article once.

A real watcher reads real RSS here into a real archive; between two looks one thing changes at a time.
"""

import asyncio
import random
import tempfile
from collections.abc import Coroutine
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any, TypeVar, cast

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from readouts.archive import sources
from readouts.archive.database import Archive
from readouts.domain.source import Validators
from tests.newssite import Story, rss
from tests.pipeline.desk import NOW, Script, health, make_ingest, with_chats
from watchers.errors import Unreachable
from watchers.feed import FeedWatcher
from watchers.fetching import NotModified, Page, body_hash
from watchers.parsing import parse_feed
from watchers.workers import WorkerPool

Result = TypeVar("Result")
READER, BOSS = 7, 1


class Press:
    """A source whose feed a test writes: who fetches it, and who reads it."""

    def __init__(self) -> None:
        self.body: bytes | None = b""

    async def fetch(self, url: str, validators: Validators) -> Page | NotModified:
        if self.body is None:
            raise Unreachable("The server is in trouble (HTTP 500).")
        found = Validators(body_hash=body_hash(self.body))
        return NotModified(found) if found == validators else Page(url, self.body, None, found)

    async def run(self, _function: str, *args: Any) -> object:
        return parse_feed(*args)


class Paper(RuleBasedStateMachine):
    """A paper that is looked at after every change it makes."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.folder = tempfile.TemporaryDirectory()
        self.archive = self.do(Archive.open(Path(self.folder.name) / "archive.sqlite3"))
        self.do(self.archive.__aenter__())
        self.do(with_chats(self.archive, READER, BOSS))
        self.now, self.press = NOW, Press()
        self.shown, self.written = list(range(12)), 12
        self.scheme, self.host, self.tracking, self.touched = "urn:", "paper.example", "", "2024-06-01"
        self.restart()

    def do(self, what: Coroutine[Any, Any, Result]) -> Result:
        return self.loop.run_until_complete(what)

    def restart(self) -> None:
        feeds = FeedWatcher(self.press, cast("WorkerPool", self.press))
        self.ingest = make_ingest(
            self.archive,
            cast("Script", feeds),
            {},
            [(READER, "kind:any title")],
            admins=(BOSS,),
            clock=lambda: self.now,
        )

    def story(self, number: int) -> Story:
        link = f"https://{self.host}/2024/{number}.html{self.tracking}"
        guid = f"{self.scheme}{number}" if self.scheme else ""
        return Story(f"Title {number}", link, f"Text of {self.touched}", self.touched, guid)

    def look(self, *, new: int = 0, owed: int = 0) -> None:
        self.press.body = rss(*map(self.story, reversed(self.shown))).encode()
        self.now += timedelta(minutes=15)
        found = self.do(self.ingest.look(self.do(health(self.archive, "paper"))))
        assert (found.new, found.owed, found.is_held) == (new, owed, False)

    @initialize()
    def begin(self) -> None:
        self.look(new=12, owed=12)

    def write(self, count: int) -> None:
        self.shown += range(self.written, self.written + count)
        self.written += count

    @rule(count=st.integers(1, 3))
    def publish(self, count: int) -> None:
        self.write(count)
        self.look(new=count, owed=count)

    @rule(count=st.integers(1, 3))
    def be_paused_publish_and_be_resumed(self, count: int) -> None:
        self.write(count)
        for paused in (True, False):
            change = partial(sources.set_paused, name="paper", paused=paused, now=self.now)
            self.do(self.archive.write(change))
        self.look(new=count)

    @rule(scheme=st.sampled_from(("", "urn:", "urn:uuid:", "https://paper.example/?p=")))
    def name_its_articles_otherwise(self, scheme: str) -> None:
        self.scheme = scheme
        self.look()

    @rule(host=st.sampled_from(("paper.example", "www.paper.example", "m.paper.test")))
    def move(self, host: str) -> None:
        self.host = host
        self.look()

    @rule(tracking=st.sampled_from(("", "?utm_source=rss", "?spm=1.2.3#top")))
    def track(self, tracking: str) -> None:
        self.tracking = tracking
        self.look()

    @rule(day=st.dates())
    def touch(self, day: object) -> None:
        self.touched = str(day)
        self.look()

    @rule(seed=st.integers(0, 99))
    def reorder(self, seed: int) -> None:
        random.Random(seed).shuffle(self.shown)
        self.look()

    @rule(count=st.integers(1, 30))
    def delete_some_and_show_them_again(self, count: int) -> None:
        whole = self.shown
        self.shown = whole[count:]
        self.look()
        self.shown = whole
        self.look()

    @rule()
    def delete_one_for_good(self) -> None:
        del self.shown[:1]
        self.look()

    @rule()
    def fail_for_a_while(self) -> None:
        self.press.body = None
        assert self.do(self.ingest.look(self.do(health(self.archive, "paper")))).new == 0
        self.look()

    @rule()
    def see_the_bot_restarted(self) -> None:
        self.restart()
        self.look()

    @invariant()
    def nothing_is_left_to_tell(self) -> None:
        self.look()

    def teardown(self) -> None:
        self.do(self.archive.__aexit__(None, None, None))
        self.loop.close()
        self.folder.cleanup()


def test_whatever_a_paper_does_to_its_feed_only_what_is_new_rings_and_rings_once() -> None:
    bounds = settings(max_examples=25, stateful_step_count=15, deadline=None)
    run_state_machine_as_test(Paper, settings=bounds)
