"""Short and long names of one thing: whoever looks for one of them finds the others too."""

from readouts.domain.text import fold

# Longer names first: the office's names hold the committee's.
_ALIASES = (
    ("国家安全委员会办公室", "国安委办公室", "国安办"),
    ("国家安全委员会", "国安委"),
    ("国家安全领导小组", "国安领导小组"),
)


def spellings(text: str) -> tuple[str, ...]:
    """`text` as typed, then folded with each other name in place of the one it holds.

    省委国安委 gives 省委国安委 and 省委国家安全委员会; nearly every text gives only itself.
    """
    folded = fold(text)
    for names in _ALIASES:
        for name in names:
            if name in folded:
                return text, *(folded.replace(name, other) for other in names if other != name)
    return (text,)
