"""Whether the engine finds what a loop over all watches finds.

`python -m benchmarks.matching_checked MIX WATCHES ITEMS` prints {"pairs": ..., "matches": ..., "mismatches": ...}.
"""

import json
import sys

from benchmarks.watching import MIXES, compiled
from benchmarks.watchload import TODAY, news, watches
from readouts.domain.query import Node
from readouts.queries.engine import Engine
from readouts.queries.matching import facts_of, hits


def main() -> None:
    mix, count, items = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    of_query: dict[Node, list[int]] = {}
    for watch, _, query in watches(count, MIXES[mix]):
        of_query.setdefault(query.node, []).append(watch)
    matches = mismatches = 0
    with compiled(mix, count) as file:
        engine = Engine(file.load())
        for document in news(items):
            facts = facts_of(document)
            # A shape that asks for kinds would need more than this; none does.
            right = {
                watch
                for node, who in of_query.items()
                if hits(node, facts, TODAY) is not None
                for watch in who
            }
            found = {match.watch for match in engine.match([document], TODAY)}
            matches += len(right)
            mismatches += len(right ^ found)
    print(json.dumps({"pairs": count * items, "matches": matches, "mismatches": mismatches}))


if __name__ == "__main__":
    main()
