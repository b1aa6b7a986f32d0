"""Which sentences of a Chinese article tell of which commission's meeting."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from readouts.domain.gazetteer import Division
from readouts.domain.readout import Kind
from readouts.extractors import officials
from readouts.extractors.accounts import MOST_ACCOUNTS, Account, Accounts, Article
from readouts.extractors.announced import announces
from readouts.extractors.assertion import is_hearsay, refutes, title_refutes
from readouts.extractors.boundaries import BOILERPLATE, GOES_ON, ends_account, only_refers
from readouts.extractors.committees import BODY, ChineseCommittees, Mention, Role
from readouts.extractors.dealt import deal_out, is_still_of_all
from readouts.extractors.places import Place, Places, Tier, fits
from readouts.extractors.reading import Reading
from readouts.extractors.regions import Regions, same_place
from readouts.extractors.sentences import Sentence

_TOLD_ON = re.compile(
    r"^时间:|^\d{1,2}月\d{1,2}[日号](?:[上下]午)?$|会议|全会|强调|指出|要求|夸大|审议|传达|学习|出席|参加|列席|主持|国家安全|安全|风险|讲话|集会|要(?:坚|深|全|加|切|牢|严|把|以|突|着|扎|聚|压)"
)
_PLAIN_MEETING = re.compile(
    r"(?:召开|举行|主持|由[^,。]{2,12}主持)(?:了)?(?:第?[^,。;]{0,4}次|全体|专题|扩大)*(?:会议|集会)|[,日午]会议在[^,。;]{2,12}(?:召开|举行)|^(?:今天|昨天|近日|日前)?[^,。;]{0,6}会议"
)
_TOPIC_END = re.compile(r"(?:方面|也|同样|则)?[,:】\]]")
_REPORT = 6
_PARTY_CHIEF = re.compile(r"(?P<word>自治区党委|区党委|兵团党委|省委|市委|州委)书记")
_HOLDS = re.compile(r"(?:今天|昨天|近日|日前|[上下]午)?(?:组织)?(?:召开|举行|在)")
_DAY = re.compile(r"[^,。;]{0,12}?(?<!\d)(\d{1,2})月(\d{1,2})日(?!电|讯|消息|\(记者)")
_MEETS = re.compile(r"召开|举行|主持|会议|会上")
_OTHERS_MEETING = re.compile(r"常委会|政府|人大|政协|政法|纪委|理论学习|中心组|领导小组|公安")


class ChineseAccounts:
    """Walks through the sentences once and deals them out."""

    def __init__(self, places: Places, regions: Regions, committees: ChineseCommittees) -> None:
        self._places = places
        self._regions = regions
        self._committees = committees

    def of(self, article: Article) -> Accounts:
        """The meetings that the article reports, in its order."""
        if title_refutes(article.title.text):
            return Accounts((), digest=False)
        accounts, shared, digest = self._walk(article)
        for sentence, divisions in shared:
            mention = self._body(article.body, sentence)
            deal_out(article, accounts, sentence, divisions, mention)
        if not accounts:
            accounts = self._from_title(article)
        for sentence, divisions in shared:
            for account in accounts:
                if account.places and same_place(account.places, divisions):
                    account.shared.append(sentence)
        return Accounts(tuple(accounts), digest or len(accounts) > 1)

    def events(self, reading: Reading, sentence: Sentence) -> list[Mention]:
        """The mentions in this sentence that report a meeting."""
        mentions = self._committees.mentions(reading.text, sentence)
        return [m for m in mentions if _is_event(reading, sentence, m)]

    def _walk(
        self, article: Article
    ) -> tuple[list[Account], list[tuple[Sentence, tuple[Division, ...]]], bool]:
        accounts: list[Account] = []
        shared: list[tuple[Sentence, tuple[Division, ...]]] = []
        current: Account | None = None
        digest = False
        for i, sentence in enumerate(article.sentences):
            opens = i == 0 or article.sentences[i - 1].paragraph != sentence.paragraph
            mentions = list(self._committees.mentions(article.body.text, sentence))
            together = self._several(article.body, sentence, mentions)
            if not together and shared and not opens and shared[-1][0] == article.sentences[i - 1]:
                together = shared[-1][1] if is_still_of_all(sentence) else ()
            event = self._event(article.body, sentence, mentions, bool(shared))
            event = event or self._announced(article, i, mentions)
            if together:
                shared.append((sentence, together))
                current = None
            elif event and len(accounts) < MOST_ACCOUNTS:
                current = self._account(accounts, current, event, _report(article, i))
            elif current and refutes(sentence.text):
                accounts.remove(current)
                current = None
            elif (opens and _refers(mentions)) and only_refers(sentence):
                digest = True
                current = None
            elif ends_account(sentence, opens) or self._is_elsewhere(article.body, sentence, current):
                digest |= not BOILERPLATE.match(sentence.text)
                current = None
            elif current and (not opens or _TOLD_ON.search(sentence.text)):
                current.own.append(sentence)
        return accounts, shared, digest

    def _event(
        self, reading: Reading, sentence: Sentence, mentions: list[Mention], round_up: bool
    ) -> Mention | None:
        events = [m for m in mentions if _is_event(reading, sentence, m)]
        if events:
            return self._owned(reading, sentence, next((e for e in events if e.places), events[0]))
        return self._chiefs_meeting(reading, sentence) if round_up else None

    def _announced(self, article: Article, place: int, mentions: Sequence[Mention]) -> Mention | None:
        named = next((m for m in mentions if announces(article, place, m)), None)
        return named and self._owned(article.body, article.sentences[place], replace(named, role=Role.EVENT))

    def _owned(self, reading: Reading, sentence: Sentence, event: Mention) -> Mention:
        """云南省委书记...主持召开省委国家安全委员会会议: the post says whose commission it is."""
        if event.places:
            return event
        for place in self._regions.committees_in(reading.text, sentence.start, sentence.end, event.tier):
            return replace(event, places=place.divisions, owner=(place.start, place.end))
        if event.tier is Tier.ZONE:
            zone = self._committees.zone_in(reading.text, sentence.start, sentence.end)
            return replace(event, places=zone.divisions, owner=(zone.start, zone.end)) if zone else event
        topic = self._host(reading, sentence, event) or self._topic(reading, sentence)
        if topic and any(fits(division, event.tier) for division in topic.divisions):
            return replace(event, places=topic.divisions, owner=(topic.start, topic.end))
        return event

    def _host(self, reading: Reading, sentence: Sentence, event: Mention) -> Place | None:
        """霍邱县 in 霍邱县召开县委国家安全委员会会议."""
        for verb in _HOLDS.finditer(reading.text, sentence.start, event.start):
            place = self._places.ending_at(reading.text, verb.start(), event.tier)
            if place and place.start >= sentence.start:
                return place
        return None

    def _topic(self, reading: Reading, sentence: Sentence) -> Place | None:
        """The place that a sentence says it is about: 甘肃方面, ... / 在甘肃, ..."""
        start = sentence.start + sentence.text.startswith(("在", "【", "["))
        place = self._places.starting(reading.text, start)
        return place if place and _TOPIC_END.match(reading.text, place.end, sentence.end) else None

    def _is_elsewhere(self, reading: Reading, sentence: Sentence, current: Account | None) -> bool:
        """Whether the sentence is about another region's leaders than the account that it follows."""
        if not current or not current.places or GOES_ON.match(sentence.text):
            return False
        regions = {division.region for division in current.places}
        topic = self._topic(reading, sentence)
        named = [topic] if topic else []
        committees = self._regions.committees_in(reading.text, sentence.start, sentence.end, Tier.ANY)
        named += [place for place in committees if reading.text.startswith("书记", place.end)]
        return bool(named) and not any(d.region in regions for place in named[:1] for d in place.divisions)

    def _chiefs_meeting(self, reading: Reading, sentence: Sentence) -> Mention | None:
        """In a round-up: 重庆市委书记袁家军主持召开会议, without naming the commission again."""
        if not _MEETS.search(sentence.text) or _OTHERS_MEETING.search(sentence.text):
            return None
        for match in _PARTY_CHIEF.finditer(reading.text, sentence.start, sentence.end):
            tier = _tier(match["word"])
            for place in self._regions.committees_in(reading.text, sentence.start, match.end(), tier):
                return Mention(place.start, match.end(), Role.EVENT, tier, place.divisions)
        named = self._places.starting(reading.text, sentence.start)
        if named and reading.text.startswith("的会议", named.end):  # 宁夏的会议6月28日召开
            return Mention(named.start, named.end, Role.EVENT, Tier.ANY, named.divisions)
        return None

    def _several(self, reading: Reading, sentence: Sentence, mentions: list[Mention]) -> tuple[Division, ...]:
        """The divisions that one sentence says met, where there are two or more."""
        if not _MEETS.search(sentence.text) or (
            "国家安全" not in sentence.text and "国安" not in sentence.text
        ):
            return ()
        together = [m for pair in pairwise(mentions) if _met_alike(reading.text, *pair) for m in pair]
        if together:
            return tuple(p for m in together for p in m.places)
        if any(m.places and m.role is Role.EVENT for m in mentions):
            return ()
        provinces = {p.divisions[0].code: p.divisions[0] for p in self._provinces(reading, sentence)}
        listed = "、" in sentence.text or "和" in sentence.text
        return tuple(provinces.values()) if len(provinces) > 1 and listed and _dealt_out(sentence) else ()

    def _body(self, reading: Reading, sentence: Sentence) -> Mention | None:
        """Where a sentence about several commissions names them."""
        match = BODY.search(reading.text, sentence.start, sentence.end)
        return Mention(*match.span(), Role.EVENT, Tier.ANY, ()) if match else None

    def _provinces(self, reading: Reading, sentence: Sentence) -> Iterator[Place]:
        for place in self._places.provinces_in(reading.text, sentence.start, sentence.end):
            person = officials.name_ending_at(reading.text, sentence.start, place.end)
            if not (person and person.post and person.start < place.start):
                yield place

    def _account(
        self, accounts: list[Account], current: Account | None, event: Mention, report: Sequence[Sentence]
    ) -> Account:
        """The account that the first sentence of `report`, its paragraph from there on, belongs to."""
        sentence = report[0]
        for account in [current] if current else accounts[-1:]:
            told_alike = account.tier is event.tier and same_place(account.places, event.places)
            if told_alike and not (_chairs_differ(account, event, report) or _days_differ(account, sentence)):
                account.own.append(sentence)
                account.places = account.places or event.places
                return account
        account = Account(Kind.MEETING, event.tier, event.places, event, sentence, [sentence])
        accounts.append(account)
        return account

    def _from_title(self, article: Article) -> list[Account]:
        """A headline names the body, the text only says that a meeting was held."""
        for sentence in article.headline:
            for event in self.events(article.title, sentence)[:1]:
                return [self._below(article, event)]
        return []

    def _below(self, article: Article, event: Mention) -> Account:
        anchor = _plain_meeting(article)
        account = Account(Kind.MEETING, event.tier, event.places, event, anchor, [], in_title=True)
        for i, sentence in enumerate(article.sentences):
            opens = i == 0 or article.sentences[i - 1].paragraph != sentence.paragraph
            if anchor is None or sentence.start < anchor.start:
                continue
            if sentence != anchor and ends_account(sentence, opens):
                break
            if _TOLD_ON.search(sentence.text):
                account.own.append(sentence)
        return account


def _chairs_differ(account: Account, event: Mention, report: Sequence[Sentence]) -> bool:
    """Whether somebody else presided over a meeting of which one report names no place."""
    if account.places and event.places:
        return False
    here, there = _presider(report), _presider(account.own)
    return here is not None and there is not None and here != there


def _days_differ(account: Account, sentence: Sentence) -> bool:
    """Whether a later paragraph begins with another day than the account does."""
    anchor = account.anchor
    if anchor is None or account.own[-1].paragraph == sentence.paragraph:
        return False
    here, there = _DAY.match(anchor.text), _DAY.match(sentence.text)
    return here is not None and there is not None and here.groups() != there.groups()


def _report(article: Article, start: int) -> Sequence[Sentence]:
    """A few sentences of the paragraph, from this one on."""
    here = article.sentences[start : start + _REPORT]
    return [sentence for sentence in here if sentence.paragraph == here[0].paragraph]


def _refers(mentions: list[Mention]) -> bool:
    return any(mention.role in (Role.NAME, Role.OFFICE) for mention in mentions)


def _presider(sentences: Sequence[Sentence]) -> str | None:
    people = (officials.presider(s.text, 0, len(s.text)) for s in sentences[:_REPORT])
    return next((person.name for person in people if person), None)


def _is_event(reading: Reading, sentence: Sentence, mention: Mention) -> bool:
    return mention.role is Role.EVENT and not is_hearsay(
        reading.text, sentence.start, mention.start, sentence.end
    )


def _met_alike(text: str, one: Mention, other: Mention) -> bool:
    """安徽省委国安委、重庆市委国安委相继召开会议: two places, and not one that conveys the other."""
    if same_place(one.places, other.places):
        return False
    listed = text[one.end : other.start] in ("、", "和", "与", "及", "以及", ",")
    return listed or (one.role is Role.EVENT and other.role is Role.EVENT)


def _tier(word: str) -> Tier:
    if word.endswith("区党委"):
        return Tier.AUTONOMOUS
    return {"兵": Tier.CORPS, "省": Tier.PROVINCE, "市": Tier.CITY, "州": Tier.PREFECTURE}[word[0]]


def _dealt_out(sentence: Sentence) -> bool:
    return (
        re.search(
            r"等(?:地|省|多|[一二三四五六七八九十\d])|多地|分别|相继|陆续|先后|均|都|各地|也", sentence.text
        )
        is not None
    )


def _plain_meeting(article: Article) -> Sentence | None:
    """The sentence that says no more than that a meeting was held, its name being in the headline."""
    held = [
        s for s in article.sentences if _PLAIN_MEETING.search(s.text) and not _OTHERS_MEETING.search(s.text)
    ]
    people = (
        officials.presider(s.text, 0, len(s.text)) or officials.speaker(s.text, 0, len(s.text))
        for s in article.headline
    )
    names = [person.name for person in people if person]
    return next((s for s in held if any(name in s.text for name in names)), held[0] if held else None)
