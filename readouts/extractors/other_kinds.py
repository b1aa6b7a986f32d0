"""What is no meeting of a regional commission: the central one's, study sessions, offices, mentions."""

import re
from collections.abc import Iterable
from datetime import date

from readouts.domain.readout import Kind
from readouts.extractors import dates
from readouts.extractors.accounts import Account, Article
from readouts.extractors.committees import ChineseCommittees, Mention, Role
from readouts.extractors.english_committees import EnglishCommittees
from readouts.extractors.places import Places, Tier
from readouts.extractors.reading import Reading
from readouts.extractors.sentences import Sentence

_LEAD = 5
_CENTRAL = re.compile(
    r"习近平[^。;]{0,40}(?:主持召开|在|出席)[^。;]{0,12}中央国家安全委员会(?:第[一二三四五六七八九十]+次)?(?:全体)?会议(?!精神|上的)"
)
# The same without its chair: what he said follows. It has to be dated, for explainers say it like this too.
_CENTRAL_MET = re.compile(
    r"中央国(?:家安全委员会|安委)(?:(?!精神|常务|委员|主席)[^,。;]){0,24}?(?:召开|举行|主持(?!人))(?!以来|[之前后])"
    r"|(?:召开|举行)[^,。;]{0,10}中央国(?:家安全委员会|安委)[^,。;]{0,10}?会议(?!精神|上的|部署|要求)"
)
_PASSED_ON = re.compile(r"传达|学习|贯彻|落实|按照|根据|围绕")
_CENTRAL_BODY = re.compile(r"中央国家安全委员会(?!主席|副主席|常务|委员)")
_LOOKING_BACK = re.compile(
    r"首次提出|以来|年前|周年|创造性提出|提出(?:了)?总体国家安全观|曾|纪念|历史"
    r"|ago\b|inaugural|last year|(?<!time )since\b"
)
_CENTRAL_EN = re.compile(
    r"(?<!municipal )(?<!provincial )(?<!regional )(?<!prefectural )(?<!county )(?<!district )(?<!city )"
    r"\b(?:central\s+)?national\s+security\s+(?:commission|committee|council)\b"
    r"(?!\s+of\s+the\s+(?:(?!central\b)[a-z'-]+\s+){0,5}?(?:party\s+)?committee\b)"
)
_XI = re.compile(r"\bxi\s+jinping\b|\bpresident\s+xi\b|\bchinese\s+leader\b")
_MEETING_EN = re.compile(
    r"\b(?:meeting|session|presided|convened|met|(?:xi|president|leader|jinping)\s+chaired)\b"
)
_NEWS_AGE_DAYS = 20
_STUDY = re.compile(
    r"(?P<word>自治区党委|区党委|[省市州盟地县旗区]委)?(?:常委会)?(?:党委)?(?:理论学习)?中心组"
)
_STUDIES = re.compile(r"学习|研讨|集中|举行|召开")
_SECURITY = re.compile(r"总体国家安全观|国家安全")
_STUDY_IN_ENGLISH = re.compile(
    r"\b(?:theoretical|theory)\s+(?:study|learning)\s+(?:(?:center|central|centre)\s+)?(?:group|session)s?\b"
)
_POLITBURO = re.compile(r"\bpolit(?:ical\s+)?buro\b|\bpolitical\s+bureau\b")
_ENGLISH_TIERS = (("provincial", Tier.PROVINCE), ("municipal", Tier.CITY), ("county", Tier.COUNTY))
_OFFICE_ACTS = re.compile(r"召开|举行|印发|发布|通知|通告|公告|开展|组织|举办|部署|联合|启动")
_TIERS = {"省": Tier.PROVINCE, "市": Tier.CITY, "县": Tier.COUNTY, "旗": Tier.COUNTY}


class OtherKinds:
    """Looks for the kinds that are no meeting, once no meeting was found."""

    def __init__(self, places: Places, chinese: ChineseCommittees, english: EnglishCommittees) -> None:
        self._places = places
        self._chinese = chinese
        self._english = english

    def of(self, article: Article) -> Account | None:
        """At most one account: a central meeting, a study session, an office's act or a mention."""
        if article.body.chinese:
            return self._central(article) or self._study(article) or self._named(article)
        return _central_in_english(article) or self._study_in_english(article) or self._named(article)

    def _central(self, article: Article) -> Account | None:
        for sentence in article.sentences[:_LEAD]:
            if _is_central(article, sentence) and not _LOOKING_BACK.search(sentence.text):
                body = _CENTRAL_BODY.search(article.body.text, sentence.start, sentence.end)
                return _whole(Kind.CENTRAL, Tier.ANY, _centre(body), sentence, article)
        return None

    def _study(self, article: Article) -> Account | None:
        parts = [*article.parts()][: _LEAD + 1]
        if not any(_SECURITY.search(sentence.text) for _, sentence in parts):
            return None
        for reading, sentence in parts:
            match = _STUDY.search(reading.text, sentence.start, sentence.end)
            if match and _STUDIES.search(sentence.text):
                mention = self._owner(reading, match, sentence)
                anchor = sentence if reading is article.body else None
                account = _whole(Kind.STUDY, mention.tier, mention, anchor, article)
                account.in_title = anchor is None
                return account
        return None

    def _study_in_english(self, article: Article) -> Account | None:
        """A study session about national security, of a party committee that is not the Politburo's."""
        lead = " ".join(sentence.text for _, sentence in [*article.parts()][: _LEAD + 1])
        if "national security" not in lead or _POLITBURO.search(lead):
            return None
        for sentence in article.sentences[:_LEAD]:
            match = _STUDY_IN_ENGLISH.search(article.body.text, sentence.start, sentence.end)
            if match:
                places = next((p.divisions for p in self._places.english_in(sentence.text)), ())
                tier = next((tier for word, tier in _ENGLISH_TIERS if word in sentence.text), Tier.ANY)
                mention = Mention(match.start(), match.end(), Role.NAME, tier, places)
                return _whole(Kind.STUDY, tier, mention, sentence, article)
        return None

    def _owner(self, reading: Reading, match: re.Match[str], sentence: Sentence) -> Mention:
        word = match["word"] or ""
        tier = (
            Tier.AUTONOMOUS
            if word.endswith("区党委")
            else _TIERS.get(word[:1], Tier.COUNTY if word else Tier.ANY)
        )
        place = None
        if word:
            start = match.start()
            place = self._places.ending_at(reading.text, start + 1, tier) or self._places.ending_at(
                reading.text, start, tier
            )
        start = max(place.start, sentence.start) if place else match.start()
        return Mention(start, match.end(), Role.NAME, tier, place.divisions if place else ())

    def _named(self, article: Article) -> Account | None:
        found = [(r, s, m) for r, s in article.parts() for m in self._mentions(r, s) if not m.several]
        for reading, sentence, mention in [*_offices(found), *found]:
            kind = Kind.OFFICE if mention.role is Role.OFFICE and _acts(reading, sentence) else Kind.MENTION
            in_title = reading is article.title
            own = [] if in_title else [sentence]
            return Account(
                kind,
                mention.tier,
                mention.places,
                mention,
                None if in_title else sentence,
                own,
                in_title=in_title,
            )
        return None

    def _mentions(self, reading: Reading, sentence: Sentence) -> Iterable[Mention]:
        finder = self._chinese if reading.chinese else self._english
        return finder.mentions(reading.text, sentence)


def _offices(
    found: list[tuple[Reading, Sentence, Mention]],
) -> list[tuple[Reading, Sentence, Mention]]:
    return [f for f in found if f[2].role is Role.OFFICE and _acts(f[0], f[1])]


def _acts(reading: Reading, sentence: Sentence) -> bool:
    return reading.chinese and _OFFICE_ACTS.search(sentence.text) is not None


def _whole(
    kind: Kind, tier: Tier, mention: Mention | None, anchor: Sentence | None, article: Article
) -> Account:
    places = mention.places if mention else ()
    return Account(kind, tier, places, mention, anchor, list(article.sentences))


def _is_central(article: Article, sentence: Sentence) -> bool:
    """Whether the sentence reports a fresh meeting of the central commission."""
    chaired = _CENTRAL.search(sentence.text)
    if chaired and not _PASSED_ON.search(sentence.text, 0, chaired.start()):
        return _is_news(article, sentence)
    met = _CENTRAL_MET.search(sentence.text)
    if not met or _PASSED_ON.search(sentence.text, 0, met.start()):
        return False
    dated = any(_stated(article, sentence))
    return dated and any("习近平" in s.text for _, s in _lead(article)) and _is_news(article, sentence)


def _lead(article: Article) -> list[tuple[Reading, Sentence]]:
    return [*article.parts()][: len(article.headline) + _LEAD]


def _stated(article: Article, sentence: Sentence) -> list[date]:
    found = dates.chinese(article.body.text, sentence.start, sentence.end, article.published)
    return [one.day for one in found if one.day]


def _is_news(article: Article, sentence: Sentence) -> bool:
    """Whether the meeting that the sentence dates is fresh; without dates it is taken to be."""
    published = article.published
    stated = _stated(article, sentence)
    return not stated or published is None or (published - stated[0]).days <= _NEWS_AGE_DAYS


def _central_in_english(article: Article) -> Account | None:
    for sentence in article.sentences[:_LEAD]:
        body = _CENTRAL_EN.search(article.body.text, sentence.start, sentence.end)
        named = body and _MEETING_EN.search(sentence.text)
        lead = " ".join(s.text for s in [*article.headline, *article.sentences[:_LEAD]])
        if named and _XI.search(lead) and not _LOOKING_BACK.search(sentence.text):
            return _whole(Kind.CENTRAL, Tier.ANY, _centre(body), sentence, article)
    return None


def _centre(body: re.Match[str] | None) -> Mention | None:
    return Mention(body.start(), body.end(), Role.EVENT, Tier.ANY, ()) if body else None
