"""lemon24/reader with its full-text index, brought up to date after each round."""

from functools import partial

from benchmarks.polling_reader import opened
from benchmarks.polling_rounds import main

if __name__ == "__main__":
    main(partial(opened, is_searchable=True))
