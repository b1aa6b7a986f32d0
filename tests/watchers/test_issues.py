"""Days in addresses."""

from datetime import UTC, date, datetime

import pytest

from readouts.domain.source import Source, SourceKind
from watchers.issues import addresses, day_in_address, month_in_address


@pytest.mark.parametrize(
    ("address", "day"),
    [
        ("https://p.example/nmgrb/html/2020-12/20/content_26432_135756.htm", date(2020, 12, 20)),
        ("https://p.example/czrb/pc/content/202406/21/content_115016.html", date(2024, 6, 21)),
        ("https://p.example/epaper/html/2022-03/29/node_201.htm", date(2022, 3, 29)),
        ("https://p.example/html/2023-02/27/content_3628338.htm?div=-1", date(2023, 2, 27)),
        ("https://p.example/xw/202406/t20240604_1326.html", date(2024, 6, 4)),
        ("https://p.example/n1/2024/0604/c1001-40249999.html", date(2024, 6, 4)),
        ("https://p.example/art/2024/6/4/art_123_4567.html", date(2024, 6, 4)),
        ("https://p.example/20240604/abcdef/c.html", date(2024, 6, 4)),
        ("https://p.example/2024/02/30/then/2024/03/01/x", date(2024, 3, 1)),
        ("https://p.example/content_2024060412345.html", None),
        ("https://p.example/c_1130202406.htm", None),
        ("https://p.example/2024/06/", None),
        ("https://p.example/?day=20240604", None),
        ("https://20240604.example/a", None),
        ("https://p.example/19440604/a", None),
        ("", None),
    ],
)
def test_the_day_of_an_article_is_read_from_its_path(address: str, day: date | None) -> None:
    assert day_in_address(address) == day


@pytest.mark.parametrize(
    ("address", "month"),
    [
        ("https://p.example/sitemap-2024-06.xml", date(2024, 6, 1)),
        ("https://p.example/sitemap_202406.xml.gz", date(2024, 6, 1)),
        ("https://p.example/2024/06/sitemap.xml", date(2024, 6, 1)),
        ("https://p.example/sitemap-2024.xml", None),
        ("https://p.example/sitemap-20240.xml", None),
        ("https://p.example/post-sitemap57.xml", None),
    ],
)
def test_the_month_of_a_sitemap_is_read_from_its_path(address: str, month: date | None) -> None:
    assert month_in_address(address) == month


def test_the_issue_is_that_of_the_papers_own_day() -> None:
    late = datetime(2024, 6, 30, 17, 0, tzinfo=UTC)
    url = "https://p.example/{yyyy}-{mm}/{dd}/1.htm"
    beijing = Source("a", url, SourceKind.PAGE)
    assert addresses(beijing, late) == (
        "https://p.example/2024-07/01/1.htm",
        "https://p.example/2024-06/30/1.htm",
        "https://p.example/2024-06/29/1.htm",
        "https://p.example/2024-06/28/1.htm",
    )
    london = Source("a", url, SourceKind.PAGE, time_zone="Europe/London")
    assert addresses(london, late)[0] == "https://p.example/2024-06/30/1.htm"


def test_an_address_without_a_day_is_asked_once() -> None:
    assert addresses(Source("a", "https://p.example/"), datetime.now(UTC)) == ("https://p.example/",)
