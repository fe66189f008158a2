"""Any sentence-transformers model as an encoder: `st:MODEL_OR_PATH`, with its prompts, limits and fast variants.

Knows nothing of what is encoded. The only owner of sentence-transformers (and so of torch).

`st:MODEL#onnx-int8` and the other variants of `VARIANTS` choose a backend; the default runs on torch, in half precision
where there is a GPU.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from corpus.errors import EncoderUnavailable
from index.encoder import Matrix
from index.vectors import unit

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

PREFIX = "st:"
VARIANTS: Mapping[str, dict[str, Any]] = {
    "": {},
    "onnx": {"backend": "onnx"},
    "onnx-int8": {"backend": "onnx", "model_kwargs": {"file_name": "onnx/model_qint8_avx512_vnni.onnx"}},
    "openvino": {"backend": "openvino"},
    "openvino-int8": {
        "backend": "openvino",
        "model_kwargs": {"file_name": "openvino/openvino_model_qint8_quantized.xml"},
    },
}
# Prompts that a family's papers ask for but its repositories do not configure.
_PROMPTS: Mapping[str, tuple[str, str]] = {"e5": ("query: ", "passage: ")}
_QUERY_NAMES = ("query", "question", "search_query")
_PASSAGE_NAMES = ("document", "passage", "corpus", "search_document")


class SentenceTransformerEncoder:
    """A sentence-transformers model, loaded when it is first asked for something.

    Prompts are the model's own where it has some, else its family's (E5: "query: ", "passage: "), else none.
    Raises `EncoderUnavailable` when the model is neither here nor can be fetched, or its backend is not installed.
    """

    def __init__(self, name: str, threads: int = 0) -> None:
        self.name = name
        self._threads = threads
        self._place, _, self._variant = name.removeprefix(PREFIX).partition("#")
        if self._variant not in VARIANTS:
            known = ", ".join(f"#{variant}" for variant in VARIANTS if variant)
            raise EncoderUnavailable(f"{name} names no known variant.", f"Use {self._place} alone or with {known}.")

    @property
    def dim(self) -> int:
        """Length of a vector."""
        return int(self._model.get_embedding_dimension() or 0)

    @property
    def max_tokens(self) -> int | None:
        """How many tokens the model reads before it cuts a text off, its prompt and special tokens among them."""
        length = self._model.max_seq_length
        return int(length) if length else None

    def encode_queries(self, texts: Sequence[str]) -> Matrix:
        """One unit row per question."""
        return self._encode(texts, self.prompts[0])

    def encode_passages(self, texts: Sequence[str]) -> Matrix:
        """One unit row per passage."""
        return self._encode(texts, self.prompts[1])

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """How many of its own tokens the model sees of each passage before it cuts, special tokens among them."""
        prompted = [self.prompts[1] + text for text in texts]
        return [len(ids) for ids in self._model.tokenizer(prompted, truncation=False, verbose=False)["input_ids"]]

    @cached_property
    def prompts(self) -> tuple[str, str]:
        """What stands before a question and before a passage."""
        own: Mapping[str, str | None] = self._model.prompts or {}
        query = next((found for name in _QUERY_NAMES if (found := own.get(name))), "")
        passage = next((found for name in _PASSAGE_NAMES if (found := own.get(name))), "")
        if query or passage:
            return query, passage
        parts = Path(self._place).name.lower().replace("_", "-").split("-")
        return next((prompts for family, prompts in _PROMPTS.items() if family in parts), ("", ""))

    def _encode(self, texts: Sequence[str], prompt: str) -> Matrix:
        if not texts:
            return np.empty((0, self.dim), dtype=np.float32)
        rows = self._model.encode(
            [prompt + text for text in texts], prompt="", convert_to_numpy=True, show_progress_bar=False
        )
        return unit(np.asarray(rows, dtype=np.float32))

    @cached_property
    def _model(self) -> SentenceTransformer:
        try:
            from sentence_transformers import SentenceTransformer

            model = SentenceTransformer(self._place, **VARIANTS[self._variant])
        except (OSError, ValueError, ImportError) as error:
            raise EncoderUnavailable(
                f"The encoder {self.name} cannot be loaded: {_first_line(error)}",
                "Fetch it once on a machine with a network, or set TANYA_ENCODER to use-multilingual or to a folder.",
            ) from error
        if not self._variant and model.device.type == "cuda":
            model = model.half()
        self._limit_threads()
        return model

    def _limit_threads(self) -> None:
        if self._threads:
            import torch

            torch.set_num_threads(self._threads)


def _first_line(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__
