"""What the configuration may say of a source: list pages, sitemaps, days in addresses, selectors."""

from pathlib import Path

import pytest

from readouts.domain.source import ArticlePolicy, Selectors, SourceKind
from tests.settings.test_settings import load, mistakes

EPAPER = "url='https://p.example/{yyyy}-{mm}/{dd}/node_1.htm'\nkind='page'"


def test_a_list_page_has_selectors_and_may_have_a_day_in_its_address(tmp_path: Path) -> None:
    (source,) = load(
        tmp_path,
        f"""
        [[source]]
        name = "paper"
        {EPAPER}
        item = "ul.news a"
        next = "a.next"
        pages = 8
        title = "h1"
        date = ".date"
        body = "#zoom, founder-content"
        articles = "always"
        """,
    ).sources
    assert source.kind is SourceKind.PAGE
    assert source.url == "https://p.example/{yyyy}-{mm}/{dd}/node_1.htm"
    assert source.selectors == Selectors("ul.news a", "a.next", "h1", ".date", "#zoom, founder-content")
    assert (source.pages, source.articles) == (8, ArticlePolicy.ALWAYS)


def test_a_feed_may_say_where_the_text_of_its_articles_stands(tmp_path: Path) -> None:
    text = "[[source]]\nname='feed'\nurl='https://p.example/feed'\nbody='#zoom'"
    (source,) = load(tmp_path, text).sources
    assert source.selectors == Selectors(body="#zoom")
    assert source.articles is ArticlePolicy.WHEN_SHORT


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        (EPAPER, 'a source of kind "page" has an item selector for the links on it'),
        (f"{EPAPER}\nitem='ul a['", "source[1].item: is no CSS selector that can be read: Expected"),
        (f"{EPAPER}\nitem='a::text'", "source[1].item: is no CSS selector that can be read"),
        (f"{EPAPER}\nitem='svg|a'", "source[1].item: is no CSS selector that can be read"),
        (f"{EPAPER}\nitem=' '", "source[1].item: a CSS selector is text that is not empty"),
        (f"{EPAPER}\nitem='a'\nbody=3", "source[1].body: a CSS selector is text that is not empty"),
        (f"{EPAPER}\nitem='a'\npages=50", "source[1].pages: must be less than or equal to 20"),
        (f"{EPAPER}\nitem='a'\ntitel='h1'", 'source[1].titel: is not a known key. Did you mean "title"?'),
        ("url='https://p.example/'\nitem='a'", 'item and next are for sources of kind "page"'),
        ("url='https://p.example/{dd}'", "the address of a feed has no day in it"),
        (
            "url='https://p.example/{day}'\nkind='sitemap'",
            "a day in it is written with {yyyy}, {mm} and {dd}",
        ),
        ("file='map.xml'\nkind='sitemap'", "only a feed can be a file"),
        ("url='https://p.example/'\narticles='yes'", "must be 'always', 'never' or 'when-short'"),
    ],
)
def test_each_mistake_has_a_plain_sentence_that_names_the_key(tmp_path: Path, keys: str, said: str) -> None:
    assert said in "\n".join(mistakes(tmp_path, f"[[source]]\nname='a'\n{keys}"))


def test_a_password_beside_a_wrong_day_is_not_repeated(tmp_path: Path) -> None:
    text = "[[source]]\nname='a'\nkind='sitemap'\nurl='https://user:hunter2@p.example/{day}'"
    found = "\n".join(mistakes(tmp_path, text))
    assert "hunter2" not in found
    assert "source[1].url" in found
