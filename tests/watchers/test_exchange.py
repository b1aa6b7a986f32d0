"""Answers that are written in unusual but proper ways, and how each is read."""

import pytest

from readouts.domain.source import Validators
from tests.newssite import NewsSite, raw
from watchers.fetching import HttpFetcher, Page

pytestmark = pytest.mark.asyncio(loop_scope="module")

OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n"


@pytest.mark.parametrize(
    ("answer", "body"),
    [
        (OK + b"\r\n<rss/>", b"<rss/>"),
        (b"HTTP/1.0 200 OK\r\n\r\n<rss/>", b"<rss/>"),
        (OK + b"content-LENGTH: 6\r\n\r\n<rss/>", b"<rss/>"),
        (OK + b"Content-Length: 6\r\n\r\n<rss/> and more than was promised", b"<rss/>"),
        (OK + b"Content-Length: 0\r\n\r\n", b""),
        (CHUNKED + b"\r\n3\r\n<rs\r\n3\r\ns/>\r\n0\r\n\r\n", b"<rss/>"),
        (CHUNKED + b"\r\n6;name=value\r\n<rss/>\r\n0\r\nX-Sum: 1\r\n\r\n", b"<rss/>"),
        (b"HTTP/1.1 100 Continue\r\n\r\n" + OK + b"\r\n<rss/>", b"<rss/>"),
        (b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" * 3 + OK + b"\r\n<rss/>", b"<rss/>"),
        (OK + b"Set-Cookie: a=b\r\n" * 1000 + b"\r\n<rss/>", b"<rss/>"),
        (b"HTTP/1.1 200 OK\nContent-Length: 6\n\n<rss/>", b"<rss/>"),
        (b"HTTP/1.1 200\r\n\r\n<rss/>", b"<rss/>"),
    ],
)
async def test_an_answer_is_read_however_its_end_is_told(
    site: NewsSite, fetcher: HttpFetcher, answer: bytes, body: bytes
) -> None:
    found = await fetcher.fetch(site.perform("/", raw(answer)), Validators())
    assert isinstance(found, Page)
    assert found.body == body


async def test_a_trailer_is_no_header(site: NewsSite, fetcher: HttpFetcher) -> None:
    answer = CHUNKED + b'ETag: "1"\r\n\r\n1\r\nx\r\n0\r\nETag: "2"\r\nContent-Type: text/xml\r\n\r\n'
    found = await fetcher.fetch(site.perform("/", raw(answer)), Validators())
    assert isinstance(found, Page)
    assert (found.validators.etag, found.content_type) == ('"1"', None)


async def test_a_validator_that_would_become_two_lines_is_not_sent_back(
    site: NewsSite, fetcher: HttpFetcher
) -> None:
    answer = OK + b'ETag: "1\x01"\r\nContent-Length: 1\r\n\r\nx'
    found = await fetcher.fetch(site.perform("/", raw(answer)), Validators())
    assert found.validators.etag is None
