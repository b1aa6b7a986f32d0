"""Made-up meetings of committees all over the country: in one formula, their places often left out."""

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from typing import NamedTuple

from readouts.domain.gazetteer import Division, Level
from readouts.domain.item import Item
from readouts.domain.meeting import ALERT_KINDS
from readouts.extractors.article import extract_readouts
from readouts.extractors.gazetteer import load_gazetteer
from readouts.extractors.naming import party_committee
from readouts.extractors.pinyin import romanised
from tests.golden.test_meetings import Told, join, score

BEIJING_TIME = timezone(timedelta(hours=8))
COMMITTEES = 120
GIVEN = "伟强军明建国华志平永文东海波涛刚毅林峰晓春立新德"
SURNAMES = "王李张刘陈杨赵黄周吴徐孙马朱胡林郭何高罗"


class Made(NamedTuple):
    """A meeting. `owner`: the party committee's name; `short`: that without the place (市委)."""

    label: str
    division: Division
    province: Division
    owner: str
    short: str
    chair: str
    day: date


def meetings(rng: random.Random) -> Iterator[Made]:
    """One or two meetings of each committee, a month and a half apart."""
    gazetteer = load_gazetteer()
    provinces = {each.region: each for each in gazetteer.divisions if each.level is Level.PROVINCE}
    asked = [each for each in gazetteer.divisions if each.name_zh[-1] in "省市县区州盟旗"]
    for division in rng.sample(asked, COMMITTEES):
        party = party_committee(division).zh or ""
        owner = party.removeprefix("中共")
        short = owner if owner.endswith("党委") else owner[-2:]
        chair = rng.choice(SURNAMES) + "".join(rng.sample(GIVEN, rng.choice((1, 2))))
        province = provinces[division.region]
        for turn in range(rng.choice((1, 2))):
            day = date(2024, 1, 5) + timedelta(days=rng.randrange(25) + 45 * turn)
            yield Made(f"{division.code}-{turn}", division, province, owner, short, chair, day)


def reports(made: Made, rng: random.Random) -> Iterator[tuple[str, str, int, str | None]]:
    """(language, text, days until it appears, region of its source); four of the ways there are."""
    division, province, owner, short, chair, day = made[1:]
    place = "" if division.level is Level.PROVINCE else province.name_zh
    held, told = f"{short}国家安全委员会会议", f"{short}书记{chair}主持"
    on = f"{day.month}月{day.day}日，"
    ways: list[tuple[str, str, int, str | None]] = [
        ("zh", f"{on}{place}{owner}书记{chair}主持召开{held}，强调数据安全。", 1, None),
        ("zh", f"{place}{owner}国家安全委员会{day.day}日召开会议，{chair}主持会议，强调粮食安全。", 1, None),
        (
            "zh",
            f"{place}{owner}国家安全委员会日前召开会议，{told}，研究金融安全。",
            rng.randrange(1, 6),
            None,
        ),
        ("zh", f"{on}{told}召开{held}，强调数据安全。", 1, None),
        ("zh", f"{on}{told}召开{held}，强调数据安全。", 1, division.region),
    ]
    if division.level is Level.PROVINCE:
        english = (
            f"{division.name_en} party chief {romanised(chair)} chaired a meeting of the provincial committee"
            f" of the National Security Commission on {day:%B} {day.day}, stressing data security."
        )
        ways += [("en", english, 2, None)] * 2
    yield from rng.sample(ways, 4)


def told(rng: random.Random) -> list[Told]:
    found = []
    for made in meetings(rng):
        for number, (language, text, days, region) in enumerate(reports(made, rng)):
            published = datetime(made.day.year, made.day.month, made.day.day, 9, tzinfo=BEIJING_TIME)
            name = f"{made.label}-{number}"
            item = Item(
                name,
                f"https://{name}.test/",
                "",
                text,
                language,
                published + timedelta(days=days),
                name,
                region,
            )
            readouts = tuple(each for each in extract_readouts(item) if each.kind in ALERT_KINDS)
            found.append(Told(item, readouts, (made.label,)))
    return found


def test_meetings_all_over_the_country_are_kept_apart_and_their_reports_joined() -> None:
    """Cities and counties of one name, namesakes among the chairs, 市委 without a name, in any order."""
    rng = random.Random(7)
    articles = told(rng)
    unread = [each.item.text for each in articles if len(each.readouts) != 1]
    assert len(articles) > 600
    assert len(unread) < 0.01 * len(articles), unread
    for order in ("as made", "shuffled"):
        together, apart = score(join(articles), order)
        assert together >= 0.98
        assert apart >= 1.0
        rng.shuffle(articles)
