"""The usual names of a commission in both languages, for a division."""

import re

from readouts.domain.gazetteer import Division, Level
from readouts.domain.readout import Bilingual
from readouts.extractors.places import CORPS, MUNICIPALITIES

CENTRAL = Bilingual(en="National Security Commission of the CPC Central Committee", zh="中央国家安全委员会")
_ENDINGS = {
    "盟": "League",
    "县": "County",
    "旗": "Banner",
    "区": "District",
    "市": "Municipal",
    "州": "Prefectural",
}


def party_committee(division: Division) -> Bilingual:
    """安徽省委 / CPC Anhui Provincial Committee."""
    name = division.name_zh
    if division.code == CORPS:
        return Bilingual("CPC Committee of the Xinjiang Production and Construction Corps", f"{name}党委")
    if division.level is Level.PROVINCE and name.endswith("自治区"):
        return Bilingual(f"CPC {division.name_en} Autonomous Regional Committee", f"{name}党委")
    if division.level is Level.PROVINCE and division.code not in MUNICIPALITIES:
        return Bilingual(f"CPC {division.name_en} Provincial Committee", f"中共{name}委")
    return Bilingual(f"CPC {division.name_en} {_kind(division)} Committee", f"中共{_called(division)}委")


def commission(division: Division, predecessor: bool) -> Bilingual:
    """The division's national security commission, or its leading group before there was one."""
    if predecessor:
        return Bilingual(
            f"National Security Leading Group of {division.name_en}", f"{division.name_zh}国家安全领导小组"
        )
    owner = party_committee(division)
    return Bilingual(f"National Security Commission of the {owner.en}", f"{owner.zh}国家安全委员会")


def office(division: Division) -> Bilingual:
    """The commission's office (国安办)."""
    body = commission(division, predecessor=False)
    return Bilingual(f"Office of the {body.en}", f"{body.zh}办公室")


def study_group(division: Division) -> Bilingual:
    """The party committee's theoretical study group."""
    owner = party_committee(division)
    return Bilingual(f"Theoretical study group of the {owner.en}", f"{owner.zh}理论学习中心组")


def _called(division: Division) -> str:
    """凉山州 for 凉山彝族自治州, 阿里地 for 阿里地区: what stands before 委."""
    name = division.name_zh
    if name.endswith("地区"):
        return name.removesuffix("区")
    return division.short_zh + name[-1] if re.search(r"自治[州县旗]$", name) else name


def _kind(division: Division) -> str:
    if division.name_zh.endswith("地区"):
        return "Prefectural"
    return _ENDINGS.get(division.name_zh[-1], "Local")
