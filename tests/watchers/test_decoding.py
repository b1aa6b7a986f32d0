"""Bytes to text: whatever servers and documents say about the encoding, the titles come out right."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchers.decoding import decode

SIMPLIFIED = "安徽省委国家安全委员会召开会议，强调坚持总体国家安全观，防范化解重大风险。"
RARE = "朱镕基、陶喆和喆喆在㐂镇的会议上。"
TRADITIONAL = "國家安全委員會召開會議，強調維護政治安全，防範重大風險。"
JAPANESE = "国家安全保障会議は東京で開催された。"
KOREAN = "국가안전보장회의가 서울에서 열렸다."
RUSSIAN = "Заседание совета безопасности прошло в Москве"
FRENCH = "Le comité de sécurité nationale s'est réuni à Hefei, déjà très tôt"

HONEST = [
    *((SIMPLIFIED, name) for name in ("utf-8", "gb2312", "gbk", "gb18030", "hz")),
    *((RARE, name) for name in ("utf-8", "gb18030")),
    *((TRADITIONAL, name) for name in ("utf-8", "big5", "gb18030", "big5hkscs")),
    *((JAPANESE, name) for name in ("utf-8", "shift_jis", "euc-jp", "iso-2022-jp")),
    *((KOREAN, name) for name in ("utf-8", "euc-kr")),
    *((RUSSIAN, name) for name in ("utf-8", "koi8-r", "windows-1251", "iso-8859-5")),
    *((FRENCH, name) for name in ("utf-8", "windows-1252", "iso-8859-1", "iso-8859-15")),
]
CHINESE = [
    (title, name) for title, name in HONEST if title in (SIMPLIFIED, RARE, TRADITIONAL) and name != "hz"
]
LIES = [
    "utf-8",
    "gb2312",
    "gbk",
    "gb18030",
    "big5",
    "iso-8859-1",
    "windows-1251",
    "us-ascii",
    "utf-16",
    "undefined",
]


def feed(title: str, encoding: str, declared: str | None) -> bytes:
    says = f' encoding="{declared}"' if declared else ""
    document = (
        f'<?xml version="1.0"{says}?><rss version="2.0"><channel><title>{title}</title></channel></rss>'
    )
    return document.encode(encoding)


def title_of(body: bytes, content_type: str | None = None) -> str:
    return decode(body, content_type).partition("<title>")[2].partition("</title>")[0]


@pytest.mark.parametrize(("title", "encoding"), HONEST)
def test_a_declared_encoding_is_read(title: str, encoding: str) -> None:
    assert title_of(feed(title, encoding, encoding)) == title
    assert title_of(feed(title, encoding, None), f"text/xml; charset={encoding}") == title


@pytest.mark.parametrize(("title", "encoding"), HONEST)
def test_a_wrong_header_does_not_spoil_an_honest_document(title: str, encoding: str) -> None:
    for lie in LIES:
        assert title_of(feed(title, encoding, encoding), f'text/xml; charset="{lie}"') == title, lie


@pytest.mark.parametrize(("title", "encoding"), HONEST)
def test_a_wrong_declaration_does_not_spoil_an_honest_header(title: str, encoding: str) -> None:
    for lie in LIES:
        assert title_of(feed(title, encoding, lie), f"text/xml;charset={encoding}") == title, lie


@pytest.mark.parametrize(("title", "encoding"), CHINESE)
def test_chinese_is_read_even_where_nobody_tells_the_truth(title: str, encoding: str) -> None:
    """Of three stored pages that declare gb2312, all three are UTF-8."""
    for lie in LIES:
        assert title_of(feed(title, encoding, lie)) == title, lie
        assert title_of(feed(title, encoding, None), f"application/xml; charset={lie}") == title, lie
    assert title_of(feed(title, encoding, None)) == title


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("lie", [None, "gb2312", "utf-8", "iso-8859-1"])
def test_a_byte_order_mark_beats_everything(encoding: str, lie: str | None) -> None:
    text = decode(feed(SIMPLIFIED, encoding, lie), f"text/xml; charset={lie}" if lie else None)
    assert text.startswith("<?xml")
    assert SIMPLIFIED in text


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_wide_encodings_without_a_mark_are_seen_by_their_zeros(encoding: str) -> None:
    assert title_of(feed(SIMPLIFIED, encoding, "utf-8"), "text/xml; charset=gbk") == SIMPLIFIED


def test_utf8_that_calls_itself_utf16_stays_utf8() -> None:
    """What programs that write XML into memory first and encode it afterwards produce."""
    assert title_of(feed("Hefei", "utf-8", "utf-16")) == "Hefei"
    assert title_of(feed(SIMPLIFIED, "utf-8", "utf-16")) == SIMPLIFIED


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5"])
def test_one_bad_byte_costs_one_character(encoding: str) -> None:
    title = TRADITIONAL if encoding == "big5" else SIMPLIFIED
    body = feed(title, encoding, encoding).replace(b"</title>", b"\xff</title>")
    assert title_of(body) in (title + "\ufffd", title + "\ufffd?")
    assert title_of(body, "text/xml; charset=iso-8859-1").startswith(title)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5"])
@pytest.mark.parametrize("cut", [1, 2, 3])
def test_a_body_cut_inside_a_character_loses_only_that(encoding: str, cut: int) -> None:
    title = TRADITIONAL if encoding == "big5" else SIMPLIFIED
    body = feed(title, encoding, encoding).partition(b"</title>")[0][:-cut]
    assert title[:-3] in decode(body)


def test_a_page_says_its_encoding_in_a_meta_tag() -> None:
    for meta in (
        '<meta charset="gb2312">',
        '<meta http-equiv="Content-Type" content="text/html; charset=gbk">',
    ):
        page = f"<html><head>{meta}<title>{SIMPLIFIED}</title></head></html>".encode("gb18030")
        assert title_of(page) == SIMPLIFIED


@pytest.mark.parametrize(
    "name",
    "undefined punycode idna zlib hex rot13 unicode_escape raw_unicode_escape utf-7 base64 uu mbcs oem quopri"
    " charmap palmos x-unknown é \x00utf-8 utf-8\x00".split(" "),
)
def test_a_declaration_cannot_reach_codecs_that_are_no_encodings(name: str) -> None:
    """Four such names end feedparser with errors that it does not catch."""
    for title, encoding in ((SIMPLIFIED, "gbk"), ("Hefei", "ascii"), (SIMPLIFIED, "utf-8")):
        body = feed(title, encoding, None).replace(b'"1.0"', b'"1.0" encoding="' + name.encode() + b'"')
        assert title_of(body, f"text/xml; charset={name}") == title


@given(st.binary(max_size=200), st.sampled_from([*LIES, "hz", "iso-2022-jp", "euc-jp", "\ud800", "a" * 5000]))
def test_any_bytes_under_any_name_become_text(body: bytes, name: str) -> None:
    assert isinstance(decode(body, f"text/xml; charset={name}"), str)
    decode(b'<?xml version="1.0" encoding="' + name.encode("utf-8", "replace") + b'"?>' + body)


@given(st.text(max_size=100))
def test_utf8_is_never_mistaken(text: str) -> None:
    body = text.encode("utf-8", "replace")
    wanted = body.decode().removeprefix("\ufeff")
    if "\0" not in wanted[:4]:
        assert decode(body, "text/xml; charset=gbk") == wanted
