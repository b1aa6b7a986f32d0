"""The stock phrases that a meeting's one line names, with a short name in both languages.

The whole dictionary is the extractors'; these are the ones that readers of such lines know by name.
"""

from readouts.domain.readout import Bilingual

HEADLINE_TIFA = {
    "holistic-approach": Bilingual("holistic approach", "总体国家安全观"),
    "new-security-pattern": Bilingual("new security architecture", "新安全格局"),
    "bottom-line-extreme": Bilingual("worst-case thinking", "底线思维和极限思维"),
    "development-and-security": Bilingual("development and security", "统筹发展和安全"),
    "hostile-forces": Bilingual("hostile forces", "敌对势力"),
    "major-risks": Bilingual("major risks", "重大风险"),
}
