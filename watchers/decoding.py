"""Bytes to text, decided by us: what servers and documents declare is a hint, never an order.

A byte order mark decides. Without one, UTF-8 does wherever the bytes are UTF-8 or nearly so, because
no other encoding passes for it by accident. Else the encodings that the HTTP header and the document name
(as browsers understand the names: gb2312 and gbk mean gb18030) compete with those of Chinese, and
the one that gives the most everyday characters and the least damage wins.
"""

from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, read_bom

SAMPLE = 200_000

# Encodings of text whose every failure is a UnicodeDecodeError. Documents can name other codecs of
# Python ("undefined", "punycode", "idna", "zlib"), which fail in ways of their own.
_SEVEN_BIT = frozenset(("hz", "iso2022_jp"))
_KNOWN = (
    _SEVEN_BIT
    | frozenset("gb18030 big5hkscs cp950 cp932 shift_jis euc_jp cp949 euc_kr koi8-r koi8-u".split())
    | frozenset("cp866 cp874 tis-620 mac-roman mac-cyrillic".split())
    | frozenset(f"cp{page}" for page in range(1250, 1259))
    | frozenset(f"iso8859-{part}" for part in (*range(2, 12), *range(13, 17)))
)
# Always among the candidates: these are the encodings that Chinese sites forget to declare.
_CHINESE = ("gb18030", "big5hkscs")
# What any longer text in these scripts is full of, and what wrongly decoded text is not.
_EVERYDAY_WIDE = (
    "的一是在不了有和人中大为上个国我要他时来用们生到作地于出会日月年这為個國時來們於會這安全会の"
)
_EVERYDAY_WIDE += "にはをたがでてとしれさるいこ이다에의는을가한고로하지"
_EVERYDAY_NARROW = "оеаинтсрвлéèàùçüöäßñáíóúåøæ"


def decode(body: bytes, content_type: str | None = None) -> str:
    """The text of `body`, without its byte order mark; never raises, bad bytes become U+FFFD.

    content_type: the HTTP header as sent.
    """
    marked, mark = _marked(body)
    if marked is not None:
        return body[len(mark) :].decode(marked, "replace")
    declared = [name for name in _declared(body, content_type) if name in _KNOWN]
    if body.isascii():
        return body.decode(next(filter(_SEVEN_BIT.__contains__, declared), "ascii"), "replace")
    try:
        return body.decode()
    except UnicodeDecodeError:
        return body.decode(_likeliest(body[:SAMPLE], declared), "replace")


def _marked(body: bytes) -> tuple[str | None, bytes]:
    """The encoding that the first bytes give away, and the byte order mark to drop."""
    encoding, mark = read_bom(body)
    if encoding is not None and mark is not None:
        return encoding, mark
    # Zeros around the first character are UTF-16 or UTF-32 without a mark; markup begins in ASCII.
    widths = {"-x-x": "utf-16-be", "x-x-": "utf-16-le", "---x": "utf-32-be", "x---": "utf-32-le"}
    return widths.get("".join("x" if byte else "-" for byte in body[:4])), b""


def _declared(body: bytes, content_type: str | None) -> list[str]:
    found = (
        http_content_type_encoding((content_type or "")[:1000]),
        html_body_declared_encoding(body[:4096]),
    )
    return [name for name in found if name is not None]


def _likeliest(sample: bytes, declared: list[str]) -> str:
    if _is_damaged_utf8(sample):
        return "utf-8"
    return max((*declared, *_CHINESE), key=lambda name: _fitness(sample, name))


def _is_damaged_utf8(sample: bytes) -> bool:
    """Whether nearly all that is not ASCII is UTF-8: a bad byte or a cut, not another encoding."""
    text = sample.decode("utf-8", "replace")
    beyond_ascii = len(text) - len(text.encode("ascii", "ignore"))
    return text.count("\ufffd") * 5 < beyond_ascii


def _fitness(sample: bytes, encoding: str) -> int:
    """Bytes that became everyday characters, less those that could not be decoded."""
    text = sample.decode(encoding, "replace")
    wide = sum(map(text.count, _EVERYDAY_WIDE))
    return 2 * wide + sum(map(text.count, _EVERYDAY_NARROW)) - 2 * text.count("\ufffd")
