"""What one sentence of an English article says of itself, before it is dealt out to a meeting."""

import re
from dataclasses import dataclass

from readouts.domain.gazetteer import Division
from readouts.extractors.committees import Mention, Role
from readouts.extractors.english_dates import A_DAY
from readouts.extractors.english_elsewhere import (
    ACCUSED,
    BOILERPLATE,
    CENTRE,
    ELSEWHERE,
    FALLEN,
    IN_A_YEAR,
    MEETING_OF_ANOTHER,
    OF_OTHERS,
    OTHER_BODY,
    OTHER_EVENT,
    OUTSIDERS,
    SAID_BY_AN_EXPERT,
    STAYED_AWAY,
    STUDIED,
    VISITED,
    XI_PRESIDES,
)
from readouts.extractors.english_wording import HELD, SAID
from readouts.extractors.officials import Person
from readouts.extractors.sentences import Sentence

_THE_MEETING = re.compile(
    r"\b(?:the|this|[a-z]+day's)\s+(?:[a-z]+\s+)?(?:meeting|session|plenary|readout|gathering)\b"
)
# Ren Zhenhe, deputy secretary and governor, attended.
_ATTENDED = re.compile(
    r"\b(?:attended|(?:was|were)\s+(?:also\s+)?(?:present|there|in\s+attendance)|participated|took\s+part)\s*\.?$"
)
# A bullet or a number before the first word.
BULLET = r"(?:[-*•–—·\d./()\[\]#]+\s+)?[*_\"]{0,3}"
GOES_ON = re.compile(
    rf"^{BULLET}(?:(?:according\s+to\s+)?(?:the\s+)?(?:[a-z]+\s+){{1,2}}daily,\s+the\s+(?:meeting|session)|he|she|it|they|participants|officials|other|according\s+to\s+the\s+(?:official\s+)?(?:readout|statement|report)"
    r"|the\s+(?:[a-z]+\.?\s+\d{1,2}(?:st|nd|rd|th)?\s+|\d{1,2}\s+[a-z]+\s+|[a-z]+day(?:'s)?\s+)?(?:meeting|session|readout|statement|participants|conference|report|officials?"
    r"|(?:(?:provincial|municipal|regional|prefectural|city|county|district|local)\s+)?(?:commission|committee)"
    r"|party\s+(?:chief|secretary|boss|leader)|plenary|gathering|body|panel"
    r"|province|city|region|municipality)|(?:topics?|themes?|key\s*words?|agenda)(?=\s*:)"
    r"|(?:vice[- ])?(?:governor|mayor)|in\s+(?:the|his|her)\s+(?:speech|remarks|address))\b"
)
# The meeting stressed that Tianjin had to be a moat for Beijing.
_OF_ONE = re.compile(
    r"(?:(?:with|as|while|given|since)\s[^.;]{3,120}?,\s)?(?:the\s+(?:meeting|session|plenary|conference|readout|gathering)|he|she|it)\s"
)
# Ying Yong, who was sent from Shanghai to Hubei, told a meeting
_OF_A_PERSON = re.compile(
    r"[a-z]+(?:\s[a-z']+){1,2},\swho\s[^.;]{5,160}?,\s(?:told|chaired|presided|convened|urged|addressed|led)\b"
)
_PRESIDED_OVER_IT = re.compile(
    r"\b(?:presided\s+over|chaired)\s+(?:the|this|that)\s+(?:[a-z]+\s+)?(?:meeting|session|plenary)\b(?!\s+of)"
)
_DEMANDS = re.compile(
    r"\b(?:quoted\s+(?:him|her)\s+as|must|it\s+is\s+necessary|efforts\s+(?:should|must|were|to)|(?:he|she)\s+(?:also\s+)?(?:said|added|noted|stressed|told|urged|warned|called)"
    r"|(?:was|were)\s+(?:also\s+)?(?:stressed|listed|discussed|emphasi[sz]ed|reviewed|highlighted|adopted|approved|mentioned|told|urged|asked|required|ordered|named|singled)"
    r"|(?:were|was)\s+(?:among\s+the|another\s+(?:focus|priority|theme|topic))|(?:instructions?|orders?|tasks?|demands|priorities|points)\s+(?:he|she)\s+(?:gave|set|made|listed|named))\b"
)
TOLD_THE_COMMISSION = re.compile(
    r"\b(?:told|tells|address(?:ed|es|ing)|(?:spoke|speaking)\s+to|urged|led|asked|ordered)\s+(?:members\s+of\s+)?(?:the|an?|its|his|her)\s+(?:[a-z']+\s+){0,6}?"
    r"(?:commission|committee|meeting|session)\b"
)
# Who was at such a meeting, where the paragraph has named the place and the article the commissions.
_AT_MEETING = re.compile(
    rf"\b(?:presided|presides|chaired|chairs|convened)\b|{TOLD_THE_COMMISSION.pattern}"
    r"|\b(?:held|had)\s+its\s+(?:[a-z]+\s+){0,3}?(?:meeting|session)\b"
)
_CONVEYED = re.compile(r"\b(?:convey|relay|transmit|stud(?:y|ied)|pass(?:ed|es)\s+on)\w*\b")
_CONVENED = re.compile(r"\b(?:presided|presides|chaired|convened|held)\b")
_WHOSE = (
    r"(?:(?:[a-z]+\s+)?(?:city|province|region|municipality)'s\s+(?:own\s+)?"
    r"|(?:provincial|municipal|city|regional)\s+)?"
)
OF_THE_COMMISSION = re.compile(
    rf"\b(?:meetings?|sessions?)\s+of\s+(?:the|its)\s+{_WHOSE}(?:commission|committee|body)\b"
    rf"|\b(?:the|its)\s+{_WHOSE}(?:commission|committee)(?:'s)?\s+(?:held|met|convened|followed)\b"
)
ROUND_UP = re.compile(
    r"\b(?:(?:national|state)\s+security\s+(?:commission|committee|council|leading\s+group)|nsc)s\b"
)
_DID_SO = re.compile(
    r"(?<=[a-z])'s\s+(?:followed|took\s+place)\b|\bfollowed\s+(?:on|in|with|shortly|soon|a\s+(?:day|week)|the\s+next|two|three)\b"
    r"|\bfollowed\s+suit\b|\bdid\s+(?:the\s+same|so|likewise)\b"
)
_CITIES = re.compile(
    r"\b(?:two|three|four|five|six|several|many|some|all|neighbou?ring)\s+(?:[a-z-]+\s+)?(?:cities|counties|prefectures|districts|banners)\b"
)
_SECURITY_MEETING = re.compile(
    r"\b(?:(?:national|state)\s+security\s+(?:commission|committee|leading|meeting|session)|c?nsc)(?!(?:'s)?\s+(?:members?|office|staff))"
)
COMMISSION_BEHIND = re.compile(
    r"(?:'s)?\s+commission\b(?!\s+(?:for|of|on\s+(?![a-z]+day\b|\d|[a-z]{3,9}\.?\s\d))\b)"
)
# The commission on May 9, but not the commission on rural work.
_OF_NO_OTHER = r"(?!\s+(?:for|of|on\s+(?![a-z]+day\b|\d|[a-z]{3,9}\.?\s\d))\b)"
_ALIKE = re.compile(
    r"\b(?:similar|likewise|same|such|commission's|committee's|commission|committee)\s+(?:[a-z]+\s+)?(?:meeting|session|plenary|plenum|held|met|convened|body)"
    r"|\bfollowed\s+suit\b|\bdid\s+(?:the\s+same|so|likewise)\b|\bits\s+(?:[a-z'-]+\s+){1,2}counterpart\b"
    r"|\b(?:(?:its|their)\s+own\s+(?:commission|committee)|(?:had|held)\s+(?:its|their)\s+(?:own\s+)?(?:meeting|session))\b"
    rf"|'s\s+(?:(?:own\s+)?(?:commission|committee)\b{_OF_NO_OTHER}|(?:met|convened|gathered|followed)\b)|\b(?:his|her)\s+own\s+commission\b"
    r"|\b(?:(?:meeting|session)\s+of|chaired|chairs|presided\s+over|told|addressed|convened)\s+(?:the|its)\s+"
    rf"(?:provincial|municipal|regional|city|local)\s+commission\b{_OF_NO_OTHER}"
)


@dataclass(frozen=True, slots=True)
class Clues:
    """`divisions`: one for each province-level region named. `named`: the commissions named. `head`: the
    party chief, else who chaired or spoke. `leads`: its first words name a region; `labelled`: they do so
    like the label of a line in a list. `heading`: it is nothing but such a label. `topic`: the opener of the
    paragraph or the heading above it, where that is about one region. `of_place`: it speaks of a place's
    commission ("the Fujian commission"). `listed`: it is a line of a list of meetings, or turns to one in a
    round-up. `passage`: the sentence of that kind that it goes on about."""

    sentence: Sentence
    opens: bool
    divisions: tuple[Division, ...]
    named: tuple[Mention, ...]
    chief: Person | None
    head: Person | None
    meeting: bool
    unreal: bool
    leads: bool
    labelled: bool
    heading: bool = False
    of_place: bool = False
    topic: "Clues | None" = None
    listed: bool = False
    passage: "Clues | None" = None

    @property
    def of_commissions(self) -> tuple[Mention, ...]:
        """What names the commissions themselves, and not their offices or a report on them."""
        found = tuple(mention for mention in self.named if mention.role is not Role.OFFICE)
        only_posts = bool(found) and all(mention.role is Role.POST for mention in found)
        return () if only_posts and MEETING_OF_ANOTHER.search(self.sentence.text) else found

    @property
    def mention(self) -> Mention | None:
        """Where it names one commission."""
        return next((one for one in self.named and self.of_commissions if not one.several), None)

    @property
    def only_named(self) -> bool:
        """Whether it names a commission only for its office, or for a report on it."""
        return bool(self.named) and not self.of_commissions

    @property
    def is_shared(self) -> bool:
        """Whether the sentence speaks of meetings in several regions at once."""
        owned = len(self.named) == 1 and self.mention is not None and bool(self.mention.places)
        owned = owned or (self.mention is not None and _OF_A_PERSON.match(self.sentence.text) is not None)
        several = len(self.divisions) > 1 and self.meeting and not (self.unreal or owned)
        return several and self._of_nobody() and not self.is_of_one and not self.is_presided_over

    @property
    def is_elsewhere(self) -> bool:
        """Whether the sentence turns to the centre, to somebody's opinion, or is the page's small print."""
        match = ELSEWHERE.match(self.sentence.text)
        if match is not None and not (match["body"] is not None and self.mention):
            return True
        text = self.sentence.text
        if self.meeting and ACCUSED.search(text) and STAYED_AWAY.search(text):
            return True
        if self.head is None and (SAID_BY_AN_EXPERT.search(text) or self._is_of_a_year):
            return True
        if self.mention is None and (OF_OTHERS.search(text) or XI_PRESIDES.search(text)):
            return True
        return self.opens and BOILERPLATE.match(self.sentence.text) is not None

    @property
    def _is_of_a_year(self) -> bool:
        return IN_A_YEAR.search(self.sentence.text) is not None and not A_DAY.search(self.sentence.text)

    @property
    def is_of_one(self) -> bool:
        """Whether the sentence is about "the meeting", or about what "he" said."""
        return _OF_ONE.match(self.sentence.text) is not None

    @property
    def is_presided_over(self) -> bool:
        """Whether somebody is said to have presided over "the" meeting, wherever else he served."""
        return _PRESIDED_OVER_IT.search(self.sentence.text) is not None

    @property
    def demands(self) -> bool:
        """Whether it says in the words of a readout what must be done, and no outsider says so."""
        return bool(_DEMANDS.search(self.sentence.text)) and not OUTSIDERS.search(self.sentence.text)

    @property
    def is_of_the_meeting(self) -> bool:
        """Whether the sentence goes on about the meeting told of before it."""
        text = self.sentence.text
        centre = CENTRE.search(text)
        of_others = OTHER_BODY.search(text) or (centre and not _CONVEYED.search(text, 0, centre.start()))
        return bool(_THE_MEETING.search(text) or _ATTENDED.search(text)) and not of_others

    @property
    def is_of_commission(self) -> bool:
        """Whether the sentence itself tells of a commission's meeting, or of one like it."""
        text = self.sentence.text
        if any(mention.role is Role.NAME and not mention.several for mention in self.named):
            return self.meeting or self.heading or SAID.search(text) is not None
        return (
            not self.only_named
            and not self.only_visited
            and (self.meeting or _AT_MEETING.search(text) is not None or _DID_SO.search(text) is not None)
            and (self.of_place or any(p.search(text) for p in (_SECURITY_MEETING, _ALIKE, _DID_SO)))
        )

    def reports(self, announced: set[str]) -> bool:
        """Whether the sentence itself reports: a meeting of ours, or what a party chief said. Of a region
        whose meeting the article announced, whatever it tells of the party chief there."""
        text = self.sentence.text
        if self.only_named:
            return False
        if self.topic and (
            _AT_MEETING.search(text)
            or OF_THE_COMMISSION.search(text)
            or (self.topic.heading and self.tells_of_ours)
        ):
            return True
        unnamed = self.mention is None
        if self.is_of_other_body or self.listed:
            return self.listed and not (self.is_of_other_body or self.only_visited)
        if not self.divisions or (unnamed and CENTRE.search(text)) or self._counts_cities():
            return False
        if self.chief is not None:
            return self._tells_of_chief(announced) and not self.only_visited
        held = HELD.search(text) or _AT_MEETING.search(text) or _DID_SO.search(text)
        followed = self.leads and _DID_SO.search(text)
        named = (
            not unnamed or _SECURITY_MEETING.search(text) or _ALIKE.search(text) or followed or self.of_place
        )
        return bool(named and held)

    @property
    def is_of_other_body(self) -> bool:
        """Whether another body of the party committee met, or people at a symposium, or somebody lost his
        post; a commission is named at most for somebody's post."""
        text = self.sentence.text
        if self.mention is None:
            met = self.meeting or "conference" in text
            other = met and (OTHER_BODY.search(text) or OTHER_EVENT.search(text))
            return bool(other or ("former" in text and FALLEN.search(text)))
        return self.mention.role is Role.POST and OTHER_EVENT.search(text) is not None

    def _counts_cities(self) -> bool:
        """Whether it says of one province that several of its cities met: Two cities in Hunan held ..."""
        several = any(one.several for one in self.named) and len(self.divisions) == 1
        return several and _CITIES.search(self.sentence.text) is not None

    @property
    def is_of_study(self) -> bool:
        """Whether it tells of a study session, and of no commission."""
        return self.mention is None and STUDIED.search(self.sentence.text) is not None

    @property
    def tells_of_ours(self) -> bool:
        """Whether it names a commission, and not only for somebody's post, beside a word for a meeting."""
        return self.meeting and any(mention.role is Role.NAME for mention in self.named)

    def goes_on_about(self, other: "Clues") -> bool:
        """Whether it goes on about the meeting of another body that `other` told of."""
        text = self.sentence.text
        regions = {division.region for division in other.divisions}
        nearby = all(division.region in regions for division in self.divisions)
        return nearby and not self.tells_of_ours and not self.listed and _THE_MEETING.search(text) is not None

    def _of_nobody(self) -> bool:
        """Whether it is not about one party chief."""
        return self.chief is None or "respectively" in self.sentence.text

    def _tells_of_chief(self, announced: set[str]) -> bool:
        text = self.sentence.text
        told = SAID.search(text) or _ALIKE.search(text)
        return self.meeting or told is not None or self.divisions[0].region in announced

    @property
    def only_visited(self) -> bool:
        """Whether somebody is said to have inspected a place or met guests, and no more."""
        named = self.mention is not None and self.mention.role is Role.NAME
        text = self.sentence.text
        return not named and not _CONVENED.search(text) and VISITED.search(text) is not None
