"""Builds readouts/extractors/data/pinyin.tsv: for each syllable the characters that are read so.

Run it where pypinyin is installed (it is no dependency of the product):

    uv run --no-project --with pypinyin==0.55.0 tools/build_pinyin.py

Covers the 6,763 characters of GB/T 2312, each with its commonest reading; readings that differ in
surnames are in the product's pinyin module.
"""

from importlib import import_module
from pathlib import Path
from typing import Any

TARGET = Path(__file__).parents[1] / "readouts/extractors/data/pinyin.tsv"
HEADER = "# syllable<TAB>characters read so (pypinyin 0.55.0, MIT; characters of GB/T 2312)"


def characters() -> list[str]:
    """The Han characters of GB/T 2312, in its order."""
    rows = range(0xB0, 0xF8)
    cells = range(0xA1, 0xFF)
    pairs = (bytes((row, cell)).decode("gb2312", "ignore") for row in rows for cell in cells)
    return [character for character in pairs if character]


def main() -> None:
    pypinyin: Any = import_module("pypinyin")
    by_syllable: dict[str, str] = {}
    for character in characters():
        syllable = pypinyin.lazy_pinyin(character)[0]
        by_syllable[syllable] = by_syllable.get(syllable, "") + character
    lines = [HEADER, *(f"{syllable}\t{by_syllable[syllable]}" for syllable in sorted(by_syllable))]
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(characters())} characters in {TARGET}, {TARGET.stat().st_size // 1000} KB")


if __name__ == "__main__":
    main()
