"""The security fields ("themes") a readout can stress, with their names in both languages.

The twenty fields of the holistic approach to national security, with the finer ones that readouts
name by themselves (nuclear, border, ideological, energy, supply chain).
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Theme:
    """One security field. `id` is stable: exports, watches and the archive hold it."""

    id: str
    en: str
    zh: str


THEMES: tuple[Theme, ...] = (
    Theme("political", "political security", "政治安全"),
    Theme("territorial", "territorial security", "国土安全"),
    Theme("military", "military security", "军事安全"),
    Theme("economic", "economic security", "经济安全"),
    Theme("financial", "financial security", "金融安全"),
    Theme("cultural", "cultural security", "文化安全"),
    Theme("social", "social security", "社会安全"),
    Theme("technological", "science and technology security", "科技安全"),
    Theme("cyber", "cybersecurity", "网络安全"),
    Theme("data", "data security", "数据安全"),
    Theme("ai", "AI security", "人工智能安全"),
    Theme("food", "food security", "粮食安全"),
    Theme("ecological", "ecological security", "生态安全"),
    Theme("resource", "resource security", "资源安全"),
    Theme("energy", "energy security", "能源安全"),
    Theme("nuclear", "nuclear security", "核安全"),
    Theme("overseas", "security of overseas interests", "海外利益安全"),
    Theme("space", "space security", "太空安全"),
    Theme("deep-sea", "deep-sea security", "深海安全"),
    Theme("polar", "polar security", "极地安全"),
    Theme("biological", "biosecurity", "生物安全"),
    Theme("supply-chain", "supply-chain security", "产业链供应链安全"),
    Theme("ideological", "ideological security", "意识形态安全"),
    Theme("border", "border security", "边境安全"),
)

THEMES_BY_ID = {theme.id: theme for theme in THEMES}
