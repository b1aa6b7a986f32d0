"""Where: whose commission it was. Named in the text, or told by the dateline, the source, its address,
the chair, or the words of the report - in this order; a person's name never yields a place."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from readouts.domain.gazetteer import Division, Level
from readouts.domain.item import Item
from readouts.domain.text import fold
from readouts.extractors.places import CORPS, LEVELS, MUNICIPALITIES, Place, Places, Tier, fits, holds, one_of
from readouts.extractors.publishers import Publishers
from readouts.extractors.reading import Reading
from readouts.extractors.sentences import Sentence

_DATELINE = re.compile(r"\d{1,2}月\d{1,2}日(?:[上下]午)?(?:电|讯|\(|,?\s*记者)|[讯电](?=[\s(,:】])")
# 长江日报讯, 据《安徽日报》报道: whose paper tells it.
_PAPER = re.compile(
    r"(?:据|^|(?<=\s))\s?[《\"【\[(]?(?P<name>[\u3400-\u9fff]{2,8}?(?:日报|晚报|新闻|在线|报|网|发布|观察|融媒(?:体(?:中心)?)?))[》\"]?(?P<told>讯|消息|报道|[\u3400-\u9fff]{0,6}客户端|\(|\d{1,2}月\d{1,2}日[讯电])"
)
# 遵义发布 2023-08-02 18:11 发表于贵州 is how a public account heads its posts.
_CREDIT = re.compile(
    r"(?:(?:来源|稿源)\s*[:|丨]\s*[《\"]?|发表于(?:中国)?|^(?=[\u3400-\u9fff]{2,8}发布\s{1,3}20\d\d)|[(](?=[\u3400-\u9fff]{2,10}(?:发布|[日晚]报|融媒(?:体中心)?|新闻网)[)]))"
    r"(?P<name>[\u3400-\u9fff]{2,12})",
    re.MULTILINE,
)
_TOP, _FOOT = 800, 400  # characters of a page
_ENGLISH_PAPER = re.compile(r"\b(?P<name>(?:inner\s+)?[a-z]+\s+daily)\b")
_COMMITTEES = re.compile(r"自治区党委|区党委|兵团党委|[市州县]党委|[省市州盟地县旗区]委(?!员)")
_ADMINISTRATION = re.compile(
    r"自治区|[省市州盟县旗区](?=人民政府|政府|纪委|人大|政协)|(?<!代)[省市州盟县旗区](?=长)"
)
_OPENED = re.compile(r":|(?:召开|举行)[^,。;]{0,20}?(?:国家安全委|国安委)")
_AT = re.compile("在")
_MET_THERE = re.compile(r"[^,。;在]{0,10}?(?:召开|举行|开会)(?!的(?!.{0,14}(?:国家安全|国安)))")
# 会议指出,武汉是超大城市: speaking of itself.
_OF_ITSELF = re.compile(r"(?:指出|强调|要求|认为)[,:]\"?(?=[\u3400-\u9fff]{2,12}?(?:是|作为|地处|位于|处于))")
_IS = re.compile(r"是|作为|地处|位于|处于")
# 分析研判昆明安全形势, 推动滁州高质量发展: whose matters a party committee speaks of.
_MATTERS = re.compile(
    r"市?(?:安全(?:形势|稳定|工作)|社会(?:大局|稳定)|高质量发展|高水平安全|现代化建设|经济社会|长治久安|实际)"
)
_OUR_OWN = re.compile(r"(?:平安|法治|美丽|幸福|数字|现代化(?:新|美好)?|美好)(?=[\u3400-\u9fff])")


@dataclass(frozen=True, slots=True)
class Located:
    """Whose commission: the province-level division, the city or county where it is known, and how
    that was told. `start`/`end` are where the text says it, None where it is not in the text."""

    region: Division
    division: Division | None
    level: Level
    way: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Hint:
    """A division that the surroundings of an article suggest."""

    division: Division
    way: str
    start: int | None = None
    end: int | None = None


class Regions:
    """Tells whose commission a mention is. Built once."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._publishers = Publishers(places)

    def named(self, divisions: Sequence[Division], tier: Tier, hints: Sequence[Hint]) -> Division | None:
        """The one division meant by a name, with what surrounds it where the name alone is not enough."""
        if len(divisions) <= 1:
            return divisions[0] if divisions else None
        for hint in hints:
            inside = one_of(divisions, hint.division) or one_of(divisions, self.province(hint.division))
            if inside:
                return inside
        if tier is Tier.CITY:  # 吉林市 the prefecture city, not one of its counties
            return one_of(d for d in divisions if d.level is not Level.COUNTY)
        return None

    def province(self, division: Division) -> Division:
        """The province-level division that holds it; the corps counts as itself."""
        if division.code == CORPS:
            return division
        return self._places.gazetteer.by_code[division.code[:2] + "0000"]

    def division(self, code: str) -> Division:
        """The division with this GB/T 2260 code; raises KeyError where there is none."""
        return self._places.gazetteer.by_code[code]

    def spot(self, sentences: Sequence[Sentence], division: Division) -> tuple[int, int] | tuple[None, None]:
        """Where English sentences name this division, or a place in it."""
        for sentence in sentences:
            for place in self._places.english_in(sentence.text):
                if any(holds(division, d) for d in place.divisions):
                    return sentence.start + place.start, sentence.start + place.end
        return None, None

    def county_in(self, sentences: Sequence[Sentence], within: Division) -> Division | None:
        """The county inside `within` that English sentences name."""
        found = (self._places.county_in(sentence.text, within) for sentence in sentences)
        return next((county for county in found if county), None)

    def located(
        self, division: Division, way: str, start: int | None = None, end: int | None = None
    ) -> Located:
        """A division that is known exactly."""
        top = division.level is Level.PROVINCE and division.code != CORPS
        return Located(self.province(division), None if top else division, division.level, way, start, end)

    def by_hint(self, hint: Hint, tier: Tier) -> Located | None:
        """What a nameless 省委 or 市委 means where the surroundings are of this division."""
        province = self.province(hint.division)
        if fits(hint.division, tier) and tier is not Tier.ANY:
            return self.located(hint.division, hint.way, hint.start, hint.end)
        if fits(province, tier):
            return self.located(province, hint.way, hint.start, hint.end)
        if tier not in LEVELS or (tier is Tier.CITY and province.code in MUNICIPALITIES):
            return None
        return Located(province, None, LEVELS[tier], hint.way, hint.start, hint.end)

    def committees_in(self, text: str, start: int, end: int, tier: Tier) -> Iterator[Place]:
        """Named party committees of this tier in Chinese text (安徽|省委书记), from left to right."""
        for pattern in (_COMMITTEES, _ADMINISTRATION):
            for match in pattern.finditer(text, start, end):
                whole = 3 if match[0].startswith("自治区") else 2 if match[0].startswith("兵团") else 1
                for stop in (match.start() + whole, match.start()):
                    place = self._places.ending_at(text, stop, tier)
                    if place and place.start >= start:
                        yield Place(place.start, match.end(), place.divisions)
                        break

    def dateline(self, text: str, start: int, end: int) -> Hint | None:
        """杭州 in 杭州4月14日电."""
        for match in _DATELINE.finditer(text, start, end):
            place = self._places.any_ending_at(text, match.start())
            division = self.named(place.divisions, Tier.CITY, ()) if place else None
            if place and division:
                return Hint(division, "dateline", place.start, match.end())
        return None

    def opening(self, text: str, tier: Tier) -> Hint | None:
        """六安 in 六安:市委国安委会议举行, 六安召开市委国安委会议; 崆峒区 in 平凉市崆峒区:区委国安委..."""
        place = self._places.leading(text, 0)
        division = self._meant(place.divisions, tier) if place else None
        if place and division and _OPENED.match(text, place.end):
            return Hint(division, "title")
        return None

    def _meant(self, divisions: Sequence[Division], tier: Tier) -> Division | None:
        """The city so called, but for a county's committee the county: 朝阳 is a city and two districts."""
        counties = [d for d in divisions if tier is Tier.COUNTY and fits(d, tier)]
        return one_of(counties) if counties else self.named(divisions, Tier.CITY, ())

    def byline(self, reading: Reading, sentence: Sentence) -> Hint | None:
        """安徽 in 安徽日报讯, Anhui in "the Anhui Daily reported": the paper that the report is from."""
        match = (_PAPER if reading.chinese else _ENGLISH_PAPER).search(sentence.text)
        division = self._publishers.of_name(match["name"]) if match else None
        if match and division:
            return Hint(division, "byline", *(sentence.start + place for place in match.span("name")))
        return None

    def credited(self, reading: Reading) -> Iterator[Hint]:
        """河南日报 in 来源:河南日报, at the top or the foot of a page."""
        length = len(reading.text)
        for start, end in ((0, _TOP), (max(_TOP, length - _FOOT), length)):
            for match in _CREDIT.finditer(reading.text, start, end):
                if division := self._publishers.of_name(match["name"]):
                    yield Hint(division, "byline", *match.span("name"))

    def above(self, text: str, start: int, end: int) -> Iterator[Hint]:
        """江西 in 江西省委常委、新区党工委书记: on whose party committee the chair sits."""
        if text.find("委常委", start, end) < 0:
            return
        for tier in (Tier.PROVINCE, Tier.AUTONOMOUS, Tier.CITY):
            for place in self.committees_in(text, start, end, tier):
                if text.startswith("常委", place.end) and len(place.divisions) == 1:
                    yield Hint(place.divisions[0], "words", place.start, place.end)

    def topic(self, sentences: Sequence[Sentence]) -> Located | None:
        """The one place that the English sentences name, the last of them first."""
        for sentence in reversed(sentences):
            named = list(self._places.english_in(sentence.text))
            if named:
                division = named[0].divisions[0]
                alone = len({place.divisions[0].region for place in named}) == 1
                spot = (sentence.start + named[0].start, sentence.start + named[0].end)
                return self.located(division, "topic", *spot) if alone else None
        return None

    def of_headline(self, headline: Sequence[Sentence]) -> Division | None:
        """The one place that an English headline names."""
        named = [place.divisions[0] for s in headline for place in self._places.english_in(s.text)]
        return named[0] if len({division.region for division in named}) == 1 else None

    def seat(self, text: str, start: int, end: int) -> Hint | None:
        """银川 in 会议在银川召开: where it met tells whose an unnamed committee is."""
        for match in _AT.finditer(text, start, end):
            place = self._places.starting(text, match.end())
            division = self.named(place.divisions, Tier.CITY, ()) if place else None
            if place and division and _MET_THERE.match(text, place.end, end):
                return Hint(division, "seat", place.start, place.end)
        return None

    def of_source(self, item: Item) -> Iterator[Hint]:
        """What the source says of itself: its region, its address, its name."""
        given = self._places.gazetteer.province(item.region) if item.region else None
        if given:
            yield Hint(given, "source")
        by_address = self._publishers.of_address(item.url)
        if by_address:
            yield Hint(by_address, "address")
        by_name = self._publishers.of_name(fold(item.source)) if item.source else None
        if by_name:
            yield Hint(by_name, "source")

    def of_words(self, text: str, start: int, end: int, tier: Tier) -> Iterator[Hint]:
        """What a party committee calls its own: 建设更高水平的平安安徽."""
        for match in _OUR_OWN.finditer(text, start, end):
            place = self._places.starting(text, match.end())
            division = self._meant(place.divisions, tier) if place else None
            if place and division and place.end <= end:
                yield Hint(division, "words", match.start(), place.end)
        for match in _OF_ITSELF.finditer(text, start, end):
            place = self._places.starting(text, match.end())
            division = self._meant(place.divisions, tier) if place else None
            if place and division and _IS.match(text, place.end, end):
                yield Hint(division, "words", place.start, place.end)

    def of_matters(self, text: str, sentences: Sequence[Sentence], tier: Tier) -> Iterator[Hint]:
        """The one place whose safety or growth these Chinese sentences speak of: 昆明 in 昆明安全形势."""
        found: dict[str, Hint] = {}
        for sentence in sentences:
            for match in _MATTERS.finditer(text, sentence.start, sentence.end):
                place = self._places.any_ending_at(text, match.start())
                division = self._meant(place.divisions, tier) if place else None
                if place and division and place.start >= sentence.start and fits(division, tier):
                    found.setdefault(division.code, Hint(division, "words", place.start, place.end))
        if len(found) == 1:
            yield from found.values()


def same_place(one: Sequence[Division], other: Sequence[Division]) -> bool:
    """Whether two mentions can be of one division; a nameless one can be of any."""
    return (
        not one
        or not other
        or any(a.code == b.code or (holds(a, b) and holds(b, a)) for a in one for b in other)
    )
