"""/sources, /addsource, /pausesource."""

from dataclasses import replace
from datetime import timedelta

import pytest

from handlers.application import App
from handlers.context import Desk
from handlers.remembered import RememberedFeeds
from readouts.archive import sources
from readouts.archive.database import Archive
from readouts.domain.source import Poll, Source, SourceState
from tests.botapi.people import Person
from tests.botapi.server import BotApiServer
from tests.handlers.conftest import running
from tests.handlers.stage import NOW, answers


async def names(archive: Archive) -> list[str]:
    return [health.source.name for health in await archive.read(sources.all_health)]


@pytest.mark.usefixtures("bot")
async def test_addsource_shows_what_it_found_and_adds_it(archive: Archive, boss: Person) -> None:
    answer = await boss.ask("/addsource https://www.news.test/feed.xml?key=1")
    assert "Added www.news.test." in answer.text
    assert "2 articles now" in answer.text
    assert "First <b>title</b>" in answer.text
    (health,) = await archive.read(sources.all_health)
    assert (health.source.url, health.source.built_in) == ("https://www.news.test/feed.xml?key=1", False)
    assert "www.news.test" in (await boss.ask("/sources")).text


@pytest.mark.usefixtures("bot")
async def test_sources_says_how_often_each_one_is_asked(archive: Archive, boss: Person) -> None:
    await boss.ask("/addsource https://news.test/feed.xml")
    poll = await answers(Source("news.test", "https://news.test/feed.xml"))
    await archive.write(lambda db: sources.record_poll(db, poll, NOW))
    assert "asked every 15 minutes" in (await boss.ask("/sources")).text


@pytest.mark.usefixtures("bot")
async def test_an_address_is_added_once(archive: Archive, boss: Person) -> None:
    await boss.ask("/addsource https://news.test/feed")
    assert "looked at already" in (await boss.ask("/addsource https://news.test/feed other")).text
    assert await names(archive) == ["news.test"]


@pytest.mark.usefixtures("bot")
async def test_two_sources_never_get_the_same_name(archive: Archive, boss: Person) -> None:
    for page in "abc":
        await boss.ask(f"/addsource https://news.test/{page}")
    await boss.ask("/addsource https://news.test/d a name/with spaces")
    assert await names(archive) == ["a-name-with-spaces", "news.test", "news.test-2", "news.test-3"]


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("news.test", "An address begins with http:// or https://; no others are asked."),
        ("ftp://news.test", "An address begins with http:// or https://; no others are asked."),
        ("file:///etc/passwd", "An address begins with"),
        ("javascript:alert(1)", "An address begins with"),
        ("https://user:pass@news.test", "Addresses with a user name or password in them are not asked."),
        ("https://", "The address is not a proper URL."),
        ("https://[news.test/", "The address is not a proper URL."),
    ],
)
async def test_what_is_no_web_address_is_not_asked_and_the_answer_says_why(
    address: str, reason: str, archive: Archive, boss: Person
) -> None:
    answer = (await boss.ask(f"/addsource {address}")).text
    assert answer.startswith(f"Not added: {reason}")
    assert "/addsource https://example.org" in answer
    assert "user:" not in answer
    assert await names(archive) == []


@pytest.mark.usefixtures("bot")
async def test_addsource_without_an_address_says_how_to_use_it(boss: Person) -> None:
    answer = (await boss.ask("/addsource")).text
    assert "Not added" not in answer
    assert "/addsource https://example.org" in answer


@pytest.mark.usefixtures("bot")
async def test_an_address_that_is_only_written_otherwise_is_known(archive: Archive, boss: Person) -> None:
    await boss.ask("/addsource https://news.test/feed")
    assert "looked at already" in (await boss.ask("/addsource HTTPS://NEWS.test:443/feed#x")).text
    assert await names(archive) == ["news.test"]


async def test_a_source_that_does_not_answer_is_not_added(
    desk: Desk, archive: Archive, server: BotApiServer, boss: Person
) -> None:
    async def refuses(source: Source) -> Poll:
        return Poll(
            source, SourceState.REFUSED, "The server does not let us in (HTTP 403).", timedelta(seconds=1)
        )

    async with running(replace(desk, try_source=refuses), server):
        answer = await boss.ask("/addsource https://news.test/feed")
    assert answer.text == "Not added: The server does not let us in (HTTP 403)."
    assert await names(archive) == []


async def test_why_a_source_is_not_added_is_read_in_chinese(desk: Desk, server: BotApiServer) -> None:
    async def is_late(source: Source) -> Poll:
        return Poll(source, SourceState.UNREACHABLE, "No answer within 20 s.", timedelta(seconds=20))

    chef = server.create_user("Chef", language="zh-hans")
    async with running(replace(desk, try_source=is_late, admins=frozenset({chef.id})), server):
        answer = await chef.ask("/addsource https://news.test/feed")
    assert answer.text == "没有添加：20 s内没有回应。"


SITE = "https://news.test/"


async def is_a_page(source: Source) -> Poll:
    """The site's own address is a page; its feeds answer."""
    if source.url == SITE:
        reason = "The server answered with a web page, not a feed."
        return Poll(source, SourceState.UNREADABLE, reason, timedelta(seconds=1))
    return await answers(source)


async def two_feeds(site: Source) -> tuple[Poll, ...]:
    found = [replace(site, url=f"{SITE}{path}") for path in ("politics.xml?key=<1>", "sport.xml")]
    return tuple([await answers(source) for source in found])


async def test_a_site_offers_its_feeds_and_a_button_adds_the_one_that_is_chosen(
    desk: Desk, archive: Archive, server: BotApiServer, boss: Person
) -> None:
    async with running(replace(desk, try_source=is_a_page, find_feeds=two_feeds), server):
        offer = await boss.ask(f"/addsource {SITE} paper")
        assert "no feed, but its site has feeds" in offer.text
        assert "1. https://news.test/politics.xml?key=<1>" in offer.text
        assert "2 articles now" in offer.text
        assert await names(archive) == []
        assert offer.labels == [["Add 1"], ["Add 2"]]
        last = offer
        for button, name in (("Add 2", "paper"), ("Add 1", "paper-2")):
            boss.press(button, offer)
            last = await server.wait_for(chat=boss, after=last)
            assert f"Added {name}." in last.text
        assert await names(archive) == ["paper", "paper-2"]
        urls = [health.source.url for health in await archive.read(sources.all_health)]
        assert urls == [f"{SITE}sport.xml", f"{SITE}politics.xml?key=<1>"]


async def test_a_feed_of_a_site_that_is_looked_at_already_is_not_offered(
    desk: Desk, archive: Archive, server: BotApiServer, boss: Person
) -> None:
    async with running(replace(desk, try_source=is_a_page, find_feeds=two_feeds), server):
        first = await boss.ask(f"/addsource {SITE} paper")
        await boss.ask(f"/addsource {SITE}sport.xml")
        offer = await boss.ask(f"/addsource {SITE}")
        assert offer.labels == [["Add 1"]]
        assert offer.text.endswith("2. https://news.test/sport.xml\nIt is looked at already.")
        boss.press("Add 2", first)
        pressed = await server.wait_for(chat=boss, after=offer)
        assert "That address is looked at already." in pressed.text
        await boss.ask(f"/addsource {SITE}politics.xml?key=<1>")
        both = await boss.ask(f"/addsource {SITE}")
    assert both.labels == []
    assert "the feeds of its site are looked at already" in both.text
    assert len(await names(archive)) == 2


async def test_an_offer_that_is_forgotten_says_so(desk: Desk, server: BotApiServer, boss: Person) -> None:
    site = replace(desk, try_source=is_a_page, find_feeds=two_feeds)
    async with running(site, server):
        offer = await boss.ask(f"/addsource {SITE}")
    async with running(replace(site, feeds=RememberedFeeds()), server):
        assert "too old" in (await server.answer_to(boss.press("Add 1", offer))).text


async def test_a_site_without_feeds_is_not_added(desk: Desk, server: BotApiServer, boss: Person) -> None:
    async with running(replace(desk, try_source=is_a_page), server):
        answer = await boss.ask(f"/addsource {SITE}")
    assert answer.text == "Not added: The server answered with a web page, not a feed."


async def test_the_poller_is_told_of_every_change(desk: Desk, server: BotApiServer, boss: Person) -> None:
    told: list[None] = []
    async with running(replace(desk, poke=lambda: told.append(None)), server):
        await boss.ask("/addsource https://news.test/feed")
        assert len(told) == 1
        await boss.ask("/pausesource news.test")
        assert len(told) == 2


@pytest.mark.usefixtures("bot")
async def test_pausesource_pauses_and_resumes_by_name(archive: Archive, boss: Person) -> None:
    await boss.ask("/addsource https://news.test/feed")
    assert "is paused" in (await boss.ask("/pausesource news.test")).text
    assert "is looked at again" in (await boss.ask("/pausesource news.test")).text


@pytest.mark.usefixtures("bot")
async def test_pausesource_names_the_nearest(boss: Person) -> None:
    await boss.ask("/addsource https://news.test/feed")
    assert "Did you mean news.test?" in (await boss.ask("/pausesource new.tst")).text
    assert "Did you mean" not in (await boss.ask("/pausesource qqqqqq")).text


async def test_addresses_are_shown_to_nobody_by_sources(bot: App, boss: Person, alice: Person) -> None:
    """An address may hold a key."""
    await boss.ask("/addsource https://news.test/feed?key=secret")
    assert "secret" not in (await alice.ask("/sources")).text
