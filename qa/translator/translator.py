"""Write the likeliest Indonesian question for an English one: the door to the translator.

Knows words, vectors and the network's scores; knows nothing of retrieval, of passages or of training.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.words import is_function_in_either, stem
from qa.translator.model import Model
from qa.translator.source import ASKING, Source, source_of

Floats = NDArray[np.float32]
HERE = Path(__file__).parent
WEIGHTS = "translator.npz"
END = ""  # the word that ends a question
MOST_TIMES = 2  # that a word stands in a question, names apart: "apa tugas dan apa wewenang"
MOST_WRITTEN = 34
DRAFTS = 2  # that are followed at a time
SHORTER = 0.7  # how much a long draft is forgiven
LOST = 0.5  # what a word that a draft leaves out counts against it
_LIKELY = 12  # words of the vocabulary that are looked at for each place
_MEANT = 0.6  # the cosine of two words from which one says the other


@dataclass(frozen=True, slots=True)
class Draft:
    """A translation begun or finished, and the logarithm of its probability."""

    words: tuple[str, ...]
    score: float

    @property
    def likely(self) -> float:
        """Its score for its length (Wu et al. 2016)."""
        return self.score / math.pow(len(self.words) + 1, SHORTER)


@dataclass(frozen=True, slots=True)
class _Choices:
    """What a question's words may be written as.

    `shown` has each word once, lower-cased, and how it is written; `rows` says of each candidate which of them it is,
    and `places` of each of them where the vocabulary has it, -1 for nowhere.
    """

    shown: dict[str, str]
    rows: NDArray[np.int64]
    places: NDArray[np.int64]


class Vectors(Protocol):
    """Where the encoder's vectors come from: float32 rows of 512, unit length."""

    def lookup(self, words: Sequence[str]) -> Floats:
        """One row per word, each encoded alone."""
        ...


class Translator:
    """Puts English questions into Indonesian. Same question, same words; safe to share between threads."""

    def __init__(self, vectors: Vectors, folder: Path = HERE) -> None:
        """The committed translator, or the one that training wrote to `folder`; opened with the first question."""
        self._vectors = vectors
        self._folder = folder
        self.translate = lru_cache(maxsize=256)(self._translate)

    @cached_property
    def _model(self) -> Model:
        return Model(self._folder / WEIGHTS)

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {word.lower(): number for number, word in enumerate(self._model.words)}

    def _translate(self, question: str) -> str:
        """The question in Indonesian, without a question mark; names and figures as they were written.

        Of the drafts, the one that is likeliest for its length and leaves the least out; what it leaves out is added. A
        question without a word comes back as it is.
        """
        source = source_of(question)
        if not source.words:
            return question
        whole = [(draft, self._left_out(source, draft.words)) for draft in self._drafts(source)]
        told, left_out = max(whole, key=lambda one: (one[0].likely - LOST * len(one[1]), one[0].words))
        return " ".join([*told.words, *left_out])

    def _left_out(self, source: Source, told: Sequence[str]) -> list[str]:
        """What the question says and its translation does not: names and figures as they are, other words glossed.

        A word that was lost says more of what is asked than its place would.
        """
        said = {word.lower() for word in told}
        stems = {stem(word) for word in said}
        vectors = self._vectors.lookup(list(told))

        def is_meant(word: str, glosses: Sequence[str]) -> bool:
            near = self._vectors.lookup([word, *glosses]) @ vectors.T
            return any(stem(gloss) in stems for gloss in glosses) or float(near.max(initial=0.0)) >= _MEANT

        found: list[str] = []
        for place, (word, *glosses) in enumerate(source.candidates):
            norm, figure = word.lower(), word[0].isdigit()
            if is_function_in_either(norm) or len(norm) < 2 or norm in said or norm in ASKING:
                continue
            if figure or not glosses:
                found += [word] if figure or (place > 0 and word[0].isupper()) else []
            elif not is_meant(norm, glosses):
                found.append(glosses[0])
        return list(dict.fromkeys(found))

    def _drafts(self, source: Source) -> list[Draft]:
        """The likeliest translations, found by beam search (Sutskever et al. 2014)."""
        kinds = [(place, rank) for place, words in enumerate(source.candidates) for rank in range(len(words))]
        candidates = [source.candidates[place][rank] for place, rank in kinds]
        writing = self._model.read(
            self._vectors.lookup(source.words), source.features, self._vectors.lookup(candidates), kinds
        )
        choices = self._choices(candidates)
        # A name or figure is written as often as the question has it, at most.
        most = Counter(word.lower() for word in source.words if word[0].isupper() or word[0].isdigit())
        drafts, finished = [Draft((), 0.0)], list[Draft]()
        while len(drafts[0].words) < MOST_WRITTEN:
            before = self._vectors.lookup([draft.words[-1] for draft in drafts]) if drafts[0].words else None
            longer: list[tuple[int, Draft]] = []
            for row, following in enumerate(zip(*self._model.following(writing, before), strict=True)):
                longer += ((row, draft) for draft in self._continued(drafts[row], *following, choices, most))
            longer.sort(key=lambda one: (-one[1].score, one[1].words))
            finished += [draft for _, draft in longer[:DRAFTS] if draft.words[-1] == END]
            kept = [(row, draft) for row, draft in longer if draft.words[-1] != END][:DRAFTS]
            if len(finished) >= DRAFTS or not kept:
                break
            writing.keep([row for row, _ in kept])
            drafts = [draft for _, draft in kept]
        return [Draft(draft.words[:-1], draft.score) for draft in finished] or drafts

    def _continued(
        self, draft: Draft, written: Floats, pointed: Floats, choices: _Choices, most: Mapping[str, int]
    ) -> list[Draft]:
        """The likeliest ways in which a draft may go on by one word."""
        shown, scores = self._following(written, pointed, choices)
        said = Counter(word.lower() for word in draft.words)
        may = (name for name in scores if said[name] < most.get(name, MOST_TIMES))
        best = sorted(may, key=lambda name: (-scores[name], name))[: DRAFTS + 1]
        return [Draft((*draft.words, shown[name]), draft.score + scores[name]) for name in best]

    def _following(
        self, written: Floats, pointed: Floats, choices: _Choices
    ) -> tuple[dict[str, str], dict[str, float]]:
        """Of the likeliest next words, lower-cased: how each is shown, and the logarithm of its probability."""
        shown: dict[str, str] = {}
        scores: dict[str, float] = {}
        for number in np.argpartition(-written, min(_LIKELY, len(written) - 1))[:_LIKELY]:
            word = self._model.words[number]
            # A name that the question does not have is none of its translation's.
            if not word[:1].isupper() or word.lower() in choices.shown:
                shown[word.lower()], scores[word.lower()] = word, float(written[number])
        either = np.where(choices.places >= 0, written[choices.places], np.float32(-np.inf))
        np.logaddexp.at(either, choices.rows, pointed)
        scores.update(zip(choices.shown, either.tolist(), strict=True))
        return shown | choices.shown, scores

    def _choices(self, candidates: Sequence[str]) -> _Choices:
        """The candidates as they are chosen among; several may be the same word."""
        shown: dict[str, str] = {}
        for word in candidates:
            name, place = word.lower(), self._numbers.get(word.lower())
            # As it is written in the question, if it is a name there, else as Indonesian texts write it.
            if word[:1].isupper() or place is None:
                shown[name] = word
            else:
                shown.setdefault(name, self._model.words[place])
        rows = {name: row for row, name in enumerate(shown)}
        return _Choices(
            shown,
            np.array([rows[word.lower()] for word in candidates], dtype=np.int64),
            np.array([self._numbers.get(name, -1) for name in shown], dtype=np.int64),
        )
