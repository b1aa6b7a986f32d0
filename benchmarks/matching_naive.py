"""Each query held against each item, one by one: `python -m benchmarks.matching_naive WATCHES ITEMS`"""

import sys

from benchmarks.measuring import Meter, tell
from benchmarks.watching import MATCHING, distinct
from benchmarks.watchload import TODAY, news
from readouts.queries.matching import facts_of, hits


def main() -> None:
    nodes = [query.node for query in distinct("ordinary", int(sys.argv[1]))]
    found = news(int(sys.argv[2]))
    meter = Meter()
    for document in found:
        facts = facts_of(document)
        for node in nodes:
            hits(node, facts, TODAY)
    tell({MATCHING: meter.usage(len(found))})


if __name__ == "__main__":
    main()
