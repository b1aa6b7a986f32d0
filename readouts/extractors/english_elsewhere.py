"""Words by which a sentence of an English article speaks of something else than a regional commission's
meeting: another body, the centre, somebody's opinion, a visit, the page around the article."""

import re

from readouts.extractors.english_wording import SAID

_EXPERT = r"(?:professor|analyst|researcher|expert|scholar|observer|academic|economist|scientist)s?"
OUTSIDERS = re.compile(
    rf"\b(?:{_EXPERT}|spokes\w+"
    r"|executives?|consultants?|lawyers?|residents?|diplomats?|xi|president|central|beijing)\b"
)
# "Hubei's commission met in March," said Professor Liu.
SAID_BY_AN_EXPERT = re.compile(
    rf"\b(?:said|says)\s+(?:[a-z'-]+,?\s+){{0,3}}{_EXPERT}\b|\b{_EXPERT}\s+(?:[a-z'-]+\s+){{0,5}}(?:said|says|told)\b"
)
VISITED = re.compile(
    r"\b(?:inspect(?:ed|s|ing)|visit(?:ed|s|ing)|tour(?:ed|s|ing)|inspection|groundbreaking|ribbon|talks\s+with|interview\w*|on\s+the\s+sidelines|(?:told|spoke\s+to)\s+(?:us|reporters)"
    r"|(?:met|meeting)\s+(?:with\b|guests|visiting|visitors|delegat\w+|foreign|business|[a-z]+'s))\b"
)
# The province's reform commission, its work conference: another body of the same party committee.
OTHER_BODY = re.compile(
    r"\b(?:commission|committee|leading\s+(?:small\s+)?group|headquarters)\s+(?:for|on)\s+(?!national\s+security|(?:the\s+)?(?:morning|afternoon|evening|[a-z]+day|\d|[a-z]+\.?\s+\d))(?=[a-z])"
    r"|\b(?:reform|audit|finance|financial|economic|cyberspace|affairs|work\s+safety|discipline|inspection|legal|law-based|education|talent|rural|establishment|integration)\s+"
    r"(?:[a-z]+\s+)?(?:commission|committee|leading\s+group|work\s+(?:conference|meeting))\b"
    r"|\b(?:meeting|session|plenary|opening)\s+of\s+(?:the\s+)?(?:[a-z]+\s+){0,3}people's\s+congress\b"
    r"|\bstanding\s+committee\s+(?:of\s+[^,.;]{3,70}?\s+)?(?:met|meets|held|convened|discussed|studied)\b"
)
XI_PRESIDES = re.compile(r"\bxi\s+jinping\b[^.;]{0,160}?\b(?:presided|chaired)\b")
OTHER_EVENT = re.compile(
    r"\b(?:presided\s+over|chaired|held|convened|hosted|opened)\s+(?:a|an|the|another)\s+(?:[a-z-]+\s+){0,3}?"
    r"(?:symposium|seminar|forum|discussion|briefing|exercise|drill|hearing|panel|talks|ceremony|launch|lecture|meeting\s+with"
    r"|conference\s+on\s+(?!(?:national\s+|state\s+)?security|[a-z]+day\b|[a-z]{3,9}\.?\s+\d|\d)[a-z]+)\b"
)
# Who heads the commission chaired a meeting of the audit commission, or one with the people of a village.
MEETING_OF_ANOTHER = re.compile(
    r"\b(?:meeting|session)\s+of\s+(?:(?!national\s+security)[a-z'-]+\s+){0,7}?"
    r"(?!(?:the|its|this|that|provincial|municipal|regional|city|county|district|party|security|cpc)\s)[a-z'-]+\s+"
    r"(?:commission|committee|leading\s+group)\b"
    r"|\b(?:meeting|session)\s+with\b"
)
ELSEWHERE = re.compile(
    r"^(?:xi(?!'\s?an)|president\s+xi|mr\.?\s+xi|addressing\s+the\s+national|the\s+national(?P<body>)(?!\s+security\s+(?:commission|committee)(?:'s)?\s+(?:meeting|session))|observers?|experts?|analysts?|last\s+year"
    r"|an?\s+(?:[a-z]+\s+){0,2}(?:scientist|analyst|professor|scholar|researcher|expert|observer)"
    rf"|(?:at|in|during)\s+(?:that|the|his)\s+(?:[a-z]+\s+){{0,3}}?(?:session|meeting|speech|plenum|congress),?\s+(?:president\s+|mr\.?\s+)?xi\s+(?:jinping\s+)?(?:had\s+)?{SAID.pattern})\b"
)
# The former party secretary was expelled from the party.
FALLEN = re.compile(
    r"\bformer\s+(?:[a-z]+\s+){0,2}?party\s+(?:chief|boss|secretary|leader)\b[^;]*"
    r"\b(?:expelled|investigat\w+|sentenced|jailed|bribe\w*|dismissed|convicted|pleaded|removed|arrested|detained|charged)\b"
)
# He skipped meetings of the commission, the discipline watchdog said.
ACCUSED = re.compile(
    r"\b(?:expel(?:s|led)|disciplin(?:e|ary)|watchdog|prosecut\w+|accus\w+|charged|sentenced|convicted|on\s+trial|bribe\w*)\b"
)
STAYED_AWAY = re.compile(
    r"\b(?:skip(?:s|ped|ping)|miss(?:ed|ing)|absent\s+from|fail(?:ed|ing)\s+to\s+attend|leak(?:ed|ing|s)|minutes\s+of)\b"
)
# When Chongqing's commission met in 2019, ...: no news, unless it says the day.
IN_A_YEAR = re.compile(r"\b(?:met|meetings?|sessions?)\s+in\s+20\d\d\b(?!\s+on\b)")
STUDIED = re.compile(r"\b(?:theoretical|theory)\s+(?:study|learning)\b|\bstudy\s+(?:group|session)s?\b")
# Another country's council, or the country's own; a study session without a commission.
OF_OTHERS = re.compile(
    r"\b(?:u\.?s\.?|american|america's|taiwan(?:'s|ese)?|iran(?:'s|ian)?|russia(?:'s|n)?|pakistan(?:'s|i)?|israel(?:'s|i)?|japan(?:'s|ese)?"
    r"|(?:south\s+)?korea(?:'s|n)?|india(?:'s|n)?|hong\s+kong(?:'s)?|maca[uo](?:'s)?|beijing's|china's|washington's|white\s+house)\s+"
    r"(?:[a-z]+\s+)?(?:national\s+security\s+co|security\s+council)"
    rf"|{STUDIED.pattern}"
)
CENTRE = re.compile(
    r"\bcentral\s+national\s+security\b|\b(?:xi\s+jinping|president\s+xi|xi)\s+(?:also\s+)?(?:chaired|presided|presiding|told|led|in\s+the\s+chair)\b"
    r"|\b(?:chaired|presided\s+over|led)\s+by\s+(?:president\s+)?xi\b"
)
BOILERPLATE = re.compile(
    r"^(?:read\s+(?:original|more)|denial\s+of|leave\s+a\s+comment|related|copyright|subscribe|share|editor|source:[^.;]{0,60}\.?$"
    r"|advertisement|recommended|follow\s+us|sign\s+up)"
)
