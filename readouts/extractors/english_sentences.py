"""What each sentence of an English article says of itself, read from its words and the places in them."""

import re
from collections.abc import Sequence

from readouts.domain.gazetteer import Division, Level
from readouts.extractors.assertion import is_unreal
from readouts.extractors.committees import Mention, Role
from readouts.extractors.english_clues import BULLET, COMMISSION_BEHIND, TOLD_THE_COMMISSION, Clues
from readouts.extractors.english_committees import EnglishCommittees
from readouts.extractors.english_dates import A_DAY
from readouts.extractors.english_officials import find_chief, find_head
from readouts.extractors.english_wording import MEETING
from readouts.extractors.places import Place, Places
from readouts.extractors.reading import Reading
from readouts.extractors.sentences import Sentence

_PAPER = re.compile(
    r"(?:according\s+to\s+(?:the\s+)?|today's\s+|the\s+)?(?:[a-z]+\s+){1,3}daily\b(?:\s+of\s+[a-z]{3,9}\.?\s+\d{1,2})?"
    r"(?:\s+(?:has|ha[ds]|reports?|reported|says|said|carrie[sd]|writes|wrote)\b|[,:])"
)


_LEADS = re.compile(rf"{BULLET}(?:and\s+|but\s+|while\s+)?(?:in\s+)?(?:the\s+)?")


_BULLET = re.compile(BULLET)
_LABEL_ENDS = re.compile(r"(?:\s+province)?[*_]{0,3}\s*(?:[;:(|–—]|-\s|,\s+(?:\d|[a-z]{3,9}\.?\s\d))")


_OF_A_HEADING = re.compile(
    r"(?:[^a-z]|\b(?:first|second|third|fourth|fifth|next|then|finally|lastly|last|also|and|in|the|province|city|municipality"
    r"|prefecture|county|district|autonomous|region|plenary|meeting|session)\b)*"
)
_HEAD_OF = re.compile(r"\b(?:secretary|chief|boss|leader)\s+(?:of|in)\s+(?:the\s+)?$")
_LONGEST_HEADING = 90
_MOST_PLACES_OF_A_HEADING = 2  # Ningbo, Zhejiang


class EnglishSentences:
    """Looks at sentences one by one."""

    def __init__(self, places: Places, committees: EnglishCommittees) -> None:
        self._places = places
        self._committees = committees

    def mentions(self, reading: Reading, sentences: Sequence[Sentence]) -> list[list[Mention]]:
        """The regional commissions that each sentence names."""
        return [list(self._committees.mentions(reading.text, sentence)) for sentence in sentences]

    def clues(
        self, reading: Reading, sentences: Sequence[Sentence], named: Sequence[Sequence[Mention]]
    ) -> list[Clues]:
        """What each sentence says; `named` holds the commissions that it names."""
        return [self._clues(reading, sentences, i, mentions) for i, mentions in enumerate(named)]

    def _clues(
        self, reading: Reading, sentences: Sequence[Sentence], i: int, named: Sequence[Mention]
    ) -> Clues:
        sentence = sentences[i]
        places = list(self._places.english_in(sentence.text))
        chief = find_chief(reading, sentence.start, sentence.end)
        mention = next((m for m in named if m.role is not Role.OFFICE and not m.several), None)
        told = mention is not None and TOLD_THE_COMMISSION.search(sentence.text) is not None
        meeting = told or MEETING.search(sentence.text) is not None
        divisions = _divisions(places) or (self._of_paper(sentence) if mention else ())
        return Clues(
            sentence=sentence,
            opens=i == 0 or sentences[i - 1].paragraph != sentence.paragraph,
            divisions=_owner_first(_headed_first(divisions, places, sentence.text), mention),
            named=tuple(named),
            chief=chief,
            head=chief or (find_head(reading, sentence.start, sentence.end) if meeting else None),
            meeting=meeting,
            unreal=is_unreal(sentence.text),
            leads=bool(places) and _LEADS.fullmatch(sentence.text, 0, places[0].start) is not None,
            of_place=any(COMMISSION_BEHIND.match(sentence.text, place.end) for place in places),
            labelled=bool(places) and _labels(sentence.text, places[0]),
            heading=bool(places) and _is_heading(sentence, places, named),
        )

    def _of_paper(self, sentence: Sentence) -> tuple[Division, ...]:
        """Hebei in "According to Hebei Daily, the provincial commission met"."""
        if not _PAPER.match(sentence.text):
            return ()
        return tuple(place.divisions[0] for place in self._places.english_named(sentence.text))[:1]


def _labels(text: str, place: Place) -> bool:
    """Whether the place stands first, set off as a label: "- Jiangsu, 26 May:", "Shanghai; 15 May;"."""
    return bool(_BULLET.fullmatch(text, 0, place.start)) and _LABEL_ENDS.match(text, place.end) is not None


def _is_heading(sentence: Sentence, places: Sequence[Place], named: Sequence[Mention]) -> bool:
    """Whether nothing but a place, a commission and a day stands there: "- June 12 - Gansu.",
    "2024-05-31: Chongqing Municipal Committee NSC."."""
    if len(sentence.text) > _LONGEST_HEADING or len(places) > _MOST_PLACES_OF_A_HEADING:
        return False
    left = list(sentence.text)
    spans = [(place.start, place.end) for place in places]
    spans += [(one.start - sentence.start, one.end - sentence.start) for one in named]
    for start, end in spans:
        left[start:end] = " " * (end - start)
    return _OF_A_HEADING.fullmatch(A_DAY.sub(" ", "".join(left))) is not None


def _divisions(places: Sequence[Place]) -> tuple[Division, ...]:
    """The places of a sentence, the most exact one of each region; Suzhou in Jiangsu is one."""
    candidates = [place.divisions for place in places]
    regions = [found[0].region for found in candidates if len({d.region for d in found}) == 1]
    chosen: dict[str, Division] = {}
    for found in candidates:
        here = [d for d in found if d.region in regions] or list(found[:1])
        best = here[0]
        known = chosen.get(best.region)
        if known is None or known.level is Level.PROVINCE or best.level is Level.COUNTY:
            chosen[best.region] = best
    return tuple(chosen.values())


def _headed_first(
    divisions: tuple[Division, ...], places: Sequence[Place], text: str
) -> tuple[Division, ...]:
    """Hubei before Shanghai in "who was sent from Shanghai to be party secretary of Hubei"."""
    headed = {
        place.divisions[0].region for place in places if _HEAD_OF.search(text, 0, place.start) is not None
    }
    return tuple(sorted(divisions, key=lambda d: d.region not in headed)) if headed else divisions


def _owner_first(divisions: tuple[Division, ...], mention: Mention | None) -> tuple[Division, ...]:
    """Whose commission it is comes before the other places that the sentence names."""
    owners = {division.region for division in mention.places} if mention else set()
    return tuple(sorted(divisions, key=lambda d: d.region not in owners))
