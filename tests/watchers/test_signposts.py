"""Pages that only lead on to another one are followed, as redirects are."""

import pytest

from readouts.domain.source import SourceState, Validators
from tests.newssite import NewsSite, Story, rss
from tests.watchers.pages import HTML, NOW, TEXT, list_page, paper
from watchers.discovery import Discovery
from watchers.errors import Refused, Unreachable
from watchers.feed import FeedWatcher
from watchers.fetching import HttpFetcher, NotModified, Page
from watchers.page import PageWatcher
from watchers.robots import PoliteFetcher
from watchers.signposts import MOST_SIGNS, SignFollower
from watchers.workers import WorkerPool

pytestmark = pytest.mark.asyncio(loop_scope="module")

UNSEEN = Validators()
ISSUE = list_page(("/2024-06/04/content_1.htm", "自治区党委国安委召开会议"))


def sign(address: str, form: str = '<meta http-equiv="refresh" content="0; url={}">') -> str:
    return f"<html><head><title>某某日报</title>{form.format(address)}</head><body></body></html>"


async def found(fetcher: HttpFetcher, url: str, validators: Validators = UNSEEN) -> Page:
    page = await SignFollower(fetcher).fetch(url, validators)
    assert isinstance(page, Page)
    return page


@pytest.mark.parametrize(
    "form",
    [
        '<meta http-equiv="refresh" content="0; url={}">',
        "<META HTTP-EQUIV=REFRESH CONTENT='0;URL={}'>",
        "<meta content=\"1;url='{}'\" http-equiv='Refresh' />",
        '<meta http-equiv="refresh" content="0, url = {}">',
        '<script>location.href = "{}";</script>',
        "<script type='text/javascript'>\nwindow.location='{}'\n</script>",
        '<SCRIPT language="JavaScript"><!--\nwindow.top.location.replace("{}");\n// --></SCRIPT>',
        '<script>document.location.assign("{}")</script>',
    ],
)
async def test_the_front_door_of_an_e_paper_leads_to_its_issue(
    site: NewsSite, polite: PoliteFetcher, workers: WorkerPool, form: str
) -> None:
    site.publish("/paper/html/2024-06/04/node_1.htm", ISSUE, content_type=HTML)
    door = site.publish("/paper/index.htm", sign("html/2024-06/04/node_1.htm", form), content_type=HTML)
    watcher = PageWatcher(SignFollower(polite), workers, lambda: NOW)
    poll = await watcher.poll(paper(door), UNSEEN)
    assert (poll.state, [item.title for item in poll.items]) == (SourceState.OK, ["自治区党委国安委召开会议"])


@pytest.mark.parametrize(
    "form",
    [
        '<meta http-equiv="refresh" content="300; url={}">',
        '<meta http-equiv="refresh" content="3; url={}">',
        '<!--[if lt IE 9]><meta http-equiv="refresh" content="0; url={}"><![endif]-->',
        '<noscript><meta http-equiv="refresh" content="0; url={}"></noscript>',
        '<meta name="description" content="0; url={}">',
        '<meta http-equiv="refresh" content="0">',
        '<meta http-equiv="refresh" content="0; url=http://[{}">',
        '<script>if (/mobile/i.test(navigator.userAgent)) location.href = "{}"</script>',
        '<script>function go() {{ location.href = "{}" }}</script>',
        "<script>location.href = '{}' + Math.random()</script>",
        '<script>location.href = "{}" + day</script>',
        '<!-- <script>location.href = "{}"</script> -->',
        '<noscript><script>location.href = "{}"</script></noscript>',
    ],
)
async def test_what_leads_on_later_or_for_others_only_is_no_sign(
    site: NewsSite, fetcher: HttpFetcher, form: str
) -> None:
    site.publish("/other.htm", ISSUE, content_type=HTML)
    url = site.publish("/", sign("/other.htm", form), content_type=HTML)
    assert (await found(fetcher, url)).url == url
    assert not site.asked("/other.htm")


async def test_a_way_that_a_script_escapes_is_understood(site: NewsSite, fetcher: HttpFetcher) -> None:
    site.publish("/html/1.htm", ISSUE, content_type=HTML)
    door = site.publish("/", sign("", r'<script>location.href="\/html\/1.htm"</script>'), content_type=HTML)
    assert (await found(fetcher, door)).url == f"{site.origin}/html/1.htm"


async def test_a_page_that_says_something_itself_is_no_sign(site: NewsSite, fetcher: HttpFetcher) -> None:
    site.publish("/other.htm", ISSUE, content_type=HTML)
    url = site.publish("/", sign("/other.htm") + "要闻" * 2_000, content_type=HTML)
    assert (await found(fetcher, url)).url == url


async def test_behind_a_sign_that_stays_the_same_what_changes_is_seen(
    site: NewsSite, fetcher: HttpFetcher
) -> None:
    site.publish("/list.htm", ISSUE, content_type=HTML, last_modified=True)
    door = site.publish("/", sign("/list.htm"), content_type=HTML, last_modified=True)
    first = await found(fetcher, door)
    assert isinstance(await SignFollower(fetcher).fetch(door, first.validators), NotModified)
    site.publish("/list.htm", list_page(("/new.htm", "新")), content_type=HTML)
    assert "新" in (await found(fetcher, door, first.validators)).body.decode()


async def test_signs_in_a_circle_are_left(site: NewsSite, fetcher: HttpFetcher) -> None:
    site.publish("/a.htm", sign("/b.htm"), content_type=HTML)
    site.publish("/b.htm", sign("/a.htm"), content_type=HTML)
    with pytest.raises(Unreachable, match=r"^The page leads on to one page after the other\.$"):
        await SignFollower(fetcher).fetch(site.origin + "/a.htm", UNSEEN)
    assert len(site.requests) == MOST_SIGNS + 1


async def test_a_sign_leads_nowhere_that_robots_txt_closes(site: NewsSite, polite: PoliteFetcher) -> None:
    site.publish("/robots.txt", "User-agent: *\nDisallow: /closed", content_type=TEXT)
    site.publish("/closed.htm", ISSUE, content_type=HTML)
    door = site.publish("/", sign("/closed.htm"), content_type=HTML)
    with pytest.raises(Refused, match=r"^robots\.txt does not allow this address to be read\.$"):
        await SignFollower(polite).fetch(door, UNSEEN)
    assert not site.asked("/closed.htm")


async def test_the_feeds_of_a_site_are_found_behind_its_front_door(
    site: NewsSite, fetcher: HttpFetcher, workers: WorkerPool, watcher: FeedWatcher
) -> None:
    home = '<html><head><link rel="alternate" type="application/rss+xml" href="rss/news.xml"></head></html>'
    site.publish("/home/index.html", home, content_type=HTML)
    site.publish("/home/rss/news.xml", rss(Story("安徽省委国安委召开会议", "https://n.example/1")))
    door = site.publish("/", sign("/home/index.html"), content_type=HTML)
    discovery = Discovery(SignFollower(fetcher), workers, watcher)
    (poll,) = await discovery.feeds(paper(door))
    assert poll.source.url == f"{site.origin}/home/rss/news.xml"
