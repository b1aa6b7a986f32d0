"""The words by which an English report says that a body met, and that somebody spoke there."""

import re

# The commission met on Friday; its head met a guest.
_MET = (
    r"(?:met|meets)(?=\s*[,.;]|$|\s+(?:the\s+(?:following|next|same|previous)|that\s+(?:day|week|morning|afternoon)|on|in|at|to|for|last|this|earlier|behind|again|under|by|via|and|as\s+well|late|early|recently"
    r"|yesterday|today|twice|monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|april|may"
    r"|june|july|august|september|october|november|december)\b)"
)
_GATHERED = (
    r"(?:gather(?:ed|s)|(?<=commission\s)assembled|(?<=committee\s)assembled)(?=\s+(?:on|in|at|for|last|this|under|yesterday|[a-z]+day)\b)|sat\s+down\s+with"
    r"|gathered\s+(?:his|her|its)\s+(?:own|national|provincial|municipal)"
)
# Under its own name it did what is done at a meeting, or held one like that told of before.
_DEALT = (
    r"(?<=security\scommission\s)(?:discussed|studied|reviewed|considered|heard|approved|adopted|deliberated)"
    r"|(?:held|had)\s+theirs"
)
MEETING = re.compile(
    r"\b(?<!press )(?<!news )(?<!study )"
    r"(?:meetings?|sessions?|plenar(?:y|ies)|plenums?|conclaves?|gatherings?|conven\w+|"
    r"(?<=security\scommittee\s)conference|(?<=security\scommission\s)conference|conference(?=\s+of\s+(?:the\s+)?(?:[a-z'-]+\s+){0,6}?national\s+security\b)|"
    rf"{_GATHERED}|{_MET}|{_DEALT}|presided|presides|presiding|chaired|chairs|chairing|in\s+the\s+chair|readouts?)\b"
)
HELD = re.compile(
    rf"\b(?:took\s+place|held|holds|convened|convenes|{_MET}|{_GATHERED}|{_DEALT}|presid(?:ed|es|ing)|chair(?:ed|s|ing)|in\s+the\s+chair|(?:meetings?|sessions?|gatherings?|readout)\s+(?:of|by|in|on|held|took)"
    r"|at\s+(?:its|their|his|her)\s+(?:[a-z]+\s+){0,2}?(?:meeting|session))\b"
)
SAID = re.compile(
    r"\b(?:sa(?:id|ys)|decided\s+(?:on|at|in|that|to)|told|tells|stress\w*|emphasi[sz]\w*|urg\w+|called|calls|demand\w*|laid\s+out|pledg\w+|vow\w*"
    r"|warn\w*|noted|point\w*\s+out|deliver\w+|ask(?:ed|s)|order(?:ed|s)|instruct\w*|address(?:ed|es|ing)|direct(?:ed|s)|spoke|speaks"
    r"|outlin\w+|underlin\w+|underscor\w+|highlight\w*|insist\w*|appeal\w*|requir\w+|request\w*|reiterat\w+|add(?:ed|s)|nam(?:ed|es)"
    r"|listed(?=\s+(?:[a-z]+\s+){0,2}?(?:areas?|fields?|tasks?|priorit|risks?|threats?|demands|points|requirements|matters)\w*\b)|promis\w+|quoted\s+as|remind\w*|exhort\w*|declar\w+|press(?:ed|es)|wants?|wanted|set\s+out)\b"
)
