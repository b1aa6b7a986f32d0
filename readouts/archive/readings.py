"""How a source's pages are read, as the archive holds it: JSON that leaves out what is usual."""

import json
from dataclasses import asdict
from functools import lru_cache
from typing import Any

from readouts.domain.source import ArticlePolicy, Selectors, Source

_USUAL = Source("", "")


def reading_text(source: Source) -> str:
    """Selectors, number of pages and article policy of a source; "{}" where all are the usual ones."""
    usual = _values(_USUAL)
    unusual = {name: value for name, value in _values(source).items() if value != usual[name]}
    return json.dumps(unusual, ensure_ascii=False)


@lru_cache(maxsize=1_000)  # most sources of an archive are read in one of a few ways
def reading_of(text: str) -> dict[str, Any]:
    """What `reading_text` wrote of a source, as arguments for `Source`."""
    if text == "{}":
        return {}
    values = _values(_USUAL) | json.loads(text)
    return {
        "articles": ArticlePolicy(values.pop("articles")),
        "pages": values.pop("pages"),
        "selectors": Selectors(**values),
    }


def _values(source: Source) -> dict[str, Any]:
    return {"articles": source.articles.value, "pages": source.pages, **asdict(source.selectors)}
