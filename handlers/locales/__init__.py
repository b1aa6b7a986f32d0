"""What the chat says, in its languages. English sentences are the keys; readout.po holds the rest.

After a sentence changed, `python -m handlers.locales` brings the catalogues up to date.
"""

from collections.abc import Mapping
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from readouts.domain.chat import Language

_FOLDERS: Mapping[Language, str] = {"en": "en", "zh": "zh_CN"}


def N_(sentence: str) -> str:  # noqa: N802 - the name that gettext's tools look for
    """Mark a sentence for translation where it is written down but not yet said."""
    return sentence


def load_translations() -> dict[Language, NullTranslations]:
    """Every language's sentences, read once at the start."""
    return {language: _translations(folder) for language, folder in _FOLDERS.items()}


def language_of(code: str | None) -> Language:
    """The language to speak with somebody whose client says `code` (IETF, "zh-hans")."""
    return "zh" if (code or "").lower().startswith("zh") else "en"


def _translations(folder: str) -> GNUTranslations:
    path = Path(__file__).with_name(folder) / "LC_MESSAGES" / "readout.po"
    compiled = BytesIO()
    with path.open("rb") as source:
        write_mo(compiled, read_po(source, locale=folder))
    compiled.seek(0)
    return GNUTranslations(compiled)
