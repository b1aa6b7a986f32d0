"""Which security fields an English readout stresses: "economic and financial security", "risks in key
areas, including ideology, the economy and local debt".

A list is read item by item from the word that makes it one of security: items that name no field may stand
between ("economic, food, energy and maritime security").
"""

import re
from collections.abc import Iterator, Mapping

from daachorse import MATCH_KIND_LEFTMOST_LONGEST, CharwiseDoubleArrayAhoCorasick

_RECITED = re.compile(
    r"people's security as [^.;]{0,160}?(?:foundation|fundamental|base|basis|root|guarantee)s?"
    r"|unity of [^.;]{0,80}?(?:national interests?|interests of the nation)"
)
_HEAD = re.compile(
    r"\b(?P<word>(?:cyber|bio)?security|secure|safe|securities|risks?|safety|hazards|rhinos?|governance"
    r"|(?P<area>areas|fields|sectors|domains|spheres|realms)"
    r"|(?P<thing>ensur(?:e|es|ed|ing)|guarantee(?:s|d|ing)?|protect(?:s|ing)?|safeguard(?:s|ed|ing)?|guard(?:s|ing)?|shield(?:s|ing)?"
    r"|(?:(?:must|should|shall|will|to)\s+)?be\s+(?:(?:[a-z]+ly|better|well)\s+)?(?:protected|ensured|guaranteed|safeguarded|secured|guarded|stabili[sz]ed)"
    r"|suppl(?:y|ies)|protection|stability|resilience))\b"
)
# A supply, what is to be protected: of things, and not of fields by their adjectives.
_NO_THINGS = frozenset(
    "political regime institutional politics homeland territorial military economic economy financial finance"
    " fiscal financing cultural culture social societal society technological technology technologies cyber"
    " network networks internet online information ecological environmental environment resource"
    " nuclear overseas space polar biological ideological ideology industrial border borders frontier".split()
)
# An area is one of security where the sentence speaks of it.
_OF_SECURITY = re.compile(
    r"secur|risk|safe|threat|danger|hazard|protect|ensur|guar|suppl|stabili|resilien|shield"
)
_OF_WHAT = re.compile(
    r"[\"']?(?>\s+(?:lines?\s+of\s+defen[cs]e|defen[cs]es?|lines?|barriers?|systems?|work|threats?|hazards?|risks?|levels?"
    r"|resilience|supervision|management|prevention|protection))?"
    r"(?P<of>,?\s+(?:of|in|for|from|to|at|across|such\s+as|like|includ(?:ing|es?)|involving|concerning|related\s+to|posed\s+by|:)\s+|\s+(?:\(|[-–—]{1,2}\s+))"
)
# five fields that Beijing has assigned to the region - defence, food
_OF_AREAS = re.compile(rf"{_OF_WHAT.pattern}|\s[^.,;:()–—]{{3,60}}?(?::|\s[-–—]{{1,2}})\s+")
_BORDER = re.compile(
    r"\b(?:control|guard|secur|stabili[sz]|defen[dc]|consolidat|tighten|protect|seal|patrol)\w*\s+(?:of\s+|along\s+)?"
    r"(?:(?:the|its|our|their|[a-z]+'s)\s+){0,2}(?:[a-z]+ern\s+|national\s+)?(?:borders?|frontiers?)\b"
    r"|\b(?:iron|great|steel)\s+(?:wall|fortress|barrier|gate)\"?\s+(?:on|along|of|at)\s+[^.;,]{0,30}?\b(?:borders?|frontiers?)\b"
    r"|\b(?:borders?|frontiers?)\s+(?:into\s+)?\"?an?\s+\"?(?:[a-z]+\s+)?(?:wall|fortress|shield|barrier)\b"
    r"|\bthe\s+(?:[a-z]+\s+)?borders?\s+with\s+[a-z]"
    r"|\bborders?\s+(?:must|should)\s+be\s+(?:[a-z]+ly\s+)?(?:guarded|secured|controlled|defended|protected)\b"
)
# To secure supply chains, but not a secure network.
_TO_DO = re.compile(r"\b(?:to|and|must|should|better)\s+$")
_RIGHT_BEHIND = re.compile(r"\s+")
_IS_VERB = re.compile(r"(?:ensur|guarante|safeguard|guard|shield|protect(?!ion))")
_GOVERNED = re.compile(r"\s+of\s+(?=(?:the\s+)?(?:net|cyber|internet|data|artificial|ai\b))")
_TOKEN = re.compile(r"[a-z&](?:[a-z0-9&'-]*[a-z0-9&])?|[^\s\"]")
_REACH = 200
# What may stand between two items of a list.
_BETWEEN = frozenset(", and or & the '".split())
# What says no more than that a list follows or goes on.
_OF_THE_LIST = frozenset(
    ", and or & the of in as well such like including key major areas fields sectors domains field area"
    " sector domain security sphere spheres local important relevant risks risk small hidden other our"
    " province's city's region's country's regional domestic northern southern eastern western".split()
)
_LONGEST_GAP = 6
# The matter of an item, whatever stands in front of it: the semiconductor supply chain, village banks.
_LAST_OF_ITEM = frozenset(
    "chain chains debt debts bonds banks lenders lending pipeline pipelines resources ecology"
    " ecosystems".split()
)
_LONGEST_ITEM = 2
_GOES_ON = re.compile(r",|\s+and\s")
_ENDS = frozenset(".;:!?")
# No item of a list holds one of these.
_NO_ITEM = frozenset(
    "national state its their our his her this that these those which who where when while with by on"
    " at from to for is are was were be been has have had will would should must not but also more"
    " strong overall absolute ensure ensuring maintain maintaining safeguard safeguarding strengthen"
    " strengthening improve improving promote promoting build building enhance enhancing develop"
    " developing boost boosting advance support keep keeping protect protecting guard guarding prevent"
    " preventing defuse defusing resolve resolving focus coordinate coordinating balance balancing"
    " stress stressed stressing urge urged said guarantee make making take taking fight strike crack"
    " hold uphold consolidate speed continue increase".split()
)
_BEHIND_AN_ITEM = (
    _OF_THE_LIST
    | _NO_ITEM
    | frozenset(
        "at from to by on with so while which that where security risks supply supplies chains sovereignty"
        " field fields sector sectors sphere spheres domain domains area areas during under against amid"
        " among but when".split()
    )
)
# These are no matter of security by themselves: the economy, tourism and food security.
_NOUNS = frozenset("economy culture society technology politics ecology information environment".split())
# Food safety is not food security, nor industrial safety that of industries; of food and energy it is.
_OF_ANOTHER_SAFETY = ("food", "industrial ")
_BESIDE_FOOD = frozenset(("energy", "resource", "supply-chain"))
_IDEOLOGY = re.compile(
    r"\bideology\b|\bideological\s+(?:fields?|security|struggles?|work|responsibilit\w+|fronts?|spheres?|domain|areas?"
    r"|risks?|infiltration|positions?|battle\w*|management|control)\b"
)
_ABROAD = re.compile(
    r"\b(?:interests?|assets|safety)\s+of\s+[^.,;]{1,60}?\s(?:abroad|overseas)\b"
    r"|\b(?:protect\w*|safety|secur\w+|safeguard\w*)\s[^.;]{0,40}?\b(?:companies|firms|workers|citizens|nationals|staff|investments)"
    r"(?:\s+and\s+(?:companies|firms|workers|citizens|nationals|staff|investments))?\s+(?:abroad|overseas)\b"
    r"|\b(?:safety|security|protection|interests)\s+of\s+(?:its\s+|the\s+)?overseas\s+[a-z]+"
)
# Said at such a meeting, it is a matter of security, unless it is a business.
_AI = re.compile(
    r"\bartificial\s+intelligence\b(?!\s+(?:industr|sector|compan|firm|hub|park|conference|compet|education|chips?\b))"
)
# A word without which a pattern finds nothing, the field it tells of, and the pattern.
_TOLD_OTHERWISE = (
    ("border", "border", _BORDER),
    ("frontier", "border", _BORDER),
    ("ideolog", "ideological", _IDEOLOGY),
    ("artificial", "ai", _AI),
    ("abroad", "overseas", _ABROAD),
    ("overseas", "overseas", _ABROAD),
)


_Token = re.Match[str]


class EnglishThemes:
    """`fields`: words that name fields in lists; `terms`: those that do so by themselves."""

    def __init__(self, fields: Mapping[str, tuple[str, ...]], terms: Mapping[str, tuple[str, ...]]) -> None:
        self._fields = fields
        self._by_first: dict[str, int] = {}
        self._by_last: dict[str, int] = {}
        for name in fields:
            words = _TOKEN.findall(name)
            for table, word in ((self._by_first, words[0]), (self._by_last, words[-1])):
                table[word] = max(len(words), table.get(word, 0))
        self._terms = list(terms.values())
        self._finder = CharwiseDoubleArrayAhoCorasick(list(terms), MATCH_KIND_LEFTMOST_LONGEST)

    def found(self, text: str, start: int, end: int) -> list[tuple[str, int, int]]:
        """(theme id, start, end) for each field stressed in text[start:end], from left to right."""
        hits = {*self._of_terms(text, start, end), *self._of_lists(text, start, end)}
        recited = [match.span() for match in _RECITED.finditer(text, start, end)] if hits else []
        told = (hit for hit in hits if not any(first <= hit[1] < last for first, last in recited))
        return sorted(told, key=lambda hit: (hit[1], -hit[2], hit[0]))

    def _of_terms(self, text: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
        for first, last, number in self._finder.find(text[start:end]):
            if not text[start + first - 1 : start + first].isalpha():
                for theme in self._terms[number]:
                    yield theme, start + first, start + last
        for word, theme, pattern in _TOLD_OTHERWISE:
            if text.find(word, start, end) >= 0:
                yield from ((theme, *told.span()) for told in pattern.finditer(text, start, end))

    def _of_lists(self, text: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
        of_security = _OF_SECURITY.search(text, start, end)
        for head in _HEAD.finditer(text, start, end) if of_security else ():
            ahead = () if _IS_VERB.match(head["word"]) else self._ahead(text, start, head)
            named = [*ahead, *self._behind(text, head, end)]
            told = [hit for hit in named if not text.startswith(_OF_ANOTHER_SAFETY, hit[1])]
            safety = head["word"].startswith("safe")
            yield from told if safety and _BESIDE_FOOD.isdisjoint(hit[0] for hit in told) else named

    def _ahead(self, text: str, start: int, head: re.Match[str]) -> Iterator[tuple[str, int, int]]:
        """The items of the list that ends in the head, from right to left."""
        tokens = _tokens(text, max(start, head.start() - _REACH), head.start())
        at, gap = len(tokens), False
        while at > 0:
            size = self._size_before(tokens, at)
            named = _words(tokens, at - size, at)
            if not size or (gap and named in _NOUNS):
                size, named = _unnamed_before(tokens, at), ""
            gap = not named
            if not size:
                return
            yield from self._of(head, named, tokens[at - size].start(), head.end())
            at -= size
            while at > 0 and tokens[at - 1][0] in _BETWEEN:
                at -= 1

    def _behind(self, text: str, head: re.Match[str], end: int) -> Iterator[tuple[str, int, int]]:
        """The items of the list that the head introduces, from left to right."""
        opened = _opens_list(text, head).match(text, head.end(), end)
        if not opened:
            yield from self._listed_on(text, head, end)
            return
        tokens = _tokens(text, opened.end(), min(end, opened.end() + _REACH))
        at = gap = 0
        begins = True
        while at < len(tokens) and gap <= _LONGEST_GAP:
            word, size = tokens[at][0], self._size_from(tokens, at)
            if not size and (word in _NO_ITEM or not (word[0].isalpha() or word in _BETWEEN)):
                return
            last = at + (size or 1)
            if (begins or tokens[last - 1][0] in _LAST_OF_ITEM) and _ends_item(tokens, last):
                yield from self._of(
                    head, _words(tokens, at, last), tokens[at].start(), tokens[last - 1].end()
                )
            begins = size > 0 or word in _OF_THE_LIST
            gap = 0 if word in _BETWEEN else gap + (not begins)
            at = last

    def _listed_on(self, text: str, head: re.Match[str], end: int) -> Iterator[tuple[str, int, int]]:
        """What goes on to the end of the clause: political security, data and artificial intelligence."""
        if not (head["word"].endswith("security") and _GOES_ON.match(text, head.end(), end)):
            return
        tokens = _tokens(text, head.end(), min(end, head.end() + _REACH))
        listed: list[tuple[str, int, int]] = []
        at = 0
        while at < len(tokens) and tokens[at][0] not in _ENDS:
            size = self._size_from(tokens, at)
            if not size and tokens[at][0] not in _BETWEEN:
                return
            if size:
                listed += self._of(
                    head, _words(tokens, at, at + size), tokens[at].start(), tokens[at + size - 1].end()
                )
            at += size or 1
        yield from listed

    def _size_before(self, tokens: list[_Token], at: int) -> int:
        """How many tokens in front of `at` name a field; the longest name counts."""
        sizes = range(min(self._by_last.get(tokens[at - 1][0], 0), at), 0, -1)
        return next((size for size in sizes if _words(tokens, at - size, at) in self._fields), 0)

    def _size_from(self, tokens: list[_Token], at: int) -> int:
        """The same from `at` on."""
        sizes = range(min(self._by_first.get(tokens[at][0], 0), len(tokens) - at), 0, -1)
        return next((size for size in sizes if _words(tokens, at, at + size) in self._fields), 0)

    def _of(self, head: re.Match[str], named: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
        for theme in () if head["thing"] and named in _NO_THINGS else self._fields.get(named, ()):
            yield theme, start, end


def _opens_list(text: str, head: re.Match[str]) -> re.Pattern[str]:
    """What stands between the head and a list behind it."""
    if head["word"] == "governance":
        return _GOVERNED
    if head["area"]:
        return _OF_AREAS
    verb = head["word"] == "secure" and _TO_DO.search(text, max(0, head.start() - 8), head.start())
    return _RIGHT_BEHIND if verb or _IS_VERB.match(head["word"]) else _OF_WHAT


def _tokens(text: str, start: int, end: int) -> list[_Token]:
    return list(_TOKEN.finditer(text, start, end))


def _words(tokens: list[_Token], first: int, last: int) -> str:
    return " ".join(token[0] for token in tokens[first:last])


def _ends_item(tokens: list[_Token], at: int) -> bool:
    """Whether an item can end there: "finance," but not "defence industry"."""
    return at >= len(tokens) or tokens[at][0] in _BEHIND_AN_ITEM or not tokens[at][0][0].isalpha()


def _unnamed_before(tokens: list[_Token], at: int) -> int:
    """How many tokens in front of `at` are an item that names no field; 0 where they are none."""
    for size in range(1, _LONGEST_ITEM + 1):
        before = tokens[at - size - 1][0] if at > size else ""
        if at < size or tokens[at - size][0] in _NO_ITEM or not tokens[at - size][0][0].isalpha():
            return 0
        if before in _BETWEEN:
            return size
    return 0
