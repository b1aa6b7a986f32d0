"""Who chaired the meeting of an account."""

import re
from dataclasses import replace

from readouts.domain.readout import Kind
from readouts.extractors import english_dates, english_names, english_officials, officials
from readouts.extractors.accounts import Account, Article, same_occasion
from readouts.extractors.officials import Person
from readouts.extractors.reading import Reading
from readouts.extractors.sentences import Sentence

_AHEAD = 2
_FIRST = 3
_HEADS = re.compile(r"书记|主任|组长|政委")
_GOES_ON_PRESIDING = re.compile(r"(?:^|[,午晚后他她])(?:在[^,。;]{2,10})?主持")


def chair_of(article: Article, account: Account, titled: bool) -> tuple[Person | None, Reading]:
    """The chair and the text that names them: the anchor first, then the account, then the title."""
    if account.kind in (Kind.CENTRAL, Kind.MENTION, Kind.OFFICE) or not (account.own or account.in_title):
        return account.bracketed, article.body
    parts = [(article.body, s) for s in _anchor_first(account)]
    parts += [(article.body, s) for s in same_occasion(article, account)]
    if titled:
        parts += [(article.title, s) for s in article.headline]
    if article.body.chinese:
        found = _chinese(parts) or _who_went_on(article, account)
    else:
        found = _english(parts) or _whom_it_means(article, account) or _only_name(article, account)
    if found is None:
        return account.bracketed, article.body
    person, reading = found
    return (_posted(person, parts), reading) if reading.chinese else (person, reading)


def _anchor_first(account: Account) -> list[Sentence]:
    anchor = [account.anchor] if account.anchor else []
    return [*anchor, *(s for s in account.own if s != account.anchor)]


def _chinese(parts: list[tuple[Reading, Sentence]]) -> tuple[Person, Reading] | None:
    for find in (officials.presider, officials.speaker):
        for reading, sentence in parts:
            person = find(reading.text, sentence.start, sentence.end)
            if person and (find is officials.presider or _may_head(person)):
                return person, reading
    return None


def _who_went_on(article: Article, account: Account) -> tuple[Person, Reading] | None:
    """曹路宝 in 上午,曹路宝会见客商;下午,主持召开...: who did what the sentence ahead tells of."""
    if account.anchor is None or not _GOES_ON_PRESIDING.search(account.anchor.text):
        return None
    for sentence in same_occasion(article, account):
        person = officials.actor(article.body.text, sentence.start, sentence.end)
        if person and _may_head(person):
            return person, article.body
    return None


def _may_head(person: Person) -> bool:
    """Whether who spoke may have presided: a governor who spoke did not."""
    return person.post is None or _HEADS.search(person.post) is not None


def _posted(person: Person, parts: list[tuple[Reading, Sentence]]) -> Person:
    """The same person where the report gives the post too."""
    if person.post:
        return person
    for reading, sentence in parts:
        post = officials.post_of(person.name, reading.text, sentence.start, sentence.end)
        if post:
            return replace(person, post=post)
    return person


def _english(parts: list[tuple[Reading, Sentence]]) -> tuple[Person, Reading] | None:
    for reading, sentence in parts[:_FIRST]:  # a mayor may preside where the party chief speaks
        person = english_officials.find_who_presided(reading, sentence.start, sentence.end)
        if person:
            return person, reading
    finders = (
        english_officials.find_presider,
        english_officials.find_chair,
        english_officials.find_chief,
        english_officials.find_speaker,
        english_officials.find_of_place,
        english_officials.find_listed,
        english_officials.find_of_one_name,
    )
    for find in finders:
        for reading, sentence in parts:
            person = find(reading, sentence.start, sentence.end)
            if person:
                return person, reading
    return None


def _only_name(article: Article, account: Account) -> tuple[Person, Reading] | None:
    """The one Chinese name that is told of a line or a passage of a round-up: "Xu Qin gave a speech"."""
    if not account.passage:
        return None
    named = (english_names.find_name(article.body, s.start, s.end) for s in account.own)
    found = {person.name: person for person in named if person}
    return (next(iter(found.values())), article.body) if len(found) == 1 else None


def _whom_it_means(article: Article, account: Account) -> tuple[Person, Reading] | None:
    """Hao Peng in "When Hao Peng gathered officials, ... The Liaoning party chief chaired ..."."""
    anchor = account.anchor
    before = [s for s in article.sentences if anchor and s.end <= anchor.start][-_AHEAD:]
    dated = anchor and any(
        any(english_dates.events(s.text, 0, len(s.text), article.published, article.published))
        for s in (anchor, *same_occasion(article, account))
    )
    if anchor is None or not (before and dated):
        return None
    person = english_officials.find_meant(article.body, anchor.start, anchor.end, before[0].start)
    return (person, article.body) if person else None
