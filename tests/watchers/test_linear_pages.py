"""What reads pages takes time in proportion to them: n, 2n, 4n of shapes that make parsers despair."""

from collections.abc import Callable

import pytest

from readouts.domain.source import Selectors, Source, SourceKind
from tests.watchers import test_linear as probe
from watchers.articles import _without_site_name, read_article
from watchers.boilerplate import without_boilerplate
from watchers.issues import day_in_address
from watchers.listing import feed_links, parse_list
from watchers.opml import parse_opml
from watchers.robots_rules import judge
from watchers.sitemap_reading import parse_sitemap

LIST = Source("Probe", "https://probe.example/", SourceKind.PAGE, selectors=Selectors(item="a"))
OWN = Selectors(title="h1", date=".date", body="#text")
ADDRESS = "https://probe.example/2024/"
MORE_SHAPES = {
    "links": "<a href=/1>x</a>",
    "nested": "<div>",
    "paragraphs": "<p>国家安全。</p>",
    "days": "2024-06-03 ",
    "stamps": "2024-06-03 19:12",
    "buttons": "打印",
    "separators": "【】",
    "dashes and words": " - 安全",
    "rules": "Disallow: /*a\n",
    "agents": "User-agent: a\nDisallow: /\n",
    "stars": "*",
    "sitemaps": "<url><loc>/1</loc></url>",
    "outlines": '<outline xmlUrl="https://n.example/"/>',
}

STEPS: dict[str, Callable[[str], object]] = {
    "reading a list": lambda text: parse_list(text.encode(), None, ADDRESS, LIST),
    "finding feeds": lambda text: feed_links(text.encode(), None, ADDRESS),
    "reading an article's container": lambda text: read_article(
        f"<div id=zoom>{'字' * 50}{text}".encode(), None, ADDRESS, OWN, "Asia/Shanghai"
    ),
    "cutting furniture": without_boilerplate,
    "cutting furniture, line by line": lambda text: without_boilerplate(text.replace("4", "\n")),
    "finding a day": lambda text: day_in_address(f"https://n.example/{text}"),
    "shortening a title": _without_site_name,
    "reading robots.txt": lambda text: judge(f"User-agent: *\n{text}", "https://n.example/a", "Probe/1"),
    "matching robots.txt": lambda text: judge(
        f"User-agent: *\nDisallow: /{text[:2000]}", f"https://n.example/{text}", "Probe/1"
    ),
    "reading a sitemap": lambda text: parse_sitemap(f"<urlset>{text}".encode(), None, ADDRESS, LIST),
    "reading OPML": lambda text: parse_opml(f"<opml>{text}".encode()),
}


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS)
def test_twice_the_page_never_takes_much_more_than_twice_the_time(
    step: Callable[[str], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, piece in MORE_SHAPES.items():
        monkeypatch.setitem(probe.SHAPES, name, piece)
    probe.test_twice_the_input_never_takes_much_more_than_twice_the_time(step)
