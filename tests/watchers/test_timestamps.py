"""Dates as feeds write them, above all those without a zone."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchers.timestamps import parse_timestamp

BEIJING = ZoneInfo("Asia/Shanghai")
NEW_YORK = ZoneInfo("America/New_York")

SIX_IN_THE_EVENING = """
2024-05-31 18:00:00
2024-05-31 18:00
2024-05-31T18:00:00
2024-05-31T18:00
2024-05-31T18:00:00.123456
2024/05/31 18:00
2024/5/31 18:00:00
2024.05.31 18:00
20240531 18:00
2024年5月31日 18:00
2024年05月31日18:00:00
2024年5月31日18时00分
2024年5月31日 下午6:00
2024年5月31日 晚上 6:00
2024 年 5 月 31 日 18：00
Fri, 31 May 2024 18:00:00
Fri, 31 May 2024 18:00
31 May 2024 18:00:00
31-May-2024 18:00:00
Friday, 31-May-24 18:00:00
Fri May 31 18:00:00 2024
May 31, 2024 6:00 PM
May 31st, 2024 18:00
星期五, 31 May 2024 18:00:00
星期五, 31 五月 2024 18:00:00
2024年5月31日下午6点
2024年5月31日（星期五）傍晚6时
2024年5月31日晚6点00分
二〇二四年五月三十一日 18:00
二○二四年五月三十一日下午六点
2024年五月三十一日 18:00
202405311800
20240531180000
""".strip().split("\n")

TEN_IN_GREENWICH = """
1717149600
1717149600123
2024-05-31T10:00:00Z
2024-05-31T10:00:00+00:00
2024-05-31T18:00:00+08:00
2024-05-31T18:00:00.5+0800
2024-05-31 18:00:00 +0800
2024-05-31 18:00:00 UTC+8
Fri, 31 May 2024 10:00:00 GMT
Fri, 31 May 2024 10:00:00 -0000
Fri, 31 May 2024 18:00:00 +0800
Fri, 31 May 2024 18:00:00 +08:00
Fri, 31 May 2024 18:00:00 GMT+8
Fri, 31 May 2024 18:00:00 HKT
Fri, 31 May 2024 06:00:00 EDT
Fri, 31 May 2024 6:00 am EDT
Fri, 31 May 2024 19:00:00 JST
Fri May 31 10:00:00 UTC 2024
Fri May 31 2024 18:00:00 GMT+0800 (中国标准时间)
Friday, 31-May-24 10:00:00 UTC
""".strip().split("\n")

NO_DATES = """
1小时前
today
2024
9917149600
2024-02-30
2024-13-01
31 Foo 2024
0001-01-01T00:00:00Z
9999-12-31T23:59:59Z
Fri, 09 Feb 1906 23:59:45 +0000
""".strip().split("\n")


@pytest.mark.parametrize("raw", SIX_IN_THE_EVENING)
@pytest.mark.parametrize("zone", [BEIJING, NEW_YORK])
def test_a_date_without_a_zone_is_read_in_the_zone_of_its_source(raw: str, zone: ZoneInfo) -> None:
    found = parse_timestamp(raw, zone)
    assert found is not None
    assert found.replace(microsecond=0) == datetime(2024, 5, 31, 18, tzinfo=zone)


@pytest.mark.parametrize("raw", TEN_IN_GREENWICH)
@pytest.mark.parametrize("zone", [BEIJING, NEW_YORK])
def test_a_stated_zone_counts_and_the_day_is_the_source_s_own(raw: str, zone: ZoneInfo) -> None:
    found = parse_timestamp(raw, zone)
    assert found is not None
    assert found.replace(microsecond=0) == datetime(2024, 5, 31, 10, tzinfo=UTC)
    assert found.tzinfo is zone


def test_cst_is_china_s_time_for_a_chinese_source_and_chicago_s_for_others() -> None:
    raw = "Fri, 31 May 2024 18:00:00 CST"
    assert parse_timestamp(raw, BEIJING) == datetime(2024, 5, 31, 10, tzinfo=UTC)
    assert parse_timestamp(raw, NEW_YORK) == datetime(2024, 6, 1, tzinfo=UTC)


def test_a_day_alone_is_its_midnight() -> None:
    for raw in ("2024-05-31", "2024年5月31日", "20240531", "31 May 2024", "May 31, 2024", "2024-05-31+08:00"):
        assert parse_timestamp(raw, BEIJING) == datetime(2024, 5, 31, tzinfo=BEIJING)


def test_of_a_time_that_no_clock_shows_the_day_stands() -> None:
    for raw in ("2024-05-31 25:00", "2024年5月31日 24:00", "Fri, 31 May 2024 18:00:60"):
        assert parse_timestamp(raw, BEIJING) == datetime(2024, 5, 31, tzinfo=BEIJING)


@pytest.mark.parametrize(
    ("raw", "hour"), [("凌晨12:05", 0), ("上午9:05", 9), ("中午12:05", 12), ("中午1:05", 13), ("晚11:05", 23)]
)
def test_the_part_of_the_day_says_which_half_is_meant(raw: str, hour: int) -> None:
    assert parse_timestamp(f"2024年5月31日{raw}", BEIJING) == datetime(2024, 5, 31, hour, 5, tzinfo=BEIJING)


@pytest.mark.parametrize("raw", NO_DATES)
def test_what_names_no_day_is_no_date(raw: str) -> None:
    assert parse_timestamp(raw, BEIJING) is None


@given(st.text(max_size=120))
def test_any_text_is_a_date_or_none(raw: str) -> None:
    found = parse_timestamp(raw, BEIJING)
    assert found is None or found.tzinfo is BEIJING


MOMENTS = st.integers(31_536_000, 7_200_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))


@given(MOMENTS, st.integers(-14 * 60, 14 * 60))
def test_iso_dates_survive(moment: datetime, minutes: int) -> None:
    stated = moment.replace(tzinfo=None)
    sign, (hours, rest) = "-" if minutes < 0 else "+", divmod(abs(minutes), 60)
    found = parse_timestamp(f"{stated.isoformat()}{sign}{hours:02d}:{rest:02d}", BEIJING)
    assert found == (stated - timedelta(minutes=minutes)).replace(tzinfo=UTC)


@given(MOMENTS)
def test_rfc_822_dates_survive(moment: datetime) -> None:
    assert parse_timestamp(f"{moment:%a, %d %b %Y %H:%M:%S} GMT", BEIJING) == moment


@given(
    st.sampled_from(["2024-05-31", "1970-01-01", "1971-01-01", "2199-12-31", "2023-02-29", "2024-02-29"]),
    st.sampled_from(["00:00:00", "23:59:59", "24:00:00", "12:60:00", "07:05:60", "09:30:15"]),
    st.sampled_from(["Z", "+08:00", "-05:30", "+23:59", "+24:00", "-00:00", "+08:99"]),
    st.sampled_from([BEIJING, NEW_YORK, ZoneInfo("Europe/London"), ZoneInfo("Pacific/Kiritimati")]),
)
def test_the_usual_iso_form_is_read_as_its_variants_are(
    day: str, time: str, offset: str, zone: ZoneInfo
) -> None:
    assert parse_timestamp(f"{day}T{time}{offset}", zone) == parse_timestamp(f"{day} {time}{offset}", zone)


@given(
    st.sampled_from(["31 May 2024", "1 Jan 1970", "01 Jan 1971", "31 Dec 2199", "29 Feb 2023", "5 Abc 2024"]),
    st.sampled_from(["00:00:00", "23:59:59", "24:00:00", "12:60:00", "07:05:60", "09:30:15"]),
    st.sampled_from(["GMT", "+0800", "-0530", "-0030", "+2359", "+2400", "+0899"]),
    st.sampled_from([BEIJING, NEW_YORK, ZoneInfo("Europe/London"), ZoneInfo("Pacific/Kiritimati")]),
)
def test_the_usual_rfc_822_form_is_read_as_its_variants_are(
    day: str, time: str, offset: str, zone: ZoneInfo
) -> None:
    written = f"{day} {time} {offset}"
    assert parse_timestamp(written, zone) == parse_timestamp(f"Mon {written}", zone)
    assert parse_timestamp(f"Fri, {written}", zone) == parse_timestamp(f"Mon {written}", zone)
