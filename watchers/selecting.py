"""Parts of a page, by CSS selector."""

from collections.abc import Sequence
from functools import lru_cache

from lxml.cssselect import CSSSelector
from lxml.html import HtmlElement

from readouts.domain.markup import text_of


@lru_cache(maxsize=500)
def _compiled(selector: str) -> CSSSelector:
    return CSSSelector(selector, translator="html")


def select(root: HtmlElement, selector: str) -> list[HtmlElement]:
    """What the selector matches, in the order of the page; nothing for "". Raises SelectorError."""
    return list(_compiled(selector)(root)) if selector else []


def joined_text(elements: Sequence[HtmlElement]) -> str:
    """The text of the elements one below the other; what lies within another of them is not repeated."""
    chosen = set(elements)
    outermost = (each for each in elements if not any(above in chosen for above in each.iterancestors()))
    return "\n".join(filter(None, map(text_of, outermost)))
