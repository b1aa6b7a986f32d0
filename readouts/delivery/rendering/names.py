"""Places, committees, posts and themes in the words of the reader's language."""

from typing import NamedTuple

from readouts.delivery.rendering.look import Look
from readouts.delivery.styling import Text, cut, join, short, styled
from readouts.domain.chairs import is_party_chief
from readouts.domain.gazetteer import Division, Level
from readouts.domain.readout import Attendee, Chair, DatePrecision, Quote, Readout
from readouts.domain.text import is_han
from readouts.domain.themes import THEMES_BY_ID
from readouts.domain.tifa import HEADLINE_TIFA

NAME_UNITS = 80
_POST_UNITS = 100
_THEMES_UNITS = 300
_TIFA_SHOWN = 2


class _Committee(NamedTuple):
    """What the committee of one sort of division is called, and its party organisation in Chinese."""

    ending: str
    en: str
    party: str


# By how the division's Chinese name ends; a longer ending comes before one it ends with.
_COMMITTEES = (
    _Committee("自治区", "regional committee", "自治区党委"),
    _Committee("兵团", "corps committee", "兵团党委"),
    _Committee("自治县", "county committee", "县委"),
    _Committee("地区", "prefectural committee", "地委"),
    _Committee("省", "provincial committee", "省委"),
    _Committee("州", "prefectural committee", "州委"),
    _Committee("盟", "league committee", "盟委"),
    _Committee("县", "county committee", "县委"),
    _Committee("旗", "banner committee", "旗委"),
    _Committee("市", "municipal committee", "市委"),
    _Committee("区", "district committee", "区委"),
)
_BY_LEVEL = {
    Level.CENTRAL: _Committee("", "Central National Security Commission", "中央"),
    Level.PROVINCE: _Committee("", "provincial committee", "省委"),
    Level.PREFECTURE: _Committee("", "municipal committee", "市委"),
    Level.COUNTY: _Committee("", "county committee", "县委"),
}


def place(readout: Readout, look: Look) -> Text:
    """Where: "Anhui", "Hefei, Anhui", 「安徽合肥市」; for the centre its commission."""
    if readout.level is Level.CENTRAL:
        return styled(committee(readout, look))
    region = look.name(readout.region_name) or _province_name(readout, look) or readout.region
    division = _division(readout, look)
    if division and division.level is not Level.PROVINCE:
        below = look.pick(division.name_en, division.name_zh) or division.code
        return _inside(short(below, NAME_UNITS), short(region or "", NAME_UNITS), look)
    return short(region, NAME_UNITS) if region else look.gettext("region not stated")


def committee(readout: Readout, look: Look) -> str:
    """What met: "provincial committee", 「省委国家安全委员会」."""
    names = _committee_names(readout, look)
    said = readout.committee.en if look.language == "en" else readout.committee.zh
    written = short(said or "", NAME_UNITS)
    if readout.region is None and not names.ending and readout.level is not Level.CENTRAL and written:
        return str(written[0].text)
    return names.en if look.language == "en" else f"{names.party}国家安全委员会"


def chair_name(chair: Chair | Attendee, look: Look) -> Text:
    return short(look.pick(chair.name_en, chair.name_zh) or chair.name, NAME_UNITS)


def speaker(words: Quote, readout: Readout, look: Look) -> Text:
    """Who is quoted; the chair under the name the chair has elsewhere in the message."""
    chair = readout.chair
    if chair and words.speaker and words.speaker in (chair.name, chair.name_en, chair.name_zh):
        return chair_name(chair, look)
    return short(words.speaker or "", NAME_UNITS)


def post(readout: Readout, look: Look) -> Text:
    """The chair's post as the article has it; a party chief's also across languages."""
    written = readout.chair.post if readout.chair else None
    if not written or any(map(is_han, written)) is (look.language == "zh"):
        return short(written or "", _POST_UNITS)
    if is_party_chief(written):
        party = _committee_names(readout, look).party if readout.region else "党委"
        return styled("party chief" if look.language == "en" else f"{party}书记")
    return short(written, _POST_UNITS)


def meeting_day(readout: Readout, look: Look) -> Text:
    """When, and how sure that is."""
    if readout.date is None or readout.date_precision is DatePrecision.UNKNOWN:
        return look.gettext("date not stated")
    if readout.date_precision is DatePrecision.ON_OR_BEFORE:
        return look.gettext("on or before {date}", date=look.day(readout.date))
    return styled(look.day(readout.date))


def headline(readout: Readout, look: Look) -> Text:
    """Where and when, in one line."""
    return join(" · ", (place(readout, look), meeting_day(readout, look)))


def structured_line(readout: Readout, look: Look) -> Text:
    """Where, when, who and what was stressed, from the fields alone."""
    return join(" · ", (headline(readout, look), chair_with_post(readout, look), _stressed(readout, look)))


def _stressed(readout: Readout, look: Look) -> Text:
    """The security fields, then the best known of the stock phrases."""
    known = [HEADLINE_TIFA[name] for name in readout.phrases if name in HEADLINE_TIFA][:_TIFA_SHOWN]
    fields = [theme(identity, look) for identity in readout.themes]
    tifa = [styled(look.name(name) or "") for name in known]
    return cut(look.listing((*fields, *tifa)), _THEMES_UNITS)


def chair_with_post(readout: Readout, look: Look) -> Text:
    """Han Jun (party chief), 韩俊（省委书记）; empty where no chair is stated."""
    if readout.chair is None:
        return ()
    name, its_post = chair_name(readout.chair, look), post(readout, look)
    if not its_post:
        return name
    opening, closing = ("（", "）") if look.language == "zh" else (" (", ")")
    return styled(name, opening, its_post, closing)


def theme(identity: str, look: Look) -> Text:
    known = THEMES_BY_ID.get(identity)
    return styled((look.pick(known.en, known.zh) if known else None) or short(identity, NAME_UNITS))


def themes(readout: Readout, look: Look) -> Text:
    return cut(look.listing(theme(identity, look) for identity in readout.themes), _THEMES_UNITS)


def _division(readout: Readout, look: Look) -> Division | None:
    return look.gazetteer.by_code.get(readout.division) if readout.division else None


def _province_name(readout: Readout, look: Look) -> str | None:
    province = look.gazetteer.province(readout.region) if readout.region else None
    return look.pick(province.name_en, province.short_zh) if province else None


def _inside(below: Text, above: Text, look: Look) -> Text:
    return styled(above, below) if look.language == "zh" else join(", ", (below, above))


def _committee_names(readout: Readout, look: Look) -> _Committee:
    if readout.level is Level.CENTRAL:
        return _BY_LEVEL[Level.CENTRAL]
    province = look.gazetteer.province(readout.region) if readout.region else None
    division = _division(readout, look) or (province if readout.level is Level.PROVINCE else None)
    name = division.name_zh if division else ""
    by_name = next((c for c in _COMMITTEES if name.endswith(c.ending)), None)
    return by_name or _BY_LEVEL[readout.level]
