"""From span probabilities to places in a text: the best spans, trimmed to what one would quote. Knows no network."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from qa.reader.features import Token

Floats = NDArray[np.float32]
Numbers = NDArray[np.int64]
CANDIDATES = 80
_OPENING, _CLOSING = frozenset("(["), frozenset(")]")
_SIGNS_BEFORE = frozenset("$€£¥#@+-−±~<>≥≤§")
_SIGNS_AFTER = frozenset("%‰°′″€$+²³#")


def best_spans(log_probabilities: Floats, tokens: Sequence[Token], count: int) -> list[tuple[int, int, float]]:
    """Up to `count` spans (start, end, score) in character offsets, best first, no two overlapping.

    `log_probabilities` is (n, longest), by first token and length - 1. A span's score is the logarithm of the word F1
    to expect of it: the least risk for that measure (Goel & Byrne 2000), and variants of one answer add up instead of
    competing. Only the likeliest spans are weighed. Ties go to the earlier, then the shorter span.
    """
    flat = log_probabilities.ravel()
    order = _greatest(flat, CANDIDATES)
    first, extra = np.divmod(order, log_probabilities.shape[1])
    last = first + extra
    inside = last < len(tokens)
    first, last, likely = first[inside], last[inside], np.exp(flat[order][inside].astype(np.float64))
    size, shared = _words(first, last, tokens)
    expected = 2 * shared / np.maximum(1, np.add.outer(size, size)) @ likely
    found: list[tuple[int, int, float]] = []
    free = expected > 0  # most candidates are variants of what was found already, and share a word with it
    for at in np.lexsort((last, first, -expected)).tolist():
        if len(found) == count:
            break
        span = trim(tokens, int(first[at]), int(last[at])) if free[at] else None
        if span is not None and all(span[1] <= start or end <= span[0] for start, end, _ in found):
            found.append((*span, min(0.0, float(np.log(expected[at])))))
            free &= shared[at] == 0
    return found


def log_sum(logarithms: Floats) -> float:
    """The logarithm of the sum of what these are logarithms of."""
    greatest = float(logarithms.max())
    return greatest + float(np.log(np.exp(logarithms - np.float32(greatest)).sum(dtype=np.float64)))


def _greatest(values: Floats, count: int) -> Numbers:
    """The places of the greatest values, greatest first, ties by place."""
    if len(values) <= count:
        return np.argsort(-values, kind="stable")
    least = np.partition(values, len(values) - count)[len(values) - count]
    among = np.flatnonzero(values >= least)
    return among[np.argsort(-values[among], kind="stable")][:count]


def _words(first: Numbers, last: Numbers, tokens: Sequence[Token]) -> tuple[Numbers, Numbers]:
    """How many words each span has, and how many every two have in common, by place; signs do not count."""
    before = np.concatenate([[0], np.cumsum([token.text[0].isalnum() for token in tokens])])
    left, right = np.maximum.outer(first, first), np.minimum.outer(last, last)
    shared = np.where(left <= right, before[right + 1] - before[np.minimum(left, right + 1)], 0)
    return before[last + 1] - before[first], shared


def trim(tokens: Sequence[Token], first: int, last: int) -> tuple[int, int] | None:
    """Offsets of tokens `first` to `last` without stray signs at either end; None if that leaves nothing to quote.

    A bracket that the span opens is taken along where it closes right after; a span that closes one it did not open,
    other than at its end, runs out of one thing into another and is None.
    """
    while first <= last and not _may_open(tokens, first, last):
        first += 1
    while first <= last and not _may_close(tokens, first, last):
        last -= 1
    words = any(token.text[0].isalnum() for token in tokens[first : last + 1])
    depth = _depth(tokens, first, last)
    if not words or depth is None:
        return None
    if depth and last + 1 < len(tokens) and tokens[last + 1].text in _CLOSING:
        last += 1
    return tokens[first].start, tokens[last].end


def _may_open(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether a quotation may begin with that token: a word, or a sign that belongs to the number after it."""
    text = tokens[first].text
    if text[0].isalnum() or text not in _SIGNS_BEFORE or first == last:
        return text[0].isalnum()
    free = first == 0 or tokens[first - 1].end < tokens[first].start
    return free and tokens[first + 1].start == tokens[first].end


def _may_close(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether a quotation may end with that token: a word, its unit, or a bracket that the quotation opened."""
    text = tokens[last].text
    if text[0].isalnum():
        return True
    if text in _CLOSING:
        return bool(_depth(tokens, first, last - 1))
    return text in _SIGNS_AFTER and first < last and tokens[last - 1].end == tokens[last].start


def _depth(tokens: Sequence[Token], first: int, last: int) -> int | None:
    """How many brackets stay open; None if one is closed that was not opened."""
    depth = 0
    for token in tokens[first : last + 1]:
        depth += (token.text in _OPENING) - (token.text in _CLOSING)
        if depth < 0:
            return None
    return depth
