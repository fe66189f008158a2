"""Stand-ins that obey the law of what they stand for: similar texts get similar vectors."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

import numpy as np

from index.encoder import Matrix


class BagOfWords:
    """An encoder whose cosine is the overlap of words: each distinct word has its own fixed direction.

    `calls` lists the texts of every call, so that a test can see what was encoded.
    """

    name = "fake:bag-of-words"
    dim = 512
    max_tokens: int | None = None

    def __init__(self) -> None:
        self.calls: list[list[str]] = []

    def encode_queries(self, texts: Sequence[str]) -> Matrix:
        """One unit row per text."""
        return np.stack([_bag(text) for text in texts]) if texts else np.empty((0, self.dim), dtype=np.float32)

    def encode_passages(self, texts: Sequence[str]) -> Matrix:
        """One unit row per text; the call is remembered."""
        self.calls.append(list(texts))
        return self.encode_queries(texts)


def _bag(text: str) -> Matrix:
    directions = [_direction(word) for word in sorted(set(re.findall(r"\w+", text.lower())))] or [_direction("")]
    total = np.sum(directions, axis=0)
    return np.asarray(total / np.linalg.norm(total), dtype=np.float32)


def _direction(word: str) -> Matrix:
    seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:8], "big")
    return np.random.default_rng(seed).standard_normal(BagOfWords.dim).astype(np.float32)
