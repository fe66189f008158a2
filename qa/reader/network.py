"""The reader's network, in torch: word vectors and features in, span scores and a no-answer score out.

A DrQA-style reader (Chen et al. 2017) with gated dilated convolutions in place of recurrence (after Dauphin et al.
2017 and Gehring et al. 2017), conditioned on the question by feature-wise modulation (Perez et al. 2018). Start and
end are scored together, and one softmax runs over all spans and "no answer" (Clark & Gardner 2018). Only training
and export use it; answering runs the exported graph.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812

from qa.reader.features import MAX_SENTENCES, PASSAGE_FEATURES, QUESTION_FEATURES

NEGATIVE = -1e4
_MATCH_FEATURES = 10
_WINDOW = 21
_SOFT_FROM = 0.5  # cosine of two lone words at which they begin to count as the same thing


@dataclass(frozen=True, slots=True)
class Shape:
    """Sizes of the network."""

    vector: int = 512
    width: int = 160
    kernel: int = 3
    dilations: tuple[int, ...] = (1, 2, 4, 8, 1, 2, 4, 1)
    crossing: int = 3  # blocks before the passage looks at the question's words a second time
    span: int = 48
    longest: int = 48
    recurrent: int = 0  # layers of recurrence after the blocks: for teachers, which need not be quick


@dataclass(frozen=True, slots=True)
class Batch:
    """Padded rows; word and stem numbers are equal exactly where the words are, and 0 is padding."""

    passage_vectors: Tensor  # (B, L, 512)
    passage_words: Tensor  # (B, L) int64
    passage_stems: Tensor
    passage_features: Tensor  # (B, L, len(PASSAGE_FEATURES))
    sentences: Tensor  # (B, L) int64
    question_vectors: Tensor  # (B, Q, 512)
    question_words: Tensor  # (B, Q) int64
    question_stems: Tensor
    question_features: Tensor  # (B, Q, len(QUESTION_FEATURES))


class _Neighbours(torch.autograd.Function):
    """`_neighbours` with a backward pass that adds in place; the automatic one copies once per offset."""

    @staticmethod
    def forward(ctx: Any, states: Tensor, offsets: Sequence[int]) -> Tensor:
        ctx.offsets = offsets
        return _neighbours(states, offsets)

    @staticmethod
    def backward(ctx: Any, gradient: Tensor) -> tuple[Tensor, None]:
        length, width = gradient.shape[1], gradient.shape[2] // len(ctx.offsets)
        reach = max(ctx.offsets)
        total = gradient.new_zeros(gradient.shape[0], length + 2 * reach, width)
        for number, offset in enumerate(ctx.offsets):
            part = gradient[:, :, number * width : (number + 1) * width]
            total[:, reach + offset : reach + offset + length] += part
        return total[:, reach : reach + length], None


def _with_neighbours(states: Tensor, offsets: Sequence[int]) -> Tensor:
    near: Tensor = _Neighbours.apply(states, offsets)  # type: ignore[no-untyped-call]
    return near


def _neighbours(states: Tensor, offsets: Sequence[int]) -> Tensor:
    """(B, L, width) to (B, L, len(offsets) * width): beside each word the words at those distances, or zeros."""
    reach = max(offsets)
    padded = F.pad(states, (0, 0, reach, reach))
    # Counted from the end, so that the exported graph need not work out lengths.
    return torch.cat([padded[:, reach + offset : (offset - reach) or None] for offset in offsets], dim=-1)


class Block(nn.Module):
    """Residual gated convolution over neighbours at a distance, modulated by the question."""

    def __init__(self, width: int, kernel: int, dilation: int) -> None:
        super().__init__()
        self.offsets = [(i - kernel // 2) * dilation for i in range(kernel)]
        self.norm = nn.LayerNorm(width)
        self.mix = nn.Linear(width * kernel, 2 * width)
        self.modulate = nn.Linear(width, 2 * width)
        nn.init.zeros_(self.modulate.weight)
        nn.init.zeros_(self.modulate.bias)

    def forward(self, states: Tensor, question: Tensor, mask: Tensor, drop: Tensor | None) -> Tensor:
        """(B, L, width) to the same; `question` is (B, width), `mask` (B, L, 1)."""
        scale, shift = self.modulate(question).unsqueeze(1).chunk(2, dim=-1)
        scale = 1 + scale
        if drop is not None:
            scale, shift = scale * drop, shift * drop
        inner = torch.addcmul(shift, self.norm(states), scale) * mask
        near = _with_neighbours(inner, self.offsets) if self.training else _neighbours(inner, self.offsets)
        value, gate = self.mix(near).chunk(2, dim=-1)
        return torch.addcmul(states, value, torch.sigmoid(gate))


class Network(nn.Module):
    """Scores of spans and of "no answer" for each row of a batch."""

    def __init__(self, shape: Shape, dropout: float = 0.2) -> None:
        super().__init__()
        width = shape.width
        self.shape = shape
        self.dropout = dropout
        self.embed = nn.Linear(shape.vector, width)
        self.align = nn.Linear(shape.vector, width)
        self.question_in = nn.Linear(width + len(QUESTION_FEATURES) + 3, width)
        self.question_blocks = nn.ModuleList([Block(width, 3, 1), Block(width, 3, 2)])
        self.question_pool = nn.Linear(width, 2)
        self.question_out = nn.Linear(2 * width, width)
        self.passage_in = nn.Linear(3 * width + len(PASSAGE_FEATURES) + _MATCH_FEATURES, width)
        self.blocks = nn.ModuleList([Block(width, shape.kernel, d) for d in shape.dilations])
        self.cross_key = nn.Linear(width, width, bias=False)
        self.cross_out = nn.Linear(3 * width, width)
        if shape.recurrent:
            self.recurrent = nn.LSTM(width, width // 2, shape.recurrent, batch_first=True, bidirectional=True)
        self.last = nn.LayerNorm(width)
        self.start = nn.Linear(width, 1)
        self.end = nn.Linear(width, 1)
        self.asked_start = nn.Linear(width, width)
        self.asked_end = nn.Linear(width, width)
        self.span_start = nn.Linear(width, shape.span)
        self.span_end = nn.Linear(width, shape.span)
        self.length_bias = nn.Parameter(torch.zeros(shape.longest))
        self.cover = nn.Linear(width + 5, width // 2)
        self.cover_weight = nn.Linear(width + 5, 1)
        self.absent = nn.Sequential(nn.Linear(3 * width + width // 2 + 4, width), nn.ReLU(), nn.Linear(width, 1))

    def forward(self, batch: Batch) -> tuple[Tensor, Tensor]:
        """Scores (B, L, longest) of spans by first word and length - 1, and no-answer scores (B,)."""
        q_mask = (batch.question_words > 0).float()
        p_mask = (batch.passage_words > 0).float()
        match = self._match(batch, q_mask, p_mask)
        asked, question = self._read_question(batch, match, q_mask)
        states = self._read_passage(batch, match, asked, question, q_mask, p_mask)
        start = (self.start(states).squeeze(-1) + _dot(states, self.asked_start(question))).float()
        end = (self.end(states).squeeze(-1) + _dot(states, self.asked_end(question))).float()
        spans = self._spans(states, start, end, p_mask)
        absent = self._absence(states, asked, question, spans, start, match, q_mask, p_mask)
        return spans, absent

    def _match(self, batch: Batch, q_mask: Tensor, p_mask: Tensor) -> Match:
        equal = (batch.question_words.unsqueeze(2) == batch.passage_words.unsqueeze(1)).float()
        stem = (batch.question_stems.unsqueeze(2) == batch.passage_stems.unsqueeze(1)).float()
        cosine = torch.bmm(batch.question_vectors, batch.passage_vectors.transpose(1, 2)).float()
        both = q_mask.unsqueeze(2) * p_mask.unsqueeze(1)
        soft = torch.maximum(stem, F.relu((cosine - _SOFT_FROM) / (1 - _SOFT_FROM)).clamp(max=1)) * both
        weight = batch.question_features[:, :, 0] * q_mask
        weight = weight / (weight.sum(1, keepdim=True) + 1e-6)
        weighed = weight.unsqueeze(2)
        number = torch.arange(MAX_SENTENCES, device=equal.device)
        member = (batch.sentences.unsqueeze(2) == number).float() * p_mask.unsqueeze(2)
        in_sentence = (torch.bmm(soft, member).clamp(max=1) * weighed).sum(1)
        in_window = F.avg_pool1d(soft, _WINDOW, 1, _WINDOW // 2) * _WINDOW
        window = (in_window.clamp(max=1) * weighed).sum(1)
        sentence = torch.bmm(member, in_sentence.unsqueeze(2)).squeeze(2)
        best_sentence, best_window = sentence.amax(1, keepdim=True), window.amax(1, keepdim=True)
        idf = batch.question_features[:, :, :1]
        features = torch.stack(
            [
                (equal * both).amax(1),
                (equal * both * idf).amax(1),
                (stem * both * idf).amax(1),
                (cosine * both).amax(1),
                (soft * idf).amax(1),
                (soft * weighed).sum(1),
                sentence,
                sentence - best_sentence,
                window,
                window - best_window,
            ],
            dim=-1,
        )
        return Match(soft, cosine, features, soft.amax(2), (equal * both).amax(2), in_window.clamp(max=1).amax(2))

    def _read_question(self, batch: Batch, match: Match, q_mask: Tensor) -> tuple[Tensor, Tensor]:
        mask = q_mask.unsqueeze(2)
        embedded = F.relu(self.embed(batch.question_vectors))
        found = torch.stack([match.asked_soft, match.asked_equal, match.asked_window], dim=-1)
        known = torch.cat([batch.question_features, found], dim=-1).to(embedded.dtype)
        mask = mask.to(embedded.dtype)
        states = self.question_in(torch.cat([embedded, known], dim=-1)) * mask
        quiet = torch.zeros_like(states[:, 0])
        for block in self.question_blocks:
            states = block(states, quiet, mask, self._drop(states))
        pool = self.question_pool(states).float() + (1 - mask.float()) * NEGATIVE
        pooled = torch.bmm(torch.softmax(pool, dim=1).transpose(1, 2).to(states.dtype), states)
        return states, F.relu(self.question_out(pooled.flatten(1)))

    def _read_passage(
        self, batch: Batch, match: Match, asked: Tensor, question: Tensor, q_mask: Tensor, p_mask: Tensor
    ) -> Tensor:
        mask = p_mask.unsqueeze(2)
        no_word = ((1 - q_mask) * NEGATIVE).unsqueeze(1)
        embedded = F.relu(self.embed(batch.passage_vectors))
        here, there = F.relu(self.align(batch.passage_vectors)), F.relu(self.align(batch.question_vectors))
        scores = torch.bmm(here, there.transpose(1, 2)).float() + 5 * match.cosine.transpose(1, 2) + no_word
        aligned = torch.bmm(torch.softmax(scores, dim=-1).to(asked.dtype), asked)
        known = torch.cat([batch.passage_features, match.features], dim=-1).to(embedded.dtype)
        mask = mask.to(embedded.dtype)
        states = self.passage_in(torch.cat([embedded, aligned, embedded * aligned, known], dim=-1)) * mask
        for number, block in enumerate(self.blocks):
            if number == self.shape.crossing:
                states = states + self._cross(states, asked, no_word, mask)
            states = block(states, question, mask, self._drop(states))
        if self.shape.recurrent:
            states = states + self.recurrent(states * mask)[0] * mask
        found: Tensor = self.last(states)
        return found

    def _cross(self, states: Tensor, asked: Tensor, no_word: Tensor, mask: Tensor) -> Tensor:
        scores = torch.bmm(self.cross_key(states), asked.transpose(1, 2)).float() / self.shape.width**0.5
        seen = torch.bmm(torch.softmax(scores + no_word, dim=-1).to(asked.dtype), asked)
        return F.relu(self.cross_out(torch.cat([states, seen, states * seen], dim=-1))) * mask

    def _spans(self, states: Tensor, start: Tensor, end: Tensor, p_mask: Tensor) -> Tensor:
        left, right = self.span_start(states), self.span_end(states)
        right = F.pad(right, (0, 0, 0, self.shape.longest)).transpose(1, 2)
        pair = _band(torch.bmm(left, right), self.shape.longest).float() / self.shape.span**0.5
        ends = F.pad(end + (1 - p_mask) * NEGATIVE, (0, self.shape.longest), value=NEGATIVE)
        first, longer = (torch.arange(size, device=end.device) for size in (start.shape[1], self.shape.longest))
        last = ends[:, first.unsqueeze(1) + longer]
        scores: Tensor = (start + (1 - p_mask) * NEGATIVE).unsqueeze(2) + last + pair + self.length_bias
        return scores.clamp(min=NEGATIVE)

    def _absence(
        self,
        states: Tensor,
        asked: Tensor,
        question: Tensor,
        spans: Tensor,
        start: Tensor,
        match: Match,
        q_mask: Tensor,
        p_mask: Tensor,
    ) -> Tensor:
        flat = spans.flatten(1)
        total = torch.logsumexp(flat, dim=1, keepdim=True)
        likely = torch.exp(torch.logsumexp(spans, dim=2) - total)
        at_answer = torch.bmm(likely.unsqueeze(1).to(states.dtype), states).squeeze(1)
        strongest = (states + ((p_mask - 1) * 100).unsqueeze(2).to(states.dtype)).amax(1)
        near = F.avg_pool1d(likely.unsqueeze(1), _WINDOW, 1, _WINDOW // 2).squeeze(1) * _WINDOW
        around = (match.soft * near.unsqueeze(1)).amax(2)
        found = torch.stack(
            [match.asked_soft, match.asked_equal, match.asked_window, around, match.asked_window - around], dim=-1
        )
        words = torch.cat([asked, found.to(asked.dtype)], dim=-1)
        weight = self.cover_weight(words).float().squeeze(-1) + (1 - q_mask) * NEGATIVE
        cover = F.relu(self.cover(words))
        covered = torch.bmm(torch.softmax(weight, dim=1).unsqueeze(1).to(cover.dtype), cover).squeeze(1)
        best = flat.amax(1, keepdim=True)
        first = (start + (1 - p_mask) * NEGATIVE).amax(1, keepdim=True)
        facts = torch.cat([total, best, best - total, first], dim=1) / 10
        pooled = [at_answer, strongest, question * at_answer, covered, facts.to(states.dtype)]
        score: Tensor = self.absent(torch.cat(pooled, dim=-1))
        return score.float().squeeze(-1)

    def _drop(self, states: Tensor) -> Tensor | None:
        """One mask for all words of a row (Gal & Ghahramani 2016): drops directions, and costs little to draw."""
        if not self.training or self.dropout == 0:
            return None
        keep = 1 - self.dropout
        size = (states.shape[0], 1, states.shape[2])
        return (torch.bernoulli(torch.full(size, keep, device=states.device)) / keep).to(states.dtype)


@dataclass(frozen=True, slots=True)
class Match:
    """How question words (B, Q) and passage words (B, L) meet."""

    soft: Tensor  # (B, Q, L), 1 for the same stem
    cosine: Tensor  # (B, Q, L)
    features: Tensor  # (B, L, _MATCH_FEATURES)
    asked_soft: Tensor  # (B, Q): best match anywhere
    asked_equal: Tensor
    asked_window: Tensor


def _band(scores: Tensor, width: int) -> Tensor:
    """From (B, L, L + width) the entries (i, i + k) for k < width, as (B, L, width)."""
    size, length, columns = scores.shape
    flat = F.pad(scores.reshape(size, length * columns), (0, length))
    return flat.reshape(size, length, columns + 1)[:, :, :width]


def _dot(states: Tensor, vector: Tensor) -> Tensor:
    return torch.bmm(states, vector.unsqueeze(2).to(states.dtype)).squeeze(2)


def loss(spans: Tensor, absent: Tensor, gold: Tensor) -> Tensor:
    """Mean negative log-likelihood; `gold` (B, 2) holds first and last word of the answer, or -1 where there is none.

    One softmax over all spans and "no answer" of a row.
    """
    width = spans.shape[2]
    place = torch.where(gold[:, 0] < 0, 0, 1 + _place(gold, width))
    return F.cross_entropy(_outcomes(spans, absent), place)


def shared_loss(spans: Tensor, absent: Tensor, gold: Tensor, asking: Tensor) -> Tensor:
    """Mean negative log-likelihood where one softmax runs over the spans of all passages that a question is put to.

    Clark & Gardner's (2018) shared normalisation, so that the scores of different passages compare: a span counts by
    how far it is above its own passage's "no answer", and all are weighed against one more outcome, that none answers.
    `asking` (B,) numbers the questions from 0, rows of one question standing together.
    """
    width = spans.shape[2]
    flat = spans.flatten(1)
    place = _place(gold, width).clamp(min=0).unsqueeze(1)
    told = torch.where(gold[:, 0] < 0, 0.0, flat.gather(1, place).squeeze(1) - absent)
    margins = torch.logsumexp(flat, dim=1) - absent
    questions = int(asking[-1]) + 1
    greatest = margins.new_zeros(questions).scatter_reduce(0, asking, margins.detach(), "amax")
    total = torch.exp(-greatest).scatter_add(0, asking, torch.exp(margins - greatest[asking]))
    return (greatest + torch.log(total)).mean() - told.sum() / questions


def distance(spans: Tensor, absent: Tensor, opinions: Sequence[tuple[Tensor, Tensor]]) -> Tensor:
    """Mean cross-entropy between the scores and the teachers' mean opinion of the same rows (Hinton et al. 2015)."""
    taught = torch.stack([torch.softmax(_outcomes(*opinion), dim=1) for opinion in opinions]).mean(0)
    return -(taught * torch.log_softmax(_outcomes(spans, absent), dim=1)).sum(1).mean()


def _place(gold: Tensor, width: int) -> Tensor:
    """Where the span of each `gold` stands among a row's flattened scores; meaningless where there is none."""
    return gold[:, 0] * width + gold[:, 1] - gold[:, 0]


def _outcomes(spans: Tensor, absent: Tensor) -> Tensor:
    """Scores (B, 1 + L * longest) of all that a row's answer may be, "no answer" first."""
    return torch.cat([absent.unsqueeze(1), spans.flatten(1)], dim=1)
