"""Whether work grows in proportion, asked on a machine that others use, too."""

from collections.abc import Callable

_TRIES = 5


def in_proportion(
    seconds: Callable[[int], float], small: int, large: int, *, most: float, floor: float = 0.05
) -> bool:
    """Whether `large` takes no more than `most` times as long as `small`, or no more than `floor` seconds.

    What looks otherwise is measured again: noise passes, a square does not.
    """
    return any(
        min(seconds(large) for _ in range(2)) < max(floor, most * min(seconds(small) for _ in range(3)))
        for _ in range(_TRIES)
    )
