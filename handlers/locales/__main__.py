"""python -m handlers.locales: bring the catalogues up to date with the sentences in the code.

New sentences come in without a translation, those that are gone go out. tests/handlers/test_locales.py
fails until every Chinese one is filled in.
"""

import ast
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from readouts.delivery.rendering.details import SENTENCES
from readouts.queries.mistakes import Mistake

ROOT = Path(__file__).parents[2]
FOLDERS = ("handlers", "readouts/delivery")
LOCALES = ("en", "zh_CN")
_SAYS = frozenset(("gettext", "say", "brief", "N_"))
# Headers that change with every run and say nothing.
_NOISE = (b'"Project-', b'"Report-', b'"POT-', b'"PO-', b'"Last-Tr', b'"Language-Team', b'"Generated-')


def sentences() -> Catalog:
    """Every sentence that the chat can say, from the code that says it."""
    catalog = Catalog(project="readout-watch", version="1")
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            for message in _said(ast.parse(path.read_text(encoding="utf-8"))):
                catalog.add(message)
    for sentence in SENTENCES:
        catalog.add(sentence)
    for mistake in Mistake:
        for sentence in mistake.value:
            catalog.add(sentence)
    return catalog


def _said(code: ast.AST) -> Iterator[str | tuple[str, str]]:
    """Literal sentences handed to one of the functions that say something; also inside one another,
    which the usual extractor overlooks."""
    for node in ast.walk(code):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        literals = [a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
        if name in _SAYS and literals:
            yield literals[0]
        elif name == "ngettext" and len(literals) == 2:
            yield literals[0], literals[1]


def catalogue_path(locale: str) -> Path:
    return Path(__file__).parent / locale / "LC_MESSAGES" / "readout.po"


def updated(locale: str) -> bytes:
    """The catalogue of one language with the sentences of today and the translations it has."""
    with catalogue_path(locale).open("rb") as known:
        catalog = read_po(known, locale=locale)
    catalog.update(sentences(), no_fuzzy_matching=True)
    written = BytesIO()
    write_po(written, catalog, width=110, no_location=True, ignore_obsolete=True, sort_output=True)
    lines = written.getvalue().lstrip().splitlines(keepends=True)
    return b"".join(line for line in lines if not line.startswith(_NOISE))


if __name__ == "__main__":
    for each in LOCALES:
        catalogue_path(each).write_bytes(updated(each))
