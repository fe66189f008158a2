"""From span scores to places in a text: the best spans, trimmed to what one would quote. Knows no network."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from qa.reader.features import Token

Floats = NDArray[np.float32]
_PAIRS = {")": "(", "]": "["}
_SIGNS_BEFORE = frozenset("$€£¥#@+-−±~<>≥≤§")
_SIGNS_AFTER = frozenset("%‰°′″€$+²³#")


def best_spans(scores: Floats, tokens: Sequence[Token], count: int) -> list[tuple[int, int, float]]:
    """Up to `count` spans (start, end, score) in character offsets, best first, no two overlapping.

    `scores` is (n, longest), by first token and length - 1. Ties go to the earlier, then the shorter span.
    """
    flat = scores.ravel()
    order = np.argsort(-flat, kind="stable")[: 40 * count]
    found: list[tuple[int, int, float]] = []
    for place in order.tolist():
        first, extra = divmod(place, scores.shape[1])
        if first + extra >= len(tokens):
            continue
        span = trim(tokens, first, first + extra)
        if span is None or any(span[0] < end and start < span[1] for start, end, _ in found):
            continue
        found.append((*span, float(flat[place])))
        if len(found) == count:
            break
    return found


def trim(tokens: Sequence[Token], first: int, last: int) -> tuple[int, int] | None:
    """Offsets of tokens `first` to `last` without stray signs at either end; None if nothing else is there."""
    while first <= last and not _may_open(tokens, first, last):
        first += 1
    while first <= last and not _may_close(tokens, first, last):
        last -= 1
    while first <= last and not _may_open(tokens, first, last):
        first += 1
    if first > last or not any(token.text[0].isalnum() for token in tokens[first : last + 1]):
        return None
    return tokens[first].start, tokens[last].end


def _may_open(tokens: Sequence[Token], first: int, last: int) -> bool:
    text = tokens[first].text
    if text[0].isalnum():
        return True
    return text in _SIGNS_BEFORE and first < last and tokens[first + 1].start == tokens[first].end


def _may_close(tokens: Sequence[Token], first: int, last: int) -> bool:
    text = tokens[last].text
    if text[0].isalnum():
        return True
    if text in _PAIRS:
        return _opened(tokens, first, last, _PAIRS[text], text)
    return text in _SIGNS_AFTER and first < last and tokens[last - 1].end == tokens[last].start


def _opened(tokens: Sequence[Token], first: int, last: int, opening: str, closing: str) -> bool:
    depth = 0
    for token in tokens[first:last]:
        depth += (token.text == opening) - (token.text == closing and depth > 0)
    return depth > 0
