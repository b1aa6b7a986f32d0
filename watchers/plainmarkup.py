"""The fast way through plain markup: common tags, well nested, without anything that HTML has rules for.

It gives exactly what `html_to_text` would, or nothing at all, and then `html_to_text` is asked.
"""

import re
from html.entities import name2codepoint

_BLOCKS = frozenset(
    "p div br hr h1 h2 h3 h4 h5 h6 ul ol li blockquote section article figure figcaption".split()
)
_INLINE = frozenset("a abbr b big cite code em font i img ins mark q s small span strong sub sup u".split())
_KNOWN = _BLOCKS | _INLINE
_VOID = frozenset(("br", "hr", "img"))
# Another block ends these, whatever stands written.
_ENDED_BY_BLOCKS = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6"))
# The others are ended by another of their kind.
_MAY_HOLD_THEMSELVES = frozenset("div ul ol blockquote section article figure span font".split())
# HTML 5 moved these two to other characters.
_MOVED = frozenset(("lang", "rang"))
_DEEPEST = 50

_TAG = re.compile(
    r"<(/?)([a-z][a-z0-9]*+)(?:\s++[a-z][a-z:-]*+(?:=(?:\"[^\"<>]*+\"|'[^'<>]*+'))?)*+\s*+(/?)>",
    re.IGNORECASE,
)
# It says nothing and parts no words, as a picture does not.
_COMMENT = re.compile(r"<!--[^<>-]++-->")
# An ampersand before a space stands for itself.
_REFERENCE = re.compile(r"&(?:#(\d{2,6});|([a-zA-Z]{2,8});|(?= ))")


def plain_markup_text(markup: str) -> str | None:
    """The text a reader sees, as `html_to_text` gives it; None where only that may judge."""
    said = _COMMENT.sub("<img>", markup) if "<!--" in markup else markup
    parts = _TAG.split(said.replace("\n", " "))
    texts = parts[0::4]
    if "&" in markup:
        texts = [_decoded(text) if "&" in text else text for text in texts]
    if said.count("<") >= len(texts) or None in texts:
        return None
    pieces = texts[:1]
    opened: list[str] = []
    for slash, written, empty, text in zip(parts[1::4], parts[2::4], parts[3::4], texts[1:], strict=True):
        name = written.lower()
        if slash and opened and opened[-1] == name and not empty:  # nearly always, if anything is ended
            opened.pop()
        elif name not in _KNOWN or not _nests(opened, name, slash, empty):
            return None
        if name in _BLOCKS:
            pieces.append("\n")
        pieces.append(text)
    if opened:
        return None
    lines = "".join(pieces).split("\n")
    return "\n".join([said for line in lines if (said := " ".join(line.split()))])


def _nests(opened: list[str], name: str, slash: str, empty: str) -> bool:
    """Whether the tag fits those that are open, among which it is noted."""
    if name in _VOID:
        return not slash and (name != "hr" or _ENDED_BY_BLOCKS.isdisjoint(opened))
    if slash:
        return bool(opened) and opened.pop() == name and not empty
    if (name in opened and name not in _MAY_HOLD_THEMSELVES) or (
        name in _BLOCKS and not _ENDED_BY_BLOCKS.isdisjoint(opened)
    ):
        return False
    opened.append(name)
    return not empty and len(opened) <= _DEEPEST


def _decoded(text: str) -> str | None:
    """Text with its references resolved; None where some are not known for sure."""
    decoded, found = _REFERENCE.subn(_character, text)
    return decoded if found == text.count("&") and "\0" not in decoded else None


def _character(reference: re.Match[str]) -> str:
    """The character that is meant, or NUL where that is open to doubt."""
    number, name = reference.groups()
    if not number and not name:
        return "&"
    code = int(number) if number else 0 if name in _MOVED else name2codepoint.get(name, 0)
    return chr(code) if 32 <= code < 127 or 160 <= code < 0xD800 else "\0"
