"""Dates as readouts write them, read from the day of publication."""

from datetime import UTC, date, datetime

import pytest

from readouts.domain.readout import DatePrecision
from readouts.domain.text import fold
from readouts.extractors import dates, english_dates

DAY, VAGUE = DatePrecision.DAY, DatePrecision.ON_OR_BEFORE


@pytest.mark.parametrize(
    ("text", "published", "expected"),
    [
        ("5月31日", date(2024, 6, 9), [(date(2024, 5, 31), DAY)]),
        ("12月28日", date(2024, 1, 2), [(date(2023, 12, 28), DAY)]),
        ("31日", date(2024, 6, 1), [(date(2024, 5, 31), DAY)]),
        ("1日下午", date(2024, 6, 1), [(date(2024, 6, 1), DAY)]),
        ("二〇二四年五月三十一日", date(2025, 1, 1), [(date(2024, 5, 31), DAY)]),
        ("2020年2月18日", None, [(date(2020, 2, 18), DAY)]),
        ("今天（2月8日）", date(2022, 2, 8), [(date(2022, 2, 8), DAY)]),
        ("昨日", date(2024, 6, 4), [(date(2024, 6, 3), DAY)]),
        ("去年12月3日", date(2024, 6, 4), [(date(2023, 12, 3), DAY)]),
        ("本月3日", date(2024, 6, 4), [(date(2024, 6, 3), DAY)]),
        ("本月30日", date(2024, 6, 4), []),
        ("上月31日", date(2024, 6, 4), [(date(2024, 5, 31), DAY)]),
        ("上个月三十一日", date(2024, 7, 4), []),
        ("前年5月9日", date(2024, 6, 4), [(date(2022, 5, 9), DAY)]),
        ("一年前的5月9日", date(2024, 6, 4), [(date(2023, 5, 9), DAY)]),
        ("两年前，5月9日", date(2024, 6, 4), [(date(2022, 5, 9), DAY)]),
        ("去年的今天", date(2024, 5, 10), [(date(2023, 5, 10), DAY)]),
        ("日前", date(2024, 6, 4), [(date(2024, 6, 4), VAGUE)]),
        ("5月30日至31日", date(2024, 6, 4), [(date(2024, 5, 30), DAY)]),
        ("2月29日", date(2025, 3, 1), [(date(2024, 2, 29), DAY)]),
        ("13月40日", date(2024, 6, 4), []),
        ("杭州4月14日电", date(2024, 6, 4), []),
        ("2014年4月15日以来", date(2024, 6, 4), []),
    ],
)
def test_chinese_dates(text: str, published: date | None, expected: list[tuple[date, DatePrecision]]) -> None:
    folded = fold(text)
    found = [(s.day, s.precision) for s in dates.chinese(folded, 0, len(folded), published) if s.day]
    assert found == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on June 3", date(2024, 6, 3)),
        ("on 31 May", date(2024, 5, 31)),
        ("June 3rd, 2023", date(2023, 6, 3)),
        ("on Friday", date(2024, 6, 7)),
        ("yesterday", date(2024, 6, 8)),
        ("the previous day", date(2024, 5, 30)),
        ("a day later", date(2024, 6, 1)),
        ("the same day", date(2024, 5, 31)),
        ("on May 9 last year", date(2023, 5, 9)),
        ("9 May of last year", date(2023, 5, 9)),
        ("a year ago, on May 9", date(2023, 5, 9)),
        ("two years earlier, May 9", date(2022, 5, 9)),
        ("May 9, 2024, a year ago", date(2024, 5, 9)),
    ],
)
def test_english_dates_with_31_may_ahead_of_them(text: str, expected: date) -> None:
    folded = fold(text)
    (found,) = english_dates.events(folded, 0, len(folded), date(2024, 6, 9), date(2024, 5, 31))
    assert found.day == expected


def test_a_month_alone_and_a_person_called_jun_are_no_dates() -> None:
    text = fold("Han Jun may speak in May or June; HEFEI, June 4 (Xinhua) -- filed")
    assert not english_dates.events(text, 0, len(text), date(2024, 6, 9), None)


def test_the_day_of_publication_is_beijings() -> None:
    assert dates.published_day(datetime(2024, 6, 3, 17, 0, tzinfo=UTC), "") == date(2024, 6, 4)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://example.cn/html/2024-06/04/content_1.htm", date(2024, 6, 4)),
        ("https://example.cn/html/2019-06/04/content_1.htm", date(2024, 6, 20)),
        ("https://example.cn/html/2024-06/21/content_1.htm", date(2024, 6, 20)),
    ],
    ids=["an earlier day", "another year's", "a later day"],
)
def test_a_somewhat_earlier_day_in_the_address_goes_before_the_feeds(address: str, expected: date) -> None:
    """Some feeds give the time of the request as that of publication."""
    assert dates.published_day(datetime(2024, 6, 20, 1, 0, tzinfo=UTC), address) == expected


@pytest.mark.parametrize(
    "address",
    [
        "https://szb.northnews.cn/nmgrb/html/2020-12/20/content_26432_135756.htm",
        "https://szbk.example.cn/pc/content/202012/20/content_115016.html",
        "http://example.cn/t20201220_1326.html",
    ],
)
def test_the_address_gives_the_day_where_the_source_does_not(address: str) -> None:
    assert dates.published_day(None, address) == date(2020, 12, 20)
    assert dates.published_day(None, "https://example.cn/a/123456789.html") is None
