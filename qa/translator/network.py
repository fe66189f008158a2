"""The translator's network, in torch: an encoder of English words, a decoder that writes or copies Indonesian ones.

A small Transformer (Vaswani et al. 2017) over the encoder's word vectors, whose output is one softmax over a
vocabulary and over what each word of the source may become (pointers after Vinyals et al. 2015 and See et al. 2017).
Only training uses it; answering runs the same in numpy (`qa.translator.model`).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, fields

import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812

from qa.translator.source import FEATURES, MOST_CANDIDATES

IMPOSSIBLE = -1e4


@dataclass(frozen=True, slots=True)
class Shape:
    """Sizes of the network."""

    vector: int = 512
    width: int = 192
    heads: int = 4
    inner: int = 480
    encoding: int = 3
    decoding: int = 2
    longest: int = 64


@dataclass(frozen=True, slots=True)
class Batch:
    """Padded rows of numbers of words; 0 is padding. S source words, K candidates of each, T words to write."""

    source: Tensor  # (B, S)
    features: Tensor  # (B, S, FEATURES)
    candidates: Tensor  # (B, S, K)
    before: Tensor  # (B, T): the word before each one to write
    wanted: Tensor  # (B, T): its number in the vocabulary, -1 where it has none
    matches: Tensor  # (B, T, S * K): whether a candidate is that word
    weights: Tensor  # (B, T): 0 for padding

    def on(self, device: torch.device) -> Batch:
        """The same batch on a device."""
        return Batch(*(getattr(self, field.name).to(device) for field in fields(self)))


class RowDropout(nn.Module):
    """One mask for all words of a row (Gal & Ghahramani 2016); cheaper to draw than one for each."""

    def __init__(self, rate: float) -> None:
        super().__init__()
        self.rate = rate

    def forward(self, states: Tensor) -> Tensor:
        """The same states, some directions of each row silenced while training."""
        if not self.training or self.rate == 0:
            return states
        keep = torch.rand(states.shape[0], 1, states.shape[-1], device=states.device) >= self.rate
        return states * keep.to(states.dtype) / (1 - self.rate)


class Network(nn.Module):
    """Scores of every word of the vocabulary and of every candidate, for each word to write."""

    def __init__(self, shape: Shape, vocabulary: int, dropout: float) -> None:
        super().__init__()
        width = shape.width
        self.shape = shape
        self.word = nn.Linear(shape.vector, width, bias=False)
        self.source = nn.Linear(2 * width + FEATURES, width)
        self.source_place = nn.Embedding(shape.longest, width)
        encoding = nn.TransformerEncoderLayer(
            width, shape.heads, shape.inner, 0.0, "gelu", batch_first=True, norm_first=True
        )
        self.encoder = nn.TransformerEncoder(encoding, shape.encoding, enable_nested_tensor=False)
        self.encoded = nn.LayerNorm(width)
        self.before = nn.Linear(width, width)
        self.before_place = nn.Embedding(shape.longest, width)
        self.first = nn.Parameter(torch.zeros(width))
        decoding = nn.TransformerDecoderLayer(
            width, shape.heads, shape.inner, 0.0, "gelu", batch_first=True, norm_first=True
        )
        self.decoder = nn.TransformerDecoder(decoding, shape.decoding)
        self.decoded = nn.LayerNorm(width)
        self.vocabulary = nn.Linear(width, vocabulary)
        self.asked = nn.Linear(width, width)
        self.place_key = nn.Linear(width, width, bias=False)
        self.word_key = nn.Linear(width, width, bias=False)
        self.kind_key = nn.Embedding(MOST_CANDIDATES, width)
        self.kind_bias = nn.Embedding(MOST_CANDIDATES, 1)
        self.drop = RowDropout(dropout)
        for layer in (*self.encoder.layers, *self.decoder.layers):
            for name in ("dropout", "dropout1", "dropout2", "dropout3"):
                if hasattr(layer, name):
                    setattr(layer, name, RowDropout(dropout))

    def forward(self, batch: Batch, table: Tensor) -> tuple[Tensor, Tensor]:
        """Scores (B, T, vocabulary) and (B, T, S * K); `table` has the vector of each word by its number."""
        numbers = torch.cat([batch.source.flatten(), batch.candidates.flatten(), batch.before.flatten()])
        different, places = torch.unique(numbers, return_inverse=True)
        vectors = self.word(table[different])
        at_source, at_candidates, at_before = places.split(
            [batch.source.numel(), batch.candidates.numel(), batch.before.numel()]
        )
        known = batch.source > 0
        candidates = F.embedding(at_candidates, vectors).view(*batch.candidates.shape, -1)
        source = F.embedding(at_source, vectors).view(*batch.source.shape, -1)
        memory = self._encode(source, candidates, batch, known)
        states = self._decode(F.embedding(at_before, vectors).view(*batch.before.shape, -1), memory, known)
        # Each different word is projected once; a batch has many times as many candidates.
        keys = F.embedding(at_candidates, self.word_key(vectors)).view_as(candidates)
        keys = keys + self.place_key(memory).unsqueeze(2) + self.kind_key.weight
        scores = torch.bmm(self.asked(states), keys.flatten(1, 2).transpose(1, 2)).float() / math.sqrt(self.shape.width)
        scores = scores + self.kind_bias.weight.squeeze(1).repeat(source.shape[1])
        pointers = scores.masked_fill(~(batch.candidates > 0).flatten(1).unsqueeze(1), IMPOSSIBLE)
        return self.vocabulary(states), pointers

    def _encode(self, source: Tensor, candidates: Tensor, batch: Batch, known: Tensor) -> Tensor:
        there = (batch.candidates[:, :, 1:] > 0).unsqueeze(-1).to(candidates.dtype)
        glossed = (candidates[:, :, 1:] * there).sum(2) / there.sum(2).clamp(min=1)
        told = torch.cat([source, glossed, batch.features.to(source.dtype)], dim=-1)
        states = self.drop(self.source(told) + self.source_place.weight[: source.shape[1]])
        found: Tensor = self.encoded(self.encoder(states, src_key_padding_mask=~known))
        return found

    def _decode(self, before: Tensor, memory: Tensor, known: Tensor) -> Tensor:
        rows, length, width = before.shape
        told = torch.cat([self.first.expand(rows, 1, width), self.before(before)[:, 1:]], dim=1)
        later = torch.triu(torch.ones(length, length, dtype=torch.bool, device=before.device), 1)
        states = self.drop(told + self.before_place.weight[:length])
        read = self.decoder(states, memory, tgt_mask=later, memory_key_padding_mask=~known)
        found: Tensor = self.decoded(read)
        return found


def losses(words: Tensor, pointers: Tensor, batch: Batch) -> tuple[Tensor, Tensor]:
    """Negative log-likelihoods (B, T) of the words wanted, however each is written, and their weights.

    A word that can be neither written nor copied counts for nothing.
    """
    total = torch.logaddexp(torch.logsumexp(words, -1).float(), torch.logsumexp(pointers, -1))
    written = words.gather(2, batch.wanted.clamp(min=0).unsqueeze(2)).squeeze(2).float()
    written = written.masked_fill(batch.wanted < 0, IMPOSSIBLE)
    copied = torch.logsumexp(pointers.masked_fill(~batch.matches, IMPOSSIBLE), -1)
    possible = (batch.wanted >= 0) | batch.matches.any(-1)
    return total - torch.logaddexp(written, copied), batch.weights * possible
