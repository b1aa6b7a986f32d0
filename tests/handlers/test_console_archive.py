"""`import`, `export`, `backup` and `restore` as scripts call them: what they print, and their status."""

import asyncio
import io
import json
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

import click
import pytest
from click.testing import CliRunner, Result

from handlers.console import Place
from handlers.console_archive import backup, export_articles, import_articles, restore
from readouts.archive.database import Archive
from tests.archive.children import child, line_from
from tests.handlers.stage import NOW
from tests.handlers.test_console import BUDGET

MEETING = (
    "In the province of Anhui, party chief Han Jun chaired a meeting of the provincial committee of the "
    "National Security Commission on June 3 and told officials to put political security first."
)
LINES = "".join(
    json.dumps(line) + "\n"
    for line in (
        {
            "url": "https://n.test/1",
            "title": "=Anhui",
            "text": MEETING,
            "source": "times",
            "published": "2024-06-05",
        },
        {"url": "https://n.test/2", "title": "Weather", "text": "<p>Rain &amp; wind</p>", "lang": "en"},
    )
)
BOT = """
import asyncio, sys
from pathlib import Path
from readouts.archive.database import Archive

async def main():
    async with await Archive.open(Path(sys.argv[1])):
        print("open", flush=True)
        sys.stdin.readline()

asyncio.run(main())
"""


@dataclass(frozen=True)
class Shop:
    path: Path

    def place(self) -> Place:
        return Place(self.path, ZoneInfo("Asia/Shanghai"), NOW, BUDGET)


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return Shop(tmp_path / "data" / "archive.sqlite3")


def call(shop: Shop, command: click.Command, *arguments: object, given: str | bytes | None = None) -> Result:
    return CliRunner().invoke(command, [str(each) for each in arguments], obj=shop, input=given)


def filled(shop: Shop) -> Shop:
    assert call(shop, import_articles, "-", given=LINES).exit_code == 0
    return shop


@contextmanager
def running_bot(path: Path) -> Iterator[None]:
    """Another process that holds the archive."""
    with child(BOT, str(path)) as bot:
        assert line_from(bot) == "open"
        yield
        bot.kill()


def test_articles_come_in_are_understood_and_go_out_as_lines(shop: Shop) -> None:
    came = call(shop, import_articles, "-", given=LINES)
    assert (came.exit_code, came.stdout) == (0, "2 articles new, 0 known already, 0 unreadable.\n")
    out = call(shop, export_articles)
    assert out.exit_code == 0
    first, second = map(json.loads, out.stdout.splitlines())
    assert (first["title"], first["published"], first["meetings"]) == (
        "=Anhui",
        "2024-06-05T00:00:00+00:00",
        [1],
    )
    assert first["readouts"][0]["chair"]["name_zh"] == "韩俊"
    assert (second["text"], second["readouts"]) == ("Rain & wind", [])
    assert out.stderr.splitlines() == ["Exporting", "2 articles exported."]


def test_what_went_out_comes_in_elsewhere_as_it_was(shop: Shop, tmp_path: Path) -> None:
    lines = call(filled(shop), export_articles).stdout
    for name in ("all.jsonl", "all.csv"):
        file, other = tmp_path / name, Shop(tmp_path / f"{name}.sqlite3")
        assert call(shop, export_articles, file).stdout == ""
        assert file.stat().st_mode & 0o777 == 0o600
        assert call(other, import_articles, file).exit_code == 0
        assert call(other, export_articles).stdout == lines
        assert call(other, import_articles, file).stdout == "0 articles new, 2 known already, 0 unreadable.\n"
    assert (tmp_path / "all.csv").read_text().startswith("url,title,text,")
    assert "'=Anhui" in (tmp_path / "all.csv").read_text()


def test_a_query_chooses_what_goes_out(shop: Shop) -> None:
    out = call(filled(shop), export_articles, "--format", "csv", "--query", "region:anhui")
    assert [line[:16] for line in out.stdout.splitlines()] == ["url,title,text,l", "https://n.test/1"]
    mistake = call(shop, export_articles, "--query", "region:(")
    assert mistake.exit_code == 2
    assert "region needs a value" in mistake.stderr


def test_lines_that_cannot_be_read_are_named_and_give_status_1(shop: Shop) -> None:
    came = call(shop, import_articles, "-", given=f"nonsense\n{LINES}[1]\n".encode() + b"\xff\n")
    assert (came.exit_code, came.stdout) == (1, "2 articles new, 0 known already, 3 unreadable.\n")
    assert "line 1: is not JSON\n" in came.stderr
    assert "line 4: is not an item" in came.stderr
    assert "line 5: is not UTF-8" in came.stderr


def test_while_the_bot_runs_articles_go_out_but_not_in(shop: Shop, tmp_path: Path) -> None:
    filled(shop)
    with running_bot(shop.path):
        assert call(shop, export_articles).exit_code == 0
        came = call(shop, import_articles, "-", given=LINES)
    assert came.exit_code == 1
    assert "is using the archive" in came.stderr
    assert came.stdout == ""


def test_an_export_that_fails_leaves_the_file_as_it_was(shop: Shop, tmp_path: Path) -> None:
    file = tmp_path / "all.jsonl"
    file.write_text("mine")
    missing = call(shop, export_articles, file)
    assert missing.exit_code == 1
    assert "There is no archive at" in missing.stderr
    assert (file.read_text(), sorted(tmp_path.iterdir())) == ("mine", [file])
    nowhere = call(filled(shop), export_articles, tmp_path / "no" / "folder.jsonl")
    assert nowhere.exit_code == 1
    assert "cannot be written: No such file or directory" in nowhere.stderr


def test_the_archive_itself_is_no_place_for_an_export(shop: Shop) -> None:
    refused = call(filled(shop), export_articles, shop.path)
    assert refused.exit_code == 2
    assert "is the archive itself" in refused.stderr
    assert call(shop, export_articles).exit_code == 0


def test_a_file_that_is_not_there_is_a_mistake_of_the_call(shop: Shop, tmp_path: Path) -> None:
    missing = call(shop, import_articles, tmp_path / "no.jsonl")
    assert missing.exit_code == 2
    assert "No such file" in missing.stderr
    assert not shop.path.exists()


def test_an_import_into_an_archive_of_a_newer_version_is_refused(shop: Shop) -> None:
    filled(shop)
    with closing(sqlite3.connect(shop.path)) as db, db:
        db.execute("UPDATE _sqlite_migrations SET name = '9999_later' WHERE id = 1")
    for command, arguments in ((import_articles, ["-"]), (export_articles, [])):
        refused = call(shop, command, *arguments, given=LINES)
        assert refused.exit_code == 1
        assert "newer version" in refused.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_said_plainly(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(shop)
    with Path("/dev/full").open("wb", buffering=0) as full, monkeypatch.context() as patch:
        patch.setattr(sys, "stdout", io.TextIOWrapper(io.BufferedWriter(full, buffer_size=1)))
        with pytest.raises(click.ClickException, match=r"^Standard output cannot be written: No space"):
            export_articles.main([], standalone_mode=False, obj=shop)


def test_an_empty_archive_gives_an_empty_export(shop: Shop) -> None:
    asyncio.run(made(shop.path))
    assert call(shop, export_articles).stdout == ""
    assert call(shop, export_articles, "--format", "csv").stdout.count("\n") == 1


async def made(path: Path) -> None:
    await (await Archive.open(path)).close()


def test_a_backup_is_taken_while_the_bot_runs_and_restored_when_it_does_not(
    shop: Shop, tmp_path: Path
) -> None:
    lines, copy = call(filled(shop), export_articles).stdout, tmp_path / "copy.sqlite3"
    with running_bot(shop.path):
        taken = call(shop, backup, copy)
        assert (taken.exit_code, taken.stdout) == (0, f"{copy} is a sound copy of {shop.path}.\n")
        refused = call(shop, restore, copy, "--force")
        assert refused.exit_code == 1
        assert "Stop it first." in refused.stderr
    call(shop, import_articles, "-", given='{"text": "later"}\n')
    restored = call(shop, restore, copy, "--force")
    assert restored.exit_code == 0
    aside, there = restored.stdout.splitlines()
    assert aside == f"The archive that was there is now {shop.path}.replaced-20240605T090000Z."
    assert there == f"{shop.path} is as {copy} has it."
    assert call(shop, export_articles).stdout == lines
    kept = Shop(Path(f"{shop.path}.replaced-20240605T090000Z"))
    assert call(kept, export_articles).stdout.count("\n") == 3


def test_an_archive_is_only_replaced_by_force(shop: Shop, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite3"
    assert call(filled(shop), backup, copy).exit_code == 0
    refused = call(shop, restore, copy)
    assert refused.exit_code == 2
    assert "--force puts the backup in its place" in refused.stderr
    elsewhere = Shop(tmp_path / "new" / "archive.sqlite3")
    assert call(elsewhere, restore, copy).exit_code == 0
    assert call(elsewhere, export_articles).stdout == call(shop, export_articles).stdout


@pytest.mark.parametrize(
    ("content", "status", "sentence"),
    [
        (None, 2, "does not exist"),
        (b"", 1, "is not an archive of this program"),
        (b"text " * 1_000, 1, "is no archive of this program, or is damaged"),
    ],
)
def test_what_is_no_backup_is_refused(
    shop: Shop, tmp_path: Path, content: bytes | None, status: int, sentence: str
) -> None:
    file = tmp_path / "file"
    if content is not None:
        file.write_bytes(content)
    refused = call(filled(shop), restore, file, "--force")
    assert (refused.exit_code, refused.stdout) == (status, "")
    assert sentence in refused.stderr
    assert call(shop, export_articles).stdout.count("\n") == 2


def test_a_backup_that_cannot_be_made_is_said_plainly(shop: Shop, tmp_path: Path) -> None:
    missing = call(shop, backup, tmp_path / "copy.sqlite3")
    assert missing.exit_code == 1
    assert "There is no archive at" in missing.stderr
    filled(shop)
    for target, status, sentence in (
        (tmp_path / "no" / "copy.sqlite3", 1, "cannot be written: No such file or directory"),
        (shop.path, 2, "is the archive itself"),
    ):
        refused = call(shop, backup, target)
        assert refused.exit_code == status
        assert sentence in refused.stderr
    assert call(shop, backup, tmp_path).exit_code == 2
