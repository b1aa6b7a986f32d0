"""What the sentences of an English article say of each other: whose paragraph it is, and which commission
"the commission" is."""

import re
from dataclasses import replace
from itertools import islice, pairwise

from readouts.extractors.accounts import Article
from readouts.extractors.english_clues import OF_THE_COMMISSION, Clues
from readouts.extractors.english_dates import A_DAY
from readouts.extractors.english_officials import find_of_place
from readouts.extractors.reading import Reading

LEAD_SENTENCES = 4
# Home, Share this story: neither a sentence nor an item of a list
_OF_THE_PAGE = re.compile(r"[^.!?;:]{1,40}")
_THE_NATIONAL_ONE = re.compile(r"\b(?:national\s+security\s+commission|cnsc)\b")
_REGIONAL_ONE = re.compile(
    r"\b(?:provincial|municipal|regional|prefectural|city|county|district)\s+(?:party\s+committee's\s+)?commission(?:'s)?\s+"
    r"(?:meeting|session|plenary|met|held|convened)\b"
)
# The wave began in Shanghai.
_TURNS_TO = re.compile(r"[a-z' ]{3,30}\s(?:in|to|with|is|was)\s[a-z' ]{3,20}\.")


def with_topics(clues: list[Clues], round_up: bool) -> list[Clues]:
    """Each sentence knows under which heading it stands; in a round-up it knows its paragraph's opener, too:
    "In Hunan, the meeting came first."."""
    return _under_headings(_with_openers(clues) if round_up else _with_introductions(clues))


def _under_headings(clues: list[Clues]) -> list[Clues]:
    """What stands under a place that is a sentence by itself, or a line where more of them are."""
    lines = (
        sum(
            clue.heading and clue.opens and below.sentence.text.endswith(".")
            for clue, below in pairwise(clues)
        )
        > 1
    )
    known: list[Clues] = []
    heading: Clues | None = None
    for clue in clues:
        if clue.heading:
            heading = clue
        elif _of_another_place(clue, heading) or (clue.opens and not lines):
            heading = None
        known.append(replace(clue, topic=heading) if heading and heading is not clue else clue)
    return known


def _of_another_place(clue: Clues, heading: Clues | None) -> bool:
    regions = {division.region for division in heading.divisions} if heading else set()
    return bool(clue.divisions) and regions.isdisjoint(division.region for division in clue.divisions)


def _with_openers(clues: list[Clues]) -> list[Clues]:
    known: list[Clues] = []
    topic: Clues | None = None
    for clue in clues:
        if clue.opens or clue.leads or _TURNS_TO.fullmatch(clue.sentence.text):
            told = len(clue.divisions) == 1 and not clue.unreal and not clue.only_named
            topic = clue if told and not clue.is_of_other_body else None
        elif clue.divisions:
            topic = None
        known.append(replace(clue, topic=topic) if topic else clue)
    return known


def _with_introductions(clues: list[Clues]) -> list[Clues]:
    """Where one sentence names a commission and a later one says that "the commission" met."""
    known: list[Clues] = []
    named: Clues | None = None
    for clue in clues:
        if clue.mention and clue.divisions:
            named = (
                clue if len(clue.divisions) == 1 and not clue.unreal and not clue.mention.several else None
            )
        later = not clue.divisions and OF_THE_COMMISSION.search(clue.sentence.text)
        known.append(replace(clue, topic=named) if later else clue)
    return known


def in_round_up(clue: Clues, reading: Reading) -> Clues:
    """The same where several commissions are known to be told of: Anhui's Han Jun is a party chief there."""
    chief = clue.chief or find_of_place(reading, clue.sentence.start, clue.sentence.end)
    return replace(clue, chief=chief, head=clue.head or chief, listed=_is_listed(clue))


def is_list(clues: list[Clues]) -> bool:
    """Whether lines of the article are those of a list of meetings."""
    return sum(_is_listed(clue) for clue in clues) > 1


def _is_listed(clue: Clues) -> bool:
    """Whether the sentence is a line of a list of meetings: a place as its label, and a day; of a table, with
    no verb at all."""
    text = clue.sentence.text
    begins = clue.opens or text[0] in "-*•" or text.count("|") > 1
    alone = begins and clue.labelled and len(clue.divisions) == 1 and not clue.unreal
    return (
        alone
        and bool(A_DAY.search(text))
        and (clue.meeting or sum(map(text.count, (";", "|", " – ", " - "))) > 1)
    )


def lead_of(clues: list[Clues]) -> list[Clues]:
    """The first sentences that are no lines of the page around the article."""
    proper = (clue for clue in clues if not _OF_THE_PAGE.fullmatch(clue.sentence.text))
    return list(islice(proper, LEAD_SENTENCES))


def speaks_of_them(article: Article) -> bool:
    """Whether an article on the national commission goes on to meetings of "the provincial commission"."""
    text = article.body.text
    return _THE_NATIONAL_ONE.search(text) is not None and _REGIONAL_ONE.search(text) is not None
