"""Run the translator's network in numpy, and keep its weights in 8 bits. Knows nothing of texts or torch.

The same arithmetic as `qa.translator.network`, one question at a time in several drafts, what was computed for earlier
words kept.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import erf

from qa.eightbits import SMALLEST, in_8_bits

Floats = NDArray[np.float32]
_SCALE = ".scale"
_EPSILON = 1e-5


def pack(weights: Mapping[str, Floats]) -> dict[str, NDArray[Any]]:
    """Every big matrix in 8 bits, each with its scale; other tensors as they are."""
    packed: dict[str, NDArray[Any]] = {}
    for name, matrix in weights.items():
        if matrix.ndim == 2 and matrix.size >= SMALLEST:
            packed[name], packed[name + _SCALE] = in_8_bits(matrix)
        else:
            packed[name] = matrix
    return packed


def unpack(packed: Mapping[str, NDArray[Any]]) -> dict[str, Floats]:
    """What `pack` was given, nearly."""
    scales = {name: packed[name] for name in packed if name.endswith(_SCALE)}
    return {
        name: packed[name].astype(np.float32) * scales.get(name + _SCALE, np.float32(1))
        for name in packed
        if name not in scales
    }


@dataclass(slots=True)
class Writing:
    """Drafts of one translation under way, all of one length: what was read, and what each decoding layer keeps of the
    words that each draft has so far."""

    keys: Floats  # (candidates, width + 1)
    memory: list[tuple[Floats, Floats]]
    written: list[tuple[Floats, Floats]]  # (drafts, words, width)
    length: int = 0

    def keep(self, drafts: Sequence[int]) -> None:
        """Go on with these drafts, each of them as often as it is named."""
        rows = list(drafts)
        self.written = [(keys[rows], values[rows]) for keys, values in self.written]


class Model:
    """The network of a folder's `translator.npz`. Holds no state of questions, so threads may share it."""

    def __init__(self, path: Path) -> None:
        with np.load(path) as stored:
            self.words: tuple[str, ...] = tuple(str(stored["words"]).split("\n"))
            self._heads = int(stored["heads"])
            weights = unpack({name: stored[name] for name in stored.files if name not in ("words", "heads")})
        # Column by column in memory: two drafts are multiplied twice as fast by a layer turned so beforehand.
        self.weights = {name: np.asfortranarray(values) for name, values in weights.items()}
        self._encoding = _layers(self.weights, "encoder")
        self._decoding = _layers(self.weights, "decoder")

    def read(self, vectors: Floats, features: Floats, candidates: Floats, kinds: Sequence[tuple[int, int]]) -> Writing:
        """Begin a translation.

        `vectors` (S, 512) are those of the words, `candidates` (C, 512) those of all candidates, and `kinds` tell of
        each its word and which one of the word's candidates it is, 0 for the word itself.
        """
        places, ranks = (np.array(numbers) for numbers in zip(*kinds, strict=True))
        words, told = self._plain("word", vectors), self._plain("word", candidates)
        glossed = np.zeros_like(words)
        np.add.at(glossed, places[ranks > 0], told[ranks > 0])
        glossed /= np.maximum(np.bincount(places[ranks > 0], minlength=len(words)), 1)[:, None].astype(np.float32)
        states = self._plain("source", np.concatenate([words, glossed, features], axis=1))
        states = states + self.weights["source_place.weight"][: len(words)]
        for layer in self._encoding:
            normed = self._norm(f"{layer}.norm1", states)
            queries, keys, values = np.split(self._projection(f"{layer}.self_attn", normed, 0, 3), 3, axis=1)
            states = states + self._attended(f"{layer}.self_attn", queries, keys, values)
            states = states + self._inner(layer, self._norm(f"{layer}.norm2", states))
        memory = self._norm("encoded", states)
        kept = []
        for layer in self._decoding:
            keys, values = np.split(self._projection(f"{layer}.multihead_attn", memory, 1, 3), 2, axis=1)
            kept.append((keys, values))
        pointed = self._plain("place_key", memory)[places] + self._plain("word_key", told)
        pointed = pointed + self.weights["kind_key.weight"][ranks]
        bias = self.weights["kind_bias.weight"][ranks]
        empty = np.zeros((1, 0, memory.shape[1]), dtype=np.float32)
        return Writing(np.concatenate([pointed, bias], axis=1), kept, [(empty, empty)] * len(kept))

    def following(self, writing: Writing, before: Floats | None) -> tuple[Floats, Floats]:
        """Log-probabilities (drafts, words) and (drafts, candidates) of what comes next in each draft.

        `before` (drafts, 512) are the vectors of the words written last, None for the one draft at the beginning;
        `writing` goes on by one word.
        """
        told = self.weights["first"][None] if before is None else self._plain("before", self._plain("word", before))
        states = told + self.weights["before_place.weight"][writing.length]
        for number, layer in enumerate(self._decoding):
            normed = self._norm(f"{layer}.norm1", states)
            queries, key, value = np.split(self._projection(f"{layer}.self_attn", normed, 0, 3), 3, axis=1)
            keys, values = writing.written[number]
            keys, values = (
                np.concatenate([keys, key[:, None]], axis=1),
                np.concatenate([values, value[:, None]], axis=1),
            )
            writing.written[number] = keys, values
            states = states + self._attended(f"{layer}.self_attn", queries[:, None], keys, values)[:, 0]
            queries = self._projection(f"{layer}.multihead_attn", self._norm(f"{layer}.norm2", states), 0, 1)
            states = states + self._attended(f"{layer}.multihead_attn", queries, *writing.memory[number])
            states = states + self._inner(layer, self._norm(f"{layer}.norm3", states))
        writing.length += 1
        read = self._norm("decoded", states)
        words, asked = self._plain("vocabulary", read), self._plain("asked", read)
        pointers = asked @ writing.keys[:, :-1].T / np.float32(np.sqrt(asked.shape[1])) + writing.keys[:, -1]
        total = np.logaddexp(_log_sum(words), _log_sum(pointers))
        return words - total, pointers - total

    def _plain(self, layer: str, states: Floats) -> Floats:
        found: Floats = states @ self.weights[f"{layer}.weight"].T
        bias = self.weights.get(f"{layer}.bias")
        return found if bias is None else found + bias

    def _projection(self, layer: str, states: Floats, first: int, until: int) -> Floats:
        """Of queries (0), keys (1) and values (2) those from `first` until `until`, side by side."""
        width = states.shape[1]
        rows = slice(first * width, until * width)
        found: Floats = (
            states @ self.weights[f"{layer}.in_proj_weight"][rows].T + self.weights[f"{layer}.in_proj_bias"][rows]
        )
        return found

    def _attended(self, layer: str, queries: Floats, keys: Floats, values: Floats) -> Floats:
        """Scaled dot-product attention over several heads, and its output layer; all are (…, words, width)."""
        parts = (part.reshape(*part.shape[:-1], self._heads, -1).swapaxes(-2, -3) for part in (queries, keys, values))
        asking, asked, told = parts
        scores = asking @ asked.swapaxes(-1, -2) / np.float32(np.sqrt(asking.shape[-1]))
        likely = np.exp(scores - scores.max(axis=-1, keepdims=True))
        likely /= likely.sum(axis=-1, keepdims=True)
        mixed = (likely @ told).swapaxes(-2, -3).reshape(queries.shape)
        return self._plain(f"{layer}.out_proj", mixed)

    def _inner(self, layer: str, states: Floats) -> Floats:
        inner = self._plain(f"{layer}.linear1", states)
        return self._plain(f"{layer}.linear2", inner * np.float32(0.5) * (1 + erf(inner / np.float32(np.sqrt(2)))))

    def _norm(self, layer: str, states: Floats) -> Floats:
        centred = states - states.mean(axis=-1, keepdims=True)
        scaled = centred / np.sqrt((centred**2).mean(axis=-1, keepdims=True) + _EPSILON)
        found: Floats = scaled * self.weights[f"{layer}.weight"] + self.weights[f"{layer}.bias"]
        return found


def _layers(weights: Mapping[str, Floats], part: str) -> list[str]:
    count = len({name.split(".")[2] for name in weights if name.startswith(f"{part}.layers.")})
    return [f"{part}.layers.{number}" for number in range(count)]


def _log_sum(scores: Floats) -> Floats:
    """The logarithm of the sum of exponentials of each row, as a column."""
    most = scores.max(axis=1, keepdims=True)
    found: Floats = most + np.log(np.exp(scores - most).sum(axis=1, keepdims=True))
    return found
