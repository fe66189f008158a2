"""Find the answer to a question inside passages: the door to the learned reader.

Knows tokens, vectors and the network's scores; knows nothing of retrieval, of answers' wording or of training.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.sentences import sentence_spans
from qa.reader.features import PassageInput, QuestionInput, Token, encoded_as, passage_input, question_input
from qa.reader.model import Model, Scores, Scoring, load_together, packed, pooled
from qa.reader.spans import best_spans, log_sum
from qa.reading import likeliest

Floats = NDArray[np.float32]

HERE = Path(__file__).parent
MOST_SPANS = 10
READ_AGAIN = 4  # passages that are read in the question's other words too
UNSEEN = -1e4
_WINDOW = 300  # tokens that the network sees at once; training showed it no longer passages
_STRIDE = 200


class Vectors(Protocol):
    """Where the encoder's vectors come from: float32 rows of 512, unit length."""

    def lookup(self, words: Sequence[str]) -> Floats:
        """One row per word, each encoded alone."""
        ...


@dataclass(frozen=True, slots=True)
class ReadSpan:
    """A possible answer, `passage[start:end]`.

    `score` is the logarithm of the word F1 to expect of it (at most 0), "no answer here" weighed in, so that spans of
    different passages compare.
    """

    start: int
    end: int
    score: float


@dataclass(frozen=True, slots=True)
class Reading:
    """What one passage says to a question.

    `answerable` is the calibrated probability that the passage answers it at all; `spans` are the best places, best
    first, at most ten, none overlapping another. `first` is what it says to the question's first wording alone, where
    it was read in two.
    """

    answerable: float
    spans: tuple[ReadSpan, ...]
    first: Reading | None = None


@dataclass(frozen=True, slots=True)
class _Passage:
    """A passage behind its lead, which takes so many characters; `ends` are the last tokens of each one's sentence."""

    whole: PassageInput
    lead: int
    ends: NDArray[np.int64]


class Reader:
    """Reads passages for the answer to a question. Same input, same output; safe to share between threads.

    Passages with a lead are of our articles, and one network has learnt to read those; of a passage without, which may
    be about anything, a network that never left general texts is asked as well. `together` opens both.
    """

    def __init__(
        self, model: Scoring, vectors: Vectors, together: Callable[[], Scoring] | None = None, threads: int = 1
    ) -> None:
        self._model = model
        self._vectors = vectors
        self._open_both = together
        self._threads = threads

    @classmethod
    def load(cls, vectors: Vectors, folder: Path = HERE, threads: int = 0) -> Reader:
        """The committed reader, or the one that training wrote to `folder`; `threads` 0 lets it use all cores."""
        model = Model(folder)
        return cls(model, vectors, lambda: load_together(folder, model), threads or os.cpu_count() or 1)

    @cached_property
    def _both(self) -> Scoring:
        return self._open_both() if self._open_both else self._model

    def knows(self, word: str) -> bool:
        """Whether the texts that the reader learnt from have a lower-cased word more than once or twice."""
        return self._model.weight.lists(word)

    def read(
        self, question: str, passages: Sequence[str], leads: Sequence[str] = (), *, again: str = ""
    ) -> list[Reading]:
        """One reading per passage, in order. A passage without a word, and any passage for no question, reads empty.

        `leads`, one for each passage if there are any, say what it is about (title, office, day): they are read before
        the passage and hold no answers. `again` is the question in other words: the likeliest passages are read with
        those too, and both opinions are pooled.
        """
        model = self._model if any(leads) else self._both
        asked = question_input(question, model.weight)
        told = [f"{lead}\n" if lead else "" for lead in leads or ("",) * len(passages)]
        inputs = [passage_input(lead + text, model.weight) for lead, text in zip(told, passages, strict=True)]
        if not any(character.isalnum() for character in question):
            return [Reading(0.0, ()) for _ in passages]
        shown = [
            _Passage(whole, len(lead), _ends(whole.tokens, text, len(lead)))
            for whole, lead, text in zip(inputs, told, passages, strict=True)
        ]
        told_again = question_input(again, model.weight) if again else None
        words = {word for passage in inputs for word in passage.words}
        vectors = self._vectors_of({*words, *asked.words, *(told_again.words if told_again else ())})
        first = self._opinions(model, asked, shown, vectors)
        readings = [reading for _, reading in first]
        if told_again:
            rows = likeliest(readings, READ_AGAIN)
            known = [first[row][0] for row in rows]
            second = self._opinions(model, told_again, [shown[row] for row in rows], vectors, known)
            for row, (_, reading) in zip(rows, second, strict=True):
                readings[row] = replace(reading, first=readings[row])
        return readings

    def _opinions(
        self,
        model: Scoring,
        asked: QuestionInput,
        passages: Sequence[_Passage],
        vectors: Mapping[str, Floats],
        known: Sequence[list[Scores]] = (),
    ) -> list[tuple[list[Scores], Reading]]:
        """The scores of each passage's windows and what they say, pooled with the scores `known` of them.

        Each window is scored by itself, so that what a passage says never depends on those beside it.
        """
        windows = [list(_windows(passage.whole)) for passage in passages]
        inputs = [packed(asked, window, vectors) for some in windows for window in some]
        # Each core scores one window after another, and the spans of those that are done are chosen here meanwhile:
        # in the threads that score they would wait for one another, since only one runs Python at a time.
        scored = self._pool.map(model.score, inputs)
        found = []
        for at, passage in enumerate(passages):
            scores = list(islice(scored, len(windows[at])))
            if known:
                scores = [pooled(one, two) for one, two in zip(known[at], scores, strict=True)]
            found.append((scores, _reading(model, list(zip(windows[at], scores, strict=True)), passage)))
        return found

    def _vectors_of(self, words: Set[str]) -> dict[str, Floats]:
        forms = {word: encoded_as(word) for word in words}
        encoded = sorted(set(forms.values()))
        found = dict(zip(encoded, self._vectors.lookup(encoded), strict=True))
        return {word: found[form] for word, form in forms.items()}

    @cached_property
    def _pool(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(self._threads, thread_name_prefix="reader")


def _ends(tokens: Sequence[Token], text: str, lead: int) -> NDArray[np.int64]:
    """For each token the last one of its sentence; of a lead's tokens, which hold no answer, the last one of all."""
    starts = np.array([token.start - lead for token in tokens], dtype=np.int64)
    ends = np.array([0, *(end for _, end in sentence_spans(text)), len(text)], dtype=np.int64)
    of_sentence = np.searchsorted(starts, ends) - 1
    found: NDArray[np.int64] = of_sentence[np.searchsorted(ends, starts, side="right").clip(max=len(ends) - 1)]
    return np.where(starts < 0, len(tokens) - 1, found)


def _reading(model: Scoring, parts: Sequence[tuple[PassageInput, Scores]], passage: _Passage) -> Reading:
    """What the windows of one passage say. An answer lies behind the lead and in one sentence, as it will be quoted."""
    margin, lead = -np.inf, passage.lead
    spans: list[ReadSpan] = []
    for number, (window, scores) in enumerate(parts):
        first, (size, longest) = number * _STRIDE, scores.spans.shape
        own = next((at for at, token in enumerate(window.tokens) if token.start >= lead), size)
        scores.spans[:own] = UNSEEN
        left = passage.ends[first : first + size] - first - np.arange(size)
        scores.spans[np.arange(longest) > left[:, None]] = UNSEEN
        total = log_sum(scores.spans)
        margin = max(margin, total - scores.absent)
        everything = float(np.logaddexp(total, scores.absent))
        best = best_spans(scores.spans - np.float32(everything), window.tokens, MOST_SPANS)
        spans.extend(ReadSpan(start - lead, end - lead, score) for start, end, score in best)
    spans = [span for span in spans if span.start >= 0]
    if not spans:
        return Reading(0.0, ())
    return Reading(model.calibration(float(margin)), tuple(_distinct(spans)))


def _distinct(spans: Sequence[ReadSpan]) -> Iterator[ReadSpan]:
    kept: list[ReadSpan] = []
    for span in sorted(spans, key=lambda s: (-s.score, s.start, s.end)):
        if len(kept) < MOST_SPANS and not any(span.start < k.end and k.start < span.end for k in kept):
            kept.append(span)
            yield span


def _windows(whole: PassageInput) -> Iterator[PassageInput]:
    size = len(whole.words)
    at = 0
    while size:
        part = slice(at, at + _WINDOW)
        yield replace(
            whole,
            tokens=whole.tokens[part],
            words=whole.words[part],
            stems=whole.stems[part],
            features=whole.features[part],
            sentences=whole.sentences[part] - whole.sentences[at],
        )
        if at + _WINDOW >= size:
            return
        at += _STRIDE
