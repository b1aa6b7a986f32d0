"""Search: newest first, one hit for each meeting, pages that stay, words highlighted."""

from datetime import date, timedelta

import pytest
from sqlite_utils import Database

from readouts.archive import documents
from readouts.archive import search as searching
from readouts.archive.search import search
from readouts.domain.gazetteer import Level, name_key
from readouts.domain.hit import Results
from readouts.domain.query import (
    AllOf,
    AnyOf,
    Before,
    Field,
    FieldName,
    Last,
    Node,
    Not,
    Query,
    Since,
    Words,
)
from readouts.domain.readout import Kind
from readouts.domain.text import phrase_tokens
from tests.archive.making import DAY, HAN_JUN, NOW, TODAY, readout, stored

EVERYTHING = AllOf(())


def words(text: str) -> Words:
    tokens, prefix = phrase_tokens(text)
    return Words(tuple(tokens), prefix, text)


def field(name: FieldName, value: str) -> Field:
    return Field(name, value, f"{name.value}:{value}")


def found(db: Database, node: Node, limit: int = 100, after: str | None = None) -> Results:
    return search(db, Query("", node), TODAY, limit, after)


def titles(db: Database, node: Node) -> list[str]:
    return [hit.title for hit in found(db, node).hits]


def test_an_empty_archive_has_no_hits(db: Database) -> None:
    assert found(db, EVERYTHING) == Results((), None, 0, False)


@pytest.mark.parametrize(
    ("text", "query", "hits"),
    [
        ("省委国家安全委员会召开会议", "安全委员", True),
        ("省委国家安全委员会召开会议", "全国", False),
        ("省委書記韓俊主持", "韩俊", True),
        ("省委书记韩俊主持", "俊", True),
        ("省委书记韩俊", "俊", True),
        ("省委书记韩俊", "王", False),
        ("Political Security", "political security", True),
        ("Political Security", "security political", False),
        ("insecurity", "security", False),
        ("Ｎａｔｉｏｎａｌ security", "national", True),
        ("café", "CAFE", True),
        ("安徽Anhui省", "anhui", True),
        ('a "quoted" AND (bracketed) * NEAR word', "and bracketed near", True),
    ],
)
def test_words_are_found_as_they_are_written(db: Database, text: str, query: str, hits: bool) -> None:
    stored(db, "1", text=text, title="")
    assert bool(found(db, words(query)).hits) is hits


def test_words_do_not_run_from_the_title_into_the_text(db: Database) -> None:
    stored(db, "1", title="political", text="security")
    assert found(db, words("political")).total == 1
    assert found(db, words("political security")).total == 0


def test_a_prefix_finds_longer_words_and_whole_words_do_not(db: Database) -> None:
    stored(db, "1", text="securities")
    assert found(db, Words(("secur",), True, "secur*")).total == 1
    assert found(db, Words(("secur",), False, "secur")).total == 0


def test_the_newest_day_comes_first_whenever_it_came(db: Database) -> None:
    for number in range(3):
        stored(db, str(number), title=f"T{number}", now=NOW + number * DAY, published=NOW - number * DAY)
    stored(db, "3", title="undated", now=NOW - DAY, published=None)
    stored(db, "4", readout(date=TODAY - 5 * DAY), title="long ago, told today", now=NOW + 9 * DAY)
    assert titles(db, EVERYTHING) == ["T0", "undated", "T1", "T2", "long ago, told today"]


def test_of_one_day_what_came_last_comes_first(db: Database) -> None:
    for number in range(3):
        stored(db, str(number), title=f"T{number}", published=NOW - number * timedelta(hours=1))
    assert titles(db, EVERYTHING) == ["T2", "T1", "T0"]


def test_more_documents_than_a_day_has_numbers_are_all_found(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "_IDS_A_DAY", 2)
    for number in range(5):
        stored(db, str(number), title=f"T{number}")
    stored(db, "next day", title="next day", published=NOW + DAY)
    assert sorted(titles(db, EVERYTHING)) == ["T0", "T1", "T2", "T3", "T4", "next day"]


def test_one_meeting_is_one_hit_for_its_newest_article_that_hits(db: Database) -> None:
    stored(db, "1", readout(), text="alpha beta", title="first")
    stored(db, "2", readout(), text="alpha", title="second", source="Other")
    (both,) = found(db, words("alpha")).hits
    assert both.title == "second"
    assert both.meeting is not None
    assert len(both.meeting.articles) == 2
    (older,) = found(db, words("beta")).hits
    assert (older.title, older.meeting) == ("first", both.meeting)


def test_a_round_up_is_found_for_the_meeting_that_spoke_of_it(db: Database) -> None:
    text = "Yunnan spoke of smuggling. Anhui spoke of politics."
    split = text.index("Anhui")
    told = (
        readout(region="CN-YN", scope=((0, split),)),
        readout(region="CN-AH", scope=((split, len(text)),)),
    )
    stored(db, "1", *told, text=text)
    (hit,) = found(db, words("smuggling")).hits
    assert hit.meeting is not None
    assert hit.meeting.readout.region == "CN-YN"
    assert hit.snippet == "Yunnan spoke of smuggling. "
    assert found(db, words("spoke of")).total == 2
    assert found(db, AllOf((words("smuggling"), field(FieldName.REGION, "CN-AH")))).total == 0


def test_the_meetings_of_a_round_up_come_by_their_days(db: Database) -> None:
    """The latest first, page by page, in whatever order the article tells of them."""
    days = [date(2024, 6, 3), date(2024, 5, 15), date(2024, 5, 31), date(2024, 5, 30)]
    _, told = stored(db, "1", *(readout(region=f"CN-{day.day}", date=day) for day in days))
    first = found(db, EVERYTHING, limit=3)
    assert [hit.meeting and hit.meeting.readout.date for hit in first.hits] == sorted(days, reverse=True)[:3]
    (last,) = found(db, EVERYTHING, limit=3, after=first.cursor).hits
    assert last.meeting is not None
    assert (last.meeting.id, last.meeting.readout.date) == (told[1], days[1])


def test_words_outside_all_readouts_hit_the_article_itself(db: Database) -> None:
    stored(db, "1", readout(scope=((0, 5),)), text="Anhui. An academic comments.")
    (hit,) = found(db, words("academic")).hits
    assert hit.meeting is None


def test_a_study_session_is_a_hit_of_its_article(db: Database) -> None:
    stored(db, "1", readout(kind=Kind.STUDY), readout(kind=Kind.MENTION), text="studied")
    (hit,) = found(db, words("studied")).hits
    assert hit.meeting is None
    assert found(db, field(FieldName.KIND, "study")).total == 1
    assert found(db, field(FieldName.KIND, "any")).total == 1
    assert found(db, field(FieldName.KIND, "meeting")).total == 0


@pytest.mark.parametrize(
    ("name", "value", "hits"),
    [
        (FieldName.REGION, "CN-AH", True),
        (FieldName.REGION, "CN-A", False),
        (FieldName.DIVISION, "340104", True),
        (FieldName.DIVISION, "340100", True),
        (FieldName.DIVISION, "340000", True),
        (FieldName.DIVISION, "340200", False),
        (FieldName.LEVEL, "county", True),
        (FieldName.THEME, "deep-sea", True),
        (FieldName.THEME, "deep", False),
        (FieldName.PHRASE, "holistic", True),
        (FieldName.CHAIR, "hanjun", True),
        (FieldName.CHAIR, "韩俊", True),
        (FieldName.CHAIR, "han", False),
        (FieldName.COMMITTEE, "安全委", True),
        (FieldName.COMMITTEE, "市委", False),
        (FieldName.COMMITTEE, " 员", True),
        (FieldName.SOURCE, "anhuidaily", True),
        (FieldName.SOURCE, "anhui", False),
        (FieldName.LANG, "en", True),
        (FieldName.HAS, "quote", False),
    ],
)
def test_fields_hit_exactly_their_value(db: Database, name: FieldName, value: str, hits: bool) -> None:
    told = readout(
        level=Level.COUNTY, division="340104", themes=("deep-sea",), phrases=("holistic",), chair=HAN_JUN
    )
    stored(db, "1", told)
    assert bool(found(db, field(name, value)).hits) is hits


def test_an_article_without_a_source_is_found_by_the_host_that_is_shown(db: Database) -> None:
    stored(db, "1", source=None, url="https://ports.test/1")
    stored(db, "2", source=None, url="https://other.test/1")
    (hit,) = found(db, field(FieldName.SOURCE, name_key("ports.test"))).hits
    assert hit.url == "https://ports.test/1"


def test_days_are_the_meetings_else_the_publications_else_those_of_arrival(db: Database) -> None:
    stored(db, "1", readout(date=date(2024, 6, 3)), title="meeting")
    stored(db, "2", published=NOW - 2 * DAY, title="article")
    stored(db, "3", published=None, title="undated")
    assert titles(db, AllOf((Since(date(2024, 6, 3)), Before(date(2024, 6, 4))))) == ["meeting"]
    assert titles(db, AllOf((field(FieldName.KIND, "meeting"), Before(date(2024, 6, 3))))) == []
    assert titles(db, AllOf((field(FieldName.KIND, "meeting"), Since(date(2024, 6, 4))))) == []
    assert titles(db, Since(date(2024, 6, 4))) == ["undated", "meeting", "article"], "it is of today itself"
    assert titles(db, AllOf((Last(timedelta(days=2)), field(FieldName.KIND, "meeting")))) == []
    assert titles(db, Last(timedelta(days=2))) == ["undated", "meeting", "article"]
    assert titles(db, Last(timedelta())) == ["undated", "meeting"]
    assert titles(db, Not(Since(date.min))) == []
    assert titles(db, Last(timedelta.max)) == titles(db, Since(date.min))


def test_nothing_and_everything_can_be_asked_for(db: Database) -> None:
    stored(db, "1", title="T")
    assert titles(db, AnyOf(())) == []
    assert titles(db, Not(AnyOf(()))) == ["T"]
    assert titles(db, Not(Not(EVERYTHING))) == ["T"]
    assert titles(db, Words((), False, "")) == []


def test_pages_stay_as_they_are_while_new_articles_come(db: Database) -> None:
    for number in range(7):
        stored(db, str(number), readout(region=f"CN-{number}"), title=f"T{number}")
    first = found(db, EVERYTHING, limit=3)
    stored(db, "new", readout(region="CN-new"), title="new")
    stored(db, "again", readout(region="CN-1"), title="again")
    second = found(db, EVERYTHING, 3, first.cursor)
    third = found(db, EVERYTHING, 3, second.cursor)
    pages = [[hit.title for hit in page.hits] for page in (first, second, third)]
    assert pages == [["T6", "T5", "T4"], ["T3", "T2", "T1"], ["T0"]]
    assert [page.total for page in (first, second, third)] == [7, 7, 7]
    assert third.cursor is None
    assert len((second.cursor or "").encode()) < 40


def test_a_meeting_on_one_page_does_not_come_again_on_the_next(db: Database) -> None:
    stored(db, "old", readout(date=TODAY), title="old article of the meeting")
    for number in range(3):
        stored(db, str(number), title=f"T{number}")
    stored(db, "new", readout(date=TODAY), title="new article of the meeting", source="Other")
    first = found(db, EVERYTHING, limit=2)
    second = found(db, EVERYTHING, 10, first.cursor)
    assert [hit.title for hit in first.hits] == ["new article of the meeting", "T2"]
    assert [hit.title for hit in second.hits] == ["T1", "T0"]


@pytest.mark.parametrize(
    "forged", ["", "x", "1", "1.x", "-1.5", "9" * 30 + ".1", "1.1; DROP TABLE items", "١.٢"]
)
def test_a_cursor_that_is_none_asks_for_the_first_page(db: Database, forged: str) -> None:
    stored(db, "1", title="T")
    assert [hit.title for hit in found(db, EVERYTHING, 5, forged).hits] == ["T"]


def test_the_total_is_counted_up_to_a_thousand(db: Database) -> None:
    for number in range(1_000):
        stored(db, str(number), text="x", title="")
    exact = found(db, words("x"), 5)
    assert (exact.total, exact.total_is_floor) == (1_000, False)
    stored(db, "one more", text="x", title="")
    more = found(db, words("x"), 5)
    assert (more.total, more.total_is_floor) == (1_000, True)


def test_a_search_over_its_time_gives_what_it_found_by_then(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(300):
        stored(db, str(number), text="x " * 50)
    monkeypatch.setattr(searching, "_BUDGET", timedelta(seconds=-1))
    cut_off = found(db, AllOf((words("x"), Not(words("y")))), 200)
    assert len(cut_off.hits) < 200
    assert cut_off.total_is_floor
    assert cut_off.is_cut_short
    pairs = db.execute("SELECT count(*) FROM documents AS a, documents AS b").fetchone()[0]
    assert pairs == 300 * 300, "only searches have so little time"
    monkeypatch.undo()
    assert found(db, words("x"), 500).total == 300, "the next search has its own time"


def test_a_hit_tells_where_it_is_from(db: Database) -> None:
    stored(db, "1", url="https://a.test/1", title="T", text="some words", published=NOW - DAY, source="S")
    (hit,) = found(db, words("words")).hits
    assert (hit.url, hit.source, hit.published, hit.first_seen) == ("https://a.test/1", "S", NOW - DAY, NOW)
    assert (hit.snippet, hit.highlights) == ("some words", ((5, 10),))


@pytest.mark.parametrize(
    "naughty",
    [
        '"',
        '""',
        "*",
        "a*",
        "NEAR(a b)",
        "a AND",
        "NOT",
        "words : x",
        "{",
        "^a",
        "a + b",
        "'; --",
        "\0",
        "-",
        "\ud800",
    ],
)
def test_whatever_is_typed_is_plain_text_to_the_index(db: Database, naughty: str) -> None:
    stored(db, "1", text="a b near words x", title="")
    raw = Words((naughty,), False, naughty)
    for node in (raw, Words((naughty, naughty), True, ""), field(FieldName.SOURCE, naughty), words(naughty)):
        assert found(db, Not(node)).total + found(db, node).total == 1
        assert found(db, AllOf((node, words("near")))).total == found(db, node).total
