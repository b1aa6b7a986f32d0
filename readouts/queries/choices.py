"""Fields with a short list of values: the canonical value, then what else it is called."""

from collections.abc import Iterable, Mapping
from itertools import islice

from readouts.domain.gazetteer import Level, name_key
from readouts.domain.query import Field, FieldName
from readouts.domain.readout import Kind
from readouts.domain.text import is_han
from readouts.queries.mistakes import Mistake
from readouts.queries.values import Value

_CHOICES: Mapping[FieldName, Mapping[str, str]] = {
    FieldName.LEVEL: {
        Level.CENTRAL.value: "national centre 中央 国家 国家级",
        Level.PROVINCE.value: "provincial provinces 省 省级 自治区 直辖市",
        Level.PREFECTURE.value: "prefectural city municipal 市 市级 地级 地级市 州 盟",
        Level.COUNTY.value: "counties district 县 县级 区 旗",
    },
    FieldName.KIND: {
        Kind.MEETING.value: "meetings readout 会议",
        Kind.CENTRAL.value: "national centre 中央 国家",
        Kind.STUDY.value: "studies 学习 集体学习",
        Kind.OFFICE.value: "offices 办公室 国安办",
        Kind.MENTION.value: "mentions 提及",
        "any": "all every everything 任何 全部 所有 不限",
    },
    FieldName.LANG: {"zh": "cn chinese 中文 汉语 华文", "en": "english 英文 英语"},
    FieldName.HAS: {"quote": "quotes quotation quotations 引语 引文 原话"},
}
_CANONICAL = {
    field: {name_key(name): value for value, names in choices.items() for name in (value, *names.split())}
    for field, choices in _CHOICES.items()
}


def choice(field: FieldName, value: Value) -> Field:
    """The field with the canonical form of `value`; raises QueryError that lists what is allowed."""
    canonical = _CANONICAL[field].get(value.key)
    if canonical is None:
        known = ", ".join(in_both(name, names.split()) for name, names in _CHOICES[field].items())
        raise value.mistake(Mistake.NO_SUCH_CHOICE, field=value.field, value=value.text, known=known)
    return Field(field, canonical, value.typed)


def in_both(name: str, others: Iterable[str]) -> str:
    """A value with its first Chinese name, so that readers of either language can type it."""
    return " ".join((name, *islice((other for other in others if is_han(other[0])), 1)))
