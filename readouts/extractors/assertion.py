"""Whether a sentence asserts that a meeting was held: plans, rumours, denials and cancellations do not."""

import re

# How far behind the verb of a plan its date stands, in characters.
_PLAN_REACH = 80
_MEETING = r"(?:meetings?|sessions?|plenar(?:y|ies)|plenums?)"
# Each stretch is taken out before a sentence is asked for a meeting that did take place.
_NOT_DONE = re.compile(
    r"\b(?:will|would|shall|may|might|could|to|did\s+not|didn't|has\s+not|have\s+not|had\s+not|never|not)\s+"
    r"(?:[a-z]+ly\s+|soon\s+|again\s+)?(?:be\s+|been\s+)?"
    rf"(?:(?:hold|call)(?=\s+(?:[a-z'-]+\s+){{0,6}}?{_MEETING})|held|conven\w+|met|chair(?:ed)?|preside[ds]?|take\s+place|taken\s+place"
    r"|meet(?=\s+(?:on|in|next|later|this|again|tomorrow|soon|at|by|for|to)\b|\s*[.,;]|$))\b"
    r"|\b(?:held|holds?|met|conven\w+)\s+(?:(?:too|very|far\s+too)\s+)?(?:few|no|fewer|hardly\s+any|not\s+enough)\b"
    r"|\b(?:planned|planning|scheduled|due|set|expected|slated)\s+(?:for|on)\b"
    r"|\b(?:is|are|was|were|been|being|be)\s+(?:[a-z]+ly\s+)?(?:cancell?ed|postponed|called\s+off|put\s+off|delayed|scrapped|shelved)\b"
    rf"|\b(?:cancell?ed|postponed|called\s+off|put\s+off)\s+(?:[a-z0-9'-]+\s+){{0,12}}?{_MEETING}\b"
)
# The annual sessions of the legislature, the third plenum: others meet there, and ours before.
_AHEAD = re.compile(
    r"\b(?:ahead\s+of|before|prepar\w+\s+for)\s+(?:a|an|the|its)\s+(?:(?!two\b|annual\b)[a-z'-]+\s+){0,8}?"
    r"(?:meetings?|session|plenar(?:y|ies)(?!\s+session))\b"
    r"(?!\s+of\s+(?:the\s+)?(?:[a-z0-9']+\s+){0,4}?(?:legislatures?|congress|parliament|central\s+committee))"
)
_DONE = re.compile(
    r"\b(?:held|holds|convened|met|meets|presided|chaired|told|took\s+place)\b"
    r"|\bat\s+(?:a|an|the|its)\s+(?:[a-z'-]+\s+){0,6}?(?:meeting|session)\b"
)
_REFUTED = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|dismiss\w*|refut\w+|reject\w*|rebut\w*|debunk\w*)\s+(?:[a-z'-]+\s+){0,4}?"
    r"(?:reports?|rumou?rs?|claims?|suggestions?|speculation|that|holding|having)\b"
    r"|\b(?:screenshots?|videos?|messages?|posts?)\s+(?:[a-z'-]+\s+){0,6}?(?:claim\w*|alleg\w+)\b"
    r"|\brumou?rs?\s+(?:that|of|sa(?:y|id)|claim\w*|circulat\w+|spread\w*)\b|\brumou?red\b"
    r"|\b(?:false|fake|unfounded|untrue|unverified|unconfirmed|fabricated|bogus)\s+(?:online\s+|media\s+)?(?:reports?|claims?|posts?|news|notices?)\b"
    r"|\bnot\s+true\s+that\b|\b(?:claims?|reports?|posts?|notices?)\s+(?:(?:claiming|saying|alleging)\s+)?that\b[^.;]{0,240}\b(?:is|are|was|were)\s+"
    r"(?:false|untrue|fake|unfounded|baseless|fabricated|wrong|a\s+hoax)\b"
    r"|^(?:if|had|should|were)\s"
)
# Whatever is planned or put off holds one of these words, whatever is doubted or untrue one of those below:
# to look for them costs far less.
_MEETS = (*"meet met session plen conven chair presid held hold commission committee".split(), "it ")
_SUPPOSED = ("if", "had", "should", "were")
_DOUBTS = tuple(
    "den dismiss refut reject rebut debunk umo false screenshot video message post fake"
    " unfounded untrue unverified unconfirmed fabricat"
    " bogus true baseless wrong hoax".split()
)
_CALLED_FALSE = tuple("false fake untrue unfounded fabricated baseless true hoax wrong denied".split())
# "..., online posts claimed, but officials said the reports were false."
_CLAIMED = re.compile(
    r"\b(?:claim(?:s|ed)?|alleg\w+|purported\w*|rumou?r\w*|according\s+to\s+(?:online\s+)?posts?|circulat\w+)\b"
)
_FALSE = re.compile(
    r"\b(?:reports?|claims?|rumou?rs?|posts?|notices?|news|information|that|this|it|which)\s+(?:was|were|is|are|had\s+been)\s+"
    r"(?:entirely\s+|completely\s+)?(?:false|fake|untrue|unfounded|fabricated|baseless|not\s+true|a\s+hoax|wrong)\b"
    r"|\b(?:officials?|authorities|police|government|committee)\s+(?:have\s+|has\s+|later\s+)*denied\b"
)
_DENIAL = re.compile(
    r"^(?:but\s+|however,?\s+|later,?\s+)*(?:[a-z'-]+\s+){0,8}?(?:sa(?:id|ys?)\s+(?:later\s+)?(?:that\s+)?)?(?:the|this|that|these|those)\s+"
    r"(?:online\s+|media\s+)?(?:reports?|claims?|rumou?rs?|posts?|news|information|screenshots?|videos?|messages?|documents?)\s+(?:was|were|is|are|had\s+been)\s+"
    r"(?:entirely\s+|completely\s+)?(?:false|fake|untrue|unfounded|fabricated|baseless|not\s+true|a\s+hoax|wrong)\b"
    r"|^(?:but\s+|however,?\s+)*(?:[a-z'-]+\s+){0,8}?(?:denied\s+(?:it|holding|having|(?:that\s+)?(?:the|this|any|such|a)\s+(?:[a-z]+\s+){0,2}(?:reports?|claims?|rumou?rs?|posts?|meeting))\b|no\s+such\s+(?:meeting|session)(?!\s(?:[a-z]+\s){1,3}(?:announced|reported|publici[sz]ed|made\s+public)))\b"
)


def is_unreal(text: str) -> bool:
    """Whether a (folded) English sentence speaks of a meeting only as planned, called off or denied."""
    may_be_false = any(word in text for word in _CALLED_FALSE)
    if may_be_false and (false := _FALSE.search(text)) and _CLAIMED.search(text, 0, false.start()):
        return True
    doubted = text.startswith(_SUPPOSED) or any(word in text for word in _DOUBTS)
    if doubted and (refuted := _REFUTED.search(text)):
        done = _DONE.search(text)
        if not (done and done.start() < refuted.start()):
            return True
    left, taken = _NOT_DONE.subn(" ", text) if any(word in text for word in _MEETS) else (text, 0)
    return (taken > 0 or _AHEAD.search(text) is not None) and _DONE.search(left) is None


def denies(text: str) -> bool:
    """Whether a (folded) English sentence calls what was told before it untrue."""
    return _DENIAL.search(text) is not None


def is_plans_date(text: str, floor: int, position: int) -> bool:
    """Whether the date at `position` of an English text is that of a plan or a cancellation."""
    return _NOT_DONE.search(text, max(floor, position - _PLAN_REACH), position) is not None


# How far from the commission's name a rumour is told of as one, in characters; no sentence is longer.
_HEARSAY_REACH = 400
_HEARSAY = re.compile(
    r"假如|如果|倘若|假设|网传|网上(?:流|盛)?传|网络(?:流|上流|盛)传|坊间|谣传|传言|传闻|据传|误传|谎称|否认|辟谣|_{3}|[单多]选题|判断题|填空题"
)
_UNTRUE = re.compile(
    r"(?:系|是|为|属|纯属|均为|均系)(?:网络)?(?:谣言|谣传|虚构|捏造|不实|虚假|假消息|误传)|消息不实|信息不实|不属实|子虚乌有|并非事实"
)
_REFUTATION = re.compile(
    r"^(?:(?!会议|强调|指出|要求)[^。;]){0,30}?(?:该|这一|上述|此|相关|有关|网传)(?:消息|信息|说法|传闻|报道|传言|内容|视频|截图)[^。;]{0,12}?(?:不实|虚假|谣言|不属实|不真实|假的|捏造|编造)"
)
_REFUTING_TITLE = re.compile(r"辟谣|谣言[!。?]?$|系谣言|是谣言|不实[!。]?$")


def is_hearsay(text: str, start: int, mention: int, end: int) -> bool:
    """Whether the Chinese sentence text[start:end] gives the meeting of the commission named at `mention`
    as a rumour or denies it."""
    first, last = max(start, mention - _HEARSAY_REACH), min(end, mention + _HEARSAY_REACH)
    return bool(_HEARSAY.search(text, first, mention) or _UNTRUE.search(text, mention, last))


def refutes(text: str) -> bool:
    """Whether a Chinese sentence calls what was told before it untrue."""
    return _REFUTATION.search(text) is not None


def title_refutes(text: str) -> bool:
    """Whether a Chinese headline announces that its article refutes a rumour."""
    return _REFUTING_TITLE.search(text) is not None
