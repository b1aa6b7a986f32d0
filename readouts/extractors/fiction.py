"""Novels imitate readouts, with provinces that do not exist."""

import re

from readouts.extractors.accounts import Article
from readouts.extractors.committees import NO_NAME_BEFORE
from readouts.extractors.places import Places

_CHAPTER = re.compile(r"第[一二三四五六七八九十百千零\d]{1,6}[章回]")
_NOVEL = re.compile(r"小说连载\s*:|章节目录|上一章|下一章|本章完|未完待续")
_OPENING = 40
_INVENTED = re.compile(r"([\u3400-\u9fff]{2})省(?=委(?!员会)|政府|长|公安厅|纪委)")
_NO_PROVINCE = re.compile(rf"[全本我该各外邻副正等两三]|台湾|(?:{NO_NAME_BEFORE.pattern})")


def is_fiction(article: Article, places: Places) -> bool:
    """Whether the article is a novel's chapter or set in a province that does not exist."""
    opening = article.body.text[:_OPENING]
    if _CHAPTER.search(article.title.text) or _CHAPTER.match(opening) or _NOVEL.search(article.body.text):
        return True
    names: dict[str, int] = {}
    for reading in (article.title, article.body):
        for match in _INVENTED.finditer(reading.text):
            if not places.any_ending_at(reading.text, match.end(1)) and not _NO_PROVINCE.search(match[1]):
                names[match[1]] = names.get(match[1], 0) + 1
    return any(count > 1 for count in names.values())
