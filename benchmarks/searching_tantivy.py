"""tantivy on the archive's own tokens: `python -m benchmarks.searching_tantivy ITEMS`"""

import sys
import tempfile
from typing import Any

import tantivy

from benchmarks.searching_work import PAGE, answer, articles
from readouts.domain.document import index_words
from readouts.domain.text import index_tokens, phrase_tokens


def main() -> None:
    count = int(sys.argv[1])
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("words", tokenizer_name="whitespace", index_option="position")
    builder.add_integer_field("number", stored=True, indexed=True, fast=True)
    schema = builder.build()
    with tempfile.TemporaryDirectory() as folder:
        index = tantivy.Index(schema, path=folder)
        _fill(index, count)
        searcher = index.searcher()
        answer(
            lambda word: _newest(searcher, _query(schema, word)),
            lambda word: searcher.search(_query(schema, word), limit=PAGE, count=False).hits,
        )


def _fill(index: Any, count: int) -> None:
    writer = index.writer(heap_size=100_000_000, num_threads=1)
    for number, article in enumerate(articles(count), start=1):
        words = index_tokens(index_words(article.title, article.text))
        writer.add_document(tantivy.Document(words=[words], number=number))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()


def _query(schema: Any, word: str) -> Any:
    tokens, _ = phrase_tokens(word)
    return tantivy.Query.term_query(schema, "words", tokens[0])


def _newest(searcher: Any, query: Any) -> list[int]:
    found = searcher.search(query, limit=PAGE, count=False, order_by_field="number")
    return [searcher.doc(address)["number"][0] for _, address in found.hits]


if __name__ == "__main__":
    main()
