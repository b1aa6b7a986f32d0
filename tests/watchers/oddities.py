"""Well-formed feeds with something odd in them, made from sound ones with a given generator.

What is put in are the very names, attributes and texts that feedparser has rules about.
"""

import random
from collections.abc import Callable
from copy import deepcopy

from feedparser.api import StrictFeedParser
from lxml import etree
from lxml.etree import _Element

_SPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
    "foreign": "http://foreign.example/",
    "georss": "http://www.georss.org/georss",
    "itunes": "http://www.itunes.com/DTDs/PodCast-1.0.dtd",
    "media": "http://search.yahoo.com/mrss/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "slash": "http://purl.org/rss/1.0/modules/slash/",
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
    "xhtml": "http://www.w3.org/1999/xhtml",
    "xml": "http://www.w3.org/XML/1998/namespace",
}
_FAVOURITES = (
    "id guid link title description summary content abstract published pubDate issued updated modified"
    " created content:encoded dc:title dc:description dc:date dc:creator dcterms:created dcterms:issued"
    " dcterms:modified itunes:summary itunes:subtitle media:title media:description media:content source"
    " author category enclosure image atom:link atom:id foreign:title foreign:detail div"
).split()
_TEXTS = (
    "",
    "   ",
    "plain",
    "a <b>b</b>",
    "&lt;p&gt;x&lt;/p&gt;",
    "A &amp; B",
    "&nbsp;",
    "国家安全",
    "caf\xe9",
    "caf\xc3\xa9",
    "http://x.example/1",
    "http:////x.example/2",
    "/relative",
    "https://x.example/?a=1&b;=2&amp;c=3",
    "2024-05-31",
    "Fri, 31 May 2024 10:00:00 +0800",
    "<script>x</script>",
    "</unknown> &foo;",
    "&#150;",
    "\x96",
    "x<br/>y",
    "true",
)
_ATTRIBUTES = (
    ("type", "html"),
    ("type", "text"),
    ("type", "TEXT/HTML"),
    ("type", "xhtml"),
    ("type", "application/octet-stream"),
    ("mode", "base64"),
    ("mode", "escaped"),
    ("isPermaLink", "false"),
    ("isPermaLink", "False"),
    ("rel", "alternate"),
    ("rel", "self"),
    ("rel", "ALTERNATE"),
    ("href", "http://h.example/9"),
    ("href", "/x"),
    ("href", ""),
    ("HREF", "http://h.example/"),
    ("url", "http://u.example/"),
    ("src", "x"),
    ("xml:base", "http://b.example/"),
    ("base", "http://b.example/"),
    ("xml:lang", "zh"),
    ("lang", "en"),
    ("lastmod", "2024-01-01"),
    ("version", "0.3"),
    ("rdf:about", "urn:1"),
    ("foreign:href", "http://f.example/"),
    ("foreign:type", "html"),
)


def _handled() -> list[str]:
    """The elements that feedparser has a rule for."""
    names = {name.split("_", 2)[2] for name in dir(StrictFeedParser) if name.startswith(("_start_", "_end_"))}
    return sorted(name.replace("_", ":", 1) if name.split("_")[0] in _SPACES else name for name in names)


_NAMES = [*_handled(), *_FAVOURITES, *_FAVOURITES]


def odd(document: str, dice: random.Random) -> str:
    """The feed after one to four changes."""
    root = etree.fromstring(document.encode())
    for _ in range(dice.randint(1, 4)):
        dice.choice(_CHANGES)(dice.choice(list(root.iter(etree.Element))), root, dice)
    return etree.tostring(root, encoding="unicode")


def _rename(element: _Element, root: _Element, dice: random.Random) -> None:
    element.tag = _tag(dice.choice(_NAMES), root)


def _qualify(element: _Element, _root: _Element, dice: random.Random) -> None:
    name, value = dice.choice(_ATTRIBUTES)
    prefix, _, local = name.rpartition(":")
    element.set(f"{{{_SPACES[prefix]}}}{local}" if prefix else name, value)


def _rewrite(element: _Element, _root: _Element, dice: random.Random) -> None:
    element.text = dice.choice(_TEXTS)


def _repeat(element: _Element, root: _Element, dice: random.Random) -> None:
    copy = deepcopy(element)
    copy.tail = None
    _insert(copy, root, dice)


def _remove(element: _Element, _root: _Element, _dice: random.Random) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _add(element: _Element, root: _Element, dice: random.Random) -> None:
    new = etree.SubElement(element, _tag(dice.choice(_NAMES), root))
    _rewrite(new, root, dice)
    if dice.random() < 0.4:
        _qualify(new, root, dice)
    element.insert(dice.randint(0, len(element)), new)


def _shuffle(element: _Element, _root: _Element, dice: random.Random) -> None:
    children = list(element)
    dice.shuffle(children)
    element[:] = children


def _add_to_an_entry(_element: _Element, root: _Element, dice: random.Random) -> None:
    entries = list(root.iter("{*}item", "{*}entry"))
    if entries:
        _add(dice.choice(entries), root, dice)


_CHANGES: tuple[Callable[[_Element, _Element, random.Random], None], ...] = (
    _rename,
    _qualify,
    _rewrite,
    _repeat,
    _remove,
    _add,
    _shuffle,
    _add_to_an_entry,
)


def _insert(new: _Element, root: _Element, dice: random.Random) -> None:
    parent = dice.choice(list(root.iter(etree.Element)))
    parent.insert(dice.randint(0, len(parent)), new)


def _tag(name: str, root: _Element) -> str:
    prefix, _, local = name.rpartition(":")
    space = _SPACES.get(prefix, f"http://{prefix}.example/") if prefix else root.nsmap.get(None)
    return f"{{{space}}}{local}" if space else local
