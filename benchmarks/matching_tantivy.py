"""tantivy, the search turned around: `python -m benchmarks.matching_tantivy WATCHES ITEMS`

The same tokens as in the archive; every query as tantivy's own objects.
"""

import sys
from typing import Any

import tantivy

from benchmarks.measuring import Meter, tell
from benchmarks.watching import MATCHING, distinct
from benchmarks.watchload import news
from readouts.domain.document import Document
from readouts.domain.query import AllOf, AnyOf, Field, Node, Not, Words, field_key
from readouts.domain.query import FieldName as Name
from readouts.domain.text import index_tokens


def _schema() -> Any:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("words", tokenizer_name="whitespace", index_option="position")
    builder.add_text_field("fields", tokenizer_name="raw", index_option="basic")
    return builder.build()


def _document(document: Document) -> Any:
    keys = [
        field_key(Name.REGION, document.region or ""),
        *(field_key(Name.THEME, each) for each in document.themes),
    ]
    keys += [field_key(Name.CHAIR, each) for each in document.chairs]
    return tantivy.Document(words=[index_tokens(document.words)], fields=keys)


def _query(node: Node, schema: Any) -> Any:
    occur = tantivy.Occur
    match node:
        case Words(tokens, _, _) if len(tokens) > 1:
            return tantivy.Query.phrase_query(schema, "words", list(tokens))
        case Words(tokens, _, _):
            return tantivy.Query.term_query(schema, "words", tokens[0])
        case Field():
            return tantivy.Query.term_query(schema, "fields", node.key)
        case AllOf(parts):
            return tantivy.Query.boolean_query(
                [
                    (occur.MustNot, _query(part.part, schema))
                    if isinstance(part, Not)
                    else (occur.Must, _query(part, schema))
                    for part in parts
                ]
            )
        case AnyOf(parts):
            return tantivy.Query.boolean_query([(occur.Should, _query(part, schema)) for part in parts])
        case _:
            raise ValueError(f"nobody here watches for {node}")


def main() -> None:
    schema = _schema()
    asked = [_query(query.node, schema) for query in distinct("ordinary", int(sys.argv[1]))]
    found = news(int(sys.argv[2]))
    meter = Meter()
    index = tantivy.Index(schema)
    writer = index.writer(heap_size=100_000_000, num_threads=1)
    for document in found:
        writer.add_document(_document(document))
    writer.commit()
    index.reload()
    searcher = index.searcher()
    for query in asked:
        searcher.search(query, limit=len(found))
    tell({MATCHING: meter.usage(len(found))})


if __name__ == "__main__":
    main()
