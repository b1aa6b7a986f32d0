"""What was understood of a query, read back in plain words."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from readouts.domain.chat import Language
from readouts.domain.gazetteer import Division, Gazetteer
from readouts.domain.query import AllOf, AnyOf, Before, Field, FieldName, Last, Node, Not, Query, Since, Words
from readouts.domain.text import is_han
from readouts.queries.vocabulary import VOCABULARIES, Said, Vocabulary

# What could be taken for our own words is put in quotation marks.
_PLAIN = re.compile(r"(?!.*(?:\b(?:and|or|not)\b|[或和不]))[\w'’ *-]+", re.IGNORECASE)
_AROUND_VALUE = ' \t\n\u3000"“”„‟＂「」『』《》‘’*＊'
# Several of these can be true of one meeting, so "x and y" is said in one clause.
_SEVERAL = (Said.WORDS, FieldName.THEME, FieldName.PHRASE)


def describe(query: Query, gazetteer: Gazetteer, language: Language) -> str:
    """The query in plain words: "in Anhui or Chongqing, stressing political security"."""
    vocabulary = VOCABULARIES[language]
    return _Reader(gazetteer, language, vocabulary).clause(query.node) or vocabulary.everything


@dataclass(frozen=True, slots=True)
class _Reader:
    gazetteer: Gazetteer
    language: Language
    say: Vocabulary

    def clause(self, node: Node) -> str:
        """What is said of a document; several clauses with commas where all of them must be true."""
        match node:
            case AllOf(parts):
                return self._all(parts)
            case AnyOf(parts) if _kind_of_all(parts) is None:
                groups = _by_kind(parts, _kind)
                return self.say.either.join(self._group(group, self.say.either) for group in groups)
            case AnyOf(parts):
                return self._said(parts, self.say.either)
            case Not(part):
                return self._denied(part)
            case _:
                return self._said((node,), self.say.either)

    def _all(self, parts: tuple[Node, ...]) -> str:
        groups = _by_kind(parts, lambda part: kind if (kind := _kind(part)) in _SEVERAL else None)
        return self.say.also.join(self._group(group, self.say.both) for group in groups)

    def _group(self, parts: Sequence[Node], joint: str) -> str:
        return self._said(parts, joint) if len(parts) > 1 else self._bracketed(parts[0])

    def _denied(self, part: Node) -> str:
        leaves = part.parts if isinstance(part, AnyOf) else (part,)
        if _kind_of_all(leaves) is None:
            return self.say.denied.format(self.clause(part))
        return self._said(leaves, self.say.either, denied=True)

    def _bracketed(self, part: Node) -> str:
        mixed = isinstance(part, AllOf) or (isinstance(part, AnyOf) and _kind_of_all(part.parts) is None)
        return self.say.bracketed.format(self.clause(part)) if mixed else self.clause(part)

    def _said(self, leaves: Sequence[Node], joint: str, *, denied: bool = False) -> str:
        """Leaves of one kind in one clause."""
        kind = _kind(leaves[0])
        names = joint.join(map(self._name, leaves))
        return self.say.clauses[kind][denied].format(names) if kind else names

    def _name(self, leaf: Node) -> str:
        match leaf:
            case Words(tokens, prefix, typed):
                starred = prefix and not is_han(tokens[-1][0])
                return self._quoted(f"{typed.strip()}*" if starred else typed.strip())
            case Field():
                return self._value(leaf)
            case Since(day) | Before(day):
                return day.isoformat()
            case Last(age):
                return str(age.days)
            case _:
                return self.clause(leaf)

    def _value(self, field: Field) -> str:
        match field.name:
            case FieldName.REGION | FieldName.DIVISION:
                return self._place(field.value)
            case FieldName.CHAIR | FieldName.COMMITTEE | FieldName.SOURCE:
                return self._quoted(_value_typed(field))
            case name:
                return self.say.names.get((name, field.value), field.value)

    def _place(self, code: str) -> str:
        division = self.gazetteer.by_code.get(code)
        if division is None:
            return self._short(self.gazetteer.province(code)) or code
        holder = self.gazetteer.by_code.get(f"{code[:4]}00", division)
        if holder is division:
            holder = self.gazetteer.province(division.region) or division
        if self.language == "zh":
            return f"{holder.short_zh}{division.name_zh}"
        return f"{division.name_en} ({holder.name_en})"

    def _short(self, division: Division | None) -> str:
        if division is None:
            return ""
        return division.short_zh if self.language == "zh" else division.name_en

    def _quoted(self, text: str) -> str:
        return text if _PLAIN.fullmatch(text) else self.say.quoted.format(text)


def _kind(node: Node) -> FieldName | Said | None:
    """What a leaf is said of: its clause; None for what is made of parts."""
    match node:
        case Words():
            return Said.WORDS
        case Field(name, _):
            return FieldName.REGION if name is FieldName.DIVISION else name
        case Since():
            return Said.SINCE
        case Before():
            return Said.BEFORE
        case Last():
            return Said.LAST
        case _:
            return None


def _by_kind(parts: Sequence[Node], kind: Callable[[Node], object]) -> Iterable[list[Node]]:
    """Parts of one kind together; what has none by itself."""
    groups: dict[object, list[Node]] = {}
    for part in parts:
        groups.setdefault(kind(part) or part, []).append(part)
    return groups.values()


def _kind_of_all(parts: Sequence[Node]) -> FieldName | Said | None:
    kinds = set(map(_kind, parts))
    return kinds.pop() if len(kinds) == 1 else None


def _value_typed(field: Field) -> str:
    return field.typed.replace("：", ":").partition(":")[2].strip(_AROUND_VALUE)
