"""Keep weights in 8 bits: whole numbers and the scale that they are to be multiplied by. Knows numpy alone."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

SMALLEST = 512  # tensors with fewer numbers are not worth it


def in_8_bits(weights: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Whole numbers from -127 to 127, and the scale that gives the weights back, nearly, when they are multiplied.

    A matrix has a scale for each of its columns or rows, whichever loses less; other tensors have one.
    """
    ways: list[int | None] = [0, 1] if weights.ndim == 2 else [None]
    tried = []
    for axis in ways:
        scale = (np.maximum(np.abs(weights).max(axis=axis, keepdims=True), 1e-12) / 127).astype(np.float32)
        short = np.round(weights / scale).astype(np.int8)
        tried.append((float(np.square(short * scale - weights).sum()), short, scale))
    _, short, scale = min(tried, key=lambda way: way[0])
    return short, scale
