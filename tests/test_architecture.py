"""The shape of the tree is a promise: no folder appears that no import contract names."""

import ast
import subprocess
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TOP_LEVEL = {
    ".ci", ".gitignore", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "Makefile", "Procfile", "README.md",
    "benchmarks", "bot.py", "config.toml", "docs", "handlers", "pyproject.toml", "readouts",
    "requirements-dev.txt", "requirements.txt", "samples", "tests", "tools", "watchers",
}  # fmt: skip
CORE = {"archive", "delivery", "domain", "extractors", "pipeline", "queries", "settings"}
LAST_RESORTS = 3


def tracked_files() -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],  # noqa: S607
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.split("\n")  # fmt: skip
    files = [name for name in listed if name and (ROOT / name).exists()]
    assert len(files) > 50, "git lists the files of the project"
    return files


def product_modules() -> list[Path]:
    modules = [
        ROOT / name
        for name in tracked_files()
        if name.endswith(".py") and name.split("/")[0] in {"bot.py", "handlers", "watchers", "readouts"}
    ]
    assert len(modules) > 30
    return modules


def test_the_top_level_holds_only_what_the_documentation_names() -> None:
    found = {name.split("/")[0] for name in tracked_files()}
    assert found == TOP_LEVEL


def test_the_core_holds_only_packages_that_the_import_law_names() -> None:
    found = {name.split("/")[1] for name in tracked_files() if name.startswith("readouts/")} - {"__init__.py"}
    assert found == CORE
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    assert len(contracts) >= 6
    law = " ".join(str(contract) for contract in contracts)
    assert all(package in law for package in CORE)


def imported(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.split(".")[0])
    return names


def test_bot_is_imported_by_nobody_and_wires_without_touching_what_it_wires() -> None:
    """The import linter sees packages only; bot.py is a module."""
    bot = imported(ROOT / "bot.py")
    assert {"handlers", "watchers", "readouts"} <= bot
    assert not bot & {"telegram", "sqlite3", "sqlite_utils", "httptools", "feedparser", "apscheduler"}
    assert not [path for path in product_modules() if "bot" in imported(path)]


def test_every_module_is_under_three_hundred_lines() -> None:
    long = {
        path.relative_to(ROOT): n
        for path in product_modules()
        if (n := len(path.read_text().split("\n"))) > 300
    }
    assert not long


def test_functions_are_short() -> None:
    """Median under ten lines, nine in ten under thirty-five."""
    sizes = sorted(
        (node.end_lineno or node.lineno) - node.lineno + 1
        for path in product_modules()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    assert len(sizes) > 200
    assert sizes[len(sizes) // 2] < 10
    assert sizes[len(sizes) * 9 // 10] < 35


def test_a_broad_except_stands_only_at_the_last_resorts() -> None:
    broad = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in product_modules()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ExceptHandler)
        and (
            node.type is None
            or (isinstance(node.type, ast.Name) and node.type.id in {"Exception", "BaseException"})
        )
    ]
    assert 0 < len(broad) <= LAST_RESORTS, broad


def test_nothing_in_the_repository_names_a_package_index() -> None:
    words = [
        "--index" + "-url",
        "--extra-index" + "-url",
        "--find" + "-links =",
        "pypi" + ".org",
        "file://" + "/opt",
    ]
    files = [ROOT / name for name in tracked_files()]
    guilty = [
        (path.name, word) for path in files if path.suffix in {".txt", ".toml", ".md", ".py", ".sh", ""}
        for word in words if word in path.read_text(encoding="utf-8", errors="replace")
    ]  # fmt: skip
    assert not guilty
