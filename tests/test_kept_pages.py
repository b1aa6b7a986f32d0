"""keep_pages, from the site to the folder: the page of a meeting's article outlives its site."""

from pathlib import Path

from tests.newssite import NewsSite
from tests.running import RunningBot

HTML = "text/html; charset=utf-8"
ARTICLE = (
    "<html><body><h1>Anhui's security committee meets</h1><div id='text'><p>In the province of Anhui, party"
    " chief Han Jun chaired a meeting of the provincial committee of the National Security Commission on"
    " June 3, 2024 and told officials to put “political security” first.</p></div></body></html>"
)
CONFIG = """
[archive]
keep_pages = "365d"

[[source]]
name = "daily"
url = "{origin}/list.html"
kind = "page"
item = "li a"
body = "#text"
"""


async def test_the_page_of_a_meetings_article_can_be_had_when_the_site_is_gone(tmp_path: Path) -> None:
    async with NewsSite() as site:
        links = "<li><a href='/1.html'>Anhui's security committee meets</a><li><a href='/2.html'>Weather</a>"
        site.publish("/list.html", f"<ul>{links}</ul>", content_type=HTML)
        site.publish("/1.html", ARTICLE, content_type=HTML)
        site.publish("/2.html", "<div id='text'>It will be warm in Hefei tomorrow.</div>", content_type=HTML)
        bot = RunningBot(tmp_path, {}, CONFIG.format(origin=site.origin))
        status, printed = await bot.run("poll")
        assert status == 0, printed + bot.log
    status, printed = await bot.run("pages", "1", str(tmp_path / "pages"))
    assert status == 0, bot.log
    (written,) = (tmp_path / "pages").iterdir()
    assert printed.strip() == str(written)
    assert written.read_text(encoding="utf-8") == ARTICLE
    assert (await bot.run("pages", "2", str(tmp_path / "more")))[0] == 1
    assert "No page of meeting 2 is kept." in bot.log
