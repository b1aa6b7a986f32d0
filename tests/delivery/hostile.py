"""Strategies: values of the domain in which every text may be anything a source could write."""

from datetime import UTC, date

from hypothesis import strategies as st

from readouts.domain.coverage import Coverage, Sight
from readouts.domain.delivery import Delivery, DeliveryKind
from readouts.domain.freshness import Freshness
from readouts.domain.gazetteer import Level
from readouts.domain.hit import Hit, Results
from readouts.domain.item import Item
from readouts.domain.meeting import Article, Meeting
from readouts.domain.notice import Concern, Notice, NoticeKind
from readouts.domain.readout import Bilingual, Chair, DatePrecision, Kind, Quote, Readout, Span
from readouts.domain.source import Source, SourceHealth, SourceState
from readouts.domain.watch import Watch
from tests.delivery.samples import chat

NASTY = (
    "<b>bold</b>",
    "</blockquote>",
    "<script>alert(1)</script>",
    '"><a href="x',
    "&amp;lt; &nbsp; & <",
    "{name} %s {0}",
    "\u202egnp.exe\u2028",
    "\ud83d",
    "\U0001f600" * 40,
    "國安委" * 30,
    "\0\x07\r\n\t",
    "a\u0301" * 20,
    "👩\u200d👩\u200d👧\u200d👦",
    " ",
    "]]> <!--",
    "plain words, as they are",
)
ADDRESSES = (
    'https://a.example/?q="><b>&x=1',
    "https://a.example/" + "&" * 900,
    "http://例え.example/<b>'",
    "https://a.example/b?c=d#e",
    "javascript:alert(1)",
)

texts = st.one_of(
    st.text(max_size=20),
    st.sampled_from(NASTY),
    st.builds(lambda text, times: text * times, st.sampled_from(NASTY), st.sampled_from((2, 30, 300))),
    st.lists(st.sampled_from(NASTY), max_size=6).map(" ".join),
)
urls = st.sampled_from(ADDRESSES)
moments = st.datetimes(timezones=st.just(UTC))
maybe = st.none() | texts
regions = st.sampled_from((None, "CN-AH", "CN-CQ", "CN-XX"))
divisions = st.sampled_from((None, "340100", "340123", "999999"))
bilinguals = st.builds(Bilingual, maybe, maybe)
spans = st.builds(Span, texts, st.just(0), st.just(0))
readouts = st.builds(
    Readout,
    kind=st.sampled_from(Kind),
    region=regions | maybe,
    region_name=st.none() | bilinguals,
    division=divisions,
    level=st.sampled_from(Level),
    committee=bilinguals,
    date=st.none() | st.dates(max_value=date.max),
    date_precision=st.sampled_from(DatePrecision),
    chair=st.none() | st.builds(Chair, texts, maybe, maybe, maybe),
    themes=st.lists(st.sampled_from(("political", "ai")) | texts, max_size=30).map(tuple),
    phrases=st.lists(texts, max_size=15).map(tuple),
    quotes=st.lists(st.builds(Quote, texts, maybe), max_size=5).map(tuple),
    summary=texts,
    language=st.sampled_from(("en", "zh")),
    evidence=st.dictionaries(st.sampled_from(("region", "date", "chair", "theme:political")), spans),
    scope=st.just(()),
)
articles = st.builds(
    Article, st.just(1), urls, texts, maybe, st.none() | moments, st.none(), st.none() | moments
)
meetings = st.builds(
    Meeting, st.integers(1, 2**40), readouts, st.lists(articles, max_size=7).map(tuple), moments
)
items = st.builds(Item, st.just("1"), urls, texts, texts, source=maybe, published=st.none() | moments)
concerns = st.builds(
    Concern,
    texts,
    st.sampled_from(SourceState),
    texts,
    st.none() | moments,
    st.none() | urls,
    st.integers(1, 2**40),
    st.integers(0, 2000),
    st.integers(0, 2000),
)
notices = st.builds(
    Notice,
    st.sampled_from(NoticeKind),
    st.lists(concerns, min_size=1, max_size=40).map(tuple),
    st.integers(0, 50),
)
deliveries = st.builds(
    Delivery,
    st.just(1),
    st.sampled_from(DeliveryKind),
    st.just(chat()),
    meetings | items | notices,
    st.lists(texts, max_size=7).map(tuple),
    st.just(0),
    suspect=st.booleans(),
    first_seen=st.none() | moments,
)
highlights = st.lists(st.tuples(st.integers(-5, 300), st.integers(-5, 300)), max_size=7).map(tuple)
hits = st.builds(
    Hit, st.just(1), urls, texts, maybe, st.none() | moments, moments, st.none() | meetings, texts, highlights
)
results = st.builds(
    Results, st.lists(hits, max_size=7).map(tuple), st.none(), st.integers(0, 5000), st.booleans()
)
watches = st.builds(Watch, st.integers(1, 2**40), st.just(7), texts, maybe, moments)
sources = st.builds(Source, texts, urls, paused=st.booleans())
healths = st.builds(
    SourceHealth,
    sources,
    st.sampled_from(SourceState),
    texts,
    since=st.none() | moments,
    last_answer=st.none() | moments,
    items=st.integers(0, 10**9),
    freshness=st.builds(Freshness, st.none() | moments),
)
coverages = st.builds(
    Coverage,
    st.sampled_from(("CN-AH", "CN-CQ")) | texts.filter(str.strip),
    st.sampled_from(Sight),
    st.lists(texts, max_size=3).map(tuple),
    st.none() | moments,
    st.none() | moments,
)
