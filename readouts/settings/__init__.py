"""config.toml and the environment -> one frozen Settings, with every mistake reported at once."""

import os
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Protocol

from pydantic import BaseModel, ConfigDict, HttpUrl, SecretStr, TypeAdapter, ValidationError

from readouts.domain.source import Selectors, Source
from readouts.domain.watch import Watchlist
from readouts.settings.mistakes import mistake_sentence
from readouts.settings.sections import (
    BotSection,
    ConfigFile,
    DeliverySection,
    PollingSection,
    SourceSection,
    is_region_code,
)

LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


class SettingsError(Exception):
    """The configuration is wrong. `mistakes` holds one plain sentence for each."""

    def __init__(self, mistakes: Iterable[str]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__("\n".join(self.mistakes))


class Settings(BaseModel):
    """Everything an operator chose, checked. The token is never shown by repr."""

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)

    bot: BotSection
    archive_path: Path
    keep_pages: timedelta
    polling: PollingSection
    delivery: DeliverySection
    sources: tuple[Source, ...]
    watchlists: tuple[Watchlist, ...]
    token: SecretStr | None
    api_url: str | None
    allow_private_addresses: bool


class Judge(Protocol):
    """Knows what the configuration itself cannot: queries and regions."""

    def query_mistake(self, query: str) -> str | None:
        """Why a query cannot be read, in one sentence; None where it can."""

    def is_region(self, code: str) -> bool:
        """Whether a province-level division has this ISO 3166-2 code."""


def load_settings(file: Path | None, default_file: Path, judge: Judge) -> Settings:
    """Read `file` (or READOUT_CONFIG, or the default one) and the environment.

    Raises SettingsError with every mistake found, each with the file or variable and the key.
    """
    environment = os.environ
    path = file or Path(environment.get("READOUT_CONFIG") or default_file)
    parsed = _parse(path)
    mistakes: list[str] = []
    checked = _checked(parsed, path, mistakes)
    mistakes += _misjudged(parsed, path, judge)
    mistakes += _unknown_variables(environment)
    token = _token(environment, mistakes)
    api_url = _api_url(environment.get("TELEGRAM_API_URL"), mistakes)
    allow_private = _switch("READOUT_ALLOW_PRIVATE_ADDRESSES", environment, mistakes)
    if checked is None or mistakes:
        raise SettingsError(mistakes)
    archive = Path(environment.get("READOUT_ARCHIVE") or checked.archive.path)
    return Settings(
        bot=checked.bot,
        archive_path=archive if "READOUT_ARCHIVE" in environment else path.parent / archive,
        keep_pages=checked.archive.keep_pages,
        polling=checked.polling,
        delivery=checked.delivery,
        sources=tuple(_source(s, path.parent) for s in checked.source),
        watchlists=tuple(Watchlist(w.name, w.query) for w in checked.watchlist),
        token=token,
        api_url=api_url,
        allow_private_addresses=allow_private,
    )


def _parse(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise SettingsError([f"{path}: cannot be read ({error.strerror})."]) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError([f"{path}: is not valid TOML: {error}."]) from error


def _checked(parsed: dict[str, Any], path: Path, mistakes: list[str]) -> ConfigFile | None:
    try:
        return ConfigFile(**parsed)
    except ValidationError as error:
        mistakes += [mistake_sentence(e, path, os.environ, ConfigFile) for e in error.errors()]
        return None


def _unknown_variables(environment: Mapping[str, str]) -> Iterator[str]:
    """READOUT__ variables that set nothing, and a log level that there is not."""
    known = [
        f"READOUT__{section}__{key}".upper()
        for section, field in ConfigFile.model_fields.items()
        if isinstance(field.default, BaseModel)
        for key in type(field.default).model_fields
    ]
    for name in sorted(environment):
        if name.startswith("READOUT__") and name.upper() not in known:
            near = get_close_matches(name, known, n=1, cutoff=0.5)
            yield f"{name}: sets nothing that is known." + (f" Did you mean {near[0]}?" if near else "")
    level = environment.get("READOUT_LOG_LEVEL", "INFO").upper()
    if level not in LOG_LEVELS:
        yield f"READOUT_LOG_LEVEL: must be one of {', '.join(LOG_LEVELS)} (it is {level!r:.40})."


def _misjudged(parsed: dict[str, Any], path: Path, judge: Judge) -> Iterator[str]:
    """Mistakes in entries of a readable shape; the others are told by their shape."""
    for number, entry in _entries(parsed, "watchlist"):
        query = entry.get("query")
        mistake = judge.query_mistake(query) if isinstance(query, str) and query.strip() else None
        if mistake:
            yield f"{path}: watchlist[{number}].query: {mistake}"
    for table in ("source", "watchlist"):
        names = [entry.get("name") for _, entry in _entries(parsed, table)]
        for name in sorted({n for n in names if isinstance(n, str) and names.count(n) > 1}):
            yield f"{path}: two [[{table}]] entries are called {name}."
    for number, entry in _entries(parsed, "source"):
        region = entry.get("region")
        if isinstance(region, str) and is_region_code(region) and not judge.is_region(region):
            yield f"{path}: source[{number}].region: there is no region {region} (Anhui is CN-AH)."


def _entries(parsed: dict[str, Any], table: str) -> list[tuple[int, dict[str, Any]]]:
    rows = parsed.get(table)
    return [
        (n, row) for n, row in enumerate(rows if isinstance(rows, list) else [], 1) if isinstance(row, dict)
    ]


def _token(environment: Mapping[str, str], mistakes: list[str]) -> SecretStr | None:
    file = environment.get("TELEGRAM_BOT_TOKEN_FILE")
    token = environment.get("TELEGRAM_BOT_TOKEN", "")
    if file and not token:
        try:
            token = Path(file).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            mistakes.append(f"TELEGRAM_BOT_TOKEN_FILE: {file} cannot be read.")
            return None
        if not token.strip():
            mistakes.append(
                f"TELEGRAM_BOT_TOKEN_FILE: {file} is empty; the token belongs in it, in one line."
            )
    token = token.strip()
    if token and not re.fullmatch(r"[0-9]{1,20}:[A-Za-z0-9_-]{1,100}", token):
        mistakes.append(
            "TELEGRAM_BOT_TOKEN: is not a bot token. @BotFather gives one like 123456789:AA..., in one line."
        )
    return SecretStr(token) if token else None


def _switch(name: str, environment: Mapping[str, str], mistakes: list[str]) -> bool:
    value = environment.get(name, "")
    if value not in ("", "0", "1"):
        mistakes.append(f"{name}: must be 1 or 0 (it is {value!r:.40}).")
    return value == "1"


def _api_url(url: str | None, mistakes: list[str]) -> str | None:
    if not url:
        return None
    try:
        TypeAdapter(HttpUrl).validate_python(url)
    except ValidationError:
        mistakes.append("TELEGRAM_API_URL: must be an address like http://127.0.0.1:8081.")
    return url.rstrip("/")


def _source(section: SourceSection, folder: Path) -> Source:
    return Source(
        name=section.name,
        url=str(section.url or ""),
        kind=section.kind,
        region=section.region,
        lang=section.lang,
        time_zone=section.time_zone.key,
        every=section.every,
        first_poll=section.first_poll,
        file=folder / section.file if section.file else None,
        paused=section.paused,
        articles=section.articles,
        selectors=Selectors(section.item, section.next, section.title, section.date, section.body),
        pages=section.pages,
    )
