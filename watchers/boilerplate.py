"""Lines of an article page that no article says: registration numbers, buttons, legal notices."""

import re

_LONGEST_BUTTON = 60
_LONGEST_MARK = 120
# A line that begins so is no part of an article, however long it is.
_BEGINNINGS = re.compile(
    r"denial of responsibility\b|copyright ?(?:©|\(c\)|[0-9]{4})|©|版权所有"
    r"|免责声明|特别声明[:：]|【?版权声明】?[:：]|地址[:：].{0,40}邮编[:：]"
    r"|未经(?:本[网报站社]|书面|许可|授权|允许).{0,20}(?:转载|禁止|不得)",
    re.IGNORECASE,
)
# Wherever they stand in a short line that is not a sentence.
_MARKS = re.compile(
    r"[a-z\u4e00-\u9fff]icp(?:备|证)|公网安备|互联网新闻信息服务许可证|信息网络传播视听节目许可证|网站标识码"
    r"|扫一扫|扫描二维码|扫码(?:下载|关注|阅读)|违法和不良信息举报|all rights reserved",
    re.IGNORECASE,
)
_WORDS = (
    r"打印(?:本页|本文|此页)?|关闭(?:窗口|本页|页面)?|收藏(?:本文|本页)?|加入收藏|纠错|返回(?:顶部|首页|列表)?"
    r"|字[号体](?:大小)?|大|中|小|默认|超大|分享(?:到|至)?|转发|点赞|举报|评论|复制链接"
    r"|微信|微博|新浪微博|朋友圈|qq(?:空间|好友)?|上一[篇条页]|下一[篇条页]|阅读全文|查看全文|展开全文"
    r"|a[+-]|print|share(?: (?:this|on|to))?(?: article)?|tweet|e-?mail|copy link"
    r"|facebook|twitter|x|linkedin|whatsapp|telegram|reddit|wechat|weibo|pinterest|messenger"
)
# A line of nothing but such words and what stands between them.
_BUTTONS = re.compile(
    rf"(?:[\s\[\]【】()（）<>《》:：|·/,，。、…-]|(?:{_WORDS})(?![a-z0-9]))++", re.IGNORECASE
)
_LABELS = re.compile(
    r"(?:(?:本文)?来源[:：].{0,20})?[\[【(（<]?\s?"
    r"(?:责任编辑|责编|(?:网络|实习|值班)?编辑|校对|审核|初审|复审|终审|监制|值班主任|编审)\s?[:：丨|].{0,40}"
    r"|read (?:the )?(?:original|full) (?:article|story)(?: here)?\.?|leave a comment\.?"
    r"|(?:上|下)一[篇条页]\s?[:：].{0,60}|(?:浏览|阅读|点击|访问)(?:次数|量|数)\s?[:：]?\s?\d{0,9}\s?次?",
    re.IGNORECASE,
)


def without_boilerplate(text: str) -> str:
    """`text` without such lines; what stands in the middle of a paragraph stays."""
    return "\n".join(line for line in text.split("\n") if not is_boilerplate(line))


def is_boilerplate(line: str) -> bool:
    """Whether no article says this line."""
    bare = line.strip()
    if len(bare) <= _LONGEST_BUTTON and (_BUTTONS.fullmatch(bare) or _LABELS.fullmatch(bare)):
        return True
    if len(bare) <= _LONGEST_MARK and "。" not in bare and _MARKS.search(bare):
        return True
    return _BEGINNINGS.match(bare) is not None
