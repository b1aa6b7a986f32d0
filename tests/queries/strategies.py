"""Generated queries and documents that have enough in common to match often."""

from datetime import date, timedelta

from hypothesis import strategies as st

from readouts.domain.document import Document, index_words
from readouts.domain.query import Before, Field, FieldName, Last, Node, Not, Since, Words
from readouts.domain.text import phrase_tokens
from readouts.queries.nodes import all_of, any_of

PIECES = (
    "安徽",
    "国家安全",
    "委员会",
    "安",
    "全",
    "political",
    "security",
    "secure",
    "Han Jun",
    "é",
    " ",
    "，",
    "2024",
)
DAYS = tuple(date(2024, 6, 9) - timedelta(days=days) for days in (0, 1, 6, 7, 8, 30, 400))
VALUES = {
    "region:anhui": (FieldName.REGION, "CN-AH"),
    "地区：云南": (FieldName.REGION, "CN-YN"),
    "region:合肥": (FieldName.DIVISION, "340100"),
    "region:feixi": (FieldName.DIVISION, "340123"),
    "level:county": (FieldName.LEVEL, "county"),
    "主题:政治": (FieldName.THEME, "political"),
    "theme:data": (FieldName.THEME, "data"),
    "chair:韩俊": (FieldName.CHAIR, "韩俊"),
    'chair:"Han Jun"': (FieldName.CHAIR, "hanjun"),
    "committee:省委": (FieldName.COMMITTEE, "省委"),
    "kind:any": (FieldName.KIND, "any"),
    "kind:study": (FieldName.KIND, "study"),
    "source:“Anhui Daily”": (FieldName.SOURCE, "anhuidaily"),
    "lang:zh": (FieldName.LANG, "zh"),
    "has:quote": (FieldName.HAS, "quote"),
}


def texts(most: int) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(PIECES), min_size=1, max_size=most).map("".join)


@st.composite
def words(draw: st.DrawFn) -> Words:
    typed = draw(texts(2).filter(lambda text: phrase_tokens(text)[0] != []))
    tokens, prefix = phrase_tokens(typed)
    beginning = len(tokens[-1]) > 1 and draw(st.booleans())
    is_latin = tokens[-1].isascii()
    return Words(tuple(tokens), prefix or (beginning and is_latin), typed)


def leaves() -> st.SearchStrategy[Node]:
    fields = st.sampled_from([Field(name, value, typed) for typed, (name, value) in VALUES.items()])
    days = st.sampled_from(DAYS)
    ages = st.integers(0, 40).map(lambda days: Last(timedelta(days=days)))
    return st.one_of(words(), words(), fields, fields, days.map(Since), days.map(Before), ages)


def nodes() -> st.SearchStrategy[Node]:
    """Queries as parsing gives them: no group in a group of its kind, no negation of a negation."""

    def group(parts: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
        several = st.lists(parts, min_size=1, max_size=3)
        joined = st.one_of(several.map(all_of), several.map(any_of)).filter(lambda node: node is not None)
        return st.one_of(joined, parts.map(lambda part: part.part if isinstance(part, Not) else Not(part)))

    return st.recursive(leaves(), group, max_leaves=8)


def documents() -> st.SearchStrategy[Document]:
    return st.builds(
        Document,
        words=st.lists(texts(10), max_size=2).map(lambda found: index_words(*found)),
        readout=st.sampled_from([None, 0, 1]),
        kind=st.sampled_from(["meeting", "central", "study", None]),
        region=st.sampled_from([None, "CN-AH", "CN-YN"]),
        division=st.sampled_from([None, "340100", "340123", "530100"]),
        level=st.sampled_from([None, "province", "county"]),
        themes=st.frozensets(st.sampled_from(["political", "data", "cyber"])),
        phrases=st.frozensets(st.sampled_from(["bottom-line"])),
        chairs=st.frozensets(st.sampled_from(["韩俊", "hanjun", "王宁"])),
        committee=st.sampled_from(
            ["", index_words("省委国家安全委员会"), index_words("市委国安委", "committee")]
        ),
        source=st.sampled_from([None, "Anhui Daily", "anhui-daily", "SCMP"]),
        lang=st.sampled_from([None, "zh", "en"]),
        has=st.frozensets(st.sampled_from(["quote"])),
        day=st.sampled_from([None, *DAYS]),
    )
