"""Numbered, augmented training batches for the reader's network. Knows examples and features, not its layers."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from random import Random

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from index.words import stem
from qa.reader.data import Example
from qa.reader.features import (
    MAX_SENTENCES,
    PASSAGE_FEATURES,
    PassageInput,
    Token,
    WordWeights,
    passage_input,
    question_features,
    question_input,
)
from qa.reader.swap import Swapper

Floats = NDArray[np.float32]
Numbers = NDArray[np.int64]
Lookup = Callable[[Sequence[str]], Floats]
LISTED_WEIGHTS = 12_000
_CASE = [PASSAGE_FEATURES.index("initial_capital"), PASSAGE_FEATURES.index("all_capitals")]
_ODD_WORDS = ("apa", "yang")


@dataclass(frozen=True, slots=True)
class Recipe:
    """How often an example is shown in another form."""

    english: float = 0.5
    typo: float = 0.02
    other_passage: float = 0.15
    two_passages: float = 0.15
    lower_case: float = 0.05
    drop_feature: float = 0.1
    word_noise: float = 0.03
    longest: int = 300
    tokens: int = 10_000


@dataclass(frozen=True, slots=True)
class Item:
    """An example by numbers: rows of the corpus' question and passage lists, first and last word of the answer."""

    question: int
    passage: int
    gold: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Numbered:
    """A passage by numbers."""

    words: Numbers
    stems: Numbers
    features: Floats
    sentences: Numbers

    def __add__(self, other: Numbered) -> Numbered:
        """One passage after the other."""
        shifted = np.minimum(other.sentences + self.sentences[-1] + 1, MAX_SENTENCES - 1)
        return Numbered(
            np.concatenate([self.words, other.words]),
            np.concatenate([self.stems, other.stems]),
            np.concatenate([self.features, other.features]),
            np.concatenate([self.sentences, shifted]),
        )


@dataclass(frozen=True, slots=True)
class Drawn:
    """Padded rows by numbers; 0 is padding. `passage_rows` are rows of the vector table: words, some blotted out.

    `gold` (B, 2) holds first and last word of the answer, or -1 where there is none.
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


@dataclass(frozen=True, slots=True)
class Shown:
    """An example as it is shown once."""

    question: tuple[str, ...]
    passage: Numbered
    gold: tuple[int, int] | None


class Vocabulary:
    """Numbers for words, from 1; 0 is padding."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def __call__(self, words: Iterable[str]) -> Numbers:
        """The numbers of `words`, new ones for new words."""
        return np.array([self.numbers.setdefault(word, len(self.numbers) + 1) for word in words], dtype=np.int64)


def word_weights(contexts: Iterable[str], english: Sequence[str]) -> dict[str, float]:
    """Inverse document frequency, scaled so that a word of one passage weighs 1; frequent English words by rank."""
    documents = [set(passage_input(text, WordWeights({})).words) for text in sorted(set(contexts))]
    counts = Counter(word for words in documents for word in words if word[0].isalnum())
    top = math.log(len(documents))
    weights = {word: round(math.log(len(documents) / n) / top, 3) for word, n in counts.items() if n > 2}
    for rank, word in enumerate(english[:3000]):
        weights.setdefault(word, round(min(1.0, 0.1 + 0.11 * math.log(1 + rank)), 3))
    return dict(sorted(weights.items(), key=lambda pair: (pair[1], pair[0]))[:LISTED_WEIGHTS])


def gold_words(passage: PassageInput, example: Example) -> tuple[int, int] | None:
    """First and last token that the answer touches; None without an answer, or where it is not where it says."""
    if example.start is None:
        return None
    text = example.answers[0]
    start = example.start + len(text) - len(text.lstrip())
    end = example.start + len(text.rstrip())
    touched = [i for i, token in enumerate(passage.tokens) if token.start < end and token.end > start]
    if not touched or example.context[example.start : example.start + len(text)] != text:
        return None
    return touched[0], touched[-1]


class Corpus:
    """Examples by numbers, with a vector for every word that any form of them can show."""

    def __init__(self, examples: Sequence[Example], weight: WordWeights, longest_span: int) -> None:
        self.weight = weight
        self.words = Vocabulary()
        self.stems = Vocabulary()
        self.passages: list[Numbered] = []
        self.questions: list[tuple[str, ...]] = []
        self.items: list[Item] = []
        self.examples: list[Example] = []
        inputs: dict[str, tuple[int, PassageInput]] = {}
        for example in examples:
            if example.context not in inputs:
                made = passage_input(example.context, weight)
                inputs[example.context] = (len(self.passages), made)
                self.passages.append(self._numbered(made))
            place, made = inputs[example.context]
            gold = gold_words(made, example)
            lost = example.start is not None and gold is None
            if lost or (gold and gold[1] - gold[0] >= longest_span):
                continue
            self.questions.append(question_input(example.question, weight).words)
            self.items.append(Item(len(self.questions) - 1, place, gold))
            self.examples.append(example)
        self.tokens: dict[int, tuple[Token, ...]] = {place: made.tokens for place, made in inputs.values()}

    def _numbered(self, made: PassageInput) -> Numbered:
        return Numbered(self.words(made.words), self.stems(made.stems), made.features, made.sentences)

    def finish(self, vectors: Lookup, extra: Iterable[str] = ()) -> None:
        """Give every word its vector, those of `extra` too."""
        for question in self.questions:
            self.words(question)
        self.words(sorted(extra))
        known = list(self.words.numbers)
        self.stem_of = np.concatenate([[0], self.stems(stem(word) for word in known)])
        table = np.concatenate([np.zeros((1, 512), dtype=np.float32), vectors(known)])
        self.vectors = table
        static = question_features(known, self.weight)
        static[:, -2:] = 0
        self.question_table = np.concatenate([np.zeros((1, static.shape[1]), dtype=np.float32), static])
        asked = question_features([f for word in known for f in (word, "|")], self.weight)[1::2, -1]
        self.is_question_word = np.concatenate([[0], asked]).astype(np.float32)

    def other_passages(self, count: int = 8) -> list[list[int]]:
        """For each item, the passages (not its own, and without its answer) that share most with its question."""
        rows, columns, values = [], [], []
        for place, passage in enumerate(self.passages):
            for number in np.unique(passage.stems):
                rows.append(place)
                columns.append(number)
                values.append(1.0)
        matrix = csr_matrix((values, (rows, columns)), shape=(len(self.passages), len(self.stems.numbers) + 1))
        idf = np.log(len(self.passages) / (1 + np.bincount(columns, minlength=matrix.shape[1])))
        found: list[list[int]] = []
        for item in self.items:
            stems = np.unique(self.stem_of[self.words(self.questions[item.question])])
            query = np.zeros(matrix.shape[1], dtype=np.float32)
            query[stems] = np.maximum(idf[stems], 0) ** 2
            best = np.argsort(-(matrix @ query), kind="stable")[: count + 3]
            own = self._text_words(item)
            found.append([int(b) for b in best if b != item.passage and not self._holds(int(b), own)][:count])
        return found

    def _text_words(self, item: Item) -> Numbers:
        if item.gold is None:
            return np.zeros(0, dtype=np.int64)
        return self.passages[item.passage].words[item.gold[0] : item.gold[1] + 1]

    def _holds(self, place: int, answer: Numbers) -> bool:
        return len(answer) > 0 and bool(np.isin(answer, self.passages[place].words).all())


class Batches:
    """Draws one epoch after another from a corpus."""

    def __init__(self, corpus: Corpus, recipe: Recipe, swapper: Swapper, typos: dict[str, str], seed: int) -> None:
        self.corpus, self.recipe, self.swapper, self.typos = corpus, recipe, swapper, typos
        self.random = Random(seed)
        self.numpy = np.random.default_rng(seed)
        self.others = corpus.other_passages()

    def epoch(self, repeats: Sequence[int]) -> Iterator[Drawn]:
        """Batches of rows of like length, in random order; item i is shown `repeats[i]` times."""
        drawn = [self._draw(i) for i, times in enumerate(repeats) for _ in range(times)]
        drawn.sort(key=lambda row: (len(row.passage.words), self.random.random()))
        groups: list[list[Shown]] = [[]]
        for row in drawn:
            if len(groups[-1]) * len(row.passage.words) >= self.recipe.tokens:
                groups.append([])
            groups[-1].append(row)
        self.random.shuffle(groups)
        for group in groups:
            yield self._with_noise(pack(self.corpus, group))

    def _draw(self, number: int) -> Shown:
        random, recipe, item = self.random, self.recipe, self.corpus.items[number]
        question = self.corpus.questions[item.question]
        if random.random() < recipe.english:
            question = tuple(self.swapper.swap(question, random))
        question = tuple(self.typos.get(w, w) if random.random() < recipe.typo else w for w in question)
        place, gold = item.passage, item.gold
        if random.random() < recipe.other_passage and self.others[number]:
            place, gold = random.choice(self.others[number]), None
        passage = self.corpus.passages[place]
        if random.random() < recipe.two_passages:
            pool = [p for p in self.others[number] if p != place]
            other = self.corpus.passages[random.choice(pool)] if pool else passage
            if pool and len(other.words) + len(passage.words) <= recipe.longest:
                first = random.random() < 0.5
                shift = 0 if first else len(other.words)
                passage = passage + other if first else other + passage
                gold = (gold[0] + shift, gold[1] + shift) if gold else None
        return Shown(question, *_cut(passage, gold, recipe.longest, random))

    def _with_noise(self, batch: Drawn) -> Drawn:
        features = batch.passage_features
        features *= self.numpy.random((len(features), 1, features.shape[2])) >= self.recipe.drop_feature
        features[:, :, _CASE] *= (self.numpy.random(len(features)) >= self.recipe.lower_case)[:, None, None]
        batch.passage_rows[self.numpy.random(batch.passage_rows.shape) < self.recipe.word_noise] = 0
        return batch


def _cut(
    passage: Numbered, gold: tuple[int, int] | None, longest: int, random: Random
) -> tuple[Numbered, tuple[int, int] | None]:
    """A window of at most `longest` words that keeps the answer."""
    extra = len(passage.words) - longest
    if extra <= 0:
        return passage, gold
    low, high = (max(0, gold[1] + 1 - longest), min(extra, gold[0])) if gold else (0, extra)
    at = random.randint(low, max(low, high))
    window = slice(at, at + longest)
    cut = Numbered(
        passage.words[window], passage.stems[window], passage.features[window],
        passage.sentences[window] - passage.sentences[at],
    )  # fmt: skip
    return cut, (gold[0] - at, gold[1] - at) if gold else None


def pack(corpus: Corpus, rows: Sequence[Shown]) -> Drawn:
    """Rows padded to the longest."""
    p_words = _padded([row.passage.words for row in rows])
    q_words = _padded([corpus.words(row.question) for row in rows])
    features = np.zeros((*p_words.shape, rows[0].passage.features.shape[1]), dtype=np.float32)
    for at, row in enumerate(rows):
        features[at, : len(row.passage.words)] = row.passage.features
    asked = corpus.question_table[q_words]
    asked[:, 0, -2] = 1
    asked[:, 1:, -1] = corpus.is_question_word[q_words[:, :-1]] * (q_words[:, 1:] > 0)
    return Drawn(
        passage_rows=p_words.copy(),
        passage_words=p_words,
        passage_stems=_padded([row.passage.stems for row in rows]),
        passage_features=features,
        sentences=_padded([row.passage.sentences for row in rows]),
        question_words=q_words,
        question_stems=corpus.stem_of[q_words],
        question_features=asked,
        gold=np.array([row.gold or (-1, -1) for row in rows], dtype=np.int64),
    )


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
