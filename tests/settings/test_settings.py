"""The configuration tells an operator everything that is wrong with it, at once."""

import os
from datetime import time, timedelta
from pathlib import Path

import pytest

from readouts.domain.source import FirstPoll
from readouts.extractors.gazetteer import load_gazetteer
from readouts.pipeline.watchbook import Judge
from readouts.settings import Settings, SettingsError, load_settings

ROOT = Path(__file__).resolve().parents[2]
TOKEN = "123456789:AAcanary-canary-canary-canary-canary"


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [*os.environ]:
        if name.startswith(("READOUT_", "TELEGRAM_")):
            monkeypatch.delenv(name)


class Judged:
    """Knows one region, and finds a fault in queries with a bracket."""

    def query_mistake(self, query: str) -> str | None:
        return "This bracket is never closed." if "(" in query else None

    def is_region(self, code: str) -> bool:
        return code == "CN-AH"


def load(tmp_path: Path, toml: str) -> Settings:
    file = tmp_path / "config.toml"
    file.write_text(toml, encoding="utf-8")
    return load_settings(file, Path("unused.toml"), Judged())


def mistakes(tmp_path: Path, toml: str) -> tuple[str, ...]:
    with pytest.raises(SettingsError) as caught:
        load(tmp_path, toml)
    return caught.value.mistakes


def test_five_mistakes_are_listed_at_once_each_with_file_key_and_what_is_allowed(tmp_path: Path) -> None:
    found = mistakes(
        tmp_path,
        """
        [bot]
        admin = [1]
        languages = ["en", "fr"]
        [polling]
        every = "5 minutes"
        per_host = 0
        [[source]]
        name = "two words"
        url = "https://example.org/feed"
        """,
    )
    assert len(found) == 5
    assert all(str(tmp_path / "config.toml") in line for line in found)
    text = "\n".join(found)
    assert 'bot.admin: is not a known key. Did you mean "admins"?' in text
    assert "bot.languages[2]: must be 'en' or 'zh'" in text
    assert 'polling.every: a duration is written like "30s", "15m", "6h" or "1d"' in text
    assert "polling.per_host: must be greater than or equal to 1" in text
    assert "source[1].name: a name is 1 to 60 characters without spaces and slashes" in text


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ("bot = 3", "bot: must be a table of keys"),
        ("[[source]]\nname='a'", "a source has either url or file"),
        ("[[source]]\nname='a'\nurl='ftp://example.org'", "must be an address that begins with http"),
        ("[[source]]\nname='a'\nfile='a.xml'\nregion='Anhui'", 'a region is written like "CN-AH"'),
        (
            "[[source]]\nname='a'\nfile='a'\n[[source]]\nname='a'\nfile='b'",
            "two [[source]] entries are called a",
        ),
        ("[bot]\ntime_zone='Mars'", "a time zone is written like"),
        ("[delivery]\nquiet_hours='at night'", "quiet hours are written like"),
        ("[delivery]\npace=31", "must be less than or equal to 30"),
        ("[[watchlist]]\nname='x'", "watchlist[1].query: is missing"),
        ("[[watchlist]]\nname='x'\nquery='(a'", "watchlist[1].query: This bracket is never closed."),
        ("[[source]]\nname='a'\nfile='a'\nregion='CN-ZZ'", "source[1].region: there is no region CN-ZZ"),
        ("[polling]\nevery='0s'", "polling.every: an interval is longer than 0s and not longer than 30d"),
        ("[polling]\nevery='31d'", "polling.every: an interval is longer than 0s and not longer than 30d"),
        ("[polling]\nsoonest='0m'", "polling.soonest: an interval is longer than 0s"),
        (
            "[polling]\nsoonest='20m'",
            "polling.soonest: must not be longer than every, which is 0:15:00 (it is '20m').",
        ),
        (
            "[polling]\nevery='1h'\nlatest='45m'",
            "polling.latest: must not be shorter than every, which is 1:00:00",
        ),
        ("[[source]]\nname='a'\nfile='a'\nevery='0s'", "source[1].every: an interval is longer than 0s"),
        ("not toml", "is not valid TOML"),
        ("[polling]\nconcurrency=true", "polling.concurrency: must be a whole number (it is True)."),
        ("[delivery]\npace=false", "delivery.pace: must be a whole number (it is False)."),
        ("[bot]\nadmins=[7, true]", "bot.admins[2]: must be a whole number (it is True)."),
        ("[bot]\nadmins=true", "bot.admins[1]: must be a whole number (it is True)."),
        ("[[source]]\nname='a'\nfile='a'\npages=true", "source[1].pages: must be a whole number"),
    ],
)
def test_each_mistake_has_a_plain_sentence(tmp_path: Path, toml: str, said: str) -> None:
    assert said in "\n".join(mistakes(tmp_path, toml))


def test_a_password_in_an_address_is_not_repeated(tmp_path: Path) -> None:
    found = mistakes(tmp_path, "[[source]]\nname='a'\nurl='ftp://user:hunter2@example.org'")
    assert "hunter2" not in "\n".join(found)


def test_both_limits_can_be_wrong_at_once(tmp_path: Path) -> None:
    assert len(mistakes(tmp_path, "[polling]\nevery='10m'\nsoonest='11m'\nlatest='9m'")) == 2


@pytest.mark.parametrize(
    ("toml", "soonest", "latest"),
    [
        ("", timedelta(minutes=2), timedelta(minutes=45)),
        ("every='30s'", timedelta(seconds=4), timedelta(seconds=90)),
        ("soonest='15m'", timedelta(minutes=15), timedelta(minutes=45)),
        ("every='1m'\nlatest='1h'", timedelta(seconds=8), timedelta(hours=1)),
    ],
)
def test_limits_that_are_not_set_follow_the_interval(
    tmp_path: Path, toml: str, soonest: timedelta, latest: timedelta
) -> None:
    limits = load(tmp_path, f"[polling]\n{toml}").polling.budget.limits
    assert (limits.soonest, limits.latest) == (soonest, latest)


def test_a_source_has_an_interval_of_its_own_only_where_it_names_one(tmp_path: Path) -> None:
    settings = load(tmp_path, "[[source]]\nname='a'\nfile='a'\nevery='1s'\n[[source]]\nname='b'\nfile='b'")
    assert [source.every for source in settings.sources] == [timedelta(seconds=1), None]


def test_the_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("READOUT_ARCHIVE", "/elsewhere/a.sqlite3")
    monkeypatch.setenv("READOUT__POLLING__EVERY", "1h")
    settings = load(
        tmp_path,
        "[bot]\nadmins=[1]\n[polling]\nevery='2h'\n[delivery]\nquiet_hours='23:00-07:00'",
    )
    assert settings.bot.admins == (1,)
    assert settings.polling.every == timedelta(hours=1)
    assert settings.delivery.quiet_hours == (time(23), time(7))
    assert settings.archive_path == Path("/elsewhere/a.sqlite3")


@pytest.mark.parametrize("value", ["11, 12", "[11,12]", "11,12"])
def test_admins_can_be_given_in_a_variable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("READOUT__BOT__ADMINS", value)
    assert load(tmp_path, "[bot]\nadmins=[1]").bot.admins == (11, 12)


def test_a_mistake_in_a_variable_names_the_variable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("READOUT__POLLING__EVERY", "soon")
    assert mistakes(tmp_path, "")[0].startswith("READOUT__POLLING__EVERY: a duration")


def test_paths_start_at_the_folder_of_the_configuration_file(tmp_path: Path) -> None:
    settings = load(tmp_path, "[[source]]\nname='s'\nfile='s.xml'\nfirst_poll='alert'")
    assert settings.archive_path == tmp_path / "data" / "archive.sqlite3"
    assert settings.sources[0].file == tmp_path / "s.xml"
    assert settings.sources[0].first_poll is FirstPoll.ALERT


def test_the_token_is_read_from_a_file_and_never_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "token"
    file.write_text(TOKEN + "\n")
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN_FILE", str(file))
    settings = load(tmp_path, "")
    assert settings.token is not None
    assert settings.token.get_secret_value() == TOKEN
    assert TOKEN not in repr(settings) + str(settings)


def test_a_malformed_token_is_refused_without_being_repeated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "canary canary")
    (said,) = mistakes(tmp_path, "")
    assert "is not a bot token" in said
    assert "canary" not in said


def test_the_configuration_that_ships_is_valid() -> None:
    settings = load_settings(None, ROOT / "config.toml", Judge(load_gazetteer()))
    assert len(settings.sources) >= 5
    assert len(settings.watchlists) >= 3


def test_pages_are_kept_for_a_time_for_ever_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert load(tmp_path, "").keep_pages == timedelta()
    for written, kept in (('"30d"', 30), ("false", 0), ("true", 36_500)):
        assert load(tmp_path, f"[archive]\nkeep_pages = {written}").keep_pages == timedelta(days=kept)
        monkeypatch.setenv("READOUT__ARCHIVE__KEEP_PAGES", written.strip('"'))
        assert load(tmp_path, "").keep_pages == timedelta(days=kept)
        monkeypatch.delenv("READOUT__ARCHIVE__KEEP_PAGES")
    assert "archive.keep_pages: a duration is written" in mistakes(tmp_path, "[archive]\nkeep_pages = 1")[0]


def test_a_number_can_be_given_in_a_variable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("READOUT__POLLING__CONCURRENCY", "7")
    assert load(tmp_path, "").polling.concurrency == 7


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    assert load(tmp_path, "\ufeff[bot]\nadmins=[1]").bot.admins == (1,)


@pytest.mark.parametrize(("value", "allows"), [("1", True), ("0", False), ("", False)])
def test_private_addresses_are_a_matter_of_one_or_nought(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: str, allows: bool
) -> None:
    monkeypatch.setenv("READOUT_ALLOW_PRIVATE_ADDRESSES", value)
    assert load(tmp_path, "").allow_private_addresses is allows
    monkeypatch.setenv("READOUT_ALLOW_PRIVATE_ADDRESSES", f"{value}maybe")
    (said,) = mistakes(tmp_path, "")
    assert said == f"READOUT_ALLOW_PRIVATE_ADDRESSES: must be 1 or 0 (it is '{value}maybe')."


def test_an_empty_token_file_is_a_mistake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "token"
    file.write_text(" \n")
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN_FILE", str(file))
    (said,) = mistakes(tmp_path, "")
    assert said.startswith(f"TELEGRAM_BOT_TOKEN_FILE: {file} is empty;")
