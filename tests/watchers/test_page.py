"""List pages: what is linked becomes items, and a selector that finds nothing is a fault."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from readouts.domain.source import Poll, Selectors, Source, SourceState, Validators
from tests.newssite import NewsSite
from tests.watchers.pages import HTML, NOW, TEXT, list_page, paper
from watchers.page import PageWatcher
from watchers.robots import PoliteFetcher
from watchers.workers import WorkerPool

pytestmark = pytest.mark.asyncio(loop_scope="module")

UNSEEN = Validators()
BEIJING = ZoneInfo("Asia/Shanghai")
TWO = list_page(("/2024-06/03/content_1.htm", "安徽省委国安委召开会议"), ("/a/2.htm", "春耕时节"))


@pytest.fixture
def watcher(polite: PoliteFetcher, workers: WorkerPool) -> PageWatcher:
    return PageWatcher(polite, workers, lambda: NOW)


async def look(watcher: PageWatcher, source: Source, validators: Validators = UNSEEN) -> Poll:
    return await watcher.poll(source, validators)


async def test_the_links_of_a_list_become_items_and_a_second_look_finds_nothing_changed(
    site: NewsSite, watcher: PageWatcher
) -> None:
    source = paper(site.publish("/list.html", TWO, content_type=HTML))
    first = await look(watcher, source)
    assert (first.state, first.detail) == (SourceState.OK, "2 links.")
    one, two = first.items
    assert (one.url, one.title) == (f"{site.origin}/2024-06/03/content_1.htm", "安徽省委国安委召开会议")
    assert (one.text, one.source, one.region, one.lang) == ("", "paper", "CN-AH", "zh")
    assert two.published == datetime(2024, 6, 3, tzinfo=BEIJING)
    assert first.took > timedelta()
    second = await look(watcher, source, first.validators)
    assert (second.state, second.items) == (SourceState.NOT_MODIFIED, ())


async def test_a_selector_that_matches_nothing_is_a_fault_that_names_it(
    site: NewsSite, watcher: PageWatcher
) -> None:
    source = paper(site.publish("/", TWO, content_type=HTML), selectors=Selectors(item="table.new td"))
    poll = await look(watcher, source)
    assert poll.state is SourceState.UNREADABLE
    assert poll.detail == "The selector item (table.new td) matches nothing on the page."


async def test_a_selector_that_finds_no_links_is_a_fault(site: NewsSite, watcher: PageWatcher) -> None:
    source = paper(site.publish("/", TWO, content_type=HTML), selectors=Selectors(item="ul span"))
    poll = await look(watcher, source)
    assert poll.state is SourceState.UNREADABLE
    assert poll.detail == "What the selector item (ul span) matches on the page holds no link."


async def test_after_a_fault_the_old_validators_stand_so_that_the_fault_stays_visible(
    site: NewsSite, watcher: PageWatcher
) -> None:
    source = paper(site.publish("/", TWO, content_type=HTML))
    good = await look(watcher, source)
    site.publish("/", "<html><body>A new design</body></html>", content_type=HTML)
    for _ in range(2):
        bad = await look(watcher, source, good.validators)
        assert (bad.state, bad.validators) == (SourceState.UNREADABLE, good.validators)


async def test_a_picture_and_a_headline_that_lead_to_one_article_are_one_item(
    site: NewsSite, watcher: PageWatcher
) -> None:
    picture, headline = ("/1.htm?utm_source=pic", "<img src='a.jpg'>"), ("/1.htm", "安徽省委国安委召开会议")
    for links in ((picture, headline), (headline, picture)):
        page = list_page(*links, ("#top", "返回")).replace("<span>2024-06-03</span>", "", 1)
        source = paper(site.publish("/", page, content_type=HTML))
        (only,) = (await look(watcher, source)).items
        assert only.title == "安徽省委国安委召开会议"
        assert only.published == datetime(2024, 6, 3, tzinfo=BEIJING)


async def test_a_date_beside_one_of_several_links_to_an_article_is_kept(
    site: NewsSite, watcher: PageWatcher
) -> None:
    page = list_page(("/1.htm", "甲"), ("/1.htm", "更多")).replace(
        "<span>2024-06-03</span></li></ul>", "</li></ul>"
    )
    source = paper(site.publish("/", page, content_type=HTML))
    (only,) = (await look(watcher, source)).items
    assert only.published == datetime(2024, 6, 3, tzinfo=BEIJING)


async def test_the_same_link_keeps_its_identity_whatever_tracks_its_readers(
    site: NewsSite, watcher: PageWatcher
) -> None:
    source = paper(site.publish("/", list_page(("/1.htm?utm_source=a", "甲")), content_type=HTML))
    (before,) = (await look(watcher, source)).items
    site.publish("/", list_page(("1.htm?utm_source=b", "甲")), content_type=HTML)
    (after,) = (await look(watcher, source)).items
    assert before.identity == after.identity


async def test_a_title_that_is_cut_off_is_taken_from_the_tooltip(
    site: NewsSite, watcher: PageWatcher
) -> None:
    link = '<a href="/1" title="安徽省委国安委召开会议 强调政治安全">安徽省委国安委…</a>'
    page = f'<ul class="news"><li>{link}</li></ul>'
    source = paper(site.publish("/", page, content_type=HTML))
    (only,) = (await look(watcher, source)).items
    assert only.title == "安徽省委国安委召开会议 强调政治安全"


async def test_relative_links_stand_on_the_base_that_the_page_names(
    site: NewsSite, watcher: PageWatcher
) -> None:
    page = '<base href="/paper/">' + list_page(("../1.htm", "甲"), ("2.htm", "乙"))
    source = paper(site.publish("/x/y/list.htm", page, content_type=HTML))
    urls = [item.url for item in (await look(watcher, source)).items]
    assert urls == [f"{site.origin}/1.htm", f"{site.origin}/paper/2.htm"]


async def test_a_page_in_gbk_that_says_nothing_of_it_is_read(site: NewsSite, watcher: PageWatcher) -> None:
    source = paper(site.publish("/", TWO.encode("gb18030"), content_type="text/html"))
    assert (await look(watcher, source)).items[0].title == "安徽省委国安委召开会议"


async def test_todays_issue_of_an_e_paper_is_asked_for_in_the_papers_own_zone(
    site: NewsSite, watcher: PageWatcher
) -> None:
    site.publish("/html/2024-06/04/node_1.htm", TWO, content_type=HTML)
    poll = await look(watcher, paper(site.origin + "/html/{yyyy}-{mm}/{dd}/node_1.htm"))
    assert (poll.state, len(poll.items)) == (SourceState.OK, 2)
    assert not site.asked("/html/2024-06/03/node_1.htm")


async def test_while_todays_issue_is_not_out_yesterdays_is_read(site: NewsSite, watcher: PageWatcher) -> None:
    site.publish("/20240603/node_1.htm", TWO, content_type=HTML)
    source = paper(site.origin + "/{yyyy}{mm}{dd}/node_1.htm")
    assert (await look(watcher, source)).state is SourceState.OK
    site.fail("/20240604/node_1.htm", 410)
    assert (await look(watcher, source)).state is SourceState.OK
    site.fail("/20240604/node_1.htm", 502)
    poll = await look(watcher, source)
    assert (poll.state, poll.detail) == (SourceState.UNREACHABLE, "The server is in trouble (HTTP 502).")


APOLOGY = "<html><body>您访问的页面不存在</body></html>"


@pytest.mark.parametrize("said", [APOLOGY, ""])
async def test_words_instead_of_an_issue_say_until_noon_that_it_is_not_out_and_are_then_a_fault(
    site: NewsSite, polite: PoliteFetcher, workers: WorkerPool, said: str
) -> None:
    site.publish("/20240603/node_1.htm", TWO, content_type=HTML)
    site.publish("/sorry.htm", said, content_type=HTML)
    site.redirect("/20240604/node_1.htm", "/sorry.htm")
    source = paper(site.origin + "/{yyyy}{mm}{dd}/node_1.htm")
    for later, state in ((0, SourceState.OK), (4, SourceState.OK), (5, SourceState.UNREADABLE)):
        moment = NOW + timedelta(hours=later)
        watcher = PageWatcher(polite, workers, lambda moment=moment: moment)  # type: ignore[misc]
        assert (await look(watcher, source)).state is state


async def test_an_issue_of_yesterday_that_cannot_be_read_is_a_fault_at_any_hour(
    site: NewsSite, watcher: PageWatcher
) -> None:
    site.publish("/20240603/node_1.htm", APOLOGY, content_type=HTML)
    poll = await look(watcher, paper(site.origin + "/{yyyy}{mm}{dd}/node_1.htm"))
    assert poll.state is SourceState.UNREADABLE


async def test_a_paper_that_rests_over_a_weekend_is_read_as_it_was_before(
    site: NewsSite, watcher: PageWatcher
) -> None:
    site.publish("/20240601/node_1.htm", TWO, content_type=HTML)
    assert (await look(watcher, paper(site.origin + "/{yyyy}{mm}{dd}/node_1.htm"))).state is SourceState.OK


async def test_an_e_paper_without_any_issue_says_so(site: NewsSite, watcher: PageWatcher) -> None:
    poll = await look(watcher, paper(site.origin + "/{yyyy}{mm}{dd}/node_1.htm"))
    assert poll.state is SourceState.UNREACHABLE
    assert poll.detail == "There is no issue of today and none of the 3 days before it (HTTP 404)."


async def test_what_a_server_says_of_yesterdays_issue_is_not_held_against_todays(
    site: NewsSite, watcher: PageWatcher
) -> None:
    """A server that compares times says "not modified" of a page made before yesterday's was touched."""
    source = paper(site.origin + "/{yyyy}{mm}{dd}/node_1.htm")
    site.publish("/20240603/node_1.htm", TWO, content_type=HTML, last_modified=True)
    first = await look(watcher, source)
    assert (await look(watcher, source, first.validators)).state is SourceState.NOT_MODIFIED
    site.publish("/20240604/node_1.htm", list_page(("/new.htm", "新")), content_type=HTML)
    assert [item.title for item in (await look(watcher, source, first.validators)).items] == ["新"]
    conditions = {"If-Modified-Since", "If-None-Match"}
    assert not any(conditions & set(request.headers) for request in site.requests)


async def test_a_page_of_frames_says_what_is_wanted_instead(site: NewsSite, watcher: PageWatcher) -> None:
    page = '<html><frameset cols="20%,*"><frame src="/a.htm"><frame src="/b.htm"></frameset></html>'
    poll = await look(watcher, paper(site.publish("/", page, content_type=HTML)))
    assert poll.state is SourceState.UNREADABLE
    assert "made of frames; the source needs the address of the frame" in poll.detail


async def test_further_pages_are_read_up_to_the_number_named(site: NewsSite, watcher: PageWatcher) -> None:
    for number in range(1, 6):
        page = list_page((f"/{number}.htm", f"第{number}条"), further=[f"/page{number + 1}", "/page1"])
        site.publish(f"/page{number}", page, content_type=HTML)
    poll = await look(watcher, paper(site.origin + "/page1", pages=3))
    assert [item.title for item in poll.items] == ["第1条", "第2条", "第3条"]
    assert poll.detail == "3 links on 3 pages."
    assert not site.asked("/page4")
    assert len(site.asked("/page1")) == 1


async def test_a_further_page_of_advertisements_is_no_fault(site: NewsSite, watcher: PageWatcher) -> None:
    site.publish("/1", list_page(("/a", "甲"), further=["/2", "/3"]), content_type=HTML)
    site.publish("/2", "<html><body>广告</body></html>", content_type=HTML)
    site.publish("/3", list_page(("/b", "乙")), content_type=HTML)
    poll = await look(watcher, paper(site.origin + "/1"))
    assert (poll.state, [item.title for item in poll.items]) == (SourceState.OK, ["甲", "乙"])


async def test_a_further_page_that_fails_is_told_and_asked_for_again(
    site: NewsSite, watcher: PageWatcher
) -> None:
    site.publish("/1", list_page(("/a", "甲"), further=["/2"]), content_type=HTML)
    site.fail("/2", 503)
    poll = await look(watcher, paper(site.origin + "/1"))
    assert (poll.state, len(poll.items), poll.validators) == (SourceState.OK, 1, UNSEEN)
    assert poll.detail == "1 link. A further page could not be read: The server is in trouble (HTTP 503)."


async def test_a_list_that_robots_txt_closes_is_not_asked_for(site: NewsSite, watcher: PageWatcher) -> None:
    site.publish("/robots.txt", "User-agent: *\nDisallow: /list", content_type=TEXT)
    site.publish("/list.html", TWO, content_type=HTML)
    poll = await look(watcher, paper(site.origin + "/list.html"))
    assert poll.state is SourceState.REFUSED
    assert poll.detail == "robots.txt does not allow this address to be read."
    assert not site.asked("/list.html")


async def test_a_page_made_to_keep_a_reader_busy_is_given_up(site: NewsSite, watcher: PageWatcher) -> None:
    """A selector that compares each with each, on a page with very many of them."""
    page = "<ul class=news>" + "<li><a href=/1>x</a></li>" * 15_000 + "</ul>"
    source = paper(
        site.publish("/", page, content_type=HTML), selectors=Selectors(item="li:has(~ li a) ~ li ~ li.none")
    )
    poll = await look(watcher, source)
    assert poll.state is SourceState.UNREADABLE
    assert "took longer than 1.5 s" in poll.detail
