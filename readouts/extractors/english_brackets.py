"""Days and names that stand in brackets beside the places of a list: "Yunnan (May 30; Wang Ning), Chongqing
(May 31; Yuan Jiajun)", "Liu Ning (Guangxi) and Lin Wu (Shandong) each chaired"."""

import re

from readouts.domain.readout import DatePrecision, Kind
from readouts.extractors import english_dates
from readouts.extractors.accounts import MOST_ACCOUNTS, Account, Article
from readouts.extractors.committees import Mention
from readouts.extractors.dates import Stated
from readouts.extractors.dealt import is_of
from readouts.extractors.english_names import find_last_name, find_name
from readouts.extractors.places import Place, Places, Tier
from readouts.extractors.sentences import Sentence

_BEHIND = re.compile(r"(?:\s+(?:province|municipality|city))?\s*\((?P<told>[^()]{3,60})\)")
_LONGEST_NAME = 30


class Brackets:
    """Reads a sentence that lists several committees."""

    def __init__(self, places: Places) -> None:
        self._places = places

    def deal_out(
        self, article: Article, accounts: list[Account], sentence: Sentence, mention: Mention | None
    ) -> None:
        """Give the accounts of the places the days and chairs in brackets; a place that has a day and no
        account yet gets one, where `mention` says that commissions are listed."""
        for place in self._places.english_in(sentence.text):
            told = _BEHIND.match(sentence.text, place.end)
            if told:
                first, last = (sentence.start + at for at in told.span("told"))
                self._give(article, accounts, sentence, place, mention, (first, last))
            elif sentence.text[place.end : place.end + 1] == ")":
                ahead = sentence.start + place.start
                name = find_last_name(article.body, max(sentence.start, ahead - _LONGEST_NAME), ahead)
                for account in accounts if name else ():
                    if is_of(account, place.divisions[0]):
                        account.bracketed = account.bracketed or name

    def _give(
        self,
        article: Article,
        accounts: list[Account],
        sentence: Sentence,
        place: Place,
        mention: Mention | None,
        told: tuple[int, int],
    ) -> None:
        day, name = _day(article, *told), find_name(article.body, *told)
        division = place.divisions[0]
        known = [account for account in accounts if is_of(account, division)]
        if mention and mention.several and day and not known and len(accounts) < MOST_ACCOUNTS:
            known = [Account(Kind.MEETING, Tier.ANY, (division,), mention, sentence, [])]
            accounts.extend(known)
        for account in known:
            account.dealt = account.dealt or day
            account.bracketed = account.bracketed or name


def _day(article: Article, start: int, end: int) -> Stated | None:
    stated = english_dates.events(article.body.text, start, end, article.published, None)
    return next((one for one in stated if one.precision is DatePrecision.DAY), None)
