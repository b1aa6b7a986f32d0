"""Readout Watch: `python -m benchmarks.matching_ours MIX WATCHES ITEMS`"""

import gc
import random
import sys

from benchmarks.measuring import Meter, tell
from benchmarks.watching import FOLDING, LOADING, MATCHING, compiled
from benchmarks.watchload import TODAY, news, text_in
from readouts.domain.document import index_words
from readouts.queries.engine import Engine


def main() -> None:
    mix, count, items = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    dice = random.Random(3)
    texts = [text_in("zh" if number % 2 else "en", dice) for number in range(items)]
    found = news(items)
    with compiled(mix, count) as file:
        meter = Meter()
        engine = Engine(file.load())
        loading = meter.usage(count)
        # As the bot does once all is loaded, so that no collection looks at all of it again.
        gc.collect()
        gc.freeze()
        # The first items meet a file that was never looked at.
        engine.match(found[:20], TODAY)
        index_words(*texts[:20])
        meter = Meter()
        for document in found:
            engine.match([document], TODAY)
        matching = meter.usage(items)
    meter = Meter()
    for text in texts:
        index_words(text)
    tell({MATCHING: matching, FOLDING: meter.usage(items), LOADING: loading})


if __name__ == "__main__":
    main()
