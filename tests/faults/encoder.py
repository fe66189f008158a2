"""An encoder that costs nothing: feature hashing of words (Weinberger et al. 2009), which ranks by shared words."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from index.encoder import Encoder, Matrix


class WordHashing:
    """Stands in for the embedded encoder under its name, so that nothing else has to be loaded."""

    name = "use-multilingual"
    dim = 512
    max_tokens = None

    def encode_queries(self, texts: Sequence[str]) -> Matrix:
        return self.encode_passages(texts)

    def encode_passages(self, texts: Sequence[str]) -> Matrix:
        rows = np.zeros((len(texts), self.dim), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in re.findall(r"\w+", text.lower()) or [text]:
                digest = hashlib.blake2b(word.encode(), digest_size=8).digest()
                row[int.from_bytes(digest[:4]) % self.dim] += 1 - 2 * (digest[4] & 1)
        norms = np.linalg.norm(rows, axis=1, keepdims=True)
        return np.asarray(rows / np.where(norms > 0, norms, 1), dtype=np.float32)


def open_hashing(name: str, threads: int = 0, cache: Path | None = None) -> Encoder:
    """Takes the place of `index.encoder.open_encoder`."""
    return WordHashing()
