"""What may stand in config.toml, section by section, and what is allowed for each key."""

import re
from datetime import time, timedelta
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from lxml.cssselect import CSSSelector, SelectorError
from lxml.etree import Element, XPathError
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    HttpUrl,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    WrapValidator,
    field_validator,
    model_validator,
)
from pydantic.fields import FieldInfo
from pydantic_core import PydanticCustomError
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from readouts.domain.source import ArticlePolicy, FirstPoll, SourceKind
from readouts.pipeline.cadence import Budget, Limits

_LONGEST_INTERVAL = timedelta(days=30)
_DURATION = re.compile(r"(\d{1,6})(s|m|h|d)")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


def _duration(value: object) -> timedelta:
    match = _DURATION.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise ValueError('a duration is written like "30s", "15m", "6h" or "1d"')
    return timedelta(**{_UNITS[match[2]]: int(match[1])})


def _interval(value: timedelta) -> timedelta:
    if not timedelta() < value <= _LONGEST_INTERVAL:
        raise ValueError("an interval is longer than 0s and not longer than 30d")
    return value


def _keeping(value: object) -> timedelta:
    """For how long; an environment variable holds the words true and false."""
    if value is False or value == "false":
        return timedelta()
    return timedelta(days=36_500) if value is True or value == "true" else _duration(value)


def _zone(value: object) -> ZoneInfo:
    try:
        return ZoneInfo(str(value))
    except (KeyError, ValueError, OSError) as error:
        raise ValueError('a time zone is written like "Asia/Shanghai"') from error


def _quiet_hours(value: object) -> object:
    hour = r"(?:[01]\d|2[0-3]):[0-5]\d"
    match = re.fullmatch(rf"({hour})-({hour})", value) if isinstance(value, str) else None
    if match is None:
        raise ValueError('quiet hours are written like "23:00-07:00"')
    return time.fromisoformat(match[1]), time.fromisoformat(match[2])


def _one_or_more(value: object) -> object:
    """An environment variable may hold one id, or several with commas between."""
    if isinstance(value, str):
        return [part.strip() for part in value.strip("[]").split(",") if part.strip()]
    return [value] if isinstance(value, int) else value


def _no_truth(value: object) -> object:
    """TOML's true is no number, though Python's is."""
    if isinstance(value, bool):
        raise PydanticCustomError("int_type", "must be a whole number")
    return value


def _name(value: object) -> object:
    if not isinstance(value, str) or not re.fullmatch(r"[^\s/]{1,60}", value):
        raise ValueError("a name is 1 to 60 characters without spaces and slashes")
    return value


def is_region_code(text: str) -> bool:
    """Whether this has the shape of an ISO 3166-2 code of China."""
    return re.fullmatch(r"CN-[A-Z]{2}", text) is not None


def _region(value: object) -> object:
    if not isinstance(value, str) or not is_region_code(value):
        raise ValueError('a region is written like "CN-AH" (ISO 3166-2)')
    return value


def _selector(value: object) -> object:
    """A selector as lxml will read it; "" would match everything or nothing, so it is none."""
    if not isinstance(value, str) or not value.strip():
        raise ValueError("a CSS selector is text that is not empty")
    try:
        CSSSelector(value, translator="html")(Element("p"))
    except (SelectorError, XPathError) as error:
        raise ValueError(f"is no CSS selector that can be read: {error}") from error
    return value.strip()


def _address(value: object, check: ValidatorFunctionWrapHandler) -> str:
    """An address as it was written, with the places for a day still in it."""
    if not isinstance(value, str) or "{" not in value:
        return str(check(value))
    filled = value.replace("{yyyy}", "2024").replace("{mm}", "06").replace("{dd}", "03")
    if "{" in filled or "}" in filled:
        # With "url" in its type the address is not shown, for it may hold a password.
        raise PydanticCustomError("url_day", "a day in it is written with {yyyy}, {mm} and {dd}")
    check(filled)
    return value


Duration = Annotated[timedelta, BeforeValidator(_duration)]
Interval = Annotated[Duration, AfterValidator(_interval)]
Keeping = Annotated[timedelta, BeforeValidator(_keeping)]
Zone = Annotated[ZoneInfo, BeforeValidator(_zone)]
QuietHours = Annotated[tuple[time, time], BeforeValidator(_quiet_hours)]
Name = Annotated[str, BeforeValidator(_name)]
Region = Annotated[str, BeforeValidator(_region)]
Whole = Annotated[int, BeforeValidator(_no_truth)]
Admins = Annotated[tuple[Annotated[Whole, Field(gt=0)], ...], BeforeValidator(_one_or_more)]
Language = Literal["en", "zh"]
Selector = Annotated[str, BeforeValidator(_selector)]
Address = Annotated[HttpUrl, WrapValidator(_address)]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class BotSection(_Section):
    """Who runs the bot and how it speaks."""

    admins: Admins = ()
    languages: Annotated[tuple[Language, ...], Field(min_length=1)] = ("en", "zh")
    time_zone: Zone = ZoneInfo("Asia/Shanghai")


class ArchiveSection(_Section):
    """Where everything seen is kept. A path that is not absolute starts at config.toml's folder."""

    path: Path = Path("data/archive.sqlite3")
    keep_pages: Keeping = timedelta()


class PollingSection(_Section):
    """How sources are asked, where a source says nothing else.

    every: the interval that all sources together come to. soonest, latest: the limits for each of them.
    """

    every: Interval = timedelta(minutes=15)
    soonest: Interval | None = None
    latest: Interval | None = None
    timeout: Duration = timedelta(seconds=20)
    max_bytes: Annotated[Whole, Field(ge=1_000, le=100_000_000)] = 5_000_000
    per_host: Annotated[Whole, Field(ge=1, le=10)] = 1
    concurrency: Annotated[Whole, Field(ge=1, le=1_000)] = 200
    user_agent: Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[ -~]+$")] = "ReadoutWatch/0.1"

    @field_validator("soonest")
    @classmethod
    def _is_no_longer(cls, soonest: timedelta | None, info: ValidationInfo) -> timedelta | None:
        every = info.data.get("every")
        if soonest and every and soonest > every:
            raise ValueError(f"must not be longer than every, which is {every}")
        return soonest

    @field_validator("latest")
    @classmethod
    def _is_no_shorter(cls, latest: timedelta | None, info: ValidationInfo) -> timedelta | None:
        every = info.data.get("every")
        if latest and every and latest < every:
            raise ValueError(f"must not be shorter than every, which is {every}")
        return latest

    @property
    def budget(self) -> Budget:
        """What is spent on looks; limits that are not set follow `every`."""
        return Budget(self.every, Limits(self.soonest or self.every / 7.5, self.latest or self.every * 3))


class DeliverySection(_Section):
    """How messages leave."""

    pace: Annotated[Whole, Field(ge=1, le=30)] = 25
    quiet_hours: QuietHours | None = None


class SourceSection(_Section):
    """One [[source]]. The selectors are explained in `readouts.domain.source.Selectors`."""

    name: Name
    url: Address | None = None
    file: Path | None = None
    kind: SourceKind = SourceKind.FEED
    region: Region | None = None
    lang: Language | None = None
    time_zone: Zone = ZoneInfo("Asia/Shanghai")
    every: Interval | None = None
    first_poll: FirstPoll = FirstPoll.SILENT
    paused: bool = False
    articles: ArticlePolicy = ArticlePolicy.WHEN_SHORT
    item: Selector = ""
    next: Selector = ""
    pages: Annotated[Whole, Field(ge=1, le=20)] = 3
    title: Selector = ""
    date: Selector = ""
    body: Selector = ""

    @model_validator(mode="after")
    def _one_address(self) -> "SourceSection":
        if (self.url is None) == (self.file is None):
            raise ValueError("a source has either url or file")
        return self

    @model_validator(mode="after")
    def _what_its_kind_needs(self) -> "SourceSection":
        if self.kind is SourceKind.PAGE and not self.item:
            raise ValueError('a source of kind "page" has an item selector for the links on it')
        if self.kind is not SourceKind.PAGE and (self.item or self.next):
            raise ValueError('item and next are for sources of kind "page"')
        if self.kind is SourceKind.FEED and "{" in str(self.url):
            raise ValueError("the address of a feed has no day in it")
        if self.kind is not SourceKind.FEED and self.file:
            raise ValueError("only a feed can be a file")
        return self


class WatchlistSection(_Section):
    """One [[watchlist]]: a ready-made query that chats can take with one button."""

    name: Annotated[str, Field(min_length=1, max_length=40)]
    query: Annotated[str, Field(min_length=1, max_length=500)]


class _Environment(EnvSettingsSource):
    """READOUT__SECTION__KEY. What is not JSON stays text, for the models to judge with the rest."""

    def decode_complex_value(self, field_name: str, field: FieldInfo, value: Any) -> Any:
        try:
            return super().decode_complex_value(field_name, field, value)
        except ValueError:
            return value


class ConfigFile(BaseSettings):
    """The configuration file, with the environment laid over it."""

    model_config = SettingsConfigDict(
        extra="forbid", frozen=True, env_prefix="READOUT__", env_nested_delimiter="__"
    )

    bot: BotSection = BotSection()
    archive: ArchiveSection = ArchiveSection()
    polling: PollingSection = PollingSection()
    delivery: DeliverySection = DeliverySection()
    source: tuple[SourceSection, ...] = ()
    watchlist: tuple[WatchlistSection, ...] = ()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the library passes all by name
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment wins over the file, which arrives as init settings."""
        return _Environment(settings_cls), init_settings
