"""Where the words about one meeting end and another story begins, in Chinese."""

import re

from readouts.extractors.sentences import Sentence

_OTHER_EVENT = re.compile(
    r"(?:召开|举行|举办|主持|开展|召集|启动|开幕|闭幕|会见|调研|考察|检查|慰问|座谈|签约|揭牌|发布会|看望|赴|被查|违纪|审查调查)"
)
_NEWS_OPENING = re.compile(
    r"^(?:本报|本网|[^,。]{0,10}[讯电]\b|[^,。;]{0,14}[讯电][\s:(]|(?:今年|\d{4}年)?\d{1,2}月\d{1,2}日|\d{1,2}日|近日|日前|今天|今日|昨天|昨日|记者|据)"
)
GOES_ON = re.compile(
    r"^(?:会议|全会|会上|集会|与会|出席|参加|列席|他|她|[\u3400-\u9fff·]{2,8}?(?:强调|指出|要求|说))"
)
BOILERPLATE = re.compile(
    r"^(?:责任编辑|责编|编辑|来源|原标题|相关(?:阅读|链接|新闻|报道)|延伸阅读|推荐阅读|上一篇|下一篇|版权|扫一扫|分享|打印|【|微信|声明|免责|记者[:\s]|\(记者|\(责|校对|监制|审核|更多|点击|热门|阅读原文|返回)"
)
# A paragraph in which another body meets: 市委网络安全和信息化委员会会议昨日召开.
_BODY_ELSEWHERE = (
    r"(?:(?<!国家安全)(?:委员会|领导小组)|维护国家安全委员会|中心组|安全会议|内阁|(?<!委)国安委|常务会议(?!室)|办公会(?!议室)|常委会(?!议室)|党组|政治局)"
    r"(?!主任|副主任|委员|成员|办公室|组长|副组长|书记|副书记)"
)
_ANOTHER_BODY = re.compile(
    rf"{_BODY_ELSEWHERE}[^,。;]{{0,24}}?(?:召开|举行|主持)|(?:召开|举行|主持|召集)[^,。;]{{0,24}}?{_BODY_ELSEWHERE}"
    r"|(?:国家安全委员会副?主席(?!习近平)|协调机制|国安办|国家安全委员会办公室|国家安全局)[^,。;]{0,24}?(?:召开|举行|主持)"
)
# Or one of the same people's other meetings: 主持召开市委涉外工作专题会议, but not 主持召开第二次全体会议.
_ANOTHER_MEETING = re.compile(
    r"(?:召开|举行)(?![^,。;]{0,40}(?:国家安全|国安))(?!(?:[^,。;]{0,6}年)?(?:度)?(?:第?[^,。;]{1,4}次|全体|专题|工作|扩大|[()])*会)[^,。;]{2,30}?会议"
    r"|^(?![^,。;]{0,24}(?:国家安全|国安))[^,。;]{4,24}?工作会议[^,。;]{0,12}(?:召开|举行)"
    r"|^(?![^,。;]{0,24}(?:国家安全|国安))[^,。;]{2,24}?(?:会议|大会)[^,。;]{0,10}(?:开幕|闭幕)"
    r"|^[^,。;]{2,16}(?:严重违纪|接受[^,。;]{0,4}审查|被查)"
    r"|(?:召开|举行|举办)[^,。;]{0,20}?(?:座谈会|推进会|调度会|动员会|发布会|论坛|讲座|培训)"
)
# 6月3日,省委书记某某主持会议并讲话: below a headline that names the meeting.
_OF_THE_SAME = re.compile(r"^(?!.*(?:召开|举行|举办|开幕)).*主持会议")
_TOOK_PLACE = re.compile(r"召开|举行|举办|主持|印发|被查")
# Even in the middle of a line, this is where another report begins.
_AGENCY_OPENING = re.compile(
    r"^(?:本报讯|本网讯|新华社[^,。;]{0,16}电|本报[^,。;]{1,8}[讯电]|央视网消息|据[^,。;]{2,10}报道(?!,(?:(?:该|此次|这次|上述)?会议|[\u3400-\u9fff]{2,4}(?:在会[议]?上)?(?:还|又|亦)?(?:表示|强调|指出|要求))))"
)
# 在市委网络安全和信息化委员会会议上, ...: the same people's next meeting of the day.
_AT_ANOTHER_BODY = re.compile(
    r"^(?:同一?[日天]|当[天日]|随后|此外|此前|会后),?[^,。;]{0,12}?(?:主持|召开)(?![^,。;]{0,40}(?:国家安全|国安))"
    r"[^,。;]{2,30}(?:常委会|常务|委员会|领导小组|办公会)[^,。;]{0,8}会议|^在(?:召开的)?(?![^,。;]{0,40}(?:国家安全|国安))[^,。;]{2,30}(?:委员会|领导小组|常委会)[^,。;]{0,12}会议?上,"
)
_OF_THE_CENTRE = re.compile(r"习近平[^。;]{0,30}主持召开[^。;]{0,16}中央国家安全委员会")


def ends_account(sentence: Sentence, opens: bool) -> bool:
    """Whether the sentence begins another story; `opens`: it is the first of its paragraph."""
    if _AGENCY_OPENING.match(sentence.text) or _AT_ANOTHER_BODY.match(sentence.text):
        return True
    if opens and _OF_THE_CENTRE.search(sentence.text):
        return True
    return opens and (BOILERPLATE.match(sentence.text) is not None or _is_other_story(sentence))


def only_refers(sentence: Sentence) -> bool:
    """Whether a paragraph's first sentence, which names a commission but reports none of its meetings, is
    about something else that took place: 对标省委国家安全委员会会议要求,全市网络安全工作会议召开."""
    if GOES_ON.match(sentence.text) or _OF_THE_SAME.search(sentence.text):
        return False
    return _TOOK_PLACE.search(sentence.text) is not None


def _is_other_story(sentence: Sentence) -> bool:
    if GOES_ON.match(sentence.text) or _OF_THE_SAME.search(sentence.text):
        return False
    if not _OTHER_EVENT.search(sentence.text):
        return False
    if _ANOTHER_BODY.search(sentence.text) or _ANOTHER_MEETING.search(sentence.text):
        return True
    return _NEWS_OPENING.match(sentence.text) is not None
