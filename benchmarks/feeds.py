"""Feeds as news sites serve them, made up: seven in ten RSS 2.0, two Atom, one RDF; half of them Chinese.

Every feed holds ITEMS items. Its edition says how many have been added at the top since the first,
so that one more edition is one new item, and one falls out at the bottom.
"""

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape

ITEMS = 30
_BEGAN = datetime(2024, 5, 1, tzinfo=UTC)
_CHINESE = (
    "会议指出，要坚持底线思维，统筹发展和安全，着力防范各领域风险。",
    "会议强调，各级各部门要落实责任，完善机制，提高工作水平。",
    "全市上半年工业生产平稳，重点项目建设加快推进。",
    "记者从有关部门获悉，今年将新增一批公共服务设施。",
    "参加会议的还有有关单位负责同志。",
)
_ENGLISH = (
    "Officials said the work would continue through the summer & into the autumn.",
    "The meeting heard reports from three departments and agreed on a plan.",
    "Industrial output grew steadily, and several large projects were begun.",
    "Residents will find more public services close to home this year.",
    "The city will hold a second meeting before the end of the month.",
)


def feed(number: int, edition: int = 0) -> bytes:
    """The feed of one source, UTF-8."""
    last = edition + ITEMS
    return _FORMATS[number % 10](number, range(last - 1, edition - 1, -1)).encode()


def _rss(number: int, items: range) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:atom="http://www.w3.org/2005/Atom" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">\n'
        f"<channel>\n<title>Site {number}</title>\n<link>{_site(number)}</link>\n"
        "<description>News</description>\n"
        f'<atom:link href="{_site(number)}feed" rel="self" type="application/rss+xml" />\n'
        f"<language>en</language>\n<sy:updatePeriod>hourly</sy:updatePeriod>\n"
        f"{''.join(_rss_item(number, n) for n in items)}</channel>\n</rss>\n"
    )


def _rss_item(number: int, n: int) -> str:
    title, text, day = _story(number, n)
    return (
        f"<item>\n<title>{escape(title)}</title>\n<link>{_page(number, n)}</link>\n"
        f"<dc:creator><![CDATA[Desk {n % 5}]]></dc:creator>\n<pubDate>{format_datetime(day)}</pubDate>\n"
        f'<category><![CDATA[News]]></category>\n<guid isPermaLink="false">{_site(number)}?p={n}</guid>\n'
        f"<description><![CDATA[{text}]]></description>\n</item>\n"
    )


def _atom(number: int, items: range) -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n'
        f"<title>Site {number}</title>\n<id>{_site(number)}</id>\n<updated>2024-06-01T08:00:00Z</updated>\n"
        f'<link href="{_site(number)}" />\n{"".join(_atom_entry(number, n) for n in items)}</feed>\n'
    )


def _atom_entry(number: int, n: int) -> str:
    title, text, day = _story(number, n)
    return (
        f'<entry>\n<title>{escape(title)}</title>\n<link rel="alternate" href="{_page(number, n)}" />\n'
        f"<id>tag:site{number}.example,2024:{n}</id>\n<published>{day.isoformat()}</published>\n"
        f"<updated>{day.isoformat()}</updated>\n<author><name>Desk {n % 5}</name></author>\n"
        f'<summary type="html">{escape(text)}</summary>\n</entry>\n'
    )


def _rdf(number: int, items: range) -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/">\n'
        f'<channel rdf:about="{_site(number)}"><title>Site {number}</title><link>{_site(number)}</link>'
        "<description>News</description></channel>\n"
        f"{''.join(_rdf_item(number, n) for n in items)}</rdf:RDF>\n"
    )


def _rdf_item(number: int, n: int) -> str:
    title, text, day = _story(number, n)
    page = _page(number, n)
    return (
        f'<item rdf:about="{page}"><title>{escape(title)}</title><link>{page}</link>\n'
        f"<description>{escape(text)}</description><dc:date>{day.isoformat()}</dc:date></item>\n"
    )


_Format = Callable[[int, range], str]
_FORMATS: tuple[_Format, ...] = (_rss, _rss, _rss, _rss, _rss, _rss, _rss, _atom, _atom, _rdf)


def _story(number: int, n: int) -> tuple[str, str, datetime]:
    """(title, HTML, day): two paragraphs of what the site always writes, in another order each time."""
    dice = random.Random(number * 100_003 + n)
    sentences = list(_CHINESE if number % 2 else _ENGLISH)
    dice.shuffle(sentences)
    title = f"{sentences[0].rstrip('。.')} ({number}-{n})"
    text = f'<p>{" ".join(sentences[:3])}</p>\n<p><a href="{_page(number, n)}">{sentences[3]}</a></p>'
    return title, text, _BEGAN + timedelta(minutes=47 * n)


def _site(number: int) -> str:
    return f"https://site{number}.example/"


def _page(number: int, n: int) -> str:
    return f"{_site(number)}2024/{n}.html"
