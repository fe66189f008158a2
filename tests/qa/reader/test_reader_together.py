"""Two networks that read as one: a given passage is read by both, a passage of ours by one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from qa.reader.features import WordWeights, passage_input, question_input
from qa.reader.model import Calibration, Inputs, Scores, Together, packed
from qa.reader.reader import READ_AGAIN, Reader

Floats = NDArray[np.float32]


class Fixed:
    """Scores that are set beforehand, and how often they were asked for."""

    def __init__(self, favourite: int, absent: float) -> None:
        self.weight, self.calibration = WordWeights({}), Calibration(1.0, 0.0)
        self.favourite, self.absent, self.asked = favourite, absent, 0

    def score(self, inputs: Inputs) -> Scores:
        self.asked += 1
        length = inputs["passage_words"].shape[1]
        spans = np.full((length, 2), -50.0, dtype=np.float32)
        spans[min(self.favourite, length - 1), 0] = 0.0
        return Scores(spans, self.absent)


class Vectors:
    """The same vector for all words but "when"."""

    def lookup(self, words: Sequence[str]) -> Floats:
        return np.array([[2.0 if word == "when" else 1.0] * 512 for word in words], dtype=np.float32)


@pytest.mark.parametrize("share", [0.25, 0.5, 0.75])
def test_the_pool_is_the_mean_of_both_probabilities(share: float) -> None:
    first, second = Fixed(0, 0.0), Fixed(1, -20.0)
    both = Together(first, second, share, Calibration(1.0, 0.0))
    question, passage = question_input("Kapan?", both.weight), passage_input("Rabu Kamis", both.weight)
    known = {word: np.ones(512, dtype=np.float32) for word in (*question.words, *passage.words)}
    scores = both.score(packed(question, passage, known))
    # The first network gives its favourite one half and "no answer" the other; the second is sure of its own.
    assert np.exp(scores.spans[:, 0]) == pytest.approx([(1 - share) / 2, share], abs=1e-3)
    assert np.exp(scores.absent) == pytest.approx((1 - share) / 2, abs=1e-3)


def test_a_passage_with_a_lead_is_read_by_one_network_alone() -> None:
    first, second = Fixed(0, -20.0), Fixed(1, -20.0)
    reader = Reader(first, Vectors(), lambda: Together(first, second, 0.5, Calibration(1.0, 0.0)))
    reader.read("Kapan?", ["Rabu Kamis"], ["Judul."])
    assert (first.asked, second.asked) == (1, 0)
    reader.read("Kapan?", ["Rabu Kamis"])
    assert (first.asked, second.asked) == (2, 1)


class Wordings(Fixed):
    """Sees the first word of a passage if it is asked in one wording, and the second if in another."""

    def score(self, inputs: Inputs) -> Scores:
        self.favourite = 0 if inputs["question_vectors"][0, 0, 0] == 1.0 else 1
        return super().score(inputs)


def test_other_words_are_a_second_opinion_on_the_likeliest_passages() -> None:
    model = Wordings(0, 0.0)
    reader = Reader(model, Vectors())
    (alone,) = reader.read("Kapan?", ["Rabu Kamis"], ["Judul."])
    (both,) = reader.read("Kapan?", ["Rabu Kamis"], ["Judul."], again="When?")
    # The title's word and the passage's two: asked alone the model favours the title, which holds no answer.
    assert {span.start for span in both.spans} >= {0} and both != alone
    asked = model.asked
    reader.read("Kapan?", ["Rabu Kamis"] * 10, ["Judul."] * 10, again="When?")
    assert model.asked - asked == 10 + READ_AGAIN
