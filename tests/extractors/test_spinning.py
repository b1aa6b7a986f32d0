"""Machine-spun copies are read as if the usual words stood there, and quoted as they are written."""

from readouts.domain.item import Item
from readouts.domain.readout import Kind
from readouts.extractors.article import extract_readouts
from readouts.extractors.reading import read
from readouts.extractors.spinning import Spinning

SPUN = "7月23日下战书，宁夏回族自治区党委布告陈润儿掌管召开自治区党委国家宁静委员会整体会议，夸大食粮宁静。"
SPUN_ENGLISH = (
    "Anhui's occasion chief Han Jun told a June 3 assembly of the provincial committee of the Nationwide"
    " Safety Fee that political safety comes first."
)


def test_evidence_of_a_spun_copy_is_in_its_own_words() -> None:
    """Usual words may be longer or shorter than the spinner's."""
    for text, lang, theme in ((SPUN, "zh", "食粮宁静"), (SPUN_ENGLISH, "en", "political safety")):
        (readout,) = extract_readouts(Item("x", "https://example.cn/20240604/a.html", "", text, lang))
        assert readout.kind is Kind.MEETING
        assert theme in [span.text for span in readout.evidence.values()]
        assert all(text[span.start : span.end] == span.text for span in readout.evidence.values())
        assert readout.summary == text


def test_one_such_word_does_not_make_a_text_spun() -> None:
    spinning = Spinning()
    assert not spinning.is_spun(read("有人夸大其词，委员会已经辟谣。", "zh"))
    assert not spinning.is_spun(read("The celebration committee met.", "en"))
    assert spinning.is_spun(read(SPUN, "zh"))
    assert spinning.is_spun(read(SPUN_ENGLISH, "en"))


def test_undoing_leaves_an_ordinary_text_as_it_is() -> None:
    reading = read("6月3日，省委国家安全委员会召开会议，省委书记韩俊主持会议。", "zh")
    assert Spinning().undone(reading).text == reading.text
