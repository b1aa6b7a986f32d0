"""Compiled watches outlive a restart, and are compiled anew elsewhere while the bot goes on."""

import time
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from readouts.archive import chats, watches
from readouts.archive.database import Archive, Database
from readouts.domain.document import Document
from readouts.extractors.gazetteer import load_gazetteer
from readouts.pipeline.compiling import COMPILE, CompiledFile, compile_file, compile_if_due
from readouts.pipeline.watchbook import filled_engine
from readouts.queries.engine import MOST_RECENT, Engine
from readouts.queries.language import parse_query
from tests.archive.making import NOW
from tests.queries.samples import TODAY, meeting
from watchers.workers import WorkerPool

PLACES = load_gazetteer()


async def here(function: str, *args: object) -> bool:
    """Compiles in this process, as a child would."""
    assert function == COMPILE
    compile_file(*args)  # type: ignore[arg-type]
    return True


async def nowhere(_function: str, *_args: object) -> bool:
    return False


@pytest.fixture
def file(tmp_path: Path) -> CompiledFile:
    return CompiledFile.beside(tmp_path / "archive.sqlite3", PLACES)


def rung(engine: Engine, document: Document) -> list[int]:
    return [match.watch for match in engine.match([document], TODAY)]


def write(file: CompiledFile, queries: Iterable[str]) -> None:
    typed = [(number, 7, query) for number, query in enumerate(queries, start=1)]
    compile_file(file, typed, frozenset(), False)


def test_what_was_compiled_is_loaded_again(file: CompiledFile) -> None:
    write(file, ["anhui", "-yunnan", "no (such"])
    engine = Engine(file.load())
    assert len(engine) == 2
    assert rung(engine, meeting("anhui")) == [1, 2]
    assert [each.name for each in file.path.parent.iterdir()] == ["archive.sqlite3.watches"]


def test_a_file_that_is_not_there_or_of_another_language_counts_as_none(file: CompiledFile) -> None:
    assert file.load() is None
    write(file, ["anhui"])
    assert replace(file, stamp=bytes(32)).load() is None


@pytest.mark.parametrize("place", [0, 40, 70, -1])
def test_a_damaged_file_counts_as_none(file: CompiledFile, place: int) -> None:
    write(file, ["anhui"])
    whole = bytearray(file.path.read_bytes())
    file.path.write_bytes(whole[:-10])
    assert file.load() is None
    file.path.write_bytes(b"")
    assert file.load() is None
    whole[place] ^= 1
    file.path.write_bytes(whole)
    assert file.load() is None


def test_who_has_loaded_a_file_keeps_it_when_another_takes_its_place(file: CompiledFile) -> None:
    write(file, ["anhui"])
    engine = Engine(file.load())
    write(file, ["yunnan"])
    assert rung(engine, meeting("anhui")) == [1]
    assert rung(Engine(file.load()), meeting("anhui")) == []


@pytest.fixture
async def many(archive: Archive) -> Archive:
    """An archive with more watches than lie beside the compiled ones."""

    def fill(db: Database) -> None:
        chats.see(db, 7, "private", "Desk", "en", NOW)
        for number in range(MOST_RECENT + 10):
            watches.add(db, 7, f"word{number:05d}", None, NOW)

    await archive.write(fill)
    return archive


async def test_a_start_compiles_many_watches_once_and_then_takes_them_up(
    many: Archive, file: CompiledFile
) -> None:
    first = await filled_engine(many, PLACES, file, here)
    assert first.is_compiled
    assert not first.is_due
    assert rung(first, meeting("word00003")) == [4]

    def change(db: Database) -> None:
        watches.remove(db, 7, 4)
        watches.add(db, 7, "anhui", None, NOW)

    await many.write(change)
    begun = time.process_time()
    second = await filled_engine(many, PLACES, file, nowhere)
    assert time.process_time() - begun < 2, "nothing was read anew but what had changed"
    assert len(second) == len(first)
    assert rung(second, meeting("word00003 word00004 anhui")) == [5, MOST_RECENT + 11]


async def test_a_start_rings_without_compiled_watches_where_no_child_will_work(
    many: Archive, file: CompiledFile
) -> None:
    engine = await filled_engine(many, PLACES, file, nowhere)
    assert not engine.is_compiled
    assert rung(engine, meeting("word00003")) == [4]


async def test_while_a_child_compiles_watches_come_and_go(file: CompiledFile) -> None:
    engine = Engine()
    assert not await compile_if_due(engine, file, here)
    for number in range(MOST_RECENT + 1):
        engine.add(number, 7, parse_query(f"word{number:05d}", PLACES))

    async def slowly(function: str, *args: object) -> bool:
        done = await here(function, *args)
        engine.remove(0)
        engine.add(1, 7, parse_query("anhui", PLACES))
        return done

    assert await compile_if_due(engine, file, slowly)
    assert len(engine) == MOST_RECENT
    assert rung(engine, meeting("word00000 word00001 word00002 anhui")) == [1, 2]
    assert not engine.is_due


async def test_a_child_process_compiles(file: CompiledFile) -> None:
    workers = WorkerPool(1, wall=timedelta(seconds=60), memory=2_000_000_000)
    none: frozenset[int] = frozenset()
    try:
        assert await workers.did(COMPILE, file, [(1, 7, "region:anhui")], none, False)
        assert rung(Engine(file.load()), meeting()) == [1]
        assert not await workers.did(COMPILE, replace(file, stamp=bytes(32)), [], none, True)
    finally:
        await workers.close()


async def test_a_start_takes_up_exactly_what_is_saved(archive: Archive, file: CompiledFile) -> None:
    """Watches that went, came, or got the number of one that went."""
    await archive.write(lambda db: chats.see(db, 7, "private", "Desk", "en", NOW))
    write(file, ["a1", "b2", "c3", "d4"])
    saved = [(2, "b2"), (3, "changed"), (5, "e5")]
    await archive.write(
        lambda db: db.table("watches").insert_all(
            {"id": number, "chat": 7, "query": query, "created_at": "2024-06-09"} for number, query in saved
        )
    )
    engine = await filled_engine(archive, PLACES, file, nowhere)
    assert engine.is_compiled
    assert len(engine) == 3
    assert rung(engine, meeting("a1 b2 c3 d4 e5 changed")) == [2, 3, 5]
