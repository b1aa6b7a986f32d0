"""What a news desk reads when an alert rings."""

from dataclasses import replace
from datetime import date

import pytest

from readouts.delivery.message import plain_text
from readouts.delivery.rendering import render_alert
from readouts.domain.delivery import DeliveryKind
from readouts.domain.gazetteer import Level
from readouts.domain.meeting import Article
from readouts.domain.passage import Passage
from readouts.domain.readout import Bilingual, Chair, DatePrecision, Kind, Quote
from tests.delivery.samples import DAILY, ITEM, POST, TEXT, delivery, look, meeting
from tests.delivery.telegram_html import Read


def test_an_alert_says_where_when_who_what_and_whence() -> None:
    message = render_alert(delivery(), look())
    assert message.html.split("\n") == [
        "🔔 <b>Anhui · 3 June 2024</b>",
        "Han Jun, party chief, chaired the provincial committee",
        "Stressed: political security, economic security",
        f"<blockquote>{TEXT}</blockquote>",
        '📰 <a href="https://morning.example/a?x=1&amp;y=2">Morning Post · 9 June</a>',
        "<i>Your watch: region:anhui</i>",
    ]
    assert [[(b.text, b.callback) for b in row] for row in message.buttons] == [
        [("Full readout", "meeting 12")]
    ]


def test_a_chinese_reader_gets_chinese_names_dates_and_themes_from_an_english_article() -> None:
    lines = render_alert(delivery(), look("zh")).html.split("\n")
    assert lines[:3] == [
        "🔔 <b>安徽 · 2024年6月3日</b>",
        "韩俊（省委书记）主持省委国家安全委员会会议",
        "强调：政治安全、经济安全",
    ]
    assert "6月9日" in lines[4]


def test_an_english_reader_gets_english_names_from_a_chinese_article() -> None:
    chinese = meeting(
        language="zh", chair=Chair("袁家军", "袁家军", "Yuan Jiajun", "市委书记、市委国家安全委员会主任"),
        region="CN-CQ", region_name=Bilingual(None, "重庆"),
    )  # fmt: skip
    lines = render_alert(delivery(replace(chinese)), look()).html.split("\n")
    assert lines[1] == "Yuan Jiajun, party chief, chaired the municipal committee"


def test_a_deputy_is_not_promoted_in_translation() -> None:
    chair = Chair("王某", "王某", None, "省委副书记")
    lines = render_alert(delivery(meeting(language="zh", chair=chair)), look()).html.split("\n")
    assert lines[1] == "王某, 省委副书记, chaired the provincial committee"
    chair = Chair("Wang", None, "Wang", "deputy party secretary")
    lines = render_alert(delivery(meeting(chair=chair)), look("zh")).html.split("\n")
    assert lines[1] == "Wang（deputy party secretary）主持省委国家安全委员会会议"


@pytest.mark.parametrize(
    ("division", "level", "place", "committee"),
    [
        ("340100", Level.PREFECTURE, "Hefei, Anhui", "municipal committee"),
        ("340123", Level.COUNTY, "Feixi, Anhui", "county committee"),
        ("349999", Level.COUNTY, "Anhui", "county committee"),
    ],
)
def test_a_city_and_a_county_are_named_inside_their_province(
    division: str, level: Level, place: str, committee: str
) -> None:
    lines = render_alert(delivery(meeting(division=division, level=level)), look()).html.split("\n")
    assert lines[0] == f"🔔 <b>{place} · 3 June 2024</b>"
    assert lines[1] == f"Han Jun, party chief, chaired the {committee}"


def test_chinese_puts_the_province_before_the_county() -> None:
    feixi = meeting(division="340123", level=Level.COUNTY)
    assert "安徽肥西县 · 2024年6月3日" in render_alert(delivery(feixi), look("zh")).html


def test_an_autonomous_region_has_a_regional_committee() -> None:
    ningxia = meeting(region="CN-NX", region_name=None)
    assert "Ningxia · 3 June 2024" in render_alert(delivery(ningxia), look()).html
    assert "chaired the regional committee" in render_alert(delivery(ningxia), look()).html
    assert "自治区党委书记" in render_alert(delivery(ningxia), look("zh")).html


def test_the_central_commission_is_named_by_its_name() -> None:
    central = meeting(kind=Kind.CENTRAL, level=Level.CENTRAL, region=None, region_name=None, chair=None)
    lines = render_alert(delivery(central), look()).html.split("\n")
    assert lines[0] == "🔔 <b>Central National Security Commission · 3 June 2024</b>"
    assert "中央国家安全委员会 · 2024年6月3日" in render_alert(delivery(central), look("zh")).html


@pytest.mark.parametrize(
    ("day", "precision", "words"),
    [
        (date(2024, 6, 4), DatePrecision.ON_OR_BEFORE, "Anhui · on or before 4 June 2024"),
        (None, DatePrecision.UNKNOWN, "Anhui · date not stated"),
        (date(2024, 6, 4), DatePrecision.UNKNOWN, "Anhui · date not stated"),
    ],
)
def test_an_uncertain_date_is_told_as_uncertain(
    day: date | None, precision: DatePrecision, words: str
) -> None:
    assert (
        f"<b>{words}</b>" in render_alert(delivery(meeting(date=day, date_precision=precision)), look()).html
    )


def test_what_is_not_stated_is_said_to_be_so_or_left_out() -> None:
    bare = meeting(
        articles=(), chair=None, themes=(), quotes=(), summary="", region=None, region_name=None
    )  # fmt: skip
    assert render_alert(delivery(bare), look()).html.split("\n") == [
        "🔔 <b>region not stated · 3 June 2024</b>",
        "The Anhui provincial committee met; the chair is not stated",
        "<i>Your watch: region:anhui</i>",
    ]


def test_a_chair_without_a_post_is_named_alone() -> None:
    chair = Chair("Han Jun", None, None, None)
    assert (
        "\nHan Jun chaired the provincial committee\n"
        in render_alert(delivery(meeting(chair=chair)), look()).html
    )


def test_a_telling_quotation_stands_in_the_alert_with_its_speaker() -> None:
    words = "guard against hidden debts, fight scams across the border, and keep the supply of energy safe"
    quotes = (Quote("political security", None), Quote(words, "Han Jun"))
    html = render_alert(delivery(meeting(quotes=quotes)), look()).html
    assert f"<blockquote>“{words}” — Han Jun</blockquote>" in html
    assert TEXT not in html


def test_the_chair_is_quoted_under_the_name_the_reader_knows() -> None:
    words = "guard against hidden debts, fight scams across the border, and keep the supply of energy safe"
    html = render_alert(delivery(meeting(quotes=(Quote(words, "Han Jun"),))), look("zh")).html
    assert f"<blockquote>“{words}” — 韩俊</blockquote>" in html


def test_a_chinese_quotation_of_twenty_characters_is_telling() -> None:
    words = "防范隐性债务风险，打击跨境诈骗，保障能源供应安全"
    assert words in render_alert(delivery(meeting(quotes=(Quote(words, None),))), look()).html


def test_a_term_between_quotation_marks_does_not_take_the_place_of_the_summary() -> None:
    assert f"<blockquote>{TEXT}</blockquote>" in render_alert(delivery(), look()).html


def test_further_articles_are_named_in_the_same_alert() -> None:
    """One meeting, one alert: another source edits it, it does not ring again."""
    html = render_alert(delivery(meeting((POST, DAILY)), kind=DeliveryKind.UPDATE, message=5), look()).html
    assert 'Also: <a href="https://daily.example/2">安徽日报</a>' in html


def test_a_further_article_of_the_same_source_goes_by_its_title() -> None:
    """The source's name a second time would say nothing."""
    again = replace(POST, item=9, url="https://post.example/9", title="Five provinces meet")
    html = render_alert(delivery(meeting((POST, again, DAILY))), look()).html
    assert '\nAlso: <a href="https://post.example/9">Five provinces meet</a>, <a href="https://daily' in html


def test_a_committee_whose_place_is_unknown_goes_by_the_articles_words() -> None:
    """It may be a region's: 省委 would be a guess."""
    words = Bilingual("regional committee of the National Security Commission", "自治区党委国家安全委员会")
    somewhere = meeting(region=None, region_name=None, division=None, committee=words)
    assert f"chaired the {words.en}" in render_alert(delivery(somewhere), look()).html
    assert str(words.zh) in render_alert(delivery(somewhere), look("zh")).html
    blank = meeting(region=None, region_name=None, division=None, committee=Bilingual(" \n", "\t"))
    assert "chaired the provincial committee" in render_alert(delivery(blank), look()).html
    assert "省委国家安全委员会" in render_alert(delivery(blank), look("zh")).html


def test_many_further_articles_are_counted() -> None:
    many = tuple(replace(DAILY, item=n, source=f"Paper {n}") for n in range(10))
    text = Read(render_alert(delivery(meeting((POST, *many))), look()).html).text
    assert "Also: Paper 0, Paper 1, Paper 2, Paper 3 and 6 more" in text


def test_an_article_without_a_source_is_known_by_its_host() -> None:
    nameless = replace(POST, source=None, published=None)
    assert ">morning.example</a>" in render_alert(delivery(meeting((nameless,))), look()).html


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "ftp://host.example/",
        "tg://user?id=1",
        "https://me:secret@host.example/",
        "http://",
        "https://[::1",
        "https://a.example/\nb",
        "https://a.example/" + "x" * 2000,
        "",
        "not a link",
    ],
)
def test_only_safe_web_addresses_become_links(url: str) -> None:
    html = render_alert(delivery(meeting((replace(POST, url=url),))), look()).html
    assert "<a" not in html
    assert "📰 Morning Post · 9 June" in html


def test_a_possible_repeat_says_so_but_an_edit_does_not() -> None:
    repeat = "Perhaps a repeat: Telegram did not confirm the first one"
    assert repeat in render_alert(delivery(suspect=True), look()).html
    assert repeat not in render_alert(delivery(), look()).html
    assert (
        repeat not in render_alert(delivery(suspect=True, kind=DeliveryKind.UPDATE, message=1), look()).html
    )


def test_an_article_of_any_kind_has_an_alert_of_its_own() -> None:
    assert render_alert(delivery(ITEM, why=("terminal", "kind:any")), look()).html.split("\n") == [
        '🔔 <b><a href="https://morning.example/b">Port city opens a new terminal</a></b>',
        "Morning Post · 9 June 2024",
        "<blockquote>Ships will call there from Monday.</blockquote>",
        "<i>Your watch: terminal, kind:any</i>",
    ]


def test_an_article_without_a_title_is_called_by_its_source() -> None:
    assert ">Morning Post</a></b>" in render_alert(delivery(replace(ITEM, title=" ")), look()).html


def test_a_word_that_the_alert_does_not_show_is_shown_in_the_words_of_the_article() -> None:
    passage = Passage("…spoke of <smuggling> across the border…", ((11, 20),))
    html = render_alert(delivery(why=("smuggling",), passages=(passage,)), look()).html
    assert html.split("\n")[-2:] == [
        "<i>Your watch: smuggling</i>",
        "“…spoke of &lt;<b>smuggling</b>&gt; across the border…”",
    ]


@pytest.mark.parametrize("hit", ["political security", "Political  Security", "HAN JUN", "Ａｎｈｕｉ"])
def test_a_word_that_the_alert_shows_already_is_not_shown_again(hit: str) -> None:
    passages = (Passage(hit, ((0, len(hit)),)),)
    message = render_alert(delivery(passages=passages), look())
    assert message == render_alert(delivery(), look())


def test_a_word_that_the_alert_has_only_inside_another_is_shown() -> None:
    """ "part" is no word of "party"; 安徽 stands in a longer run."""
    shown = render_alert(delivery(passages=(Passage("a part of it", ((2, 6),)),)), look()).html
    assert "“a <b>part</b> of it”" in shown
    chinese = render_alert(delivery(passages=(Passage("安徽会议", ((0, 2),)),)), look("zh")).html
    assert "安徽会议" not in chinese


def test_an_alert_shows_two_passages_and_no_long_ones() -> None:
    many = tuple(Passage(f"word{n} {'x' * 300}", ((0, 5),)) for n in range(3))
    lines = render_alert(delivery(passages=many), look()).html.split("\n")[-2:]
    assert [line[:15] for line in lines] == ["“<b>word0</b> x", "“<b>word1</b> x"]
    assert all(len(Read(line).text) <= 162 for line in lines)


def test_a_word_of_an_article_that_is_no_readout_is_shown_where_its_beginning_lacks_it() -> None:
    long = replace(ITEM, text="Ships will call there. " * 40 + "Smuggling is feared.")
    passage = Passage("…Smuggling is feared.", ((1, 10),))
    assert "<b>Smuggling</b>" in render_alert(delivery(long, passages=(passage,)), look()).html
    short = replace(ITEM, text="Smuggling is feared.")
    assert "<b>Smuggling</b>" not in render_alert(delivery(short, passages=(passage,)), look()).html


def test_dates_at_the_ends_of_the_calendar_do_not_break_an_alert() -> None:
    article = Article(1, "https://a.example/", "t", "s", POST.published, None)
    assert article.published is not None
    extreme = replace(article, published=article.published.replace(year=9999, month=12, day=31, hour=23))
    html = render_alert(delivery(meeting((extreme,), date=date.max)), look()).html
    assert "31 December 9999" in html


def test_the_plain_form_has_the_words_and_the_addresses_and_no_markup() -> None:
    text = plain_text(render_alert(delivery(), look()))
    assert text.startswith("🔔 Anhui · 3 June 2024\nHan Jun")
    assert "Morning Post · 9 June (https://morning.example/a?x=1&y=2)" in text
    assert "<" not in text
