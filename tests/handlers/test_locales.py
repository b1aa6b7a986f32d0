"""Everything the chat says, it says in every language."""

from string import Formatter

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from handlers.locales import language_of, load_translations
from handlers.locales.__main__ import LOCALES, catalogue_path, sentences, updated
from readouts.domain.chat import Language
from readouts.queries.mistakes import Mistake


def catalogue(locale: str) -> Catalog:
    with catalogue_path(locale).open("rb") as stored:
        return read_po(stored, locale=locale)


def chinese() -> list[Message]:
    found = [message for message in catalogue("zh_CN") if message.id]
    assert len(found) > 150
    return found


def forms(words: object) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else tuple(words)  # type: ignore[arg-type]


def places(words: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(words) if name is not None}


@pytest.mark.parametrize("locale", LOCALES)
def test_the_catalogues_hold_the_sentences_of_the_code(locale: str) -> None:
    """python -m handlers.locales would change nothing."""
    assert catalogue_path(locale).read_bytes() == updated(locale)


def test_every_sentence_has_a_chinese_translation() -> None:
    assert [message.id for message in chinese() if not all(forms(message.string))] == []
    assert not [message.id for message in chinese() if message.fuzzy]


def test_translations_keep_the_named_places() -> None:
    """A place left out loses a fact, an invented one breaks the answer."""
    for message in chinese():
        wanted = places(forms(message.id)[-1])
        assert all(places(form) == wanted for form in forms(message.string)), message.id


def test_translations_keep_the_commands() -> None:
    for message in chinese():
        commands = {word.strip(".,;:?") for word in forms(message.id)[-1].split() if word.startswith("/")}
        assert all(command in forms(message.string)[0] for command in commands), message.id


def test_sentences_are_found_wherever_they_are_said() -> None:
    """Commands' help, nested calls, plurals, what is wrong with a query, what alerts say."""
    known = {forms(message.id)[0] for message in sentences() if message.id}
    assert "stop one watch" in known
    assert "{count} article" in known
    assert "Stressed: {themes}" in known
    assert "This bracket is never closed" in known
    assert {sentence for mistake in Mistake for sentence in mistake.value} <= known


def test_both_languages_are_loaded() -> None:
    translations = load_translations()
    assert translations["en"].gettext("stop one watch") == "stop one watch"
    assert translations["zh"].gettext("stop one watch") == "取消一项关注"
    assert translations["en"].ngettext("{count} watch", "{count} watches", 1) == "{count} watch"
    assert translations["en"].ngettext("{count} watch", "{count} watches", 2) == "{count} watches"
    assert translations["zh"].ngettext("{count} watch", "{count} watches", 2) == "{count}项关注"


@pytest.mark.parametrize(
    ("code", "language"),
    [
        ("zh", "zh"),
        ("zh-hans", "zh"),
        ("zh-TW", "zh"),
        ("zh_CN.UTF-8", "zh"),
        ("en", "en"),
        ("de", "en"),
        ("", "en"),
        (None, "en"),
    ],
)
def test_the_language_follows_the_persons_app(code: str | None, language: Language) -> None:
    assert language_of(code) == language
