"""A feed as text: where it begins and ends, and the characters that XML forbids."""

import re

from watchers.parsed import Unparsable

_WEB_PAGE = Unparsable("The server answered with a web page, not a feed.")
NO_FEED = Unparsable("The answer is neither RSS nor Atom nor JSON Feed.")

_TAG = re.compile(r"<!--.*?(?:-->|\Z)|<(?P<name>[a-z][\w.:-]*)", re.IGNORECASE | re.DOTALL)
_FEED_TAG = re.compile(r"<(?P<name>(?:[a-z][\w.-]*:)?(?:rss|feed|rdf|channel))(?=[\s>/])", re.IGNORECASE)
_END_OF_ENTRY = re.compile(r"</(?:[a-z][\w.-]*:)?(?:item|entry)\s*>", re.IGNORECASE)
_NUMERIC_REFERENCE = re.compile(r"&#(?:x([0-9a-f]+)|([0-9]+));", re.IGNORECASE)
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def feed_root(text: str) -> re.Match[str] | Unparsable:
    """Where the feed begins: past declarations, and past messages that a broken server puts before it."""
    first = next((tag["name"].lower() for tag in _TAG.finditer(text) if tag["name"]), "")
    if first in ("html", "head", "body"):
        return _WEB_PAGE
    root = _FEED_TAG.search(text)
    if root is not None:
        return root
    return _WEB_PAGE if re.search(r"<(?:!doctype\s+)?(?:html|body)\b", text, re.IGNORECASE) else NO_FEED


def whole_entries(document: str, root: str) -> tuple[str, bool]:
    """The document, and whether its end is missing: then without the entry in which it breaks off."""
    is_closed_at_once = document.partition(">")[0].endswith("/")
    body, closing, behind = document.rpartition(f"</{root}")
    if closing or is_closed_at_once:
        return f"{body}{closing}{behind.partition('>')[0]}>" if closing else document, False
    ends = [end.end() for end in _END_OF_ENTRY.finditer(document)]
    return (document[: ends[-1]] if ends else ""), True


def well_formed(document: str) -> bytes:
    """The document in UTF-8 that says so, without the characters and references that XML forbids."""
    clean = _NOT_IN_XML.sub("", _NUMERIC_REFERENCE.sub(_allowed_reference, document))
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + clean.encode()


def is_clean(document: str) -> bool:
    return has_only_allowed_references(document) and not _NOT_IN_XML.search(document)


def has_only_allowed_references(document: str) -> bool:
    return "&#" not in document or _NUMERIC_REFERENCE.sub(_allowed_reference, document) == document


def _allowed_reference(reference: re.Match[str]) -> str:
    digits, base = (reference[1], 16) if reference[1] else (reference[2], 10)
    digits = digits.lstrip("0")
    code = int(digits, base) if 0 < len(digits) < 10 else 0
    allowed = code in (0x9, 0xA, 0xD) or 0x20 <= code < 0xD800 or 0xE000 <= code < 0x110000
    return reference[0] if allowed else ""
