"""Train the translator and write its weights: `python -m qa.translator.train --out qa/translator`.

Needs the `train` extra (torch); uses a GPU if there is one. Seeds are fixed. Writes translator.npz and MODEL_CARD.md.
"""

from __future__ import annotations

import argparse
import copy
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from index.wordvectors import WordVectors
from qa.glossary import alike
from qa.training import multiplies_halves, set_rate, take_into, vectors_of
from qa.translator.card import write_card
from qa.translator.data import ASKED, ASKED_FREELY, Pair, asked_pairs, faithful_pairs, unseen_pairs
from qa.translator.measure import measured
from qa.translator.model import Model, pack
from qa.translator.network import Batch, Network, Shape, losses
from qa.translator.noise import QUIET, Noise, exchanged
from qa.translator.source import MOST_CANDIDATES, Source, source_of, tokens, with_glosses
from qa.translator.translator import END, WEIGHTS, Translator

LEAST = 10  # how often a word must be wanted to be in the vocabulary
LEAST_NAME = 40  # names are copied; only those that come up everywhere ("Jawa", "KPU") are written
MOST_WANTED = 33
LEAST_RATE = 0.02  # of the highest


@dataclass(frozen=True, slots=True)
class Schedule:
    """How the network is fitted."""

    epochs: int = 14
    rate: float = 1.5e-3
    decay: float = 0.01
    dropout: float = 0.1
    noise: Noise = field(default_factory=Noise)
    warm_up: int = 300
    average: float = 0.998
    asked: float = 0.5  # of the pairs asked of one page, the share that an epoch shows
    freely: float = 0.15  # and of those in other words, which do not say quite the same
    tokens: int = 3000  # of the longer side, in a batch
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """A pair as it is learned: lower-cased words to write, and how much they count."""

    source: Source
    wanted: tuple[str, ...]
    weight: float


def main(arguments: Sequence[str] | None = None) -> None:
    """Train, export, judge and describe."""
    parser = argparse.ArgumentParser(description="Train the translator and write its weights.")
    parser.add_argument("--out", type=Path, default=Path("qa/translator"))
    parser.add_argument("--cache", type=Path, help="folder that keeps word vectors between runs")
    parser.add_argument("--begin", type=Path, help="folder of a translator to go on from; without it, from nothing")
    parser.add_argument("--epochs", type=int, default=Schedule().epochs)
    parser.add_argument("--rate", type=float, default=Schedule().rate)
    parser.add_argument("--dropout", type=float, default=Schedule().dropout)
    parser.add_argument("--threads", type=int, default=0)
    options = parser.parse_args(arguments)
    if options.threads:
        torch.set_num_threads(options.threads)
    began = time.time()
    vectors = WordVectors(options.cache)
    pairs = [*asked_pairs("read"), *asked_pairs("fit"), *faithful_pairs()]
    begun = Model(options.begin / WEIGHTS) if options.begin else None
    schedule = replace(Schedule(), epochs=options.epochs, rate=options.rate, dropout=options.dropout)
    network, vocabulary = fit(pairs, list(unseen_pairs()), vectors, schedule, begun)
    options.out.mkdir(parents=True, exist_ok=True)
    size = export(network, vocabulary, options.out / WEIGHTS)
    results = measured(Translator(vectors, options.out))
    card = options.out / "MODEL_CARD.md"
    write_card(card, pairs, vocabulary, results, size, time.time() - began, begun is not None, schedule.epochs)
    print(card.read_text("utf-8"))


def vocabulary_of(pairs: Sequence[Pair]) -> list[str]:
    """The words that a translation may be written with, as they are mostly written; END first."""
    counts, shown = Counter[str](), dict[str, Counter[str]]()
    for pair in pairs:
        for place, word in enumerate(tokens(pair.indonesian)):
            counts[word.lower()] += 1
            if place:
                shown.setdefault(word.lower(), Counter())[word] += 1
    usual = {word: forms.most_common(1)[0][0] for word, forms in shown.items()}
    kept = [END]
    for word, count in counts.most_common():
        form = usual.get(word, word)
        if count >= (LEAST_NAME if form[:1].isupper() else LEAST) and not form[0].isdigit():
            kept.append(form)
    return kept


def rows_of(pairs: Sequence[Pair]) -> list[Row]:
    """The pairs in words; those without any on one side are left out."""
    found = []
    for pair in pairs:
        wanted = tuple(word.lower() for word in tokens(pair.indonesian)[:MOST_WANTED])
        source = source_of(pair.english)
        if source.words and wanted:
            found.append(Row(source, wanted, pair.weight))
    return found


class Numbers:
    """Words by number, with the table of their vectors; 0 is no word."""

    def __init__(self, words: Sequence[str], vectors: WordVectors) -> None:
        self._of = {word: number + 1 for number, word in enumerate(words)}
        none = np.zeros((1, Shape().vector), np.float32)
        self.table = torch.from_numpy(np.concatenate([none, vectors_of(words, vectors)]))

    def __call__(self, word: str) -> int:
        """The number of a lower-cased word."""
        return self._of[word]


def fit(
    pairs: Sequence[Pair], unseen: Sequence[Pair], vectors: WordVectors, schedule: Schedule, begun: Model | None
) -> tuple[Network, list[str]]:
    """The averaged network and its vocabulary; after each epoch the loss on the pairs that are not learned is told."""
    torch.manual_seed(schedule.seed)
    random = Random(schedule.seed)
    vocabulary = vocabulary_of(pairs)
    rows, others = rows_of(pairs), rows_of(unseen)
    known = {word for row in (*rows, *others) for word in (*row.wanted, *_candidates(row.source))}
    meant = {other for word in {word for row in rows for word in row.source.words} for other in alike(word)}
    known |= {word.lower() for other in meant for word in with_glosses(other)}
    numbers = Numbers(sorted(known), vectors)
    places = {word.lower(): place for place, word in enumerate(vocabulary)}
    network = Network(Shape(), len(vocabulary), schedule.dropout)
    if begun is not None:
        _take_over(network, vocabulary, begun)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    network.to(device)
    quick, table = multiplies_halves(device), numbers.table.to(device)
    average = copy.deepcopy(network)
    optimiser = torch.optim.AdamW(network.parameters(), schedule.rate, (0.9, 0.98), weight_decay=schedule.decay)
    step = 0
    for epoch in range(schedule.epochs):
        began, total = time.time(), 0.0
        shares = {ASKED: schedule.asked, ASKED_FREELY: schedule.freely}
        shown = [row for row in rows if random.random() < shares.get(row.weight, 1.0)]
        groups = _groups(shown, schedule.tokens, random)
        network.train()
        for group in groups:
            progress = step / (len(groups) * schedule.epochs)
            set_rate(optimiser, schedule.rate, (step + 1) / schedule.warm_up, progress, LEAST_RATE)
            batch = packed(group, numbers, places, schedule.noise, random).on(device)
            with torch.autocast(device.type, torch.bfloat16, enabled=quick):
                words, pointers = network(batch, table)
                value, weights = losses(words, pointers, batch)
            mean = (value * weights).sum() / weights.sum()
            optimiser.zero_grad(set_to_none=True)
            mean.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            step, total = step + 1, total + mean.item()
            take_into(average, network, schedule.average, step)
        told = _loss(average, others, numbers, places, device)
        seconds = time.time() - began
        print(f"epoch {epoch + 1}: loss {total / len(groups):.3f}, unseen {told:.3f}, {seconds:.0f} s", flush=True)
    return average.cpu(), vocabulary


def packed(
    rows: Sequence[Row], number: Callable[[str], int], places: dict[str, int], noise: Noise, random: Random
) -> Batch:
    """Rows padded to the longest, some of their words hidden or exchanged."""
    if noise.exchange:
        rows = [replace(row, source=exchanged(row.source, noise.exchange, random)) for row in rows]
    size, length = len(rows), max(len(row.source.words) for row in rows)
    written = max(len(row.wanted) for row in rows) + 1
    source, candidates = _zeros(size, length), _zeros(size, length, MOST_CANDIDATES)
    before, wanted = _zeros(size, written), _zeros(size, written) - 1
    weights = torch.zeros(size, written)
    matches = torch.zeros(size, written, length, MOST_CANDIDATES, dtype=torch.bool)
    features = torch.zeros(size, length, rows[0].source.features.shape[1])
    for at, row in enumerate(rows):
        many = len(row.source.words)
        may_become: dict[str, list[tuple[int, int]]] = {}
        for place, words in enumerate(row.source.candidates):
            for rank, word in enumerate(words):
                candidates[at, place, rank] = number(word.lower())
                may_become.setdefault(word.lower(), []).append((place, rank))
        source[at, :many] = candidates[at, :many, 0]
        source[at, :many] *= _kept(many, noise.blot, random)
        features[at, :many] = torch.from_numpy(row.source.features)
        for place, word in enumerate(row.wanted):
            before[at, place + 1] = number(word)
            wanted[at, place] = places.get(word, -1)
            for there in may_become.get(word, ()):
                matches[(at, place, *there)] = True
        before[at, 1 : len(row.wanted) + 1] *= _kept(len(row.wanted), noise.forget, random)
        wanted[at, len(row.wanted)] = places[END]
        weights[at, : len(row.wanted) + 1] = row.weight
    return Batch(source, features, candidates, before, wanted, matches.flatten(2), weights)


def export(network: Network, vocabulary: Sequence[str], path: Path) -> int:
    """Write the weights in 8 bits and the vocabulary; returns the file's size in bytes."""
    weights: dict[str, NDArray[np.float32]] = {
        name: tensor.detach().float().numpy() for name, tensor in network.state_dict().items()
    }
    heads = np.array(network.shape.heads)
    np.savez_compressed(path, words=np.array("\n".join(vocabulary)), heads=heads, **pack(weights))  # type: ignore[arg-type]
    return path.stat().st_size


def _take_over(network: Network, vocabulary: Sequence[str], begun: Model) -> None:
    """The weights of a network of before; words of the vocabulary that it did not have begin anew."""
    old = {word: place for place, word in enumerate(begun.words)}
    state = network.state_dict()
    for name, weights in begun.weights.items():
        given = torch.from_numpy(weights.copy())
        if not name.startswith("vocabulary."):
            state[name] = given
            continue
        for place, word in enumerate(vocabulary):
            if word in old:
                state[name][place] = given[old[word]]
    network.load_state_dict(state)


def _candidates(source: Source) -> Iterator[str]:
    return (word.lower() for words in source.candidates for word in words)


def _groups(rows: Sequence[Row], most: int, random: Random) -> list[list[Row]]:
    """Batches of rows of like length, in random order."""
    drawn = sorted(rows, key=lambda row: ((len(row.source.words) + len(row.wanted)) // 3, random.random()))
    groups: list[list[Row]] = [[]]
    longest = 0
    for row in drawn:
        longest = max(longest, len(row.source.words), len(row.wanted))
        if groups[-1] and (len(groups[-1]) + 1) * longest > most:
            groups.append([])
            longest = max(len(row.source.words), len(row.wanted))
        groups[-1].append(row)
    random.shuffle(groups)
    return groups


@torch.no_grad()
def _loss(
    network: Network, rows: Sequence[Row], numbers: Numbers, places: dict[str, int], device: torch.device
) -> float:
    network.eval()
    table = numbers.table.to(device)
    total = count = 0.0
    for group in _groups(rows, Schedule().tokens, Random(0)):
        batch = packed(group, numbers, places, QUIET, Random(0)).on(device)
        words, pointers = network(batch, table)
        value, weights = losses(words, pointers, batch)
        total += float(value[weights > 0].sum())
        count += int((weights > 0).sum())
    return total / max(count, 1)


def _kept(count: int, hidden: float, random: Random) -> Tensor:
    """1 for each word that stays, 0 for one that is hidden."""
    return torch.tensor([int(random.random() >= hidden) for _ in range(count)], dtype=torch.long)


def _zeros(*sizes: int) -> Tensor:
    return torch.zeros(*sizes, dtype=torch.long)


if __name__ == "__main__":
    main()
