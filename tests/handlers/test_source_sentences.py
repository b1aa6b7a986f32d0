"""What the watchers say of a source is read in Chinese as well."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.locales import load_translations
from readouts.delivery.rendering.details import SENTENCES, translated

ROOT = Path(__file__).parents[2]
CHINESE = load_translations()["zh"]
ENGLISH = load_translations()["en"]
# What stands in the places of sentences that are put together; elsewhere a number will do.
PLACES = {
    "_links(len(items))": "7 links",
    "what": "the feed",
    "error": "broke down",
    "poll.detail": "3 items.",
    "pages": "7 pages",
    "seconds": "7 s",
    "detail": "3 links.",
    "errors[0]": "The feed holds no items.",
    "trouble": "The feed holds no items.",
    "articles": "7 articles",
}
# Names of things, as the sentences keep them.
NAMES = r"broke down|HTTP|https?|URL|IP|robots\.txt|RSS|Atom|JSON Feed|OPML|MB|cookie|item|7 s\b"


def literals(path: Path) -> Iterator[str]:
    """The sentences of a module, docstrings left out."""
    code = ast.parse(path.read_text(encoding="utf-8"))
    inside = {id(part) for node in ast.walk(code) if isinstance(node, ast.JoinedStr) for part in node.values}
    inside |= {id(node.value) for node in ast.walk(code) if isinstance(node, ast.Expr)}
    for node in ast.walk(code):
        if isinstance(node, ast.JoinedStr):
            yield "".join(map(filled, node.values))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inside:
            yield node.value


def filled(part: ast.expr) -> str:
    if isinstance(part, ast.FormattedValue):
        return PLACES.get(ast.unparse(part.value), "7")
    assert isinstance(part, ast.Constant)
    return str(part.value)


def said() -> list[str]:
    """The sentences of everything that looks at sources, as a source's health would hold them."""
    paths = [*sorted((ROOT / "watchers").glob("*.py")), ROOT / "readouts/domain/health.py"]
    found = [
        text
        for path in paths
        for text in literals(path)
        if " " in text and text.endswith((".", ": broke down"))
    ]
    return sorted({text.replace("pages pages", "pages") for text in found})  # both words are called so


def stops() -> list[str]:
    """Why a worker is stopped, said behind "Reading the feed"."""
    code = (ROOT / "watchers/workers.py").read_text(encoding="utf-8")
    return [re.sub(r"\{[^}]*\}", "7", words) for words in re.findall(r'WorkerKilled\(f?"([^"]+)"\)', code)]


def left_in_english(sentence: str) -> str:
    """The English words that a Chinese reader would still meet."""
    return " ".join(re.findall(r"[A-Za-z]{2,}", re.sub(NAMES, "", translated(sentence, CHINESE))))


def test_the_sentences_are_found() -> None:
    assert len(said()) > 50
    assert len(stops()) >= 5


@pytest.mark.parametrize("sentence", said())
def test_whatever_a_watcher_says_is_read_in_chinese(sentence: str) -> None:
    assert left_in_english(sentence) == ""


@pytest.mark.parametrize("stop", stops())
def test_why_a_reading_ended_is_read_in_chinese(stop: str) -> None:
    assert left_in_english(f"Reading the feed {stop}.") == ""


@pytest.mark.parametrize(
    ("detail", "chinese"),
    [
        (
            "20 items. 3 articles are still to be read, at the next look.",
            "20个条目。 另有3篇文章留待下次读取。",
        ),
        (
            "2 articles could not be read: No answer within 1.5 s."
            " 1 article is still to be read, at the next look.",
            "2篇文章无法读取：1.5 s内没有回应。 另有1篇文章留待下次读取。",
        ),
        ("It has moved for good; the old address still leads there. 1 item.",
         "已永久迁址；旧地址仍可跳转到新址。 1个条目。"),
        ("1 link on 2 pages. A further page could not be read: The feed holds no items.",
         "2个页面上有1个链接。 后面的页面无法读取：订阅源中没有条目。"),
        ("Something new in the world.", "Something new in the world."),
        ("20 items. Something new.", "20个条目。 Something new."),
        ("", ""),
    ],
)  # fmt: skip
def test_sentences_may_follow_one_another(detail: str, chinese: str) -> None:
    assert translated(detail, CHINESE) == chinese


@given(st.lists(st.sampled_from(SENTENCES), max_size=4), st.text(max_size=30))
def test_english_stays_as_it_is(sentences: list[str], more: str) -> None:
    """Whatever is put together, with braces in it or not: no word is lost."""
    detail = " ".join([*sentences, more])
    read = translated(detail, ENGLISH)
    assert read.split() == detail.split()
