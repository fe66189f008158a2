"""The network in torch and the one that answers in numpy are the same; learning lowers the loss."""

from __future__ import annotations

from pathlib import Path
from random import Random

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from index.wordvectors import WordVectors
from qa.translator.data import ASKED, FAITHFUL, Pair, asked_pairs, faithful_pairs, unseen_pairs
from qa.translator.model import Model, pack, unpack
from qa.translator.network import Network, Shape, losses
from qa.translator.noise import QUIET
from qa.translator.source import source_of
from qa.translator.train import Numbers, Schedule, export, fit, packed, rows_of, vocabulary_of
from qa.translator.translator import END, WEIGHTS, Translator
from qa.written import written_pages

ROOT = Path(__file__).parents[3]
PAIRS = [
    Pair("Who opened the meeting in Demak?", "Siapa yang membuka rapat di Demak?", ASKED),
    Pair("Who opened the webinar in Kudus?", "Siapa yang membuka webinar di Kudus?", ASKED),
    Pair("When did the meeting begin?", "Kapan rapat dimulai?", FAITHFUL),
    Pair("When did the webinar begin?", "Kapan webinar dimulai?", FAITHFUL),
] * 12


@pytest.fixture(scope="module")
def vectors() -> WordVectors:
    return WordVectors()


@pytest.fixture(scope="module")
def learned(vectors: WordVectors) -> tuple[Network, list[str]]:
    schedule = Schedule(epochs=25, warm_up=10, tokens=120, average=0.8, dropout=0.0, noise=QUIET)
    return fit(PAIRS, PAIRS[:4], vectors, schedule, None)


def test_the_vocabulary_leaves_rare_names_to_be_copied() -> None:
    words = vocabulary_of(PAIRS)
    assert words[0] == END
    assert {"Siapa", "siapa"} & set(words) == {"siapa"} or "rapat" in words
    assert "Demak" not in words and "rapat" in words


def test_numpy_says_what_torch_says(learned: tuple[Network, list[str]], vectors: WordVectors, tmp_path: Path) -> None:
    network, vocabulary = learned
    export(network, vocabulary, tmp_path / WEIGHTS)
    model = Model(tmp_path / WEIGHTS)
    network.load_state_dict({name: torch.from_numpy(weights) for name, weights in model.weights.items()})
    source = source_of("Who opened the meeting in Kudus?")
    rows = rows_of([Pair("Who opened the meeting in Kudus?", "Siapa yang membuka rapat di Kudus?", ASKED)])
    wanted = rows[0].wanted
    words = {word.lower() for words in source.candidates for word in words} | set(wanted)
    numbers = Numbers(sorted(words), vectors)
    batch = packed(rows, numbers, {word.lower(): n for n, word in enumerate(vocabulary)}, QUIET, Random(0))
    network.eval()
    with torch.no_grad():
        written, pointed = network(batch, numbers.table)
        both = torch.log_softmax(torch.cat([written, pointed], dim=-1), dim=-1)[0].numpy()
    kinds = [(place, rank) for place, words in enumerate(source.candidates) for rank in range(len(words))]
    candidates = [source.candidates[place][rank] for place, rank in kinds]
    writing = model.read(vectors.lookup(source.words), source.features, vectors.lookup(candidates), kinds)
    before: NDArray[np.float32] | None = None
    slots = [len(vocabulary) + place * batch.candidates.shape[2] + rank for place, rank in kinds]
    for place in range(len(wanted) + 1):
        by_word, by_candidate = model.following(writing, before)
        np.testing.assert_allclose(by_word[0], both[place, : len(vocabulary)], atol=2e-3)
        np.testing.assert_allclose(by_candidate[0], both[place, slots], atol=2e-3)
        before = vectors.lookup([wanted[place]]) if place < len(wanted) else None


def test_what_was_learned_is_translated_and_names_are_copied(
    learned: tuple[Network, list[str]], vectors: WordVectors, tmp_path: Path
) -> None:
    network, vocabulary = learned
    export(network, vocabulary, tmp_path / WEIGHTS)
    told = Translator(vectors, tmp_path).translate("Who opened the webinar in Demak?").lower()
    assert told == "siapa yang membuka webinar di demak"


def test_going_on_from_weights_keeps_what_was_known(
    learned: tuple[Network, list[str]], vectors: WordVectors, tmp_path: Path
) -> None:
    network, vocabulary = learned
    export(network, vocabulary, tmp_path / WEIGHTS)
    more = [*PAIRS, *[Pair("Where was the agenda shown?", "Di mana agenda dipamerkan?", ASKED)] * 12]
    schedule = Schedule(epochs=1, rate=0.0, tokens=120, average=0.0, dropout=0.0, noise=QUIET, decay=0.0)
    again, words = fit(more, PAIRS[:4], vectors, schedule, Model(tmp_path / WEIGHTS))
    assert set(vocabulary) < set(words)
    rows = rows_of(PAIRS[:4])
    candidates = {word.lower() for row in rows for some in row.source.candidates for word in some}
    numbers = Numbers(sorted(candidates | {word for row in rows for word in row.wanted}), vectors)
    batch = packed(rows, numbers, {word.lower(): n for n, word in enumerate(words)}, QUIET, Random(0))
    with torch.no_grad():
        written, pointed = again.eval()(batch, numbers.table)
        value, weights = losses(written, pointed, batch)
    assert float((value * weights).sum() / weights.sum()) < 1.0


def test_eight_bits_lose_little() -> None:
    matrix = np.random.default_rng(0).normal(size=(40, 50)).astype(np.float32)
    packed_up = pack({"a": matrix, "b": matrix[0]})
    assert packed_up["a"].dtype == np.int8
    back = unpack(packed_up)
    assert set(back) == {"a", "b"}
    assert np.abs(back["a"] - matrix).max() <= np.abs(matrix).max() / 127
    np.testing.assert_array_equal(back["b"], matrix[0])


def test_the_pairs_are_whole_and_no_question_of_a_measured_set() -> None:
    pairs = list(faithful_pairs())
    assert len(pairs) > 5_000
    english = [pair.english for pair in pairs]
    assert all(pair.english.strip() and pair.indonesian.strip() for pair in pairs)
    measured = {pair.english.lower() for pair in asked_pairs("choose")}
    for name in ("bundled", "dated"):
        text = (ROOT / "eval" / "sets" / f"{name}.jsonl").read_text("utf-8").lower()
        assert [question for question in english if question.lower() in text] == []
    measured |= {pair.english.lower() for pair in unseen_pairs()}
    assert not measured & {question.lower() for question in english}
    assert not {p.article.id for p in written_pages("choose")} & {p.article.id for p in written_pages("read")}
    assert Shape().width % Shape().heads == 0
