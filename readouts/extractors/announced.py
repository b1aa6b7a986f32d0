"""A line that names a commission's meeting and says nothing else, where one behind it says who presided:
市委国家安全委员会第三次会议 / 市委书记某某主持会议; 县委国家安全委员会会议纪要 / 时间: / 主持:."""

import re

from readouts.extractors import officials
from readouts.extractors.accounts import Article
from readouts.extractors.committees import Mention, Role

_NOTHING_BUT_A_DAY = re.compile(
    r"(?:(?:20\d\d年)?(?:\d{1,2}月)?\d{1,2}日|今天|今日|昨天|昨日|近日|日前|[上下]午|[,\s]|中共)*"
)
_MEETING_ONLY = re.compile(
    r"(?:20\d\d年(?:度)?)?(?:第[一二三四五六七八九十百\d]{1,4}次)?(?:全体|[(]扩大[)])*会议(?P<minutes>纪要)?[。!]?"
)
_MOST_LINES_OF_FORM = 6
_TIME, _CHAIR = re.compile("(?:会议)?时间:"), re.compile("主持人?:")
_PRESIDED = re.compile(r"主持会议|主持(?:召开|并讲话)|主持[。]?$|会议由")


def announces(article: Article, place: int, mention: Mention) -> bool:
    """Whether the sentence at `place` is such a line about the commission that it mentions."""
    text, sentence = article.body.text, article.sentences[place]
    if mention.role is not Role.NAME:
        return False
    named = _MEETING_ONLY.fullmatch(text, mention.end, sentence.end)
    if not named or not _NOTHING_BUT_A_DAY.fullmatch(text, sentence.start, mention.start):
        return False
    following = article.sentences[place + 1 : place + 1 + _MOST_LINES_OF_FORM]
    if named["minutes"]:
        return all(any(form.search(each.text) for each in following) for form in (_TIME, _CHAIR))
    return any(
        _PRESIDED.search(each.text) and officials.presider(text, each.start, each.end)
        for each in following[:1]
    )
