"""Examples, passages and words as numbers, ready to be drawn from. Knows features, not batches or layers."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from index.words import stem
from qa.reader.data import Example
from qa.reader.features import (
    MAX_SENTENCES,
    PassageInput,
    Token,
    WordWeights,
    encoded_as,
    passage_input,
    question_features,
    question_input,
    tokenise,
)

Floats = NDArray[np.float32]
Numbers = NDArray[np.int64]
Lookup = Callable[[Sequence[str]], Floats]
LISTED_WEIGHTS = 12_000
_RARE = 0.5  # word weight from which a name in a question tells passages apart
_LIKE, _SAME = 0.45, 0.8  # cosines between which another name is of a kind, yet not the same thing


@dataclass(frozen=True, slots=True)
class Item:
    """An example by numbers: rows of the corpus' question and passage lists, first and last word of the answer."""

    question: int
    passage: int
    gold: tuple[int, int] | None
    rivals: tuple[int, ...] = ()


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
    at = example.start_seen
    if at is None:
        return None
    text = example.answers[0]
    start = at + len(text) - len(text.lstrip())
    end = at + len(text.rstrip())
    touched = [i for i, token in enumerate(passage.tokens) if token.start < end and token.end > start]
    if not touched or example.seen[at : at + len(text)] != text:
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
            place, made = self._placed(example.seen, inputs)
            gold = gold_words(made, example)
            lost = example.start is not None and gold is None
            if lost or (gold and gold[1] - gold[0] >= longest_span):
                continue
            self.questions.append(question_input(example.question, weight).words)
            rivals = tuple(self._placed(seen, inputs)[0] for seen in example.rivals_seen)
            self.items.append(Item(len(self.questions) - 1, place, gold, rivals))
            self.examples.append(example)
        self.tokens: dict[int, tuple[Token, ...]] = {place: made.tokens for place, made in inputs.values()}

    def names(self, number: int) -> list[int]:
        """Places in an item's question of the names and figures that stand in its passage, too."""
        item = self.items[number]
        there = self.passages[item.passage].words
        tokens = [token for token in tokenise(self.examples[number].question) if token.text not in "?!."]
        return [
            at
            for at, (token, word) in enumerate(zip(tokens, self.questions[item.question], strict=False))
            if (token.text[0].isdigit() or (at and token.text[0].isupper()))
            and self.weight(word) >= _RARE
            and self.words([word])[0] in there
        ]

    def substitutes(self) -> dict[str, tuple[str, ...]]:
        """For each name or figure of a question, others of its kind: near in the encoder's space, but not the same."""
        found = {self.questions[self.items[i].question][at] for i in range(len(self.items)) for at in self.names(i)}
        names = sorted(found)
        rows = self.vectors[self.words(names)]
        others: dict[str, tuple[str, ...]] = {}
        for at, word in enumerate(names):
            cosine = rows @ rows[at]
            best = np.argsort(-cosine, kind="stable")[:40]
            others[word] = tuple(
                names[b] for b in best if _LIKE <= cosine[b] <= _SAME and names[b][0].isdigit() == word[0].isdigit()
            )[:12]
        return others

    def _placed(self, seen: str, inputs: dict[str, tuple[int, PassageInput]]) -> tuple[int, PassageInput]:
        if seen not in inputs:
            made = passage_input(seen, self.weight)
            inputs[seen] = (len(self.passages), made)
            self.passages.append(self._numbered(made))
        return inputs[seen]

    def _numbered(self, made: PassageInput) -> Numbered:
        return Numbered(self.words(made.words), self.stems(made.stems), made.features, made.sentences)

    def finish(self, vectors: Lookup, extra: Iterable[str] = ()) -> None:
        """Give every word its vector, those of `extra` too."""
        for question in self.questions:
            self.words(question)
        self.words(sorted(extra))
        known = list(self.words.numbers)
        self.stem_of = np.concatenate([[0], self.stems(stem(word) for word in known)])
        table = np.concatenate([np.zeros((1, 512), dtype=np.float32), vectors([encoded_as(word) for word in known])])
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
