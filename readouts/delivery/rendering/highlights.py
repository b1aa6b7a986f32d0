"""Words of an article, with what was looked for in bold."""

from collections.abc import Iterator, Sequence

from readouts.delivery.styling import Text, bold, styled
from readouts.domain.document import index_words
from readouts.domain.passage import Passage
from readouts.domain.query import Words
from readouts.domain.text import phrase_tokens

_HIGHLIGHTS_SHOWN = 4


def highlighted(text: str, highlights: Sequence[tuple[int, int]]) -> Text:
    """`text` with the first few of its highlighted stretches in bold; overlapping ones run together."""
    return styled(*_pieces(text, highlights))


def says_more(passage: Passage, text: str) -> bool:
    """Whether some of what is highlighted in `passage` does not stand in `text`, in either script."""
    read = index_words(text)
    return any(_words(passage.text[start:end]).needle not in read for start, end in passage.highlights)


def _words(text: str) -> Words:
    tokens, prefix = phrase_tokens(text)
    return Words(tuple(tokens), prefix, text)


def _pieces(text: str, highlights: Sequence[tuple[int, int]]) -> Iterator[Text]:
    position = 0
    for start, end in sorted(highlights)[:_HIGHLIGHTS_SHOWN]:
        begin = max(start, position)
        if begin < end <= len(text):
            yield styled(text[position:begin], bold(text[begin:end]))
            position = end
    yield styled(text[position:])
