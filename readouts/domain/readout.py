"""A readout: what one article says about one meeting, each fact with the words that say so."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Literal

from pydantic import TypeAdapter

from readouts.domain.gazetteer import Level

Language = Literal["zh", "en"]


class Kind(StrEnum):
    """What kind of event an article reports; only a committee's own meeting is MEETING."""

    MEETING = "meeting"
    CENTRAL = "central"
    STUDY = "study"
    OFFICE = "office"
    MENTION = "mention"


class DatePrecision(StrEnum):
    """How sure the meeting's date is."""

    DAY = "day"
    ON_OR_BEFORE = "on-or-before"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Span:
    """Words of the item's text: `text` is exactly item.text[start:end], in code points."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Bilingual:
    """One name in both languages; None where a language is not known."""

    en: str | None
    zh: str | None


@dataclass(frozen=True, slots=True)
class Chair:
    """Who chaired. `name` is as the article writes it."""

    name: str
    name_zh: str | None
    name_en: str | None
    post: str | None


class Role(StrEnum):
    """What somebody besides the chair did at the meeting, as far as the article says."""

    DEPUTY_CHAIR = "deputy-chair"
    MEMBER = "member"
    SPEAKER = "speaker"
    ATTENDED = "attended"
    OBSERVER = "observer"


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody besides the chair who was there. `name` is as the article writes it."""

    name: str
    name_zh: str | None
    name_en: str | None
    post: str | None
    role: Role


@dataclass(frozen=True, slots=True)
class CentralMeeting:
    """A meeting of the central commission that was conveyed: the `ordinal`-th under the `congress`-th
    Central Committee, None where the article does not say."""

    congress: int | None
    ordinal: int | None

    @property
    def key(self) -> str:
        """19-2, 2, or nothing where no number is stated."""
        return "-".join(str(number) for number in (self.congress, self.ordinal) if number is not None)

    @property
    def evidence_name(self) -> str:
        """Under which its words stand in the evidence: conveyed:19-2, or conveyed."""
        return f"conveyed:{self.key}" if self.key else "conveyed"


@dataclass(frozen=True, slots=True)
class Quote:
    """Words the article puts between quotation marks, and who said them."""

    text: str
    speaker: str | None


@dataclass(frozen=True, slots=True)
class Readout:
    """One meeting as one article tells it. None means "not stated", never a guess.

    `attendees` are those named besides the chair, `adopted` the titles of the documents that the
    meeting adopted, `conveyed` the central commission's meetings whose spirit it passed on.
    `predecessor`: it was a leading group's, before there were commissions.
    `evidence` maps a field's name ("region", "date", "chair", "theme:political", "adopted:1", ...) to
    the words it was read from. `scope` lists the [start, end) stretches of the item's text that are about
    this meeting; where an article holds one readout that is the whole text.
    """

    kind: Kind
    region: str | None
    region_name: Bilingual | None
    division: str | None
    level: Level
    committee: Bilingual
    date: date | None
    date_precision: DatePrecision
    chair: Chair | None
    themes: tuple[str, ...]
    phrases: tuple[str, ...]
    quotes: tuple[Quote, ...]
    summary: str
    language: Language
    evidence: Mapping[str, Span]
    scope: tuple[tuple[int, int], ...] = field(default=())
    attendees: tuple[Attendee, ...] = ()
    adopted: tuple[str, ...] = ()
    conveyed: tuple[CentralMeeting, ...] = ()
    predecessor: bool = False


def told_words(text: str, readout: Readout) -> str:
    """The part of an item's text that is about the readout's meeting."""
    return "\n".join(text[start:end] for start, end in readout.scope) or text


_ADAPTER = TypeAdapter(Readout)


def readout_as_json(readout: Readout) -> dict[str, Any]:
    """The readout as plain JSON values, with the names that scripts rely on."""
    plain: dict[str, Any] = _ADAPTER.dump_python(readout, mode="json")
    return plain


def readout_from_json(plain: Mapping[str, Any]) -> Readout:
    """A readout from its JSON form; raises ValueError where that is not one."""
    return _ADAPTER.validate_python(dict(plain))
