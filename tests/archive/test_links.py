"""Two addresses of one page are recognised, and two pages are not mixed up."""

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readouts.domain.links import canonical_url


@pytest.mark.parametrize(
    "variant",
    [
        "https://news.test/a?id=1",
        "http://news.test/a?id=1",
        "https://www.news.test/a?id=1",
        "HTTPS://News.TEST:443/a?id=1#top",
        "http://news.test:80/x/../a?id=1&utm_source=rss&utm_medium=feed",
        " https://news.test/a?fbclid=x&id=1&spm=1.2.3 ",
        "https://news.test/a;jsessionid=9F2C.node1?id=1",
        "https://news.test/a?id=1&rand=0.4711&_t=1717400000&PHPSESSID=q1",
    ],
)
def test_variants_of_one_address_are_one(variant: str) -> None:
    assert canonical_url(variant) == "https://news.test/a?id=1"


def test_parameters_that_choose_the_page_are_kept() -> None:
    assert canonical_url("https://news.test/show?id=2&page=3") != canonical_url("https://news.test/show?id=2")
    assert canonical_url("https://news.test/a") != canonical_url("https://news.test/b")


@pytest.mark.parametrize(
    "odd", ["", "not an address", "mailto:a@b.test", "http://[::1", "javascript:alert(1)"]
)
def test_what_is_no_web_address_stays_as_it_is(odd: str) -> None:
    assert canonical_url(odd) == odd


@given(st.text(max_size=80) | st.text(max_size=60).map("http://news.test/{}".format))
def test_any_text_has_a_form_and_the_form_is_final(text: str) -> None:
    once = canonical_url(text)
    assert canonical_url(once) == once


@given(st.from_regex(r"/[a-z0-9]{1,8}(\?[a-z]{1,3}=[0-9]{1,3})?", fullmatch=True))
def test_the_path_and_its_parameters_survive(path: str) -> None:
    assert urlsplit(canonical_url(f"http://news.test{path}")).path == urlsplit(path).path


_HOSTS = st.sampled_from(
    [
        "news.test",
        "www.news.test",
        "www.www.test",
        "x-y.test",
        "a--b.test",
        "127.1",
        "a.1",
        "a-.test",
        "localhost",
    ]
)


@given(st.sampled_from(["http", "https", "HTTP"]), _HOSTS, st.text("aB1-._~/?=&%:ocwspm", max_size=12))
def test_an_address_in_form_is_seen_at_once_to_be_so(scheme: str, host: str, rest: str) -> None:
    """A fragment sends an address the long way round."""
    address = f"{scheme}://{host}/{rest}"
    assert canonical_url(address) == canonical_url(f"{address}#")


def test_an_address_longer_than_any_real_one_is_left_alone() -> None:
    endless = "HTTP://news.test/" + "a/../" * 100_000
    assert canonical_url(endless) == endless
