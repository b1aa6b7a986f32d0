"""The fields of the language: their names in English and Chinese, and the canonical values they stand for."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from readouts.domain.gazetteer import Division, Gazetteer, Level, name_key
from readouts.domain.query import Field, FieldName, Node, QueryError, Words
from readouts.domain.text import phrase_tokens
from readouts.domain.themes import THEMES
from readouts.domain.tifa import Tifa, load_tifa
from readouts.queries.aliases import spellings
from readouts.queries.choices import choice, in_both
from readouts.queries.days import before, last, since
from readouts.queries.mistakes import Mistake
from readouts.queries.nodes import any_of
from readouts.queries.values import Value

_Reader = Callable[[Value, Gazetteer], Node | None]


@dataclass(frozen=True, slots=True)
class FieldSyntax:
    """One field: its names (the first one is shown), an example, and how its value is read."""

    names: tuple[str, ...]
    example: str
    read: _Reader


def read_field(value: Value, gazetteer: Gazetteer) -> Node | None:
    """What a field with this value asks for; raises QueryError where the value is none of its values."""
    if not value.key:
        raise value.mistake(Mistake.NO_VALUE, name=value.field, example=example_of(value.field))
    return FIELD_NAMES[value.field.lower()].read(value, gazetteer)


def example_of(name: str) -> str:
    """A valid use of the field with this name."""
    return FIELD_NAMES[name.lower()].example


# One character names a province only where a place is asked for, so the gazetteer does not hold these.
_ABBREVIATED = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川黔滇藏陕甘青宁新"
_CODES = "BJ TJ HE SX NM LN JL HL SH JS ZJ AH FJ JX SD HA HB HN GD GX HI CQ SC GZ YN XZ SN GS QH NX XJ"
_ABBREVIATIONS = dict(zip(_ABBREVIATED, _CODES.split(), strict=True))


def _region(value: Value, gazetteer: Gazetteer) -> Node | None:
    found = gazetteer.find(_ABBREVIATIONS.get(value.key, value.text))
    if not found:
        raise _no_such_place(value, gazetteer)
    if found[0].level is Level.PROVINCE:
        found = tuple(division for division in found if division.level is Level.PROVINCE)
    return any_of(_place(division, value) for division in found if not _is_within(division, found))


def _is_within(division: Division, others: Iterable[Division]) -> bool:
    """Whether one of `others` is the prefecture of a county."""
    return any(other.code == f"{division.code[:4]}00" for other in others if other is not division)


def _place(division: Division, value: Value) -> Field:
    if division.level is Level.PROVINCE:
        return Field(FieldName.REGION, division.region, value.typed)
    return Field(FieldName.DIVISION, division.code, value.typed)


def _no_such_place(value: Value, gazetteer: Gazetteer) -> QueryError:
    near = gazetteer.nearest(value.text)
    if not near:
        return value.mistake(Mistake.NO_SUCH_PLACE, name=value.text)
    names = ", ".join(f"{division.name_en} {division.short_zh}" for division in near)
    return value.mistake(Mistake.MEANT_PLACE, name=value.text, nearest=names)


_OTHER_THEME_NAMES = {
    "political": "regime 政权",
    "territorial": "homeland",
    "technological": "technology science",
    "cyber": "information 信息",
    "food": "grain",
}


def _theme_names() -> dict[str, str]:
    """Keys of every name a theme goes by, with and without the word "security", and its id."""
    names: dict[str, str] = {}
    for theme in THEMES:
        for name in (theme.id, theme.en, theme.zh, *_OTHER_THEME_NAMES.get(theme.id, "").split()):
            key = name_key(name)
            names |= {key: theme.id, key.removesuffix("security").removesuffix("安全"): theme.id}
    return names


_THEMES = _theme_names()


def _theme(value: Value, _gazetteer: Gazetteer) -> Field:
    short = value.key.removesuffix("security").removesuffix("安全")
    theme = _THEMES.get(value.key) or _THEMES.get(short)
    if theme is None:
        raise _no_such_theme(value)
    return Field(FieldName.THEME, theme, value.typed)


def _no_such_theme(value: Value) -> QueryError:
    near = dict.fromkeys(_THEMES[key] for key in get_close_matches(value.key, _THEMES))
    names = {theme.id: in_both(theme.id, (theme.zh,)) for theme in THEMES}
    if near:
        nearest = ", ".join(names[theme] for theme in near)
        return value.mistake(Mistake.MEANT_THEME, name=value.text, nearest=nearest)
    return value.mistake(Mistake.NO_SUCH_THEME, name=value.text, known=", ".join(names.values()))


def _tifa_names() -> dict[str, Tifa]:
    """Keys of the ids and of all wordings of stock phrases."""
    known = load_tifa()
    names = {name_key(wording): tifa for tifa in known for wording in tifa.wordings}
    return names | {name_key(tifa.id): tifa for tifa in known}


_TIFA = _tifa_names()


def _phrase(value: Value, _gazetteer: Gazetteer) -> Node | None:
    """A stock phrase by its id or by any of its wordings in either language; anything else, and the usual
    wordings, by its very words, so that articles that report no meeting are found, too."""
    tifa = _TIFA.get(value.key)
    wordings = (value.text, tifa.zh[0], tifa.en[0]) if tifa else (value.text,)
    by_words = [Words(*_phrase_words(wording), wording) for wording in wordings]
    return any_of([Field(FieldName.PHRASE, tifa.id, value.typed) if tifa else None, *by_words])


def _phrase_words(text: str) -> tuple[tuple[str, ...], bool]:
    found, prefix = phrase_tokens(text)
    return tuple(found), prefix


def _chair(value: Value, _gazetteer: Gazetteer) -> Field:
    return Field(FieldName.CHAIR, value.key, value.typed)


def _committee(value: Value, _gazetteer: Gazetteer) -> Node | None:
    names = {name: Words(*_phrase_words(name), name).needle for name in spellings(value.text)}
    return any_of(
        Field(FieldName.COMMITTEE, needle, value.typed if name == value.text else f"{value.field}:{name}")
        for name, needle in names.items()
    )


def _source(value: Value, _gazetteer: Gazetteer) -> Field:
    return Field(FieldName.SOURCE, value.key, value.typed)


def _one_of(field: FieldName) -> _Reader:
    return lambda value, _gazetteer: choice(field, value)


def _dated(read: Callable[[Value], Node]) -> _Reader:
    return lambda value, _gazetteer: read(value)


FIELDS: tuple[FieldSyntax, ...] = (
    FieldSyntax(("region", "place", "地区", "地區", "省份", "地方"), "region:anhui", _region),
    FieldSyntax(("level", "层级", "層級", "级别", "級別"), "level:province", _one_of(FieldName.LEVEL)),
    FieldSyntax(("theme", "主题", "主題", "领域", "領域"), "theme:political", _theme),
    FieldSyntax(("phrase", "提法"), "phrase:总体国家安全观", _phrase),
    FieldSyntax(("chair", "领导", "領導", "主持", "主持人"), 'chair:"Han Jun"', _chair),
    FieldSyntax(("committee", "委员会", "委員會"), "committee:省委国安委", _committee),
    FieldSyntax(("kind", "类型", "類型"), "kind:any", _one_of(FieldName.KIND)),
    FieldSyntax(("source", "来源", "來源"), 'source:"Anhui Daily"', _source),
    FieldSyntax(("lang", "language", "语言", "語言"), "lang:zh", _one_of(FieldName.LANG)),
    FieldSyntax(("since", "自", "始于"), "since:2024-05-30", _dated(since)),
    FieldSyntax(("before", "早于", "早於"), "before:2024-06", _dated(before)),
    FieldSyntax(("last", "最近"), "last:30d", _dated(last)),
    FieldSyntax(("has", "含", "含有"), "has:quote", _one_of(FieldName.HAS)),
)
FIELD_NAMES: Mapping[str, FieldSyntax] = {name: field for field in FIELDS for name in field.names}
KNOWN_FIELDS = ", ".join(in_both(field.names[0], field.names) for field in FIELDS)
