"""How often this process looks for rubbish that refers to itself."""

import gc

# Items come by the hundred and go again; Python's 700 would look at each of them while it is in use.
_MADE_BETWEEN_COLLECTIONS = 10_000


def collect_seldom() -> None:
    """Look at what is loaded by now once more and never again, and at what comes more seldom."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_MADE_BETWEEN_COLLECTIONS)
