"""Near copies: the wire story that ten offices republish. Knows how to tell them; keeps nothing itself.

Candidates come from MinHash signatures in bands (Broder 1997; Leskovec, Rajaraman, Ullman, Mining of Massive
Datasets, ch. 3), and are then compared in full. Two texts of which each has a figure that the other lacks are never
near copies, however alike: a corrected number or another office's count in the same wording is another statement.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

PERMUTATIONS, ROWS = 128, 4  # 32 bands of 4: a pair alike at 0.7 shares a band with probability 0.9998
SHINGLE_WORDS = 3
ALIKE = 0.7  # Jaccard similarity of the sets of word triples
_WORD = re.compile(r"\w+")
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")


def bands(text: str) -> list[str]:
    """The signature of `text`, one short string for each band: texts that share one may be near copies."""
    signature = _empty_minhash().copy()
    signature.update_batch([" ".join(shingle).encode() for shingle in sorted(_shingles(text))])
    values = signature.hashvalues
    return [
        "-".join(f"{int(value):x}" for value in values[start : start + ROWS]) for start in range(0, PERMUTATIONS, ROWS)
    ]


def near_copies(one: str, other: str) -> bool:
    """Whether the texts are alike enough and one of them carries every figure of the other."""
    mine, theirs = _shingles(one), _shingles(other)
    if len(mine & theirs) < ALIKE * len(mine | theirs):
        return False
    figures, others = set(_FIGURE.findall(one)), set(_FIGURE.findall(other))
    return figures <= others or others <= figures


def _shingles(text: str) -> set[tuple[str, ...]]:
    words = _WORD.findall(text.casefold())
    if len(words) < SHINGLE_WORDS:
        return {tuple(words)}
    return set(zip(*(words[start:] for start in range(SHINGLE_WORDS)), strict=False))


@lru_cache(maxsize=1)
def _empty_minhash() -> Any:
    from datasketch import MinHash

    return MinHash(num_perm=PERMUTATIONS, seed=1)
