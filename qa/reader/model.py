"""Run the reader's exported networks. The only module that imports onnxruntime; knows nothing of texts or torch."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from qa.reader.features import PassageInput, QuestionInput, WordWeights
from qa.reader.spans import log_sum

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
SETTINGS, READER, GENERAL = "reader.json", "reader.onnx.gz", "general.onnx.gz"
_NOTHING = -60.0


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


class Scoring(Protocol):
    """What scores the spans of passages."""

    @property
    def weight(self) -> WordWeights:
        """How much each word weighs."""
        ...

    @property
    def calibration(self) -> Calibration:
        """From its margin to a probability."""
        ...

    def score(self, inputs: Inputs) -> Scores:
        """Scores for a question and a passage, as `packed` puts them."""
        ...


class Model:
    """One network, the word weights and its calibration, from a folder with a packed ONNX file and reader.json."""

    def __init__(self, folder: Path, network: str = READER) -> None:
        import onnxruntime

        settings = json.loads((folder / SETTINGS).read_text("utf-8"))
        self.weight = WordWeights(settings["word_weights"])
        self.calibration = Calibration(**settings["calibration"])
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        # The reader gives each core a passage of its own; within one there is too little to share.
        options.intra_op_num_threads = 1
        graph = gzip.decompress((folder / network).read_bytes())
        self._session = onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])

    def score(self, inputs: Inputs) -> Scores:
        """One run over a passage; Python waits for it without keeping other threads waiting."""
        spans, absent = self._session.run(list(OUTPUTS), inputs)
        return Scores(spans[0], float(absent[0]))


class Together:
    """Two networks that read as one: the mean of the probabilities that they give (the linear pool, Stone 1961).

    `share` is the weight of the second one's opinion.
    """

    def __init__(self, first: Scoring, second: Scoring, share: float, calibration: Calibration) -> None:
        self.weight, self.calibration = first.weight, calibration
        self._pair, self._share = (first, second), share

    def score(self, inputs: Inputs) -> Scores:
        """One run of each."""
        first, second = (model.score(inputs) for model in self._pair)
        return pooled(first, second, self._share)


def pooled(one: Scores, other: Scores, share: float = 0.5) -> Scores:
    """The mean of the probabilities that two opinions of one passage give; `share` is the weight of the second."""
    (spans, absent), (others, others_absent) = _likely(one), _likely(other)
    first, second = np.log1p(-share), np.log(share)
    both = np.logaddexp(spans + np.float32(first), others + np.float32(second))
    return Scores(both, float(np.logaddexp(absent + first, others_absent + second)))


def load_together(folder: Path, first: Scoring) -> Scoring:
    """`first` and the folder's general network together, or `first` alone where the folder has no other."""
    if not (folder / GENERAL).exists():
        return first
    settings = json.loads((folder / SETTINGS).read_text("utf-8"))["together"]
    second = Model(folder, GENERAL)
    return Together(first, second, settings["share"], Calibration(**settings["calibration"]))


def multiply_in_8_bits(path: Path, layers: Sequence[str]) -> None:
    """Let those layers of an exported network multiply whole numbers; done once, by training.

    What comes in is scaled anew for each passage, and the weights by column.
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from onnxruntime.quantization.shape_inference import quant_pre_process

    quant_pre_process(str(path), str(path), skip_symbolic_shape=True)
    # Weights of seven bits: with eight, sums of two products overflow on processors without instructions for that.
    quantize_dynamic(
        str(path), str(path), weight_type=QuantType.QInt8, per_channel=True, reduce_range=True, nodes_to_quantize=layers
    )


def _likely(scores: Scores) -> tuple[Floats, float]:
    """Logarithms of the probabilities of all spans and of no answer, none below one that counts for nothing."""
    everything = float(np.logaddexp(log_sum(scores.spans), scores.absent))
    return np.maximum(scores.spans - np.float32(everything), np.float32(_NOTHING)), scores.absent - everything


def packed(question: QuestionInput, passage: PassageInput, vectors: Mapping[str, Floats]) -> Inputs:
    """What a network is given: a batch of one passage, which may not be empty; `vectors` holds the words of both."""
    numbers: dict[str, int] = {}
    stems: dict[str, int] = {}
    inputs: Inputs = {
        "passage_vectors": np.stack([vectors[word] for word in passage.words]),
        "passage_words": _number(passage.words, numbers),
        "passage_stems": _number(passage.stems, stems),
        "passage_features": passage.features,
        "sentences": passage.sentences,
        "question_vectors": np.stack([vectors[word] for word in question.words]),
        "question_words": _number(question.words, numbers),
        "question_stems": _number(question.stems, stems),
        "question_features": question.features,
    }
    return {name: values[None] for name, values in inputs.items()}


def _number(words: Sequence[str], known: dict[str, int]) -> Numbers:
    return np.array([known.setdefault(word, len(known) + 1) for word in words], dtype=np.int64)
