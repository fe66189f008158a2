"""Draw augmented training batches from a numbered corpus. Knows nothing of the network's layers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

import numpy as np
from numpy.typing import NDArray

from qa.glossary import in_indonesian
from qa.reader.features import PASSAGE_FEATURES, tokenise
from qa.reader.numbered import Corpus, Numbered
from qa.reader.swap import Swapper

Floats = NDArray[np.float32]
Numbers = NDArray[np.int64]
_CASE = [PASSAGE_FEATURES.index("initial_capital"), PASSAGE_FEATURES.index("all_capitals")]


@dataclass(frozen=True, slots=True)
class Recipe:
    """How often an example is shown in another form."""

    english: float = 0.5
    glossed: float = 0.5  # of those in English: how often the glossary then puts them back, as it does when answering
    typo: float = 0.02
    other_passage: float = 0.1
    other_name: float = 0.06
    two_passages: float = 0.15
    with_rivals: float = 0.5  # of the questions that have rivals: how many an epoch shows, each with them
    most_rivals: int = 3
    rival_from_afar: float = 1.0  # and how often one of another page is shown along
    lower_case: float = 0.05
    drop_feature: float = 0.1
    word_noise: float = 0.03
    longest: int = 300
    tokens: int = 10_000


@dataclass(frozen=True, slots=True)
class Drawn:
    """Padded rows by numbers; 0 is padding. `passage_rows` are rows of the vector table: words, some blotted out.

    `gold` (B, 2) holds first and last word of the answer, or -1 where there is none; `asking` (B,) is equal where the
    same question is put to several passages.
    """

    passage_rows: Numbers
    passage_words: Numbers
    passage_stems: Numbers
    passage_features: Floats
    sentences: Numbers
    question_words: Numbers
    question_stems: Numbers
    question_features: Floats
    gold: Numbers
    asking: Numbers


@dataclass(frozen=True, slots=True)
class Shown:
    """An example as it is shown once: the words `start` to `stop` of the passages `places`, one after the other.

    `again` says that the question is put to this passage as well as to that of the row before.
    """

    question: tuple[str, ...]
    places: tuple[int, ...]
    start: int
    stop: int
    gold: tuple[int, int] | None
    again: bool = False

    def __len__(self) -> int:
        return self.stop - self.start


class Batches:
    """Draws one epoch after another from a corpus."""

    def __init__(self, corpus: Corpus, recipe: Recipe, swapper: Swapper, typos: dict[str, str], seed: int) -> None:
        self.corpus, self.recipe, self.swapper, self.typos = corpus, recipe, swapper, typos
        self.random = Random(seed)
        self.numpy = np.random.default_rng(seed)
        self.others = corpus.other_passages()
        self.names = [corpus.names(number) if item.gold else [] for number, item in enumerate(corpus.items)]
        self.substitutes = corpus.substitutes()

    def epoch(self, repeats: Sequence[int]) -> Iterator[Drawn]:
        """Batches of rows of like length, in random order; item i is shown `repeats[i]` times."""
        for group in self.groups(repeats):
            yield self._with_noise(pack(self.corpus, group))

    def groups(self, repeats: Sequence[int]) -> list[list[Shown]]:
        """The rows of an epoch, batch by batch, before they are packed: small enough to draw many epochs ahead."""
        shown = [i for i, times in enumerate(repeats) for _ in range(times)]
        rivalled = self.recipe.with_rivals
        shown = [i for i in shown if not self.corpus.items[i].rivals or self.random.random() < rivalled]
        drawn = [self._draw(i) for i in shown]
        drawn.sort(key=lambda rows: (max(map(len, rows)), self.random.random()))
        groups: list[list[Shown]] = [[]]
        for rows in drawn:
            if len(groups[-1]) * max(map(len, rows)) >= self.recipe.tokens:
                groups.append([])
            groups[-1].extend(rows)
        self.random.shuffle(groups)
        return groups

    def _draw(self, number: int) -> list[Shown]:
        """An item over its passage, and right after it over its rivals."""
        random, recipe, item = self.random, self.recipe, self.corpus.items[number]
        question = self.corpus.questions[item.question]
        renamed: tuple[str, ...] | None = None
        place, gold = item.passage, item.gold
        if self.names[number] and random.random() < recipe.other_name:
            renamed = self._rename(question, number)
        if renamed is not None:
            question, gold = renamed, None
        if not self.corpus.examples[number].worded and random.random() < recipe.english:
            question = self._in_english(question)
        question = tuple(self.typos.get(w, w) if random.random() < recipe.typo else w for w in question)
        if random.random() < recipe.other_passage and self.others[number]:
            place, gold = random.choice(self.others[number]), None
        places: tuple[int, ...] = (place,)
        length = self._length(place)
        if random.random() < recipe.two_passages:
            pool = [p for p in self.others[number] if p != place]
            other = random.choice(pool) if pool else place
            if pool and self._length(other) + length <= recipe.longest:
                first = random.random() < 0.5
                shift = 0 if first else self._length(other)
                places = (place, other) if first else (other, place)
                gold = (gold[0] + shift, gold[1] + shift) if gold else None
                length += self._length(other)
        start, stop = _window(length, gold, recipe.longest, random)
        told = Shown(question, places, start, stop, (gold[0] - start, gold[1] - start) if gold else None)
        return [told, *(self._rival(question, rival) for rival in self._rivals(number) if rival not in places)]

    def _rivals(self, number: int) -> list[int]:
        """The nearest of the page's other passages, and one of another page that says much of the question."""
        own = list(self.corpus.items[number].rivals[: self.recipe.most_rivals])
        far = [place for place in self.others[number] if place not in self.corpus.items[number].rivals]
        if own and far and self.random.random() < self.recipe.rival_from_afar:
            own.append(self.random.choice(far))
        return own

    def _rival(self, question: tuple[str, ...], place: int) -> Shown:
        start, stop = _window(self._length(place), None, self.recipe.longest, self.random)
        return Shown(question, (place,), start, stop, None, again=True)

    def _length(self, place: int) -> int:
        return len(self.corpus.passages[place].words)

    def _in_english(self, question: tuple[str, ...]) -> tuple[str, ...]:
        """The question with its words swapped for English ones, some put back into other Indonesian ones."""
        swapped = self.swapper.swap(question, self.random)
        if self.random.random() < self.recipe.glossed:
            glossed = tuple(token.text.lower() for token in tokenise(in_indonesian(" ".join(swapped))))
            if glossed and all(word in self.corpus.words.numbers for word in glossed):
                return glossed
        return tuple(swapped)

    def _rename(self, question: tuple[str, ...], number: int) -> tuple[str, ...] | None:
        """The question about another of its kind, which the passage does not name: no longer answerable there."""
        at = self.random.choice(self.names[number])
        there = self.corpus.passages[self.corpus.items[number].passage].words
        choices = [w for w in self.substitutes[question[at]] if self.corpus.words([w])[0] not in there]
        return (*question[:at], self.random.choice(choices), *question[at + 1 :]) if choices else None

    def _with_noise(self, batch: Drawn) -> Drawn:
        features = batch.passage_features
        features *= self.numpy.random((len(features), 1, features.shape[2])) >= self.recipe.drop_feature
        features[:, :, _CASE] *= (self.numpy.random(len(features)) >= self.recipe.lower_case)[:, None, None]
        batch.passage_rows[self.numpy.random(batch.passage_rows.shape) < self.recipe.word_noise] = 0
        return batch


def _window(length: int, gold: tuple[int, int] | None, longest: int, random: Random) -> tuple[int, int]:
    """A stretch of at most `longest` words that keeps the answer."""
    extra = length - longest
    if extra <= 0:
        return 0, length
    low, high = (max(0, gold[1] + 1 - longest), min(extra, gold[0])) if gold else (0, extra)
    at = random.randint(low, max(low, high))
    return at, at + longest


def pack(corpus: Corpus, rows: Sequence[Shown]) -> Drawn:
    """Rows padded to the longest."""
    passages = [_read(corpus, row) for row in rows]
    p_words = _padded([passage.words for passage in passages])
    q_words = _padded([corpus.words(row.question) for row in rows])
    features = np.zeros((*p_words.shape, passages[0].features.shape[1]), dtype=np.float32)
    for at, passage in enumerate(passages):
        features[at, : len(passage.words)] = passage.features
    asked = corpus.question_table[q_words]
    asked[:, 0, -2] = 1
    asked[:, 1:, -1] = corpus.is_question_word[q_words[:, :-1]] * (q_words[:, 1:] > 0)
    return Drawn(
        passage_rows=p_words.copy(),
        passage_words=p_words,
        passage_stems=_padded([passage.stems for passage in passages]),
        passage_features=features,
        sentences=_padded([passage.sentences for passage in passages]),
        question_words=q_words,
        question_stems=corpus.stem_of[q_words],
        question_features=asked,
        gold=np.array([row.gold or (-1, -1) for row in rows], dtype=np.int64),
        asking=np.cumsum([not row.again for row in rows]) - 1,
    )


def _read(corpus: Corpus, row: Shown) -> Numbered:
    """What a row shows of its passages; its first sentence has the number 0."""
    whole = corpus.passages[row.places[0]]
    for place in row.places[1:]:
        whole = whole + corpus.passages[place]
    shown = slice(row.start, row.stop)
    sentences = whole.sentences[shown] - whole.sentences[row.start]
    return Numbered(whole.words[shown], whole.stems[shown], whole.features[shown], sentences)


def _padded(rows: Sequence[Numbers]) -> Numbers:
    out = np.zeros((len(rows), max(len(row) for row in rows)), dtype=np.int64)
    for at, row in enumerate(rows):
        out[at, : len(row)] = row
    return out


def misspell(word: str, random: Random) -> str:
    """One slip of the finger: a letter lost, doubled or exchanged with its neighbour."""
    at = random.randrange(len(word) - 1)
    slips = (
        word[:at] + word[at + 1 :],
        word[: at + 1] + word[at:],
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
    )
    return random.choice(slips)
