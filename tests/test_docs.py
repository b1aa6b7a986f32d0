"""The documentation is true: it names every command, setting and variable, and its links lead somewhere."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

from handlers.commands import COMMANDS, commands_page
from readouts.extractors.gazetteer import load_gazetteer
from readouts.settings.sections import ConfigFile

ROOT = Path(__file__).resolve().parents[1]


def page(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_the_page_of_commands_is_the_table_of_commands() -> None:
    assert len(COMMANDS) >= 12
    assert page("docs/commands.md") == commands_page()


def test_every_command_of_the_program_is_in_its_manual() -> None:
    shown = subprocess.run(
        [sys.executable, "bot.py", "--help"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    commands = re.findall(r"^  ([a-z-]+)  ", shown.split("Commands:")[1], re.MULTILINE)
    assert len(commands) >= 5
    manual = page("docs/operating.md")
    assert [name for name in commands if name != "run" and f"python bot.py {name}" not in manual] == []


def test_every_key_of_the_configuration_is_in_the_file_that_ships() -> None:
    shipped = page("config.toml")
    parsed = tomllib.loads(shipped)
    missing = [
        f"{section}.{key}"
        for section in ("bot", "archive", "polling", "delivery")
        for key in type(ConfigFile.model_fields[section].default).model_fields
        if key not in parsed[section] and f"# {key} =" not in shipped
    ]
    assert len(parsed["source"]) >= 5
    assert not missing


def test_every_variable_that_is_read_is_in_the_manual() -> None:
    code = "".join(
        path.read_text(encoding="utf-8") for path in [ROOT / "bot.py", *ROOT.glob("readouts/settings/*.py")]
    )
    read = set(re.findall(r'"((?:TELEGRAM|READOUT)_[A-Z_]*[A-Z])"', code))
    assert len(read) >= 5
    assert [name for name in read if name not in page("docs/operating.md")] == []


def test_links_between_pages_lead_somewhere() -> None:
    pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *ROOT.glob("docs/**/*.md")]
    links = [
        (path, target)
        for path in pages
        for target in re.findall(r"\]\((?!https?://)([^)#]+)", path.read_text(encoding="utf-8"))
    ]
    assert len(links) >= 6
    assert [(path.name, target) for path, target in links if not (path.parent / target).exists()] == []


def test_the_readme_shows_what_the_first_start_says() -> None:
    """The transcript names sentences that the program really says."""
    said = "".join(
        path.read_text(encoding="utf-8")
        for path in [
            ROOT / "tools" / "setup.sh",
            *ROOT.glob("handlers/*.py"),
            *ROOT.glob("readouts/delivery/**/*.py"),
        ]
    )
    for sentence in (
        "Setting up, once: making .venv ...",
        "Type as you would in Telegram. A number presses that button, /quit ends.",
        "every meeting, as soon as a source reports it",
        "Nothing in the archive would have rung it so far.",
        "Also: ",
    ):
        assert sentence in page("README.md")
        assert sentence in said


def test_every_built_in_source_is_in_the_table_of_sources() -> None:
    names = [source["name"] for source in tomllib.loads(page("config.toml"))["source"]]
    assert len(names) > 60
    assert [name for name in names if f"`{name}`" not in page("docs/sources.md")] == []


def test_the_table_of_sources_says_what_is_shipped() -> None:
    cells = [
        [cell.strip() for cell in line.split("|")[1:-1]] for line in page("docs/sources.md").splitlines()
    ]
    rows = {row[0].strip("`"): row for row in cells if len(row) == 8 and row[0].startswith("`")}
    shipped = {source["name"]: source for source in tomllib.loads(page("config.toml"))["source"]}
    assert rows.keys() == shipped.keys()
    assert len(rows) > 60
    for name, (_, _, language, region, kind, ships, checked, faults) in rows.items():
        source = shipped[name]
        province = load_gazetteer().province(source["region"]) if "region" in source else None
        assert (name, ships) == (name, "paused" if source.get("paused") else "on")
        assert (name, kind.split()[0]) == (name, source.get("kind", "feed"))
        assert (name, language.split()[0]) == (name, {"zh": "Chinese", "en": "English"}[source["lang"]])
        assert (name, region) == (name, province.name_en if province else "-")
        assert checked
        assert faults
        assert ("not verified" not in checked) or source.get("paused"), name


def test_every_region_has_a_source_that_is_on() -> None:
    shipped = tomllib.loads(page("config.toml"))["source"]
    covered = {source.get("region") for source in shipped if not source.get("paused")} - {None}
    assert len(covered) == 31
