"""Run the reader's exported network. The only module that imports onnxruntime; knows nothing of texts or torch."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qa.reader.features import PassageInput, QuestionInput, WordWeights

Floats = NDArray[np.float32]
Numbers = NDArray[np.int64]
Inputs = dict[str, NDArray[Any]]

INPUTS = (
    "passage_vectors",
    "passage_words",
    "passage_stems",
    "passage_features",
    "sentences",
    "question_vectors",
    "question_words",
    "question_stems",
    "question_features",
)
OUTPUTS = ("spans", "absent")


@dataclass(frozen=True, slots=True)
class Calibration:
    """Platt's scaling: P(answerable) = 1 / (1 + exp(-(slope * margin + offset)))."""

    slope: float
    offset: float

    def __call__(self, margin: float) -> float:
        """The probability for a margin between the best spans and "no answer", in log odds."""
        return float(1 / (1 + np.exp(-(self.slope * margin + self.offset))))


@dataclass(frozen=True, slots=True)
class Scores:
    """For one passage of n tokens: span scores (n, longest) by first token and length - 1, and that of no answer."""

    spans: Floats
    absent: float


class Model:
    """The network, its word weights and its calibration, from a folder with reader.onnx and reader.json."""

    def __init__(self, folder: Path, threads: int = 0) -> None:
        import onnxruntime

        settings = json.loads((folder / "reader.json").read_text("utf-8"))
        self.weight = WordWeights(settings["word_weights"])
        self.calibration = Calibration(**settings["calibration"])
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.log_severity_level = 3
        # Waiting threads would spin: a third of a question's processor time, taken from the next one's.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session = onnxruntime.InferenceSession(
            str(folder / "reader.onnx"), options, providers=["CPUExecutionProvider"]
        )

    def score(
        self, question: QuestionInput, passages: Sequence[PassageInput], vectors: Mapping[str, Floats]
    ) -> list[Scores]:
        """One run over all passages (none may be empty); `vectors` holds every word of question and passages."""
        spans, absent = self._session.run(list(OUTPUTS), _pack(question, passages, vectors))
        return [Scores(spans[row, : len(passage.words)], float(absent[row])) for row, passage in enumerate(passages)]


def _pack(question: QuestionInput, passages: Sequence[PassageInput], vectors: Mapping[str, Floats]) -> Inputs:
    size, length = len(passages), max(len(passage.words) for passage in passages)
    numbers: dict[str, int] = {}
    stems: dict[str, int] = {}
    packed: Inputs = {
        "passage_vectors": np.zeros((size, length, 512), dtype=np.float32),
        "passage_words": np.zeros((size, length), dtype=np.int64),
        "passage_stems": np.zeros((size, length), dtype=np.int64),
        "passage_features": np.zeros((size, length, passages[0].features.shape[1]), dtype=np.float32),
        "sentences": np.zeros((size, length), dtype=np.int64),
    }
    for row, passage in enumerate(passages):
        until = len(passage.words)
        packed["passage_vectors"][row, :until] = [vectors[word] for word in passage.words]
        packed["passage_words"][row, :until] = _number(passage.words, numbers)
        packed["passage_stems"][row, :until] = _number(passage.stems, stems)
        packed["passage_features"][row, :until] = passage.features
        packed["sentences"][row, :until] = passage.sentences
    asked: Inputs = {
        "question_vectors": np.stack([vectors[word] for word in question.words]),
        "question_words": _number(question.words, numbers),
        "question_stems": _number(question.stems, stems),
        "question_features": question.features,
    }
    packed.update({name: np.repeat(value[None], size, axis=0) for name, value in asked.items()})
    return packed


def _number(words: Sequence[str], known: dict[str, int]) -> Numbers:
    return np.array([known.setdefault(word, len(known) + 1) for word in words], dtype=np.int64)
