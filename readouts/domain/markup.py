"""HTML to plain text, for feeds and for articles given as HTML."""

import re

from lxml import html as lxml_html
from lxml.etree import ParserError, iterwalk

_TAG = re.compile(r"<(?:!--|!doctype|/?[a-z][a-z0-9]{0,20}[\s/>])", re.IGNORECASE)
_BREAKS = frozenset(
    "address article aside blockquote br dd div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6"
    " header hr li main nav ol p pre section table td th tr ul".split()
)
# rt and rp: the pronunciation over a word would stand in the middle of it.
_UNSEEN = frozenset(("script", "style", "noscript", "template", "head", "iframe", "svg", "rt", "rp"))
_LONGEST_TAG = 4000
# One forward pass, whatever the markup: every alternative ends at its closing mark or at the end of the
# text, and nothing is read twice.
_PIECE = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|<(?P<raw>script|style)\b.*?(?:</(?P=raw)\b|\Z)"
    r"|(?P<tag><[a-z][a-z0-9:-]*+)(?=[\s/>])(?:[^>=]++|=\s*+(?:\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z))?+)*+",
    re.IGNORECASE | re.DOTALL,
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def looks_like_html(text: str) -> bool:
    """Whether plain text would show tags: some tag stands in the first 20,000 characters."""
    return _TAG.search(text, 0, 20_000) is not None


def html_to_text(markup: str) -> str:
    """The text a reader sees: one line for each block, no empty lines, spaces folded.

    Broken markup gives what can be read of it; markup without any text gives "".
    """
    root = parse_html(markup)
    return "" if root is None else text_of(root)


def parse_html(markup: str) -> lxml_html.HtmlElement | None:
    """The tree of a page or of a piece of one; None where nothing can be read."""
    clean = _PIECE.sub(_without_endless_tag, _CONTROL.sub(" ", markup))
    if not clean.strip():
        return None
    parser = lxml_html.HTMLParser(encoding="utf-8", huge_tree=True)
    try:
        # As bytes: a str that declares another encoding ("<?xml ... encoding=...") would be refused.
        root = lxml_html.fromstring(clean.encode(), parser=parser)
    except (ParserError, ValueError):
        return None
    return root if isinstance(root.tag, str) else None  # nothing but a comment


def text_of(element: lxml_html.HtmlElement) -> str:
    """The text a reader sees in this part of a page, as `html_to_text` gives it."""
    lines = "".join(_pieces(element)).split("\n")
    return "\n".join(filter(None, (" ".join(line.split()) for line in lines)))


def _without_endless_tag(piece: re.Match[str]) -> str:
    """The piece as it is; of a tag with thousands of attributes, which libxml2 compares each with each, only
    the name."""
    return piece["tag"] if piece["tag"] and len(piece[0]) > _LONGEST_TAG else piece[0]


def _pieces(root: lxml_html.HtmlElement) -> list[str]:
    """Texts and line breaks in reading order, without recursion: markup may nest very deeply."""
    pieces: list[str] = []
    unseen = 0
    for event, node in iterwalk(root, events=("start", "end", "comment", "pi")):
        if event == "start":
            unseen += node.tag in _UNSEEN
            text = node.text
        else:
            unseen -= event == "end" and node.tag in _UNSEEN
            text = node.tail if node is not root else None
        if not unseen:
            pieces += ["\n" if node.tag in _BREAKS else "", (text or "").replace("\n", " ")]
    return pieces
