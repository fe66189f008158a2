"""What an encoder is, and which one the settings name. Knows nothing of chunks or files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.errors import EncoderUnavailable

Matrix = NDArray[np.float32]


class Encoder(Protocol):
    """Turns text into unit vectors: float32 rows of length `dim` and norm 1."""

    @property
    def name(self) -> str:
        """The name that the settings use and the manifest records."""
        ...

    @property
    def dim(self) -> int:
        """Length of a vector."""
        ...

    @property
    def max_tokens(self) -> int | None:
        """How many of its own tokens it reads before it cuts a text off; None if it reads everything."""
        ...

    def encode_queries(self, texts: Sequence[str]) -> Matrix:
        """One row per question."""
        ...

    def encode_passages(self, texts: Sequence[str]) -> Matrix:
        """One row per passage."""
        ...


def open_encoder(name: str, threads: int = 0, cache: Path | None = None) -> Encoder:
    """The encoder of that name: `use-multilingual`, or `st:MODEL_OR_PATH` for any sentence-transformers model.

    `cache` is a home's, where `keep_encoder` may have left it in a form that opens faster.
    """
    if name == "use-multilingual":
        from index.encoders.use import UseMultilingual

        return UseMultilingual(threads, cache)
    if name.startswith("st:"):
        from index.encoders.st import SentenceTransformerEncoder

        return SentenceTransformerEncoder(name, threads)
    raise EncoderUnavailable(
        f"There is no encoder named {name!r}.", "Set TANYA_ENCODER to use-multilingual or st:MODEL_OR_PATH."
    )


def keep_encoder(encoder: Encoder, cache: Path) -> None:
    """Leave an encoder in a home's cache in the form that it opens fastest in, if it has one."""
    keep = getattr(encoder, "keep", None)
    if keep is not None:
        keep(cache)
