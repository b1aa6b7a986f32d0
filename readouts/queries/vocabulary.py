"""The words with which a query is read back, in each language of the bot."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from readouts.domain.chat import Language
from readouts.domain.query import FieldName
from readouts.domain.themes import THEMES
from readouts.domain.tifa import load_tifa


class Said(Enum):
    """What is said of a document beside its fields."""

    WORDS = "words"
    SINCE = "since"
    BEFORE = "before"
    LAST = "last"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """`clauses`: how something is said and how it is denied, with a place for what it is said of.
    `names`: canonical values as people say them."""

    clauses: Mapping[FieldName | Said, tuple[str, str]]
    names: Mapping[tuple[FieldName, str], str]
    either: str
    both: str
    also: str
    denied: str
    bracketed: str
    quoted: str
    everything: str


def _names(**names: Mapping[str, str]) -> dict[tuple[FieldName, str], str]:
    return {(FieldName(f), value): name for f, values in names.items() for value, name in values.items()}


_ENGLISH_CLAUSES: Mapping[FieldName | Said, str] = {
    Said.WORDS: "mentioning {}",
    FieldName.REGION: "in {}",
    FieldName.LEVEL: "at {} level",
    FieldName.THEME: "stressing {}",
    FieldName.PHRASE: "using the phrase {}",
    FieldName.CHAIR: "chaired by {}",
    FieldName.COMMITTEE: "by a committee called {}",
    FieldName.KIND: "about {}",
    FieldName.SOURCE: "from {}",
    FieldName.LANG: "written in {}",
    FieldName.HAS: "with {}",
    Said.SINCE: "since {}",
    Said.BEFORE: "before {}",
    Said.LAST: "in the last {} days",
}
_ENGLISH = Vocabulary(
    clauses={key: (clause, f"not {clause}") for key, clause in _ENGLISH_CLAUSES.items()},
    names=_names(
        theme={theme.id: theme.en for theme in THEMES},
        phrase={tifa.id: tifa.en[0] for tifa in load_tifa()},
        kind={
            "meeting": "regional meetings",
            "central": "central meetings",
            "study": "study sessions",
            "office": "a committee's office",
            "mention": "a committee in passing",
            "any": "anything",
        },
        lang={"zh": "Chinese", "en": "English"},
        has={"quote": "quotations"},
    ),
    either=" or ",
    both=" and ",
    also=", ",
    denied="not ({})",
    bracketed="({})",
    quoted="“{}”",
    everything="everything",
)
_CHINESE = Vocabulary(
    clauses={
        Said.WORDS: ("提及{}", "不提及{}"),
        FieldName.REGION: ("在{}", "不在{}"),
        FieldName.LEVEL: ("层级为{}", "层级不为{}"),
        FieldName.THEME: ("强调{}", "不强调{}"),
        FieldName.PHRASE: ("使用提法{}", "不使用提法{}"),
        FieldName.CHAIR: ("由{}主持", "不由{}主持"),
        FieldName.COMMITTEE: ("委员会名称含{}", "委员会名称不含{}"),
        FieldName.KIND: ("关于{}", "不关于{}"),
        FieldName.SOURCE: ("来源为{}", "来源不为{}"),
        FieldName.LANG: ("语言为{}", "语言不为{}"),
        FieldName.HAS: ("有{}", "没有{}"),
        Said.SINCE: ("自{}起", "不是自{}起"),
        Said.BEFORE: ("早于{}", "不早于{}"),
        Said.LAST: ("在最近{}天内", "不在最近{}天内"),
    },
    names=_names(
        level={"central": "中央", "province": "省级", "prefecture": "地市级", "county": "县级"},
        theme={theme.id: theme.zh for theme in THEMES},
        phrase={tifa.id: tifa.zh[0] for tifa in load_tifa()},
        kind={
            "meeting": "地方会议",
            "central": "中央会议",
            "study": "学习活动",
            "office": "委员会办公室",
            "mention": "对委员会的一般提及",
            "any": "任何内容",
        },
        lang={"zh": "中文", "en": "英文"},
        has={"quote": "引语"},
    ),
    either="或",
    both="和",
    also="，",
    denied="并非（{}）",
    bracketed="（{}）",
    quoted="“{}”",
    everything="全部内容",
)
VOCABULARIES: Mapping[Language, Vocabulary] = {"en": _ENGLISH, "zh": _CHINESE}
