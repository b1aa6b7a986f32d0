"""A feed that says it has moved for good is still read, and its new address is told."""

import pytest

from readouts.domain.source import SourceState, Validators
from tests.newssite import NewsSite, Story, rss
from tests.watchers.test_feed import poll
from watchers.feed import FeedWatcher

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.mark.parametrize(("status", "is_moved"), [(301, True), (308, True), (302, False), (307, False)])
async def test_only_a_permanent_redirect_is_a_move(
    site: NewsSite, watcher: FeedWatcher, status: int, is_moved: bool
) -> None:
    new = site.publish("/new.xml", rss(Story("Anhui meets", "https://news.example/1")))
    old = site.redirect("/old.xml", "/new.xml", status)
    wanted = new if is_moved else None
    first = await poll(watcher, old, Validators())
    assert (first.state, len(first.items), first.moved_to) == (SourceState.OK, 1, wanted)
    again = await poll(watcher, old, first.validators)
    assert (again.state, again.moved_to) == (SourceState.NOT_MODIFIED, wanted)
    assert (await poll(watcher, new, Validators())).moved_to is None
